import type { CausalModelData } from "../causal/scm";
import type { Options } from "../options/option";
import type { Table } from "../table/table";
import type { Run } from "../worker/run";

/** What is known of a prior before its code is loaded. Plain data, safe on the page. */
export interface PriorMeta {
	readonly label: string;
	readonly summary: string;
	/** Every option as data: what it may be, its default, what it does. */
	readonly options: Options;
	/** The defaults of `options`. */
	readonly defaults: Readonly<Record<string, unknown>>;
	/** Whether the device "webgpu" can be asked for. Default false. */
	readonly webgpu?: boolean;
}

/** A directed graph over named nodes with the columns that were read from them. Plain data. */
export interface TaskGraph {
	/** Names of the latent nodes, in topological order. */
	readonly nodes: readonly string[];
	/** [parent, child] pairs, indices into `nodes`. */
	readonly edges: readonly (readonly [number, number])[];
	/** Family of each node's mechanism, e.g. "mlp", "tree", "root". */
	readonly families: readonly string[];
	/** Which node each column of the table was read from. */
	readonly columnNodes: Readonly<Record<string, number>>;
	/** Mixed graph projected onto the observed columns (latent projection): directed and bidirected pairs of column indices. */
	readonly observed: {
		readonly directed: readonly (readonly [number, number])[];
		readonly bidirected: readonly (readonly [number, number])[];
	};
}

/** One table with its ground truth: the graph it was sampled from. */
export interface Task {
	/** Index of this table under its seed: (seed, index) alone determine it. */
	readonly index: number;
	readonly table: Table;
	/** Name of the column to predict. */
	readonly target: string;
	readonly graph: TaskGraph;
	/** What was drawn to make it: hyper-parameters, missingness, noise, filter's verdict. Plain data. */
	readonly diagnostics: Readonly<Record<string, unknown>>;
	/** The frozen model behind the table, where `request.model` asked for it: plain data as in `src/causal/scm.ts`. */
	readonly model?: CausalModelData;
}

export interface PriorRequest {
	/** How many tables. */
	tables: number;
	/** Index of the first. Default 0. */
	offset?: number;
	/** Rows a table. */
	rows: number;
	/** Columns besides the target; absent: chosen by the prior. */
	features?: number;
	/**
	 * Columns that are set, in the units of the table (a number, or a level's text): the same tables, row for row, with
	 * the same noise, under an intervention that sets these columns. Columns that do not descend from them are
	 * unchanged to the last bit. Default: none. Not on the device "webgpu".
	 */
	do?: Readonly<Record<string, number | string>>;
	/** Whether each task carries its frozen causal model (up to megabytes a table). Default false. Not on the device "webgpu". */
	model?: boolean;
}

/** A distribution over causal models, from which whole tables are sampled. */
export interface Prior<Options> {
	sample(request: PriorRequest, options: Required<Options>, run: Run): AsyncIterable<Task>;
}
