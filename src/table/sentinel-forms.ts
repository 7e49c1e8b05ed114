/** Nines, eights or sevens, as questionnaires and instruments write what they have no value for; 77 may be an age. */
const FILLED = /^-([789])\1+$|^([789])\2{2,}$/;
/** Written so among numbers that are never negative. */
const SMALL: ReadonlySet<number> = new Set([-1, -7, -8, -9]);

/** Whether a number is one that people write where there is none, by its digits alone (−999), or among numbers above zero (−1). */
export function sentinelForm(value: number): "filled" | "small" | undefined {
	// Most numbers do not end so, and need no look at all their digits.
	if (Math.abs(value) % 10 >= 7 && FILLED.test(String(value))) return "filled";
	return SMALL.has(value) ? "small" : undefined;
}
