/**
 * What crosses the worker's edge: types only, everything structured-cloneable. Implemented in `host`,
 * called in `client`. `onProgress` arrives as a live reference, tables and bytes by transfer.
 */
import type { Constraint } from "../constraints/constraint";
import type { Enhance } from "../constraints/enhance/stage";
import type { Fair } from "../constraints/fair/fair";
import type { Found } from "../constraints/found";
import type { Detect, Inspection, Treatment } from "../deidentify/finding";
import type { PromiseRecord } from "../dp/budget";
import type { CheckedMarginals } from "../dp/noisy-marginals";
import type { Promised } from "../dp/promise";
import type { SampleRequest } from "../generators/generator";
import type { PriorRequest, Task } from "../priors/prior";
import type { Table } from "../table/table";
import type { Kept } from "../worker/checkpoints";
import type { Device, Progress } from "../worker/run";
import type { Hold } from "./alive";

export type { Device, Progress };

/** What every call that computes is given. */
export interface Call {
	/** Number of the call, unique within its worker: `stop` and `finishEarly` name it. */
	id: number;
	seed: number | string;
	device: Device;
	/** URL of `tfjs-backend-wasm-simd.wasm`; absent: beside the worker. */
	wasmUrl?: string;
	/** Most workers that may compute at once; absent: as the worker sees fit. */
	workers?: number;
	/** Whether previews are looked at. */
	previews?: boolean;
}

/** How a computation went: what the caller chose or had chosen for them, and what the generator found. */
export interface FitFigures {
	/** Backend that computed: `"webgpu"`, `"wasm"` or `"cpu"`. */
	device: string;
	/** Why that backend, one sentence. */
	reason: string;
	/** Wall-clock seconds of `fit` inside the worker. */
	seconds: number;
	/** Rows trained on. */
	rows: number;
	/** Columns trained on. */
	columns: number;
	/** Seed used; taken from `crypto` where none was given. */
	seed: number | string;
	/** What the generator decided and measured: steps run, stopping reason, held-out loss … */
	[diagnostic: string]: string | number | boolean;
}

/** `FitFigures`, and where differential privacy was promised the promise in words and what the data was asked for it. */
export type FitSummary = FitFigures & { readonly privacy?: PromiseRecord };

/** What a fit is told about its table, beside the table. Plain data; what each means stands at `FitOptions`. */
export interface FitSetup {
	/**
	 * Column that says whose each row is; `false` or `null`: every row is a subject of its own. Default: the one that
	 * `inspect` proposes, where its evidence is strong.
	 */
	subject?: string | false | null;
	/** What happens to columns, by name; the others are treated as `inspect` proposes. */
	treatments?: Readonly<Record<string, Treatment>>;
	/** What `inspect` found in this table; absent: it is looked at first. */
	inspection?: Inspection;
	/** Rows accepted by how real they look, and a target sampled anew; off where absent. */
	enhance?: Enhance;
	/** The promise of differential privacy; absent: none is made. */
	privacy?: Promised;
	/** Whether the caller gave a seed: noise comes from it then, and nothing is promised. */
	seeded?: boolean;
	/** A target sampled so that groups fare alike; off where absent. */
	fair?: Fair;
	/** What every row must obey; exact findings are used besides, unless `{ except }` says otherwise. */
	constraints?: readonly Constraint[];
}

/** What a look at a table finds. */
export interface TableInspection extends Inspection {
	/** Constraints between columns, exact and almost; each may be stated in `fit`, or excepted. */
	readonly constraints: readonly Found[];
}

export type OnProgress = (progress: Progress) => void;

/** Takes a checkpoint to where the worker's death does not reach; `undefined` lets go of what was kept under the name. */
export type OnKeep = (name: string, state: unknown) => void | Promise<void>;

/** Where a fit is kept for after a reload of its page, and what by. */
export interface Keeper {
	/** Of the fit, in the browser's database. */
	readonly id: string;
	/** Of the build that keeps it. */
	readonly version: string;
	/** It leaves the page only for its workers. */
	readonly key: CryptoKey;
	/** Hours after its last checkpoint for which it is kept. */
	readonly hours: number;
}

/** Every worker answers these. */
export interface Host {
	/** Answers once the worker runs, and what it holds under `name` from then on: its loss is the only sign of a silent death. */
	ping(name: string): Promise<Hold>;
	/** Makes call `id` reject with `StoppedError` at its next yield. */
	stop(id: number): void;
}

/** The generator worker: one generator, at most one fitted model. Calls run one after the other. */
export interface GeneratorHost extends Host {
	/**
	 * @param from what `onKeep` was given by a fit of the same that did not end; it is continued.
	 * @param keeper where checkpoints are kept besides.
	 */
	fit(
		name: string,
		table: Table,
		options: object,
		setup: FitSetup,
		call: Call,
		onProgress?: OnProgress,
		onKeep?: OnKeep,
		from?: Kept,
		keeper?: Keeper,
	): Promise<FitSummary>;
	/** Learns from noisy counts alone, by the generator `name`. */
	fromMarginals(
		name: string,
		marginals: CheckedMarginals,
		call: Call,
		onProgress?: OnProgress,
	): Promise<Readonly<Record<string, string | number | boolean>>>;
	sample(request: SampleRequest, call: Call, onProgress?: OnProgress): Promise<Table>;
	/** Lets call `id` end as soon as there is something worth keeping. */
	finishEarly(id: number): void;
	/** Prepares this worker for parts of the work of another of its kind: see `Generator.prepareWorker`. */
	prepare(name: string, setup: unknown): Promise<void>;
	doPart(part: unknown, call: Call, onProgress?: OnProgress): Promise<unknown>;
	save(): Promise<Uint8Array>;
	load(bytes: Uint8Array): Promise<void>;
}

/** The prior worker: samples whole tables with their causal graphs. */
export interface PriorHost extends Host {
	sample(name: string, request: PriorRequest, options: object, call: Call): Promise<Task[]>;
}

/** The worker that looks at tables. `detect` arrives as a live reference. */
export interface InspectHost extends Host {
	inspect(table: Table, call: Call, onProgress?: OnProgress, detect?: Detect): Promise<TableInspection>;
}

/** The report worker; `Input` and `Report` are those of `report/compare`. */
export interface ReportHost<Input, Report> extends Host {
	compare(input: Input, call: Call, onProgress?: OnProgress): Promise<Report>;
}
