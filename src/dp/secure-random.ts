/** A source of uniform words that nobody can predict or repeat: noise that protects must come from one. */
export interface SecureRandom {
	/** Uniform integer in [0, n), n ≥ 1, without bias: rejection on the bits of n − 1. */
	below(n: bigint): bigint;
	/** True with probability ½. */
	coin(): boolean;
	/** Uniform in [0, 2³²). */
	word(): number;
	/** False for a source made from a seed, which is for tests: what it draws can be drawn again and subtracted. */
	readonly secure: boolean;
}

/** Words fetched at a time: the most that `crypto.getRandomValues` gives at once. */
const WORDS = 65_536 / 4;

/** A source over any function that fills an array with uniform words. */
export function createSecureRandom(fill: (words: Uint32Array) => void, secure: boolean): SecureRandom {
	const words = new Uint32Array(WORDS);
	let next = WORDS;
	let bits = 0;
	let bitsLeft = 0;
	function word(): number {
		if (next === WORDS) {
			fill(words);
			next = 0;
		}
		const value = words[next]!;
		// Read once: it must not be found in memory again.
		words[next++] = 0;
		return value;
	}
	function below(n: bigint): bigint {
		if (n <= 0n) throw new RangeError(`below(${n}) has no answer; n must be at least 1.`);
		if (n <= 0x100000000n) {
			const most = Number(n);
			const mask = 2 ** Math.ceil(Math.log2(most)) - 1;
			for (;;) {
				const value = (word() & mask) >>> 0;
				if (value < most) return BigInt(value);
			}
		}
		const length = (n - 1n).toString(2).length;
		for (;;) {
			let value = 0n;
			for (let left = length; left > 0; left -= 32) {
				const part = BigInt(word());
				value = left >= 32 ? (value << 32n) | part : (value << BigInt(left)) | (part >> BigInt(32 - left));
			}
			if (value < n) return value;
		}
	}
	return {
		secure,
		below,
		word,
		coin() {
			if (bitsLeft === 0) {
				bits = word();
				bitsLeft = 32;
			}
			const bit = (bits >>> --bitsLeft) & 1;
			return bit === 1;
		},
	};
}

/** The platform's own source. */
export const platformRandom = (): SecureRandom =>
	createSecureRandom((words) => void crypto.getRandomValues(words as Uint32Array<ArrayBuffer>), true);
