import type { Random } from "../../../src/random";

const anyOf = <T>(random: Random, list: readonly T[]): T => list[random.int(list.length)]!;

/** Where readers of lengths, signs and ends go wrong. */
const EDGES = [0, 1, 0x22, 0x2c, 0x0a, 0x7f, 0x80, 0xfe, 0xff];

function splice(bytes: Uint8Array, at: number, gone: number, put: Uint8Array): Uint8Array {
	const made = new Uint8Array(bytes.length - gone + put.length);
	made.set(bytes.subarray(0, at));
	made.set(put, at);
	made.set(bytes.subarray(at + gone), at + put.length);
	return made;
}

/** One change of many kinds. */
function changed(bytes: Uint8Array, random: Random, words: readonly Uint8Array[], other: Uint8Array): Uint8Array {
	const at = random.int(bytes.length + 1);
	const gone = Math.min(bytes.length - at, 1 + random.int(8));
	const copy = bytes.slice();
	switch (random.int(9)) {
		case 0:
			if (at < copy.length) copy[at]! ^= 1 << random.int(8);
			return copy;
		case 1:
			if (at < copy.length) copy[at] = anyOf(random, EDGES);
			return copy;
		case 2:
			if (at < copy.length) copy[at]! += random.int(33) - 16;
			return copy;
		case 3:
			return splice(bytes, at, gone, new Uint8Array());
		case 4:
			return splice(bytes, at, 0, bytes.slice(at, at + 1 + random.int(32)));
		case 5:
			return splice(bytes, at, 0, Uint8Array.of(random.int(256)));
		case 6: {
			const from = random.int(other.length + 1);
			return splice(bytes, at, random.int(2) * gone, other.slice(from, from + 1 + random.int(64)));
		}
		case 7: {
			// Four bytes of a length, of either order.
			if (copy.length < at + 4) return copy;
			const number = anyOf(random, [0, 1, 255, 256, 65_536, 2 ** 31 - 1, 2 ** 31, 2 ** 32 - 1]);
			new DataView(copy.buffer).setUint32(at, number, random.int(2) === 0);
			return copy;
		}
		default:
			return words.length === 0 ? copy : splice(bytes, at, random.int(2) * gone, anyOf(random, words));
	}
}

/**
 * Bytes that are nearly `bytes`, by one, two or four changes.
 *
 * @param words what the reader knows, put in as it stands.
 * @param other further bytes, of which pieces are taken.
 * @param longest bytes at most.
 */
export function mutate(
	bytes: Uint8Array,
	random: Random,
	words: readonly Uint8Array[],
	other: Uint8Array,
	longest: number,
): Uint8Array {
	let made = bytes;
	for (let left = 1 << random.int(3); left > 0; left--) made = changed(made, random, words, other);
	return made.slice(0, longest);
}
