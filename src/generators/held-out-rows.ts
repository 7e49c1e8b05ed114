/** Below so many rows none are held out, and never more than this share or number of them. */
const [FEWEST, SHARE, MOST] = [200, 0.1, 3000];

/** How many of n rows training does not see, so that they can tell when it has done enough. */
export function heldOutRows(n: number): number {
	return n < FEWEST ? 0 : Math.min(MOST, Math.floor(n * SHARE));
}
