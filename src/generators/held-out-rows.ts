import { type Split, splitSteps } from "../nn/mlp/train";
import type { Random } from "../random";
import type { Steps } from "../table/pause";
import { rowNumbers, type Table } from "../table/table";

/** Below so many rows none are held out, and never more than this share or number of them. */
const [FEWEST, SHARE, MOST] = [200, 0.1, 2000];

/**
 * Rows that training does not see, so that they can tell when it has done enough: whole subjects, none where there is but
 * one or where rows are few. With stops for breath.
 */
export function* holdOutSteps({ rows, subjects }: Table, random: Random): Steps<Split> {
	const held = rows < FEWEST ? 0 : Math.min(MOST, Math.floor(rows * SHARE));
	const split = yield* splitSteps(rows, held, random, subjects);
	if (split.training.length > 0) return split;
	return { training: rowNumbers(rows), heldOut: new Int32Array(0) };
}
