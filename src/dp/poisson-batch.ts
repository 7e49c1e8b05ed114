import type { SecureRandom } from "./secure-random";

/** Rates are whole numbers of these parts, so that the rate that is accounted for is the one that is sampled at. */
const PARTS = 2 ** 20;

/** The nearest rate above 0 and at most 1 that can be sampled at exactly. */
export const exactRate = (rate: number): number => Math.min(PARTS, Math.max(1, Math.round(rate * PARTS))) / PARTS;

/**
 * The units of a Poisson batch: each is in it by itself with chance `rate`, so that its size varies and may be 0.
 *
 * @param rate What `exactRate` gave.
 */
export function poissonBatch(units: number, rate: number, random: SecureRandom): Int32Array {
	const parts = rate * PARTS;
	if (!Number.isInteger(parts)) throw new RangeError(`A rate of ${rate} cannot be sampled at exactly; see exactRate.`);
	const batch: number[] = [];
	for (let unit = 0; unit < units; unit++) if (random.word() % PARTS < parts) batch.push(unit);
	return Int32Array.from(batch);
}
