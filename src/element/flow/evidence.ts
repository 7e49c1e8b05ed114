import { provenanceOf } from "../../page/provenance-of";
import { type PromiseReport, promiseReport } from "../../report/promise-report";
import type { Provenance } from "../../report/provenance";
import type { RowSplit } from "../../table/split-rows";
import type { Table } from "../../table/table";
import { optionsOf } from "./choices";
import type { Result } from "./flow-state";

/** What a file of settings and a report say of learning that was ended early; true of what the settings make anew, too. */
export function stoppedNote(steps: number): string {
	return `Learning of the model behind the first table was ended early on request, after ${steps} steps; the same settings without that stop give another table.`;
}

/** Where a result came from; nothing of a model opened from a file. */
export function evidenceOf({
	source,
	made,
	name,
	choices,
	seed,
	given,
	rebalance,
	stopped,
}: Result): Provenance | undefined {
	const asked = {
		options: optionsOf(choices),
		generator: choices.generator,
		// Under a promise nobody knows the seed of learning, and that of the rows is told only where it was chosen anew.
		sampled: { given, rebalance, ...(seed !== choices.seed && { seed }) },
		...(stopped !== undefined && { note: stoppedNote(stopped) }),
	};
	return source && made && provenanceOf(source.table, name, made.generator, asked, made.summary);
}

/** What may be published of a result made under differential privacy; undefined for others. */
export function promised(result: Result): PromiseReport | undefined {
	const { synthetic, made } = result;
	const promise = made?.summary.privacy;
	const size = { rows: synthetic.rows, columns: synthetic.columns.length };
	return promise && promiseReport(promise, size, evidenceOf(result));
}

/** Column that the report's utility predicts: one that was fixed is nothing to predict. */
function targetOf({ choices: { target }, given }: Result): string | undefined {
	return target !== undefined && target in given ? undefined : target;
}

/** What the report compares: the result, and the real rows that meet the same conditions. */
export function comparisonOf(result: Result, like: RowSplit) {
	const { synthetic, given, choices } = result;
	const own = promised(result);
	return {
		real: like.training,
		synthetic,
		holdout: like.holdout,
		target: targetOf(result),
		constraints: choices.constraints,
		// Rows on a condition are no longer comparable group by group.
		...(Object.keys(given).length === 0 && { fair: choices.fair }),
		provenance: evidenceOf(result),
		...(own && { promise: own.promise }),
	};
}

/** Cells of both tables up to which a report is made unasked. */
const MOST_CELLS = 50_000_000;
/** What a report takes for each cell of both tables, in bytes and seconds: `npm run bench -- large-page`. */
const [BYTES_A_CELL, SECONDS_A_CELL] = [40, 5e-6];

/** What a report of very large tables would take; undefined where it is made unasked. */
export function costOfReport(
	real: Pick<Table, "rows" | "columns">,
	synthetic: Pick<Table, "rows">,
): { readonly gigabytes: number; readonly minutes: number } | undefined {
	const cells = (real.rows + synthetic.rows) * real.columns.length;
	if (cells <= MOST_CELLS) return undefined;
	return { gigabytes: (cells * BYTES_A_CELL) / 1e9, minutes: (cells * SECONDS_A_CELL) / 60 };
}
