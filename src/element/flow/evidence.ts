import { provenanceOf } from "../../page/provenance-of";
import { type PromiseReport, promiseReport } from "../../report/promise-report";
import type { Provenance } from "../../report/provenance";
import { optionsOf } from "./choices";
import type { Result } from "./flow-state";

/** Where a result came from; nothing of a model opened from a file. */
export function evidenceOf({ source, made, name, choices }: Result): Provenance | undefined {
	const asked = { options: optionsOf(choices), generator: choices.generator };
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
export function targetOf({ choices: { target }, given }: Result): string | undefined {
	return target !== undefined && target in given ? undefined : target;
}
