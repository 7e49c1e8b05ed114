import type { Rebalance } from "../../constraints/rebalance";
import type { Given } from "../../generators/generator";
import type { GeneratorName } from "../../generators/metas";
import type { PromiseReport } from "../../report/promise-report";
import type { Report } from "../../report/report";
import type { RowSplit } from "../../table/split-rows";
import type { Table } from "../../table/table";
import type { Progress, TableInspection } from "../../wire/api";
import type { Choices, Source } from "./choices";
import type { Made, Place } from "./make";

/** A synthetic table, with what it was made from. */
export interface Result {
	readonly name: string;
	readonly synthetic: Table;
	readonly generator: GeneratorName;
	readonly model: Uint8Array<ArrayBuffer>;
	readonly seed: number | string;
	/** What every row meets; empty for none. */
	readonly given: Given;
	/** What is sampled more of than was learned; absent for nothing. */
	readonly rebalance?: Rebalance | undefined;
	/** Steps after which learning was ended early on request. */
	readonly stopped?: number | undefined;
	/** The real rows; absent for a model opened from a file. */
	readonly split?: RowSplit | undefined;
	/** Real rows that meet `given`. */
	readonly like?: RowSplit | undefined;
	readonly made?: Made | undefined;
	/** Made from noisy counts: what whoever made them promises; "" where they say nothing. */
	readonly marginals?: string | undefined;
	/** Table and choices it was made with. */
	readonly source?: Source | undefined;
	readonly choices: Choices;
}

export type InspectionView =
	| { readonly state: "looking" }
	| { readonly state: "done"; readonly found: TableInspection }
	| { readonly state: "failed"; readonly error: unknown };

export type ReportView =
	| { readonly state: "measuring"; readonly progress?: Progress | undefined }
	| { readonly state: "ready"; readonly report: Report }
	/** Differential privacy was promised: nothing is computed from the real rows unless the person asks for it. */
	| { readonly state: "promise"; readonly report: PromiseReport }
	| {
			readonly state: "none";
			readonly why: "stopped" | "failed" | "no-real" | "nothing-alike" | "large";
			readonly error?: unknown;
	  };

/**
 * Whether the synthetic table may leave: `"checking"` while the report is made, `"open"`, or a reason to be confirmed
 * first: the report names what must be mended, or there is no report.
 */
export type Release = "none" | "checking" | "mend" | "unchecked" | "open";

export interface FlowEvents {
	/** Something to be seen has changed. */
	changed(): void;
	/** Something has happened that listeners of the element are told. */
	happened(what: "open" | "start" | "progress" | "result" | "report" | "withdraw" | "error", detail?: unknown): void;
	place(): Place;
}
