/**
 * Churn from CSV to synthetic rows, and what the page feels of it: `npm run bench -- churn [steps] [batchRows]`, 0 for the
 * generator's own choice.
 */
import type { Bench } from "./bench";
import { endToEnd } from "./end-to-end";

export const run = ([steps = "0", batchRows = "0"]: readonly string[], bench: Bench) =>
	endToEnd("churn", [steps, batchRows], bench);
