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
	/** Indices of token columns, conditions first. */
	readonly order: readonly number[];
	/** Whether every block is sampled in that order; otherwise each has its own, conditions first. */
	readonly ordered: boolean;
	/** Columns sampled at once; above 1 those ignore each other. */
	readonly together: number;
	readonly conditions: readonly TokenCondition[];
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

/** An order of a block's own: conditioned columns stay in front, remainders behind their quotients. */
function shuffleAfter({ order, conditions, tokens }: Sampling, random: Random): number[] {
	const free = random.shuffle(order.slice(conditions.length).filter((f) => !tokens[f]!.remainder));
	const whole = free.flatMap((f) => (tokens[f + 1]?.remainder ? [f, f + 1] : [f]));
	return [...order.slice(0, conditions.length), ...whole];
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
	const { tokens, partial } = sampling;
	const F = tokens.length;
	const whole = networks.masked.backend === "webgpu";
	const first = whole ? 0 : Math.floor(from / GROUP) * GROUP;
	const last = whole ? BLOCK : Math.min(BLOCK, Math.ceil(to / GROUP) * GROUP);
	const B = last - first;
	const states = tokens.map(() => new Int32Array(B).fill(-1));
	const scores = tokens.map(() => new Float32Array(B));
	const inputs = inputsOf(networks, sampling, B);
	if (partial) revealKnown(partial, block * BLOCK + first, B, states, scores, inputs);
	const stream = random.stream(block);
	const groups = groupsOf(first, B, stream.stream("groups"));
	const order = sampling.ordered ? sampling.order : shuffleAfter(sampling, stream.stream("order"));
	for (let step = 0; step < F; step += sampling.together) {
		const columns = order.slice(step, step + sampling.together).sort((a, b) => a - b);
		const before = order.slice(0, step).reverse();
		const network = networkFor(columns, before, networks, partial !== undefined);
		const { batch } = network;
		const shares = request(columns, before, sampling, codes, network, states, stream, first, groups);
		if (batch.cellStart[F] === 0) continue;
		await network.draw();
		for (const f of columns) {
			const { bins } = tokens[f]!;
			const range = sampling.conditions.find((c) => c.token === f)?.shares;
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
function revealKnown(
	{ table, known }: NonNullable<Sampling["partial"]>,
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
 * Writes the cells of `columns` that are to be sampled into the batch, after the columns `before` them. Returns a uniform
 * number for the position in the bin of each.
 */
function request(
	columns: readonly number[],
	before: readonly number[],
	{ tokens, conditions, allow }: Sampling,
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
	const sampled = before.map((f) => states[f]!);
	let cell = 0;
	batch.cellStart.fill(0);
	columns.forEach((f, i) => {
		for (let g = i === 0 ? 0 : columns[i - 1]! + 1; g <= f; g++) batch.cellStart[g] = cell;
		const token = tokens[f]!;
		const condition = conditions.find((c) => c.token === f);
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
