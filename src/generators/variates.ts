import type { Random } from "../random";

/** Variates that are drawn once. A power of two. */
const BANK = 2 ** 18;

/**
 * Variates for the noise of training: a bank of them drawn once and read from another place each time, since drawing
 * each anew takes as long as a layer. Sampling draws its own.
 */
export function createVariates(random: Random, draw: (random: Random) => number): (n: number) => Float32Array {
	const bank = new Float32Array(BANK);
	let filled = 0;
	return (n) => {
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
}
