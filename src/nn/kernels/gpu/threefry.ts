import type { Kernel } from "./kernel";

/**
 * Threefry-2x32-20 as a WGSL function, the bits of `random.ts` (Salmon et al. 2011, §4): `threefry(key, counter)`.
 */
export const THREEFRY = `
fn threefry(key: vec2u, counter: vec2u) -> vec2u {
	var ks = array<u32, 3>(key.x, key.y, 0x1bd11bdau ^ key.x ^ key.y);
	var turns = array<vec4u, 2>(vec4u(13u, 15u, 26u, 6u), vec4u(17u, 29u, 16u, 24u));
	var x = counter + key;
	for (var group = 0u; group < 5u; group++) {
		let turn = turns[group & 1u];
		for (var i = 0u; i < 4u; i++) {
			x.x += x.y;
			x.y = ((x.y << turn[i]) | (x.y >> (32u - turn[i]))) ^ x.x;
		}
		x += vec2u(ks[(group + 1u) % 3u], ks[(group + 2u) % 3u] + group + 1u);
	}
	return x;
}`;

/** Pairs of words a workgroup writes. */
export const THREEFRY_PAIRS = 64;

/**
 * Writes random words from `to` on: pair i is the stream's pair `counter` + i, so that word j is what `Random.uint32`
 * gives at its j-th call from there. `low` and `high` are the counter's words.
 */
export const randomWords: Kernel<"key0" | "key1" | "low" | "high" | "pairs" | "to"> = {
	name: "random words",
	buffers: [{ name: "words", type: "u32", write: true }],
	fields: { key0: "u32", key1: "u32", low: "u32", high: "u32", pairs: "u32", to: "u32" },
	threads: THREEFRY_PAIRS,
	code: `${THREEFRY}
fn work(t: u32, w: u32) {
	let i = w * ${THREEFRY_PAIRS}u + t;
	if (i >= call.pairs) { return; }
	let low = call.low + i;
	let high = call.high + select(0u, 1u, low < i);
	let pair = threefry(vec2u(call.key0, call.key1), vec2u(low, high));
	words[call.to + 2u * i] = pair.x;
	words[call.to + 2u * i + 1u] = pair.y;
}`,
};
