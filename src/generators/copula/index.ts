/** A Gaussian copula on the columns' own distributions. See the folder's README for the equations. */
import { withheldCounts } from "../../encode/encoder";
import { encodeRows, learnEncoder } from "../encode-table";
import type { Generator } from "../generator";
import { checkCopula } from "./check-copula";
import { fitCopula } from "./fit-copula";
import type { CopulaOptions } from "./meta";
import { type CopulaSaved, createModel } from "./model";

export const copula: Generator<CopulaOptions, CopulaSaved> = {
	version: 1,
	async fit(table, options, run) {
		const steps = 2;
		await run.step({ phase: "fit", step: 0, steps });
		const encoder = await learnEncoder(table, { protect: options.protect }, run);
		const matrix = await encodeRows(encoder, table, run);
		await run.step({ phase: "encode", step: 1, steps: 1 });
		const fitted = await fitCopula(encoder, matrix, () => run.step({ phase: "fit", step: 1, steps }));
		await run.step({ phase: "fit", step: steps, steps });
		return createModel(
			{ encoder, copula: fitted },
			{ correlations: fitted.correlation.length, ...withheldCounts(encoder) },
		);
	},
	async load(saved) {
		return createModel(checkCopula(saved), undefined);
	},
};
