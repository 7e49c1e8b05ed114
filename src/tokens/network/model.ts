import { decode, type Encoder, encode } from "../../encode/encoder";
import { fillGaps } from "../../encode/fill-gaps";
import { readGiven } from "../../encode/given";
import { isMissing, knownColumns } from "../../encode/known-cells";
import { OptionError, SchemaError } from "../../errors";
import type { Model, SampleRequest } from "../../generators/generator";
import type { Random } from "../../random";
import type { Conditional } from "../../statistics/elimination";
import type { Table } from "../../table/table";
import type { Run } from "../../worker/run";
import { obey, type TokenCondition, tokenConditions } from "../conditions";
import { tokenTable } from "../data";
import { scoreIn, type TokenColumn } from "../tokens";
import { type Evidence, type Filling, planFilling, posterior } from "./posterior";
import { createSampler, type Sampler, sampleBlock, sampleState } from "./sample";
import { weigh } from "./weighting";

/** The network: graph and probabilities; no row of the table. */
export interface NetworkSaved {
	readonly encoder: Encoder;
	readonly tokens: readonly TokenColumn[];
	/** One conditional a token column, parents before children. */
	readonly network: readonly Conditional[];
}

/** Rows of a block: block b of a seed is always sampled whole, so that chunks of any size hold the same rows. */
const BLOCK = 1024;

/** How likely each state is to satisfy a condition: 1 or 0, and for a bin that a range cuts the share inside. */
function weightsOf({ allowed, shares }: TokenCondition, { bins }: TokenColumn): Float64Array {
	return Float64Array.from(allowed, (may, state) => {
		if (!may || !shares || state >= bins) return may;
		const [from, to] = overlap(shares, state, bins);
		// Never quite nothing: a range within a bin is possible, however narrow.
		return Math.max(1e-12, to - from);
	});
}

/** Which part (0 … 1) of a bin lies within a range of shares. */
function overlap([low, high]: readonly [number, number], bin: number, bins: number): [number, number] {
	return [Math.min(1, Math.max(0, low * bins - bin)), Math.max(0, Math.min(1, high * bins - bin))];
}

/** Scores of a column's bins: evenly spread inside each. */
function scoresIn(states: Uint16Array, bins: number, condition: TokenCondition | undefined, random: Random) {
	return Float32Array.from(states, (state) => {
		const share = random.uniform();
		if (state >= bins) return 0;
		const [from, to] = condition?.shares ? overlap(condition.shares, state, bins) : [0, 1];
		return scoreIn(state, bins, from + (to - from) * share);
	});
}

/** Weights that leave out "missing" for cells that are to be filled. */
function presentOnly({ encoder, tokens }: NetworkSaved): Evidence {
	const weights = new Map<number, Float64Array>();
	tokens.forEach((token, v) => {
		const { codec } = encoder.columns[token.column]!;
		if (!("missing" in codec) || !codec.missing || token.divisor > 1 || token.states < 2) return;
		weights.set(v, new Float64Array(token.states).fill(1, 0, token.states - 1));
	});
	return weights;
}

/** Samplers of the missing variables where all that is known comes before them: the network as it was learned. */
function followers(
	network: readonly Conditional[],
	known: Int32Array,
	present: Evidence,
	sizes: readonly number[],
): readonly Sampler[] | undefined {
	const isFree = ({ variable }: Conditional) => known[variable]! < 0;
	if (network.some((one) => isFree(one) && present.has(one.variable))) return undefined;
	if (network.some((one) => !isFree(one) && one.parents.some((parent) => known[parent]! < 0))) return undefined;
	return network.filter(isFree).map((conditional) => createSampler(conditional, sizes));
}

/** States of one block of rows whose known cells stay. */
function fillBlock(
	saved: NetworkSaved,
	known: readonly Int32Array[],
	rows: number,
	random: Random,
	present: Evidence,
	fillings: Map<string, Filling | readonly Sampler[] | undefined>,
): Uint16Array[] {
	const { tokens, network } = saved;
	const sizes = tokens.map(({ states }) => states);
	const states = tokens.map(() => new Uint16Array(rows));
	for (let r = 0; r < rows; r++) {
		const own = Int32Array.from(known, (column) => column[r]!);
		own.forEach((state, v) => {
			states[v]![r] = Math.max(0, state);
		});
		const missing = Array.from(own.keys()).filter((v) => own[v]! < 0);
		if (missing.length === 0) continue;
		const pattern = missing.join();
		if (!fillings.has(pattern)) {
			const forward = followers(network, own, present, sizes);
			fillings.set(pattern, forward ?? planFilling(network, missing, present, sizes));
		}
		const filling = fillings.get(pattern);
		const stream = random.stream(r);
		if (filling && !("conditionals" in filling)) {
			for (const sampler of filling) {
				states[sampler.variable]![r] = sampleState(sampler, states, r, stream.uniform());
			}
			continue;
		}
		if (!filling) {
			weigh(network, own, present, sizes, stream).forEach((state, v) => {
				states[v]![r] = state;
			});
			continue;
		}
		for (const conditional of filling.conditionals(own)) {
			states[conditional.variable]![r] = sampleState(createSampler(conditional, sizes), states, r, stream.uniform());
		}
	}
	return states;
}

/** States of the known cells by token column; −1 where there is none. */
function knownStates({ encoder, tokens }: NetworkSaved, table: Table, run: Run): Int32Array[] {
	const { rows } = table;
	const columns = knownColumns(encoder, table);
	const matrix = encode(encoder, { rows, columns }, run.random.stream("complete"));
	const { states } = tokenTable(tokens, matrix);
	return tokens.map((token, v) => {
		const column = columns[token.column]!;
		return Int32Array.from(states[v]!, (state, r) => (isMissing(column, r) ? -1 : state));
	});
}

async function sampleRows(saved: NetworkSaved, request: SampleRequest, run: Run): Promise<Table> {
	const { encoder, tokens, network } = saved;
	const { rows, offset = 0, complete } = request;
	if (complete && offset + rows > complete.rows) {
		throw new SchemaError(`complete has ${complete.rows} rows; rows ${offset} to ${offset + rows} were asked for.`, {
			rows: complete.rows,
		});
	}
	const sizes = tokens.map(({ states }) => states);
	const conditions = readGiven(encoder, request.given, run.beyondLearned);
	const restricted = tokenConditions(encoder, tokens, conditions);
	const evidence: Evidence = new Map(restricted.map((c) => [c.token, weightsOf(c, tokens[c.token]!)]));
	const exact = posterior(network, evidence, sizes);
	if (exact && !(exact.total > 0)) {
		throw new OptionError(
			`given: no row satisfies ${JSON.stringify(request.given)} under the learned network; widen a condition.`,
			{ option: "given" },
		);
	}
	const samplers = exact?.conditionals.map((conditional) => createSampler(conditional, sizes));
	const known = complete && knownStates(saved, complete, run);
	const fillings = new Map<string, Filling | readonly Sampler[] | undefined>();
	const present: Evidence = request.keepMissing ? new Map() : presentOnly(saved);
	const numbers = Array.from({ length: encoder.numbers }, () => new Float32Array(rows));
	const codes = encoder.levels.map(() => new Int32Array(rows));
	const random = run.random.stream("rows");
	const blocks = Math.ceil((offset + rows) / BLOCK);
	for (let block = Math.floor(offset / BLOCK); block < blocks; block++) {
		const stream = random.stream(block);
		const states = known
			? fillBlock(saved, cut(known, block * BLOCK, complete.rows), BLOCK, stream, present, fillings)
			: samplers
				? sampleBlock(samplers, BLOCK, stream).states
				: weighBlock(network, evidence, sizes, stream);
		const from = Math.max(0, offset - block * BLOCK);
		const to = Math.min(BLOCK, offset + rows - block * BLOCK);
		tokens.forEach((token, v) => {
			const condition = restricted.find((c) => c.token === v);
			const scores =
				token.bins > 0 ? scoresIn(states[v]!, token.bins, condition, stream.stream(`score ${v}`)) : undefined;
			for (let r = from; r < to; r++) {
				const at = block * BLOCK + r - offset;
				const state = states[v]![r]!;
				if (scores) numbers[token.number]![at] = scores[r]!;
				if (token.code < 0) continue;
				if (token.bins > 0) codes[token.code]![at] = Math.max(0, state - token.bins + 1);
				else if (token.divisor === 1) codes[token.code]![at] = state;
				else if (!token.remainder) codes[token.code]![at] = state * token.divisor;
				else codes[token.code]![at] = levelOf(encoder, token, codes[token.code]![at]! + state);
			}
		});
		await run.step({ phase: "sample", step: block, steps: blocks });
	}
	await run.step({ phase: "sample", step: blocks, steps: blocks });
	const drawn = decode(encoder, { rows, numbers, codes }, { offset, random: run.random.stream("values") });
	const loose = run.random.stream("given");
	const table = obey(encoder, conditions, drawn, (column, row) => loose.stream(`${column}/${offset + row}`).uniform());
	return complete ? fillGaps(complete, table, offset) : table;
}

/** A block's rows of what is known; beyond the last row there is nothing to fill. */
function cut(known: readonly Int32Array[], from: number, rows: number): Int32Array[] {
	return known.map((column) => {
		const block = new Int32Array(BLOCK);
		block.set(column.subarray(from, Math.min(rows, from + BLOCK)));
		return block;
	});
}

/** A code of two digits; behind the last are digits that mean nothing, which noise may have made likely: the last level's. */
function levelOf({ columns, levels }: Encoder, { column, code: place }: TokenColumn, code: number): number {
	if (code < levels[place]!) return code;
	const { codec } = columns[column]!;
	return levels[place]! - ("missing" in codec && codec.missing ? 2 : 1);
}

function weighBlock(network: readonly Conditional[], evidence: Evidence, sizes: readonly number[], random: Random) {
	const unknown = new Int32Array(sizes.length).fill(-1);
	const states = sizes.map(() => new Uint16Array(BLOCK));
	for (let r = 0; r < BLOCK; r++) {
		weigh(network, unknown, evidence, sizes, random.stream(r)).forEach((state, v) => {
			states[v]![r] = state;
		});
	}
	return states;
}

export function networkModel(
	saved: NetworkSaved,
	diagnostics: Model<NetworkSaved>["diagnostics"],
	privacy?: Model<NetworkSaved>["privacy"],
): Model<NetworkSaved> {
	return {
		sample: (request, run) => sampleRows(saved, request, run),
		save: async () => saved,
		dispose() {},
		diagnostics,
		...(privacy && { privacy }),
	};
}
