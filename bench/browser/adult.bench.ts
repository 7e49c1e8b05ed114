/**
 * Adult from CSV to synthetic rows, and what the page feels of it: `npm run bench -- adult [steps] [batchRows]`, 0 for the
 * generator's own choice; beside it the training step of TabDDPM in PyTorch where a Python
 * has it (`TORCH_PYTHON` may name one).
 */
import type { Bench } from "./bench";
import { endToEnd } from "./end-to-end";

export const run = ([steps = "500", batchRows = "0"]: readonly string[], bench: Bench) =>
	endToEnd("adult", [steps, batchRows], bench);
