// B rows, W width, S scalars (scores and ramps), n cells of a column, P its padded states
import { SCALAR_FIELDS, SCALARS } from "./dense";
import type { Kernel } from "./kernel";
import {
	DROPOUT,
	DROPOUT_FIELDS,
	eachRow,
	multiply,
	START,
	setFour,
	TILE,
	TILE_DECLARATIONS,
	TILE_THREADS,
	tiles,
} from "./tile";

/** One parameter matrix[M, N] whose gradient is Aᵀ · D. */
export interface GradientJob {
	/**
	 * What A and D are: `block`, silu(h_l)[B, W] and the gradient of h_{l+1}; `head`, silu(h_L) of a column's cells [n, W]
	 * and the gradient of its logits [n, P]; `scalars`, scalars [B, S] and the gradient of h₀.
	 */
	readonly kind: "block" | "head" | "scalars";
	/** The block or the column. */
	readonly index: number;
	readonly m: number;
	readonly n: number;
	/** Position of the matrix's gradient. */
	readonly matrix: number;
	/** Position of the bias's gradient, the column sums of D; none for `scalars`. */
	readonly bias?: number;
}

const KINDS = { block: 0, head: 1, scalars: 2 } as const;
const NONE = 0xffffffff;
/** Words of a tile's entry: kind, index, M, N, matrix, bias, first row, first column. */
export const GRADIENT_TILE_WORDS = 8;

/** The list of tiles that covers all jobs, `GRADIENT_TILE_WORDS` a tile. */
export function gradientTiles(jobs: readonly GradientJob[]): Uint32Array {
	const words: number[] = [];
	for (const { kind, index, m, n, matrix, bias = NONE } of jobs) {
		for (let i = 0; i < tiles(m); i++) {
			for (let j = 0; j < tiles(n); j++) words.push(KINDS[kind], index, m, n, matrix, bias, i * TILE, j * TILE);
		}
	}
	return Uint32Array.from(words);
}

/**
 * The gradients of all matrices and their biases at once, one workgroup a tile: no sum is shared between workgroups,
 * so the same numbers come out every time. `stride` is the distance of two layers' streams in h and d.
 */
export const gradients: Kernel<
	| ("rows" | "width" | "stride" | "layers" | "tileList" | "cellStart" | "logitStart" | "cellRow")
	| keyof typeof SCALAR_FIELDS
	| keyof typeof DROPOUT_FIELDS
> = {
	name: "gradients",
	buffers: [
		{ name: "inputs", type: "u32" },
		{ name: "h", type: "f32" },
		{ name: "d", type: "f32" },
		{ name: "logits", type: "f32" },
		{ name: "g", type: "f32", write: true },
	],
	fields: {
		rows: "u32",
		width: "u32",
		stride: "u32",
		layers: "u32",
		tileList: "u32",
		cellStart: "u32",
		logitStart: "u32",
		cellRow: "u32",
		...SCALAR_FIELDS,
		...DROPOUT_FIELDS,
	},
	threads: TILE_THREADS,
	code: `${TILE_DECLARATIONS}${DROPOUT}${SCALARS}
struct Tile { kind: u32, depth: u32, height: u32, width: u32, layer: u32, a: u32, d: u32, cells: u32 }
var<private> tile: Tile;
fn left(m: u32, k: u32) -> f32 {
	if (m >= tile.height || k >= tile.depth) { return 0.0; }
	if (tile.kind == ${KINDS.scalars}u) { return scalar(k, m); }
	var row = k;
	if (tile.kind == ${KINDS.head}u) { row = inputs[tile.cells + k]; }
	let i = row * call.width + m;
	return silu(h[tile.a + i]) * kept(tile.layer, i);
}
fn right(k: u32, n: u32) -> vec4f {
	if (k >= tile.depth || n >= tile.width) { return vec4f(); }
	let at = tile.d + k * tile.width + n;
	if (tile.kind == ${KINDS.head}u) { return vec4f(logits[at], logits[at + 1u], logits[at + 2u], logits[at + 3u]); }
	return vec4f(d[at], d[at + 1u], d[at + 2u], d[at + 3u]);
}
fn work(t: u32, w: u32) {
	let entry = call.tileList + ${GRADIENT_TILE_WORDS}u * w;
	let kind = inputs[entry];
	let index = inputs[entry + 1u];
	let matrix = inputs[entry + 4u];
	let bias = inputs[entry + 5u];
	let m0 = inputs[entry + 6u];
	let n0 = inputs[entry + 7u];
	var depth = call.rows;
	tile.kind = kind;
	tile.height = inputs[entry + 2u];
	tile.width = inputs[entry + 3u];
	if (kind == ${KINDS.block}u) {
		tile.layer = index;
		tile.a = index * call.stride;
		tile.d = (index + 1u) * call.stride;
	} else if (kind == ${KINDS.head}u) {
		let start = inputs[call.cellStart + index];
		depth = inputs[call.cellStart + index + 1u] - start;
		tile.layer = call.layers;
		tile.a = call.layers * call.stride;
		tile.d = inputs[call.logitStart + index];
		tile.cells = call.cellRow + start;
	} else {
		tile.d = 0u;
	}
	tile.depth = depth;
	${START}
	var sum = 0.0;
	${multiply("depth", { left: "m", right: "n" }, "m0", "n0", "if (t < 32u) { for (var k = 0u; k < 16u; k++) { sum += rightAt(k, t); } }")}
	let n = n0 + 4u * tx;
	${eachRow(`if (m < tile.height && n < tile.width) { ${setFour("g", "matrix + m * tile.width + n", "c")} }`)}
	if (m0 == 0u && bias != ${NONE}u && t < 32u && n0 + t < tile.width) { g[bias + n0 + t] = sum; }
}`,
};

/** Columns that a workgroup of `embedGradient` sums. */
export const EMBED_COLUMNS = 64;
const PARTS = 4;

/**
 * The gradient of the embedding table: row e is the sum of d[b, :] over the rows b that look e up, listed by e:
 * inputs[`list` + i] for i from inputs[`start` + e] up to inputs[`start` + e + 1]. One workgroup a row of the table and
 * 64 columns, so that nothing is added atomically and the order of summation is fixed.
 */
export const embedGradient: Kernel<"width" | "start" | "list" | "embedding"> = {
	name: "embed gradient",
	buffers: [
		{ name: "inputs", type: "u32" },
		{ name: "d", type: "f32" },
		{ name: "g", type: "f32", write: true },
	],
	fields: { width: "u32", start: "u32", list: "u32", embedding: "u32" },
	threads: EMBED_COLUMNS * PARTS,
	code: `
var<workgroup> part: array<f32, ${EMBED_COLUMNS * PARTS}>;
fn work(t: u32, w: u32) {
	let across = (call.width + ${EMBED_COLUMNS - 1}u) / ${EMBED_COLUMNS}u;
	let e = w / across;
	let j = (w % across) * ${EMBED_COLUMNS}u + t % ${EMBED_COLUMNS}u;
	let end = inputs[call.start + e + 1u];
	var sum = 0.0;
	if (j < call.width) {
		for (var i = inputs[call.start + e] + t / ${EMBED_COLUMNS}u; i < end; i += ${PARTS}u) {
			sum += d[inputs[call.list + i] * call.width + j];
		}
	}
	part[t] = sum;
	workgroupBarrier();
	if (t < ${EMBED_COLUMNS}u && j < call.width) {
		let all = part[t] + part[t + ${EMBED_COLUMNS}u] + part[t + ${2 * EMBED_COLUMNS}u] + part[t + ${3 * EMBED_COLUMNS}u];
		g[call.embedding + e * call.width + j] = all;
	}
}`,
};
