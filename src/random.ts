/**
 * Seeded randomness: Threefry-2x32 with 20 rounds, a counter-based generator.
 *
 * Source: Salmon, Moraes, Dror, Shaw, "Parallel random numbers: as easy as 1, 2, 3" (SC 2011), §4.
 * Any draw is a function of (key, counter) alone, so streams can be split by name, skipped and
 * replayed, and a GPU kernel can compute the same bits.
 */

const KS_PARITY = 0x1bd11bda;

/**
 * Writes the two output words of Threefry-2x32-20 for key (k0, k1) and counter (c0, c1) into `out[at]`, `out[at+1]`. Its
 * rounds stand in full: in a loop over their rotations they take twice the time.
 */
export function threefry2x32(
	k0: number,
	k1: number,
	c0: number,
	c1: number,
	out: Uint32Array | Int32Array,
	at = 0,
): void {
	let x0 = (c0 + k0) | 0;
	let x1 = (c1 + k1) | 0;
	// Two of the three key words, of which each follows from the others.
	let ka = k1 | 0;
	let kb = KS_PARITY ^ k0 ^ k1;
	for (let group = 1; group <= 5; group++) {
		if (group & 1) {
			x0 = (x0 + x1) | 0;
			x1 = ((x1 << 13) | (x1 >>> 19)) ^ x0;
			x0 = (x0 + x1) | 0;
			x1 = ((x1 << 15) | (x1 >>> 17)) ^ x0;
			x0 = (x0 + x1) | 0;
			x1 = ((x1 << 26) | (x1 >>> 6)) ^ x0;
			x0 = (x0 + x1) | 0;
			x1 = ((x1 << 6) | (x1 >>> 26)) ^ x0;
		} else {
			x0 = (x0 + x1) | 0;
			x1 = ((x1 << 17) | (x1 >>> 15)) ^ x0;
			x0 = (x0 + x1) | 0;
			x1 = ((x1 << 29) | (x1 >>> 3)) ^ x0;
			x0 = (x0 + x1) | 0;
			x1 = ((x1 << 16) | (x1 >>> 16)) ^ x0;
			x0 = (x0 + x1) | 0;
			x1 = ((x1 << 24) | (x1 >>> 8)) ^ x0;
		}
		x0 = (x0 + ka) | 0;
		x1 = (x1 + kb + group) | 0;
		const next = KS_PARITY ^ ka ^ kb;
		ka = kb;
		kb = next;
	}
	out[at] = x0;
	out[at + 1] = x1;
}

/** Two 32-bit FNV-1a hashes of a string's UTF-16 code units: turns a stream's name into a counter. */
function hashName(name: string, out: Uint32Array): void {
	// Different offsets, and the second mixes in the position: cheaper than one 64-bit hash, and as good for keys.
	let a = 0x811c9dc5;
	let b = 0xcbf29ce4;
	for (let i = 0; i < name.length; i++) {
		const unit = name.charCodeAt(i);
		a = Math.imul(a ^ unit, 0x01000193);
		b = Math.imul(b ^ unit ^ (i << 16), 0x01000193);
	}
	out[0] = a;
	out[1] = b;
}

/** Two 32-bit words that fully determine a stream; plain data, may be saved or sent to a GPU. */
export type RandomKey = readonly [number, number];

/** Words of a stream: those of pair `pair` and on, from its second word where that is next. */
export interface Reserved {
	readonly key: RandomKey;
	readonly pair: number;
	readonly second: boolean;
}

/** Where a stream stands. Plain data. */
export interface RandomPlace {
	readonly key: RandomKey;
	/** Pairs of words drawn. */
	readonly pairs: number;
	/** The second word of the last pair, where it is next. */
	readonly word: number | undefined;
	/** The second normal of the last two; NaN where there is none. */
	readonly normal: number;
}

/**
 * A stream of random numbers. Drawing advances it; `stream(name)` gives an independent one that depends
 * only on this stream's key and the name, never on how much was drawn.
 */
export class Random {
	readonly key: RandomKey;
	private readonly words = new Uint32Array(2);
	private counter = 0;
	private spare = false;
	private spareNormal = Number.NaN;

	constructor(key: RandomKey) {
		this.key = [key[0] >>> 0, key[1] >>> 0];
	}

	/** An independent stream for a purpose: `random.stream("weights")`, `random.stream(rowIndex)`. */
	stream(name: string | number): Random {
		const words = new Uint32Array(2);
		hashName(String(name), words);
		threefry2x32(this.key[0], this.key[1], words[0] as number, words[1] as number, words);
		return new Random([words[0] as number, words[1] as number]);
	}

	/** Next 32 random bits as an unsigned integer. */
	uint32(): number {
		if (this.spare) {
			this.spare = false;
			return this.words[1] as number;
		}
		this.pair(this.words, 0);
		this.spare = true;
		return this.words[0] as number;
	}

	/** Fills `words` with the next random bits, as many calls of `uint32` would. */
	fill(words: Uint32Array | Int32Array): void {
		let i = 0;
		if (this.spare && words.length > 0) words[i++] = this.uint32();
		for (; i + 1 < words.length; i += 2) this.pair(words, i);
		if (i < words.length) words[i] = this.uint32();
	}

	/** Moves the stream on by `n` words, which are to be computed elsewhere, and says where they lie. */
	reserve(n: number): Reserved {
		const second = this.spare;
		const pair = second ? this.counter - 1 : this.counter;
		this.skip(n);
		return { key: this.key, pair, second };
	}

	/** Where the stream stands, for `moveTo`. */
	place(): RandomPlace {
		const word = this.spare ? this.words[1] : undefined;
		return { key: this.key, pairs: this.counter, word, normal: this.spareNormal };
	}

	/** Continues from where a stream of the same key stood. */
	moveTo({ pairs, word, normal }: RandomPlace): void {
		this.counter = pairs;
		this.spare = word !== undefined;
		this.words[1] = word ?? 0;
		this.spareNormal = normal;
	}

	/** Writes the next pair of words. */
	private pair(words: Uint32Array | Int32Array, at: number): void {
		const c = this.counter++;
		threefry2x32(this.key[0], this.key[1], c >>> 0, Math.floor(c / 0x100000000), words, at);
	}

	/** Moves the stream on by `n` words at no cost; returns the stream. For replaying from the middle. */
	skip(n: number): this {
		const ahead = n - (this.spare && n > 0 ? 1 : 0);
		if (n > 0) this.spare = false;
		this.spareNormal = Number.NaN;
		this.counter += Math.floor(ahead / 2);
		if (ahead % 2 === 1) this.uint32();
		return this;
	}

	/** Uniform in the open interval (0, 1), 52 bits of resolution, never 0 and never 1. */
	uniform(): number {
		const high = this.uint32() >>> 6; // 26 bits
		const low = this.uint32() >>> 6;
		return (high * 0x4000000 + low + 0.5) / 0x10000000000000;
	}

	/** Standard normal (Box and Muller 1958), two uniforms for two normals. */
	normal(): number {
		if (!Number.isNaN(this.spareNormal)) {
			const z = this.spareNormal;
			this.spareNormal = Number.NaN;
			return z;
		}
		const radius = Math.sqrt(-2 * Math.log(this.uniform()));
		const angle = 2 * Math.PI * this.uniform();
		this.spareNormal = radius * Math.sin(angle);
		return radius * Math.cos(angle);
	}

	/** Uniform integer in [0, n), without modulo bias; n in 1 … 2³². */
	int(n: number): number {
		// Remainders by way of quotients, which are exact here and far quicker than % on numbers of more than 31 bits.
		const limit = Math.floor(0x100000000 / n) * n;
		let bits = this.uint32();
		while (bits >= limit) bits = this.uint32();
		return bits - Math.floor(bits / n) * n;
	}

	/** Shuffles `items` in place (Fisher and Yates) and returns it. */
	shuffle<T extends { length: number; [index: number]: unknown }>(items: T): T {
		for (const _ of this.shuffling(items));
		return items;
	}

	/** `shuffle`, with stops for breath: some milliseconds apart. */
	*shuffling<T extends { length: number; [index: number]: unknown }>(items: T): Generator<void, T, void> {
		for (let i = items.length - 1; i > 0; i--) {
			if ((i & 0xffff) === 0) yield;
			const j = this.int(i + 1);
			const kept = items[i];
			items[i] = items[j];
			items[j] = kept;
		}
		return items;
	}
}

/** The root stream of a seed: a finite number (its 64 bits count) or a string. */
export function createRandom(seed: number | string): Random {
	const words = new Uint32Array(2);
	if (typeof seed === "number") {
		new Float64Array(words.buffer)[0] = seed === 0 ? 0 : seed; // -0 is 0
	} else {
		hashName(seed, words);
	}
	return new Random([words[0] as number, words[1] as number]);
}
