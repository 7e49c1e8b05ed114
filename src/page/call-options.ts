/** What the calls of a handle take, each with the check of its members beside it. */
import type { Rebalance } from "../constraints/rebalance";
import type { Scenario } from "../constraints/scenario-targets";
import type { Given } from "../generators/generator";
import { type AcceptedOptions, COUNT } from "../options/option";
import type { Table } from "../table/table";
import type { Device, FitSetup, Progress } from "../wire/api";
import { DEVICES } from "./options";
import { SPAWN, type SpawnOptions } from "./spawn-options";

/** Where a generator computes and where its files lie. */
export interface WorkerOptions extends SpawnOptions {
	/**
	 * `"auto"` (default) times a few steps where both WebGPU on real hardware and wasm are available, and takes the faster;
	 * else wasm, else the CPU. The summary says which and why.
	 */
	device?: Device;
	/** URL of `tfjs-backend-wasm-simd.wasm` where it does not lie beside the worker; relative to the page. */
	wasmUrl?: string | URL;
	/**
	 * Most workers that compute in parallel where the work can be shared; on one backend its result does not depend on
	 * them. Default: one for each core but one, at most 8, or both of two.
	 */
	workers?: number;
}

/** Each is a thread with memory of its own. */
const MOST_WORKERS = 64;

export const WORKER: AcceptedOptions<WorkerOptions> = {
	...SPAWN,
	device: { type: "choice", choices: DEVICES },
	wasmUrl: { type: "url" },
	workers: { type: "number", whole: true, min: 1, max: MOST_WORKERS },
};

/** What of `options` is about workers. */
export function workerOf(options: WorkerOptions): WorkerOptions {
	return Object.fromEntries(Object.entries(options).filter(([name]) => name in WORKER));
}

/** What every long call takes. */
export interface CallOptions {
	/** Same seed, same result on one backend. Default: taken from `crypto`. */
	seed?: number | string;
	/** Aborting rejects the call with the signal's reason at once and stops the worker within 200 ms. */
	signal?: AbortSignal;
	/** At most ten calls a second, plus the first and last of each phase. */
	onProgress?: (progress: Progress) => void;
}

export const CALL: AcceptedOptions<CallOptions> = {
	seed: { type: "seed" },
	signal: { type: "signal" },
	onProgress: { type: "function" },
};

/** What decides what is learned from a table, and who is told. */
export interface LearnOptions extends CallOptions, Omit<FitSetup, "privacy" | "seeded"> {
	/** Receives small synthetic tables drawn while training, where the generator offers them. */
	onPreview?: (preview: Table) => void;
}

export const LEARN: AcceptedOptions<LearnOptions> = {
	...CALL,
	onPreview: { type: "function" },
	// A column, or false or null: checked where subjects are.
	subject: { type: "any" },
	treatments: { type: "object" },
	constraints: { type: "list" },
	enhance: { type: "object" },
	fair: { type: "object" },
	inspection: { type: "object" },
};

export interface FitOptions extends LearnOptions {
	/**
	 * Hours, at most 168, for which the browser keeps this fit after its last checkpoint, so that `resumeGenerator` continues
	 * it after a reload of the page: encrypted, without a row, and no longer than until it ends or is aborted. Default: not
	 * at all. Not for fits under a promise of differential privacy.
	 */
	keepHours?: number;
	/** What the page itself needs to know after a reload, plain data: kept along, and given back as `note` by `unfinishedFits`. */
	keepNote?: unknown;
	/**
	 * Most rows to learn from, as `fitMemory` says how many fit. Of a larger table so many are chosen by the seed, of one whose
	 * subjects are known all rows of some subjects and so about as many; the summary then says `ofRows`, how many there were.
	 * Default: all. Not for fits under a promise of differential privacy, which must not depend on the number of rows.
	 */
	maxTrainingRows?: number;
}

/** A week. */
const MOST_HOURS = 168;

export const FIT: AcceptedOptions<FitOptions> = {
	...LEARN,
	keepHours: { type: "number", above: 0, max: MOST_HOURS },
	keepNote: { type: "any" },
	maxTrainingRows: COUNT,
};

/** What of the options goes to the stages around the generator. */
export function setupOf({ subject, treatments, constraints, enhance, fair, inspection }: LearnOptions): FitSetup {
	return { subject, treatments, constraints, enhance, fair, inspection };
}

export interface SampleOptions extends CallOptions {
	/** Values every row must take; see `Given`. */
	given?: Given;
	/** Categories of a column to sample more of, by conditions and never by copying; it adds no information. */
	rebalance?: Rebalance;
	/** Shares, means and tails that the rows are to have, all else as close as possible to what was learned. */
	scenario?: Scenario;
}

export const SAMPLE: AcceptedOptions<SampleOptions> = {
	...CALL,
	given: { type: "object" },
	rebalance: { type: "object" },
	scenario: { type: "object" },
};

export interface AugmentOptions extends SampleOptions {
	/** Name of the boolean column that says which rows are synthetic. Default "synthetic". */
	mark?: string;
}

export const AUGMENT: AcceptedOptions<AugmentOptions> = { ...SAMPLE, mark: { type: "text" } };

export interface StreamOptions extends SampleOptions {
	/** Rows a chunk. Default 65,536. */
	chunkRows?: number;
	/**
	 * Index of the first row: row r of a seed is the same whichever row the sample begins with, so that parts of a large
	 * sample can be made anywhere. Default 0.
	 */
	offset?: number;
}

export const STREAM: AcceptedOptions<StreamOptions> = {
	...SAMPLE,
	chunkRows: COUNT,
	offset: { type: "number", whole: true, min: 0 },
};
