// B rows of a block, F token columns
import type { Matrix } from "../../encode/encoder";
import { createInputs, type Inputs } from "../../nn/mlp/inputs";
import type { Layout } from "../../nn/mlp/layout";
import type { Network } from "../../nn/mlp/network";
import type { Random } from "../../random";
import { allowedStates, type TokenCondition } from "../../tokens/conditions";
import type { TokenTable } from "../../tokens/data";
import { scoreIn, type TokenColumn } from "../../tokens/tokens";

/** The networks that rows are drawn from. */
export interface Networks {
	/** Answers for any columns, given any others. */
	readonly shared: Network;
	/** What answers for one column, given all before it. */
	readonly chain?: {
		readonly network: Network;
		/** How many columns have a link, the first ones. */
		readonly links: number;
		/** Gives the network the parameters of a column's link. */
		become(f: number): void;
	};
}

/** Rows of a block, which share an order of drawing. */
export const BLOCK = 960;
/**
 * Rows of a group, drawn together whatever is asked for, for their uniform numbers are spread evenly among them. A
 * multiple of the matrix kernels' tile of 6 rows, so that a row's numbers do not depend on how many groups are computed
 * at once.
 */
const GROUP = 96;

/** How rows are drawn. */
export interface Drawing {
	readonly tokens: readonly TokenColumn[];
	readonly layout: Layout;
	/** Indices of token columns, conditions first. */
	readonly order: readonly number[];
	/** Whether every block is drawn in that order; otherwise each has its own, conditions first. */
	readonly ordered: boolean;
	/** Columns drawn at once; above 1 those drawn together ignore each other. */
	readonly together: number;
	readonly conditions: readonly TokenCondition[];
	/** Rows whose cells are known where `known[f][row]` is 1, for completion. */
	readonly partial?: { readonly table: TokenTable; readonly known: readonly Uint8Array[] };
	/**
	 * Further states a cell may take, by row of the block, asked just before it is drawn: the hook for rules between
	 * columns. `states[f][b]` holds what is drawn already, −1 what is not. `undefined` allows all.
	 */
	readonly allow?: (f: number, b: number, states: readonly Int32Array[]) => Uint8Array | undefined;
}

/** Conditioned columns first, then the others as they stand. */
export function drawingOrder(tokens: readonly TokenColumn[], conditions: readonly TokenCondition[]): number[] {
	const first = conditions.map((condition) => condition.token);
	return [...first, ...tokens.map((_, f) => f).filter((f) => !first.includes(f))];
}

/** An order of a block's own: conditioned columns stay in front, remainders behind their quotients. */
function shuffleAfter({ order, conditions, tokens }: Drawing, random: Random): number[] {
	const free = random.shuffle(order.slice(conditions.length).filter((f) => !tokens[f]!.remainder));
	const whole = free.flatMap((f) => (tokens[f + 1]?.remainder ? [f, f + 1] : [f]));
	return [...order.slice(0, conditions.length), ...whole];
}

/** Drawn states and scores of a block's rows `from` … `to`. */
export interface DrawnBlock {
	readonly states: readonly Int32Array[];
	readonly scores: readonly Float32Array[];
}

/** Allowed remainders of a last digit: the codes of the last quotient may end before the divisor does. */
function lastDigit(token: TokenColumn, codes: number, quotient: number): Uint8Array | undefined {
	const left = codes - quotient * token.divisor;
	if (left >= token.states) return undefined;
	return Uint8Array.from({ length: token.states }, (_, state) => (state < left ? 1 : 0));
}

/** 2³² over the golden ratio: its multiples, modulo 2³², are spread evenly however many are taken (Knuth, TAOCP 3, §6.4). */
const GOLDEN = 0x9e3779b9;

/** The rows of a block by group, each in an order of its own: without it neighbouring rows would follow a pattern. */
function groupsOf(first: number, B: number, random: Random): Int32Array[] {
	return Array.from({ length: B / GROUP }, (_, g) =>
		random.stream(first / GROUP + g).shuffle(Int32Array.from({ length: GROUP }, (_, i) => g * GROUP + i)),
	);
}

/**
 * One uniform word a row, spread evenly over the rows of each group, and over those that are alike in what is drawn
 * already: array-RQMC (L'Ecuyer, Lécot and Tuffin 2008, §3), rows sorted by their state taking the points of a lattice
 * that is shifted anew for every group. Each row by itself is drawn as ever; together they miss the expected counts by
 * less than independent ones.
 *
 * @param drawn states drawn so far, the latest column first.
 */
function spreadWords(groups: readonly Int32Array[], drawn: readonly Int32Array[], random: Random): Uint32Array {
	const words = new Uint32Array(groups.length * GROUP);
	for (const group of groups) {
		const rows = group.toSorted((a, b) => {
			for (const states of drawn) if (states[a] !== states[b]) return states[a]! - states[b]!;
			return 0;
		});
		const shift = random.uint32();
		rows.forEach((row, i) => {
			words[row] = shift + Math.imul(i, GOLDEN);
		});
	}
	return words;
}

/** A bin's share between 0 and 1, kept inside a condition's range. */
function shareIn(bin: number, bins: number, uniform: number, range: readonly [number, number] | undefined): number {
	if (!range) return uniform;
	const low = Math.max(0, range[0] * bins - bin);
	const high = Math.min(1, range[1] * bins - bin);
	return low + uniform * Math.max(0, high - low);
}

/**
 * Draws rows `from` … `to` of block `block`. Every cell's randomness is a function of (block, column, row), so that
 * any piece of a block holds the same rows as the whole.
 *
 * @param codes number of codes of each token column's column, for its last digit.
 */
export async function drawBlock(
	networks: Networks,
	drawing: Drawing,
	codes: readonly number[],
	block: number,
	from: number,
	to: number,
	random: Random,
	yielding: () => Promise<void>,
): Promise<DrawnBlock> {
	const { tokens, partial } = drawing;
	const F = tokens.length;
	const whole = networks.shared.backend === "webgpu";
	const first = whole ? 0 : Math.floor(from / GROUP) * GROUP;
	const last = whole ? BLOCK : Math.min(BLOCK, Math.ceil(to / GROUP) * GROUP);
	const B = last - first;
	const states = tokens.map(() => new Int32Array(B).fill(-1));
	const scores = tokens.map(() => new Float32Array(B));
	const inputs = inputsOf(networks, drawing, B);
	if (partial) revealKnown(partial, block * BLOCK + first, B, states, scores, inputs);
	const stream = random.stream(block);
	const groups = groupsOf(first, B, stream.stream("groups"));
	const order = drawing.ordered ? drawing.order : shuffleAfter(drawing, stream.stream("order"));
	for (let step = 0; step < F; step += drawing.together) {
		const columns = order.slice(step, step + drawing.together).sort((a, b) => a - b);
		const drawn = order.slice(0, step).reverse();
		const network = networkFor(columns, drawn, networks, partial !== undefined);
		const { batch } = network;
		const shares = askFor(columns, drawn, drawing, codes, network, states, stream, first, groups);
		if (batch.cellStart[F] === 0) continue;
		await network.draw();
		for (const f of columns) {
			const { bins } = tokens[f]!;
			const range = drawing.conditions.find((c) => c.token === f)?.shares;
			for (let cell = batch.cellStart[f]!; cell < batch.cellStart[f + 1]!; cell++) {
				const b = batch.cellRow[cell]!;
				const state = batch.cellState[cell]!;
				states[f]![b] = state;
				if (state < bins) scores[f]![b] = scoreIn(state, bins, shareIn(state, bins, shares[cell]!, range));
				for (const each of inputs) each.reveal(b, f, state, scores[f]![b]!);
			}
		}
		await yielding();
	}
	const piece = <T extends Int32Array | Float32Array>(x: T) => x.subarray(from - first, to - first) as T;
	return { states: states.map(piece), scores: scores.map(piece) };
}

/** The inputs of all networks, everything masked. Their layouts differ in widths alone, not in where an input lies. */
function inputsOf({ shared, chain }: Networks, { tokens, layout }: Drawing, B: number): Inputs[] {
	return (chain ? [shared, chain.network] : [shared]).map(({ batch }) => {
		const inputs = createInputs(tokens, layout, batch.codes, batch.numbers);
		for (let f = 0; f < tokens.length; f++) for (let b = 0; b < B; b++) inputs.mask(b, f);
		batch.rows = B;
		return inputs;
	});
}

/** The link of the column to draw where just the columns before it are drawn; otherwise the shared network. */
function networkFor(
	columns: readonly number[],
	drawn: readonly number[],
	{ shared, chain }: Networks,
	partial: boolean,
): Network {
	const f = columns[0]!;
	if (!chain || f >= chain.links || partial || columns.length > 1) return shared;
	if (drawn.length !== f || drawn.some((g) => g > f)) return shared;
	chain.become(f);
	chain.network.batch.revealed = f;
	return chain.network;
}

/** Marks the known cells of the rows from `row` on as drawn. */
function revealKnown(
	{ table, known }: NonNullable<Drawing["partial"]>,
	row: number,
	B: number,
	states: readonly Int32Array[],
	scores: readonly Float32Array[],
	inputs: readonly Inputs[],
): void {
	known.forEach((cells, f) => {
		for (let b = 0; b < B && row + b < table.rows; b++) {
			if (!cells[row + b]) continue;
			states[f]![b] = table.states[f]![row + b]!;
			scores[f]![b] = table.scores[f]?.[row + b] ?? 0;
			for (const each of inputs) each.reveal(b, f, states[f]![b]!, scores[f]![b]!);
		}
	});
}

/**
 * Writes the undrawn cells of `columns`, after the columns `before` them, into the batch. Returns a uniform number for
 * the place in the bin of each.
 */
function askFor(
	columns: readonly number[],
	before: readonly number[],
	{ tokens, conditions, allow }: Drawing,
	codes: readonly number[],
	{ batch }: Network,
	states: readonly Int32Array[],
	random: Random,
	first: number,
	groups: readonly Int32Array[],
): Float32Array {
	const B = groups.length * GROUP;
	const shares = new Float32Array(B * columns.length);
	const allowed: (Uint8Array | undefined)[] = [];
	const drawn = before.map((f) => states[f]!);
	let cell = 0;
	batch.cellStart.fill(0);
	columns.forEach((f, i) => {
		for (let g = i === 0 ? 0 : columns[i - 1]! + 1; g <= f; g++) batch.cellStart[g] = cell;
		const token = tokens[f]!;
		const condition = conditions.find((c) => c.token === f);
		const range = condition?.coverage && random.stream(`${f}/range`).skip(RANGE_WORDS * first);
		const alone = i === 0 && before.length === 0;
		// Groups before `first` are skipped over, not drawn: a word a group, and one a row.
		const words = spreadWords(groups, drawn, random.stream(f).skip(first / GROUP));
		const inside = token.bins > 0 ? random.stream(`${f}/inside`).skip(first) : undefined;
		for (let b = 0; b < B; b++) {
			const u = words[b]!;
			const v = inside?.uint32() ?? 0;
			const place = range && ([unit(range), unit(range), unit(range)] as const);
			if (states[f]![b]! >= 0) continue;
			const quotient = token.remainder ? states[f - 1]![b]! : 0;
			// Drawn in one step with its quotient, a remainder is held to what the last quotient allows.
			const known = quotient < 0 ? tokens[f - 1]!.states - 1 : quotient;
			const digit = token.remainder ? lastDigit(token, codes[f]!, known) : undefined;
			const may = condition && (place ? allowedStates(condition, alone, place) : condition.allowed);
			allowed[cell] = both(both(may, digit), allow?.(f, b, states));
			batch.cellRow[cell] = b;
			batch.cellValue[cell] = (u + 0.5) / 0x100000000;
			shares[cell] = (v + 0.5) / 0x100000000;
			cell++;
		}
	});
	for (let g = columns.at(-1)! + 1; g <= tokens.length; g++) batch.cellStart[g] = cell;
	batch.cellAllowed = allowed.some((a) => a) ? allowed : undefined;
	return shares;
}

/** Words that a row takes for its place in a range. */
const RANGE_WORDS = 3;

const unit = (random: Random) => (random.uint32() + 0.5) / 0x100000000;

/** States that both allow; the first alone where the two have nothing in common. */
function both(a: Uint8Array | undefined, b: Uint8Array | undefined): Uint8Array | undefined {
	if (!a || !b) return a ?? b;
	const common = a.map((allowed, state) => allowed & b[state]!);
	return common.includes(1) ? common : a;
}

/** Drawn tokens as the matrix that the encoder decodes. */
export function toMatrix(
	tokens: readonly TokenColumn[],
	blocks: readonly DrawnBlock[],
	rows: number,
	shape: { numbers: number; codes: number },
): Matrix {
	const numbers = Array.from({ length: shape.numbers }, () => new Float32Array(rows));
	const codes = Array.from({ length: shape.codes }, () => new Int32Array(rows));
	let at = 0;
	for (const block of blocks) {
		const n = block.states[0]?.length ?? 0;
		tokens.forEach((token, f) => {
			const { bins, number, code, divisor, remainder } = token;
			for (let i = 0; i < n; i++) {
				const state = block.states[f]![i]!;
				if (bins > 0 && state < bins) numbers[number]![at + i] = block.scores[f]![i]!;
				if (code < 0) continue;
				if (divisor > 1) codes[code]![at + i]! += remainder ? state : state * divisor;
				else codes[code]![at + i] = bins === 0 ? state : Math.max(0, state - bins + 1);
			}
		});
		at += n;
	}
	return { rows, numbers, codes };
}
