// C[m, n] = A[m, k] · B[k, n]
/**
 * The matrix product that the kernels share: a workgroup of 64 threads computes a tile of 32 × 32, each thread 4 × 4 of
 * it, from panels of 16 columns of A and rows of B in workgroup memory.
 */

/** Rows and columns of a tile. */
export const TILE = 32;
/** Threads of a workgroup. */
export const TILE_THREADS = 64;

/** Tiles that cover `n`. */
export const tiles = (n: number) => Math.ceil(n / TILE);

/** Panels of 16; one four more a line than needed, so that neighbouring threads write to different banks. */
const LINE = TILE / 4 + 1;

/** Declares `fourRows(m, k)`, what `left` gives for m … m + 3. A loop: written out, it takes long to compile. */
const FOUR_ROWS = `
fn fourRows(m: u32, k: u32) -> vec4f {
	var x = vec4f();
	for (var r = 0u; r < 4u; r++) {
		x = select(x, vec4f(left(m + r, k)), vec4u(0u, 1u, 2u, 3u) == vec4u(r));
	}
	return x;
}`;

/** Declarations of every kernel with tiles, and silu(x) = x σ(x) (Elfwing et al. 2018) with its
 * derivative. */
export const TILE_DECLARATIONS = `
var<workgroup> leftPanel: array<vec4f, ${16 * LINE}>;
var<workgroup> rightPanel: array<vec4f, ${16 * LINE}>;
fn rightAt(k: u32, n: u32) -> f32 { return rightPanel[k * ${LINE}u + n / 4u][n % 4u]; }
fn silu(x: f32) -> f32 { return x / (1.0 + exp(clamp(-x, -80.0, 80.0))); }
fn slopes(x: vec4f) -> vec4f {
	let s = 1.0 / (1.0 + exp(clamp(-x, vec4f(-80.0), vec4f(80.0))));
	return s * (1.0 + x * (1.0 - s));
}${FOUR_ROWS}`;

/** Along which index neighbouring elements lie in memory; neighbouring threads read along it. */
export interface Reading {
	readonly left: "m" | "k";
	readonly right: "n" | "k";
}

/** Statements that start a tile: thread (tx, ty), and its sums c0 … c3, one a row. */
export const START = `
	let tx = t % 8u;
	let ty = t / 8u;
	var c0 = vec4f(); var c1 = vec4f(); var c2 = vec4f(); var c3 = vec4f();`;

/**
 * Statements that add A · B over k in [0, K) to the sums. They call `left(m, k) -> f32` and `right(k, n) -> vec4f`
 * (columns n … n + 3), which give 0 outside the matrices, with m and n counted from `m0` and `n0`.
 *
 * @param depth expression of K, the same for all threads of a workgroup.
 * @param panel further statements for every panel, which may look at B's with `rightAt(k, n)`.
 */
export function multiply(depth: string, reading: Reading, m0 = "m0", n0 = "n0", panel = ""): string {
	const left = reading.left === "k" ? "let k = t % 16u; let m = 4u * (t / 16u + 4u * i);" : ALONG_LINE;
	const right = reading.right === "k" ? "let k = t % 16u; let m = 4u * (t / 16u + 4u * i);" : ALONG_LINE;
	return `
	for (var q = 0u; q < ${depth}; q += 16u) {
		for (var i = 0u; i < 2u; i++) {
			{ ${left} leftPanel[k * ${LINE}u + m / 4u] = fourRows(${m0} + m, q + k); }
			{ ${right} rightPanel[k * ${LINE}u + m / 4u] = right(q + k, ${n0} + m); }
		}
		workgroupBarrier();
		for (var k = 0u; k < 16u; k++) {
			let x = leftPanel[k * ${LINE}u + ty];
			let y = rightPanel[k * ${LINE}u + tx];
			c0 += x.x * y; c1 += x.y * y; c2 += x.z * y; c3 += x.w * y;
		}
		${panel}
		workgroupBarrier();
	}`;
}

const ALONG_LINE = "let m = 4u * (t % 8u); let k = t / 8u + 8u * i;";

/** Statements for each of a thread's four rows: `m`, its sums `c`. A loop: written out, it takes long to compile. */
export function eachRow(statements: string, m0 = "m0"): string {
	return `
	var sums = array<vec4f, 4>(c0, c1, c2, c3);
	for (var r = 0u; r < 4u; r++) {
		let m = ${m0} + 4u * ty + r;
		let c = sums[r];
		${statements}
	}`;
}

/** Bytes of randomness that decide what a step drops, as `heap-network`'s twin reads them; a power of two. */
export const DROPOUT_BANK = 65_536;

/** Fields of a kernel that drops activations: positions in the inputs of its rule and of the bank of random bytes. */
export const DROPOUT_FIELDS = { dropout: "u32", bank: "u32" } as const;

/**
 * Declares `kept(layer, i)`, by what element i of a layer's activations, and of their derivatives, is multiplied in
 * training (dropout, Srivastava et al. 2014): 0 where its random byte is below the threshold. The rule in the inputs is
 * the threshold (0 drops nothing), the factor of what is kept, and each layer's first byte.
 */
export const DROPOUT = `
fn kept(layer: u32, i: u32) -> f32 {
	let threshold = inputs[call.dropout];
	if (threshold == 0u) { return 1.0; }
	let at = (inputs[call.dropout + 2u + layer] + i) & ${DROPOUT_BANK - 1}u;
	let byte = (inputs[call.bank + at / 4u] >> (8u * (at & 3u))) & 255u;
	return select(bitcast<f32>(inputs[call.dropout + 1u]), 0.0, byte < threshold);
}
fn keptFour(layer: u32, i: u32) -> vec4f {
	return vec4f(kept(layer, i), kept(layer, i + 1u), kept(layer, i + 2u), kept(layer, i + 3u));
}`;

/** Declares `NAMEFour(at)`: four neighbouring floats of an array as a vector. */
export const four = (name: string) => `
fn ${name}Four(at: u32) -> vec4f { return vec4f(${name}[at], ${name}[at + 1u], ${name}[at + 2u], ${name}[at + 3u]); }`;

/** Statements that write a vector to four neighbouring floats of an array. */
export const setFour = (name: string, at: string, value: string) => `
	let at = ${at}; let value = ${value};
	${name}[at] = value.x; ${name}[at + 1u] = value.y; ${name}[at + 2u] = value.z; ${name}[at + 3u] = value.w;`;
