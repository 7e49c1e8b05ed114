import type { PromiseRecord } from "../dp/budget";
import type { Provenance } from "./provenance";
import type { Report } from "./report";

/**
 * What may be published beside a table that was made under differential privacy: the promise, its ledger, and where the
 * table came from. Nothing in it was computed from real rows but what the ledger booked. Plain JSON.
 */
export interface PromiseReport {
	readonly version: 1;
	readonly promise: PromiseRecord;
	readonly tables: { readonly synthetic: { readonly rows: number; readonly columns: number } };
	readonly provenance?: Provenance;
	/** What a reader must know, one sentence each. */
	readonly notes: readonly string[];
}

const NOTE =
	"No figure here was computed from the real rows: how faithful the table is would itself tell something about them, and no budget was set aside for it.";

/** The report of a promise. It does not name the real file: no budget was spent on that. */
export function promiseReport(
	promise: PromiseRecord,
	synthetic: { readonly rows: number; readonly columns: number },
	provenance?: Provenance,
): PromiseReport {
	const { table: _, ...evidence } = provenance ?? {};
	return { version: 1, promise, tables: { synthetic }, ...(provenance && { provenance: evidence }), notes: [NOTE] };
}

/** What of a report may leave: all of it, or where differential privacy was promised the promise and its ledger alone. */
export function publishable(report: Report | PromiseReport): Report | PromiseReport {
	if (!report?.promise || !("fidelity" in report)) return report;
	return promiseReport(report.promise, report.tables.synthetic, report.provenance);
}
