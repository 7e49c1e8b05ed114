// B rows of a block, F token columns
import { createInputs, type Inputs } from "../../nn/mlp/inputs";
import type { Layout } from "../../nn/mlp/layout";
import type { Network } from "../../nn/mlp/network";
import type { Random } from "../../random";
import { BLOCK, GROUP, groupsOf, lastDigit, type SampledBlock, shareIn, spreadWords } from "../../tokens/block";
import { allowedStates, type TokenCondition } from "../../tokens/conditions";
import type { TokenTable } from "../../tokens/data";
import { scoreIn, type TokenColumn } from "../../tokens/tokens";

/** The networks that rows are sampled from. */
export interface Networks {
	/** Predicts any columns, given any others. */
	readonly masked: Network;
	/** Predicts one column, given all before it. */
	readonly columns?: {
		readonly network: Network;
		/** How many columns have a network, the first ones. */
		readonly count: number;
		/** Gives the network the parameters of a column's. */
		become(f: number): void;
	};
}

/** How rows are sampled. */
export interface Sampling {
	readonly tokens: readonly TokenColumn[];
	readonly layout: Layout;
	/** Indices of token columns, conditions first unless `loose`. */
	readonly order: readonly number[];
	/** Whether every block is sampled in that order; otherwise each has its own, conditions first. */
	readonly ordered: boolean;
	/** Columns sampled at once; above 1 those ignore each other. */
	readonly together: number;
	readonly conditions: readonly TokenCondition[];
	/**
	 * Whether conditions have no say in the order, and only cells of the first step are held to them: the others are looked
	 * at afterwards. Default false.
	 */
	readonly loose?: boolean;
	/** Rows whose cells are known where `known[f][row]` is 1, for completion. */
	readonly partial?: { readonly table: TokenTable; readonly known: readonly Uint8Array[] };
	/** States that cells of column f may take; `undefined` allows all. */
	readonly allow?: (f: number) => Uint8Array | undefined;
}

/** Conditioned columns first, then the others as they stand. */
export function samplingOrder(tokens: readonly TokenColumn[], conditions: readonly TokenCondition[]): number[] {
	const first = conditions.map((condition) => condition.token);
	return [...first, ...tokens.map((_, f) => f).filter((f) => !first.includes(f))];
}

/** An order of a block's own: columns that come first stay in front, remainders behind their quotients. */
function shuffleAfter({ order, conditions, loose, tokens }: Sampling, random: Random): number[] {
	const front = loose ? 0 : conditions.length;
	const free = random.shuffle(order.slice(front).filter((f) => !tokens[f]!.remainder));
	const whole = free.flatMap((f) => (tokens[f + 1]?.remainder ? [f, f + 1] : [f]));
	return [...order.slice(0, front), ...whole];
}

/** Rows of a block in the making: B of them from row `first` on, a multiple of `GROUP` both. */
export interface Draft {
	readonly first: number;
	readonly B: number;
	/** States and scores sampled so far, by column; −1 where there is none. */
	readonly states: readonly Int32Array[];
	readonly scores: readonly Float32Array[];
	readonly inputs: readonly Inputs[];
}

/** Rows in which nothing is known, for rows `from` … `to` of a block; on WebGPU a whole block. */
export function startDraft(networks: Networks, sampling: Sampling, from: number, to: number): Draft {
	const whole = networks.masked.backend === "webgpu";
	const first = whole ? 0 : Math.floor(from / GROUP) * GROUP;
	const B = (whole ? BLOCK : Math.min(BLOCK, Math.ceil(to / GROUP) * GROUP)) - first;
	return {
		first,
		B,
		states: sampling.tokens.map(() => new Int32Array(B).fill(-1)),
		scores: sampling.tokens.map(() => new Float32Array(B)),
		inputs: inputsOf(networks, sampling, B),
	};
}

/** Rows `from` … `to` of the block that a draft is of. */
export function pieceOf({ first, states, scores }: Draft, from: number, to: number): SampledBlock {
	const piece = <T extends Int32Array | Float32Array>(x: T) => x.subarray(from - first, to - first) as T;
	return { states: states.map(piece), scores: scores.map(piece) };
}

/** Tells a draft what is in a cell. */
export function setCell({ states, scores, inputs }: Draft, b: number, f: number, state: number, score: number): void {
	states[f]![b] = state;
	scores[f]![b] = score;
	for (const each of inputs) each.reveal(b, f, state, score);
}

/**
 * Samples rows `from` … `to` of block `block`. Every cell's randomness is a function of (block, column, row), so that
 * any piece of a block holds the same rows as the whole.
 *
 * @param codes number of codes of each token column's column, for its last digit.
 */
export async function sampleBlock(
	networks: Networks,
	sampling: Sampling,
	codes: readonly number[],
	block: number,
	from: number,
	to: number,
	random: Random,
	yielding: () => Promise<void>,
): Promise<SampledBlock> {
	const stream = random.stream(block);
	const draft = startDraft(networks, sampling, from, to);
	if (sampling.partial) revealKnown(sampling.partial, block * BLOCK + draft.first, draft);
	const order = orderOf(sampling, stream);
	await drawColumns(networks, sampling, codes, draft, order, [0, order.length], stream, yielding);
	return pieceOf(draft, from, to);
}

/** The order in which a block's columns are sampled. */
export function orderOf(sampling: Sampling, random: Random): readonly number[] {
	return sampling.ordered ? sampling.order : shuffleAfter(sampling, random.stream("order"));
}

/** Samples those columns of an order that stand from `start` up to `end`, after those before them. */
export async function drawColumns(
	networks: Networks,
	sampling: Sampling,
	codes: readonly number[],
	draft: Draft,
	order: readonly number[],
	[start, end]: readonly [number, number],
	random: Random,
	yielding: () => Promise<void>,
): Promise<void> {
	const { tokens, partial } = sampling;
	const groups = groupsOf(draft.first, draft.B, random.stream("groups"));
	for (let step = start; step < end; step += sampling.together) {
		const columns = order.slice(step, step + sampling.together).sort((a, b) => a - b);
		const before = order.slice(0, step).reverse();
		const network = networkFor(columns, before, networks, partial !== undefined);
		const { batch } = network;
		const shares = request(columns, before, sampling, codes, network, draft, random, groups);
		if (batch.cellStart[tokens.length] === 0) continue;
		await network.draw();
		for (const f of columns) {
			const { bins } = tokens[f]!;
			const range = sampling.conditions.find((c) => c.token === f)?.shares;
			for (let cell = batch.cellStart[f]!; cell < batch.cellStart[f + 1]!; cell++) {
				const state = batch.cellState[cell]!;
				const score = state < bins ? scoreIn(state, bins, shareIn(state, bins, shares[cell]!, range)) : 0;
				setCell(draft, batch.cellRow[cell]!, f, state, score);
			}
		}
		await yielding();
	}
}

/** The inputs of all networks, everything masked. Their layouts differ in widths alone, not in where an input lies. */
function inputsOf({ masked, columns }: Networks, { tokens, layout }: Sampling, B: number): Inputs[] {
	return (columns ? [masked, columns.network] : [masked]).map(({ batch }) => {
		const inputs = createInputs(tokens, layout, batch.codes, batch.numbers);
		for (let f = 0; f < tokens.length; f++) for (let b = 0; b < B; b++) inputs.mask(b, f);
		batch.rows = B;
		return inputs;
	});
}

/** The column's own network where just the columns before it are known; otherwise the masked network. */
function networkFor(
	[f]: readonly number[],
	before: readonly number[],
	{ masked, columns }: Networks,
	partial: boolean,
): Network {
	if (!columns || f === undefined || f >= columns.count || partial) return masked;
	if (before.length !== f || before.some((g) => g > f)) return masked;
	columns.become(f);
	columns.network.batch.revealed = f;
	return columns.network;
}

/** Reveals the known cells of the rows from `row` on. */
function revealKnown({ table, known }: NonNullable<Sampling["partial"]>, row: number, draft: Draft): void {
	known.forEach((cells, f) => {
		for (let b = 0; b < draft.B && row + b < table.rows; b++) {
			if (!cells[row + b]) continue;
			setCell(draft, b, f, table.states[f]![row + b]!, table.scores[f]?.[row + b] ?? 0);
		}
	});
}

/**
 * Writes the cells of `columns` that are to be sampled into the batch, after the columns `before` them. Returns a uniform
 * number for the position in the bin of each.
 */
function request(
	columns: readonly number[],
	before: readonly number[],
	{ tokens, conditions, loose, allow }: Sampling,
	codes: readonly number[],
	{ batch }: Network,
	{ B, first, states }: Draft,
	random: Random,
	groups: readonly Int32Array[],
): Float32Array {
	const shares = new Float32Array(B * columns.length);
	const allowed: (Uint8Array | undefined)[] = [];
	const sampled = before.map((f) => states[f]!);
	let cell = 0;
	batch.cellStart.fill(0);
	columns.forEach((f, i) => {
		for (let g = i === 0 ? 0 : columns[i - 1]! + 1; g <= f; g++) batch.cellStart[g] = cell;
		const token = tokens[f]!;
		const held = !loose || before.length === 0;
		const condition = held ? conditions.find((c) => c.token === f) : undefined;
		const range = condition?.coverage && random.stream(`${f}/range`).skip(RANGE_WORDS * first);
		const alone = i === 0 && before.length === 0;
		// Groups before `first` are skipped: a word a group, and one a row.
		const words = spreadWords(groups, sampled, random.stream(f).skip(first / GROUP));
		const inside = token.bins > 0 ? random.stream(`${f}/inside`).skip(first) : undefined;
		for (let b = 0; b < B; b++) {
			const u = words[b]!;
			const v = inside?.uint32() ?? 0;
			const position = range && ([unit(range), unit(range), unit(range)] as const);
			if (states[f]![b]! >= 0) continue;
			const quotient = token.remainder ? states[f - 1]![b]! : 0;
			// Sampled in one step with its quotient, a remainder is held to what the last quotient allows.
			const known = quotient < 0 ? tokens[f - 1]!.states - 1 : quotient;
			const digit = token.remainder ? lastDigit(token, codes[f]!, known) : undefined;
			const may = condition && (position ? allowedStates(condition, alone, position) : condition.allowed);
			allowed[cell] = both(both(may, digit), allow?.(f));
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

/** Words that a row takes for its position in a range. */
const RANGE_WORDS = 3;

const unit = (random: Random) => (random.uint32() + 0.5) / 0x100000000;

/** States that both allow; the first alone where the two have nothing in common. */
function both(a: Uint8Array | undefined, b: Uint8Array | undefined): Uint8Array | undefined {
	if (!a || !b) return a ?? b;
	const common = a.map((allowed, state) => allowed & b[state]!);
	return common.includes(1) ? common : a;
}
