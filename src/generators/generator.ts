import type { Rebalance } from "../constraints/rebalance";
import type { Scenario } from "../constraints/scenario-targets";
import type { PromiseRecord } from "../dp/budget";
import type { CheckedMarginals } from "../dp/noisy-marginals";
import type { Options } from "../options/option";
import type { Table } from "../table/table";
import type { Run } from "../worker/run";

/** What is known of a generator before its code is loaded. Plain data, safe on the page. */
export interface GeneratorMeta {
	/** Name a person reads, e.g. "Masked diffusion". */
	readonly label: string;
	/** One sentence on what it does and when to take it. */
	readonly summary: string;
	/** The paper it follows: authors, title, venue and year; undefined for what needs none. */
	readonly paper: string | undefined;
	/** True for a positive control of the attacks: its rows reveal real ones, so `"auto"` never chooses it. Default false. */
	readonly control?: boolean;
	/**
	 * True where what is learned is always differentially private; `"auto"` never tries it: a choice by looking at real rows
	 * would not be private. Default false.
	 */
	readonly private?: boolean;
	/** True where it can keep a promise of differential privacy if asked for one by `privacy`. Default: as `private`. */
	readonly canBePrivate?: boolean;
	/** Least epsilon and about how many rows it needs to keep one; below either it refuses. Absent: any. */
	readonly needsForPrivacy?: { readonly epsilon: number; readonly rows: number };
	/** Bytes that a fit takes at its peak for each cell besides the table: as measured (`npm run bench -- memory`). */
	readonly cellBytes: number;
	/** Which conditions `sample` understands. */
	readonly conditions: readonly "given"[];
	/** Every option as data: what it may be, its default, what it does. */
	readonly options: Options;
	/** The defaults of `options`. */
	readonly defaults: Readonly<Record<string, unknown>>;
}

/**
 * Values a sampled column must take: one value, one of several, or a closed range (numbers; datetimes as
 * milliseconds or ISO text). `null` means missing.
 */
export type Given = Readonly<
	Record<
		string,
		| string
		| number
		| boolean
		| null
		| readonly (string | number | boolean | null)[]
		| { min?: number | string; max?: number | string }
	>
>;

export interface SampleRequest {
	/** How many rows. */
	rows: number;
	/** Index of the first row: row r of a seed is the same whatever chunk it is drawn in. Default 0. */
	offset?: number;
	/** Conditions every row obeys exactly. */
	given?: Given;
	/** Which categories of a column to sample more of; never reaches a generator, the stages around it see to it. */
	rebalance?: Rebalance;
	/** Shares, means and tails that the rows are to have; obeyed around the generator, who never sees it. */
	scenario?: Scenario;
	/** Rows whose missing cells are to be filled; `rows` and `offset` then count its rows. */
	complete?: Table;
	/** Whether cells that are filled may be missing again, as often as was learned. Default: where a value exists, they get one. */
	keepMissing?: boolean;
}

/** A fitted generator. */
export interface Model<Saved, Data = Table> {
	/** Draws `request.rows` rows. Randomness from `run.random` alone, a function of seed and row index. */
	sample(request: SampleRequest, run: Run): Promise<Data>;
	/** Plain data (typed arrays, numbers, strings) enough to sample without the data it was learned from. */
	save(): Promise<Saved>;
	/** Frees tensors; the model cannot be used afterwards. */
	dispose(): void;
	/** What fit decided and measured: steps run, stopping reason, held-out loss, bytes … plain data for the summary. */
	readonly diagnostics?: Readonly<Record<string, string | number | boolean>>;
	/** What it spent a promise of differential privacy on, where it was learned under one. */
	readonly privacy?: PromiseRecord;
}

/** Does a part of `fit` in a worker of the pool, whose `run` has no pool of its own. */
export type DoPart = (part: unknown, run: Run) => Promise<unknown>;

/** A method. `fit` learns from data; `load` restores what `save` gave. */
export interface Generator<Options, Saved, Data = Table> {
	/** Version of `Saved`; a model saved as another one is refused before `load`. */
	readonly version: number;
	fit(data: Data, options: Required<Options>, run: Run): Promise<Model<Saved, Data>>;
	load(saved: Saved): Promise<Model<Saved, Data>>;
	/** Learns from noisy counts that somebody else made, without rows; absent where it cannot. */
	fromMarginals?(marginals: CheckedMarginals, run: Run): Promise<Model<Saved, Data>>;
	/** Prepares a worker of the pool for parts of the `fit` that started it, with the setup it gave; absent where none is started. */
	prepareWorker?(setup: unknown): Promise<DoPart>;
}
