import { type Random, threefry2x32 } from "../random";
import { normalQuantile } from "../statistics/quantile/normal";
import { normalOfWord } from "../statistics/quantile/normal-single";
import type { AbductedNoise, Noise, Values } from "./scm";

/** Rows a call handles at once; keeps the words in the fastest cache. */
const BLOCK = 1024;
/** Draws a node may use in one row; the counter's upper 12 bits number the attempts. */
export const DRAWS = 1 << 20;
/** Attempts a row may have. */
export const ATTEMPTS = 1 << 12;

/** The rows noise is wanted for: consecutive from `offset`, or `numbers`, each at its attempt. */
export interface RowNumbers {
	readonly offset: number;
	readonly numbers?: ArrayLike<number>;
	readonly attempts?: Uint16Array;
}

/** The words of (row, draw + attempt · DRAWS) under one key, for `count` rows. */
function fillWords(
	k0: number,
	k1: number,
	rows: RowNumbers,
	from: number,
	count: number,
	draw: number,
	out: Uint32Array,
) {
	const { offset, numbers, attempts } = rows;
	for (let i = 0; i < count; i++) {
		const row = numbers ? numbers[from + i]! : offset + from + i;
		const counter = attempts ? draw + attempts[from + i]! * DRAWS : draw;
		threefry2x32(k0, k1, row, counter, out, 2 * i);
	}
}

/**
 * The noise called `name` for some rows. Entry (row, draw) depends on the stream's key, the name, the row's number
 * and attempt, and the draw; on nothing else. `random` is not advanced.
 */
export function createNoise(random: Random, name: string, rows: RowNumbers, abducted?: AbductedNoise): Noise {
	const key = random.stream(name).key;
	const k0 = key[0] | 0;
	const k1 = key[1] | 0;
	let words: Uint32Array | undefined;

	function fill(out: Values, width: number, draw: number, normal: boolean): void {
		words ??= new Uint32Array(2 * BLOCK);
		const rowCount = out.length / width;
		const single = out instanceof Float32Array;
		for (let from = 0; from < rowCount; from += BLOCK) {
			const count = Math.min(BLOCK, rowCount - from);
			for (let i = 0; i < width; i++) {
				// Single precision takes one word a number, so two components share a counter.
				if (single) {
					if (i === 0 || (i & 1) === 0) fillWords(k0, k1, rows, from, count, draw + (i >> 1), words);
					fillSingle(out, words, from * width + i, width, count, i & 1, normal);
				} else {
					fillWords(k0, k1, rows, from, count, draw + i, words);
					fillDouble(out, words, from * width + i, width, count, normal);
				}
			}
		}
	}

	return {
		uniform: (out, width = 1, draw = 0) => fill(out, width, draw, false),
		normal: (out, width = 1, draw = 0) => fill(out, width, draw, true),
		abducted: (draw) => abducted?.[draw],
	};
}

/** 52 bits a number: 26 of each word, centred in their cell so that 0 and 1 do not occur. */
function fillDouble(out: Values, words: Uint32Array, at: number, step: number, count: number, normal: boolean): void {
	for (let j = 0, w = 0; j < count; j++, at += step) {
		const high = words[w++]! >>> 6;
		const u = (high * 0x4000000 + (words[w++]! >>> 6) + 0.5) / 0x10000000000000;
		out[at] = normal ? normalQuantile(u) : u;
	}
}

/** Uniforms of 23 bits, which Float32 holds exactly; normals from all 32 bits. */
function fillSingle(
	out: Values,
	words: Uint32Array,
	at: number,
	step: number,
	count: number,
	lane: number,
	normal: boolean,
): void {
	for (let j = 0, w = lane; j < count; j++, w += 2, at += step) {
		const bits = words[w]!;
		out[at] = normal ? normalOfWord(bits) : ((bits >>> 9) + 0.5) / 0x800000;
	}
}
