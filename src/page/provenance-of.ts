import type { Provenance } from "../report/provenance";
import type { Table } from "../table/table";
import type { FitSummary } from "../wire/api";
import { treatmentsOf } from "./treatments-of";
import { VERSION } from "./version";

/** What the report keeps as evidence of how the table was made. `asked` is what the caller asked for. */
export function provenanceOf(
	table: Table,
	name: string | undefined,
	generator: string,
	asked: { readonly options?: object | undefined; readonly generator?: string | undefined },
	summary: FitSummary,
): Provenance {
	const changed = Object.entries(asked.options ?? {}).map(([option, value]) => `${option} ${String(value)}`);
	return {
		...(name !== undefined && { table: name }),
		date: new Date().toISOString(),
		seed: summary.seed,
		generator: [generator, ...(asked.generator === "auto" ? ["chosen by trial"] : []), ...changed].join(", "),
		version: VERSION,
		device: `${summary.device}: ${summary.reason}`,
		...(typeof summary.fair === "string" && { notes: { Fairness: summary.fair } }),
		treatments: treatmentsOf(summary, table),
	};
}
