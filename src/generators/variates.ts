import type { Placed } from "../nn/placed";
import type { Random, RandomPlace } from "../random";

/** Variates that are drawn once. A power of two. */
const BANK = 2 ** 18;

/** A bank of variates. */
export interface Variates extends Placed<{ readonly bank: Float32Array; readonly random: RandomPlace }> {
	/** The next n. */
	take(n: number): Float32Array;
}

/**
 * Variates for the noise of training: a bank of them drawn once and read from another place each time, since drawing
 * each anew takes as long as a layer. Sampling draws its own.
 */
export function createVariates(random: Random, draw: (random: Random) => number): Variates {
	const bank = new Float32Array(BANK);
	let filled = 0;
	const take = (n: number) => {
		// Drawn as far as is needed: small tables need little.
		while (filled < Math.min(BANK, 4 * n)) bank[filled++] = draw(random);
		const out = new Float32Array(n);
		let at = random.int(filled);
		for (let done = 0; done < n; ) {
			const piece = bank.subarray(at, Math.min(filled, at + n - done));
			out.set(piece, done);
			done += piece.length;
			at = 0;
		}
		return out;
	};
	return {
		take,
		place: () => ({ bank: bank.slice(0, filled), random: random.place() }),
		moveTo(place) {
			bank.set(place.bank);
			filled = place.bank.length;
			random.moveTo(place.random);
		},
	};
}
