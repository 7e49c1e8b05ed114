// F columns, n cells of a column, K its states, P these padded, W width
import type { Kernel } from "./kernel";
import { MIXTURE, MIXTURE_GRADIENT } from "./mixture";
import {
	DROPOUT,
	DROPOUT_FIELDS,
	eachRow,
	four,
	multiply,
	START,
	setFour,
	TILE,
	TILE_DECLARATIONS,
	TILE_THREADS,
} from "./tile";

/**
 * Words of a column's entry in the table of columns: matrix, bias, P, K; of a column whose bins are a mixture, which of
 * its P words the components are from (otherwise 0), how many bins, `free` of `mixBins`, and the position of its cuts.
 */
export const COLUMN_WORDS = 8;
/** Words of a tile's entry in the list of tiles: column, first of its up to 32 cells, counted in the column. */
export const CELL_TILE_WORDS = 2;
/** Words a tile leaves behind when training: its loss, and how many of its cells were not finite. */
export const LOSS_WORDS = 2;

/**
 * Positions, in words of the inputs, of what a kernel on cells reads. `columns` is the table above; `cellStart` the
 * F + 1 positions of the columns' cells; `logitStart` where each column's logits[n, P] begin in the buffer of logits.
 */
const FIELDS = {
	width: "u32",
	stream: "u32",
	columns: "u32",
	tileList: "u32",
	cellStart: "u32",
	logitStart: "u32",
	cellRow: "u32",
	cellState: "u32",
	cellValue: "u32",
	layer: "u32",
	...DROPOUT_FIELDS,
} as const;

const BUFFERS = [
	{ name: "inputs", type: "u32" },
	{ name: "parameters", type: "f32" },
	{ name: "h", type: "f32" },
	{ name: "logits", type: "f32", write: true },
	{ name: "results", type: "u32", write: true },
] as const;

/** Computes the logits of a tile of cells, silu(h[row]) · V + a, then hands each cell to the statements given. */
const cells = (
	declarations: string,
	each: string,
	finish = "",
) => `${TILE_DECLARATIONS}${DROPOUT}${four("parameters")}${MIXTURE}
var<workgroup> rowAt: array<u32, ${TILE}>;
var<private> matrix: u32;
var<private> padded: u32;
${declarations}
fn left(m: u32, k: u32) -> f32 {
	let at = rowAt[m];
	if (at == 0xffffffffu || k >= call.width) { return 0.0; }
	return silu(h[call.stream + at + k]) * kept(call.layer, at + k);
}
fn right(k: u32, n: u32) -> vec4f {
	if (k >= call.width || n >= padded) { return vec4f(); }
	return parametersFour(matrix + k * padded + n);
}
fn work(t: u32, w: u32) {
	let f = inputs[call.tileList + 2u * w];
	let first = inputs[call.tileList + 2u * w + 1u];
	let start = inputs[call.cellStart + f];
	let count = min(${TILE}u, inputs[call.cellStart + f + 1u] - start - first);
	let column = call.columns + ${COLUMN_WORDS}u * f;
	let bias = inputs[column + 1u];
	let width = inputs[column + 2u];
	let states = inputs[column + 3u];
	let line = inputs[call.logitStart + f] + first * width;
	matrix = inputs[column];
	padded = width;
	if (t < ${TILE}u) {
		rowAt[t] = 0xffffffffu;
		if (t < count) { rowAt[t] = inputs[call.cellRow + start + first + t] * call.width; }
	}
	workgroupBarrier();
	for (var n0 = 0u; n0 < width; n0 += ${TILE}u) {
		${START}
		${multiply("call.width", { left: "k", right: "n" }, "0u")}
		let n = n0 + 4u * tx;
		${eachRow(`if (m < count && n < width) { ${setFour("logits", "line + m * width + n", "c + parametersFour(bias + n)")} }`, "0u")}
	}
	storageBarrier();
	if (t < count) {
		let cell = start + first + t;
		let row = line + t * width;
		readMixture(column, row);
		mixBins(row);
		${each}
	}
	${finish}
}`;

/** Statements that find the largest logit `top` and the sum of the exponentials of the others' distance to it. */
const SOFTMAX = `
		var top = logits[row];
		for (var k = 1u; k < states; k++) { top = max(top, logits[row + k]); }
		var sum = 0.0;
		for (var k = 0u; k < states; k++) { sum += raised(logits[row + k] - top); }`;

/** e to the power of a number that is at most 0, and 0 where that is less than any part that counts. */
const RAISED = "fn raised(x: f32) -> f32 { return select(0.0, exp(max(x, -80.0)), x > -80.0); }";

/**
 * Weighted cross-entropy of all cells. The logits become the gradient weight · (softmax − onehot), their padding 0;
 * `cellState` holds the targets and `cellValue` the weights. A tile writes its loss, and how many of its cells have a
 * logit that is not finite: WGSL need not carry NaN along, so it is told from the bits.
 */
export const cellLoss: Kernel<keyof typeof FIELDS> = {
	name: "cell loss",
	buffers: BUFFERS,
	fields: FIELDS,
	threads: TILE_THREADS,
	code: cells(
		`${RAISED}${MIXTURE_GRADIENT}
fn broken(x: f32) -> u32 { return select(0u, 1u, (bitcast<u32>(x) & 0x7f800000u) == 0x7f800000u); }
var<workgroup> losses: array<f32, ${TILE}>;
var<workgroup> breaks: array<u32, ${TILE}>;`,
		`${SOFTMAX}
		let goal = inputs[call.cellState + cell];
		let weight = bitcast<f32>(inputs[call.cellValue + cell]);
		losses[t] = weight * (top + log(max(sum, 1e-30)) - logits[row + goal]);
		var wrong = 0u;
		for (var k = 0u; k < width; k++) {
			let logit = logits[row + k];
			wrong |= broken(logit);
			let share = select(0.0, raised(logit - top) / sum, k < states);
			logits[row + k] = weight * (share - select(0.0, 1.0, k == goal));
		}
		breaks[t] = wrong;
		mixBinsGradient(row);`,
		`workgroupBarrier();
	if (t == 0u) {
		var loss = 0.0;
		var wrong = 0u;
		for (var i = 0u; i < count; i++) { loss += losses[i]; wrong += breaks[i]; }
		results[${LOSS_WORDS}u * w] = bitcast<u32>(loss);
		results[${LOSS_WORDS}u * w + 1u] = wrong;
	}`,
	),
};

/**
 * Draws a state for every cell: the one at which the cumulative softmax passes `cellValue`. Where `masked` is 1, bits
 * say which states may be drawn: ⌈P/32⌉ words a cell, those of column f from `allowed` + inputs[`allowedStart` + f] on.
 * Writes the state of cell i to results[i].
 */
export const cellDraw: Kernel<keyof typeof FIELDS | "masked" | "allowed" | "allowedStart"> = {
	name: "cell draw",
	buffers: BUFFERS,
	fields: { ...FIELDS, masked: "u32", allowed: "u32", allowedStart: "u32" },
	threads: TILE_THREADS,
	code: cells(
		RAISED,
		`if (call.masked == 1u) {
			let words = (width + 31u) / 32u;
			let bits = call.allowed + inputs[call.allowedStart + f] + (first + t) * words;
			for (var k = 0u; k < states; k++) {
				if (((inputs[bits + k / 32u] >> (k % 32u)) & 1u) == 0u) { logits[row + k] = -1e30; }
			}
		}
		${SOFTMAX}
		var rest = bitcast<f32>(inputs[call.cellValue + cell]);
		var pick = 0u;
		for (var k = 0u; k < states; k++) {
			let share = raised(logits[row + k] - top) / sum;
			if (share > 0.0) { pick = k; }
			rest -= share;
			if (rest < 0.0) { break; }
		}
		results[cell] = pick;`,
	),
};

/**
 * The gradient of the last stream from that of the logits: d[b, :] = (Σ_f g_f[b, :] · V_fᵀ) ∘ silu′(h[b, :]), over the
 * columns in which row b has a cell. `cellOf` is the position of the table [rows, F] that names this cell, counted in
 * the column from 1, or 0. One workgroup a tile of d.
 */
export const cellBackward: Kernel<
	| ("rows" | "width" | "fields" | "stream" | "result" | "columns" | "cellStart" | "logitStart" | "cellOf" | "layer")
	| keyof typeof DROPOUT_FIELDS
> = {
	name: "cell backward",
	buffers: [
		{ name: "inputs", type: "u32" },
		{ name: "parameters", type: "f32" },
		{ name: "h", type: "f32" },
		{ name: "logits", type: "f32" },
		{ name: "d", type: "f32", write: true },
	],
	fields: {
		rows: "u32",
		width: "u32",
		fields: "u32",
		stream: "u32",
		result: "u32",
		columns: "u32",
		cellStart: "u32",
		logitStart: "u32",
		cellOf: "u32",
		layer: "u32",
		...DROPOUT_FIELDS,
	},
	threads: TILE_THREADS,
	code: `${TILE_DECLARATIONS}${DROPOUT}${four("h")}
var<workgroup> lineAt: array<u32, ${TILE}>;
var<private> matrix: u32;
var<private> padded: u32;
fn left(m: u32, k: u32) -> f32 {
	let at = lineAt[m];
	if (at == 0xffffffffu || k >= padded) { return 0.0; }
	return logits[at + k];
}
fn right(k: u32, n: u32) -> vec4f {
	if (k >= padded || n >= call.width) { return vec4f(); }
	let at = matrix + n * padded + k;
	return vec4f(parameters[at], parameters[at + padded], parameters[at + 2u * padded], parameters[at + 3u * padded]);
}
fn work(t: u32, w: u32) {
	let across = (call.width + ${TILE - 1}u) / ${TILE}u;
	let b0 = ${TILE}u * (w / across);
	let n0 = ${TILE}u * (w % across);
	${START}
	for (var f = 0u; f < call.fields; f++) {
		if (inputs[call.cellStart + f + 1u] == inputs[call.cellStart + f]) { continue; }
		let depth = inputs[call.columns + ${COLUMN_WORDS}u * f + 2u];
		matrix = inputs[call.columns + ${COLUMN_WORDS}u * f];
		padded = depth;
		if (t < ${TILE}u) {
			lineAt[t] = 0xffffffffu;
			if (b0 + t < call.rows) {
				let cell = inputs[call.cellOf + (b0 + t) * call.fields + f];
				if (cell > 0u) { lineAt[t] = inputs[call.logitStart + f] + (cell - 1u) * depth; }
			}
		}
		workgroupBarrier();
		${multiply("depth", { left: "k", right: "k" }, "0u")}
	}
	let n = n0 + 4u * tx;
	${eachRow(
		`if (m < call.rows && n < call.width) {
		let slope = slopes(hFour(call.stream + m * call.width + n));
		${setFour("d", "call.result + m * call.width + n", "c * slope * keptFour(call.layer, m * call.width + n)")}
	}`,
		"b0",
	)}
}`,
};
