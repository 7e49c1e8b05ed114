import { createRandom, type RandomKey, threefry2x32 } from "../../random";

const scratch = new Uint32Array(2);

/** 32 bits that depend on a key and two words. */
export function keyedWord(key: RandomKey, a: number, b: number): number {
	threefry2x32(key[0], key[1], a >>> 0, b >>> 0, scratch);
	return scratch[0]!;
}

/** The key of a stream named by a text: a hash of it. */
export function keyedHash(key: RandomKey, text: string): number {
	let [a, b] = [0x811c9dc5, 0xcbf29ce4];
	for (let i = 0; i < text.length; i++) {
		const unit = text.charCodeAt(i);
		a = Math.imul(a ^ unit, 0x01000193);
		b = Math.imul(b ^ unit ^ (i << 16), 0x01000193);
	}
	return keyedWord(key, a, b);
}

/** A key that follows from another one by name. */
export function subKey(key: RandomKey, name: string): RandomKey {
	return [keyedHash(key, `${name}/0`), keyedHash(key, `${name}/1`)];
}

/** The key of a seed. */
export const keyOf = (seed: number | string): RandomKey => createRandom(seed).key;

/** Rounds of the Feistel network: four are enough for a permutation nobody can tell from a random one by a few values. */
const ROUNDS = 6;

/**
 * A permutation of 0 … size − 1 (size up to 2⁴⁸): a balanced Feistel network over the next power of four, walked along
 * until it lands inside (Black and Rogaway 2002, cycle walking).
 */
export function permute(key: RandomKey, index: number, size: number): number {
	if (size <= 1) return 0;
	const bits = Math.max(1, Math.ceil(Math.log2(size) / 2));
	const half = 2 ** bits;
	let value = index;
	do {
		let left = Math.floor(value / half);
		let right = value % half;
		for (let round = 0; round < ROUNDS; round++) {
			const mixed = (left ^ keyedWord(key, round, right)) >>> 0;
			left = right;
			right = mixed % half;
		}
		value = left * half + right;
	} while (value >= size);
	return value;
}
