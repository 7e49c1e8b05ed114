import { decode, type Encoder, type Matrix } from "../../encode/encoder";
import { type Condition, readGiven } from "../../encode/given";
import { OptionError } from "../../errors";
import type { Moments } from "../../nn/adversarial/batch-norm";
import { assertBackend, useBackend } from "../../nn/backend";
import { loadParameters, type ParameterLayout } from "../../nn/parameters";
import { dispose, type Tensor, tensor1d, tensor2d, tidy } from "../../nn/tf";
import type { Random } from "../../random";
import { normalCdf } from "../../statistics/normal";
import { finish } from "../../table/pause";
import type { Table } from "../../table/table";
import { obey, tokenConditions } from "../../tokens/conditions";
import { tokenColumns, tokenise } from "../../tokens/tokens";
import type { Run } from "../../worker/run";
import type { Given } from "../generator";
import { createModeRows, fromModes, type ModeRows, type ModeSpace } from "../mode-space";
import { sampleStates } from "../sample-states";
import { type Asked, ask, type Chances, type ConditionColumn, pick, writeConditions } from "./conditions";
import { generateFixed } from "./network";

/** Rows of a block: block b of a seed is always sampled whole, so that chunks of any size hold the same rows. */
export const BLOCK = 256;
/** Bins in whose terms conditions on numbers are read. */
const BINS = 256;
/** Blocks that are sampled, at most, to fill one with rows that obey conditions. */
const MOST_ROUNDS = 400;

/** Moments as plain data. */
export interface SavedMoments {
	readonly mean: Float32Array;
	readonly variance: Float32Array;
}

/** The trained generator, as sampling sees it. */
export interface SamplingNetwork {
	readonly space: ModeSpace;
	readonly columns: readonly ConditionColumn[];
	/** Width of the conditional vector, and of the noise. */
	readonly width: number;
	readonly noise: number;
	readonly parameters: readonly Tensor[];
	readonly moments: readonly Moments[];
}

/** Noise and conditions (rows, Z + c), flat. */
export function writeInput(
	{ columns, width, noise }: Pick<SamplingNetwork, "columns" | "width" | "noise">,
	asked: readonly Asked[],
	random: Random,
): Float32Array {
	const x = new Float32Array(asked.length * (noise + width));
	const conditions = writeConditions(columns, width, asked);
	for (let i = 0; i < asked.length; i++) {
		const at = i * (noise + width);
		for (let k = 0; k < noise; k++) x[at + k] = random.normal();
		x.set(conditions.subarray(i * width, (i + 1) * width), at + noise);
	}
	return x;
}

/** Writes a block of rows to `rows`, from row `first` on. */
export async function sampleBlock(
	network: SamplingNetwork,
	next: (random: Random) => Asked,
	random: Random,
	rows: ModeRows,
	first: number,
): Promise<void> {
	const { space, width, noise, parameters, moments } = network;
	const asked = Array.from({ length: BLOCK }, () => next(random));
	const x = writeInput(network, asked, random);
	const out = tidy(() => generateFixed(tensor2d(x, [BLOCK, noise + width]), parameters, moments));
	try {
		sampleStates(space, (await out.data()) as Float32Array, BLOCK, random, rows, first);
	} finally {
		out.dispose();
	}
}

/** What sampling needs. */
export interface CtganSampler {
	readonly encoder: Encoder;
	readonly space: ModeSpace;
	readonly columns: readonly ConditionColumn[];
	readonly width: number;
	readonly noise: number;
	readonly chances: Chances;
	readonly layout: ParameterLayout;
	readonly parameters: Float32Array;
	readonly moments: readonly SavedMoments[];
}

/** Which rows of an encoded block obey conditions, and what to ask the generator for so that many do. */
interface Filter {
	next(random: Random): Asked;
	passes(matrix: Matrix): (row: number) => boolean;
}

function createFilter({ encoder, space, columns, chances }: CtganSampler, conditions: readonly Condition[]): Filter {
	const tokens = tokenColumns(encoder, BINS);
	const restricted = tokenConditions(encoder, tokens, conditions);
	// The category of the least frequency is asked for by the conditional vector; the others have to come of themselves.
	let guided: { g: number; chances: Float64Array; share: number } | undefined;
	for (const { token, allowed } of restricted) {
		const { column, bins, divisor } = tokens[token]!;
		const g = columns.findIndex(({ at }) => space.columns[at]!.column === column);
		if (g < 0 || bins > 0 || divisor > 1) continue;
		const wanted = chances[g]!.map((chance, level) => (allowed[level] ? chance : 0));
		const share = wanted.reduce((sum, chance) => sum + chance, 0);
		if (share > 0 && share < (guided?.share ?? 2)) guided = { g, chances: wanted.map((w) => w / share), share };
	}
	return {
		next: (random) => (guided ? { g: guided.g, level: pick(guided.chances, random.uniform()) } : ask(chances, random)),
		passes(matrix) {
			const tests = restricted.map(({ token, allowed, shares }) => {
				const { number, bins } = tokens[token]!;
				const states = finish(tokenise(tokens[token]!, matrix));
				return (row: number) => {
					const state = states[row]!;
					if (!allowed[state] || !shares || state >= bins) return allowed[state] === 1;
					const share = normalCdf(matrix.numbers[number]![row]!);
					return share >= shares[0] && share <= shares[1];
				};
			});
			return (row) => tests.every((test) => test(row));
		},
	};
}

/** Fills a block with rows that obey: candidates come in rounds, each a function of block and round alone. */
async function sampleObeying(
	network: SamplingNetwork,
	{ encoder }: CtganSampler,
	filter: Filter,
	random: Random,
	run: Run,
	progress: { step: number; steps: number },
): Promise<ModeRows> {
	const { space } = network;
	const [block, candidates] = [createModeRows(space, BLOCK), createModeRows(space, BLOCK)];
	let filled = 0;
	for (let round = 0; filled < BLOCK; round++) {
		if (round === MOST_ROUNDS) {
			throw new OptionError(
				`given: only ${filled} of ${round * BLOCK} sampled rows obey it, too few to wait for; widen it, or take "diffusion", "bayesian-network" or "copula", which compute conditions.`,
				{ option: "given" },
			);
		}
		await run.step({ phase: "sample", ...progress });
		assertBackend();
		await sampleBlock(network, filter.next, random.stream(round), candidates, 0);
		const passes = filter.passes(fromModes(space, encoder, candidates));
		for (let row = 0; row < BLOCK && filled < BLOCK; row++) {
			if (!passes(row)) continue;
			copyRow(candidates, row, block, filled++);
		}
	}
	return block;
}

function copyRow(from: ModeRows, row: number, to: ModeRows, at: number): void {
	from.scalars.forEach((own, n) => {
		to.scalars[n]![at] = own[row]!;
	});
	from.states.forEach((own, c) => {
		to.states[c]![at] = own[row]!;
	});
}

/** Rows `offset` … of a seed, each conditioned on a level drawn by its frequency in the training table. */
export async function sampleRows(
	sampler: CtganSampler,
	rows: number,
	offset: number,
	given: Given | undefined,
	run: Run,
): Promise<Table> {
	const { encoder, space, columns, width, noise, chances, layout } = sampler;
	const conditions = readGiven(encoder, given, run.beyondLearned);
	const filter = conditions.length > 0 ? createFilter(sampler, conditions) : undefined;
	const random = run.random.stream("sample");
	const result = createModeRows(space, rows);
	const first = Math.floor(offset / BLOCK);
	const steps = space.D > 0 ? Math.ceil((offset + rows) / BLOCK) - first : 0;
	if (space.D > 0) await useBackend(run);
	const parameters = space.D > 0 ? loadParameters(layout, sampler.parameters) : [];
	const moments = sampler.moments.map((own) => ({ mean: tensor1d(own.mean), variance: tensor1d(own.variance) }));
	const network: SamplingNetwork = { space, columns, width, noise, parameters, moments };
	try {
		for (let b = 0; b < steps; b++) {
			await run.step({ phase: "sample", step: b, steps });
			assertBackend();
			const at = (first + b) * BLOCK - offset;
			const stream = random.stream(first + b);
			if (filter) {
				const block = await sampleObeying(network, sampler, filter, stream, run, { step: b, steps });
				for (let row = 0; row < BLOCK; row++) {
					if (at + row >= 0 && at + row < rows) copyRow(block, row, result, at + row);
				}
			} else await sampleBlock(network, (own) => ask(chances, own), stream, result, at);
		}
		await run.step({ phase: "sample", step: steps, steps });
	} finally {
		dispose([...parameters, ...moments.flatMap(({ mean, variance }) => [mean, variance])]);
	}
	const matrix = fromModes(space, encoder, result);
	const table = decode(encoder, matrix, { offset, random: random.stream("decode") });
	const loose = random.stream("given");
	return obey(encoder, conditions, table, (column, row) => loose.stream(`${column}/${offset + row}`).uniform());
}
