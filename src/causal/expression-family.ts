import { TermEvaluator, type Undefined } from "../expression/evaluate";
import { fault, type Source } from "../expression/source";
import type { Term } from "../expression/term";
import { invertTerm } from "./invert";
import type { Family } from "./scm";

/** A node written in the expression language; its parents in the order the term numbers them. */
export interface ExpressionParameters {
	readonly root: Term;
	readonly source: Source;
	readonly undefinedValues: Undefined;
}

/** Evaluates checked expressions column by column. */
export const EXPRESSION: Family<ExpressionParameters> = {
	evaluate({ root, source, undefinedValues }, at, out) {
		new TermEvaluator(at, source, undefinedValues).into(root, out as Float64Array, 0, undefined);
		for (let i = 0; i < at.rows; i++) {
			if (out[i] !== Number.POSITIVE_INFINITY && out[i] !== Number.NEGATIVE_INFINITY) continue;
			if (undefinedValues === "missing") out[i] = Number.NaN;
			else
				throw fault(source, root.at, `The value in row ${at.rowNumber(i) + 1} is too large to be a number.`, {
					row: at.rowNumber(i) + 1,
				});
		}
	},
	abduct({ root, source, undefinedValues }, at, observed) {
		return invertTerm(new TermEvaluator(at, source, undefinedValues), root, observed);
	},
};
