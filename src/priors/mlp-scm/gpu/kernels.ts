import type { Kernel } from "../../../nn/kernels/gpu/kernel";
import { THREEFRY } from "../../../nn/kernels/gpu/threefry";
import { eachRow, four, multiply, START, setFour, TILE_DECLARATIONS, TILE_THREADS } from "../../../nn/kernels/gpu/tile";
import { NORMAL } from "../../gpu/elementary";
import { joined } from "../../gpu/joined";
import { ACTIVATED } from "./activated";

/**
 * The layers of many networks at once. `plan` holds jobs (one a network and layer) and places (one a workgroup: its job
 * and its part of it); `call.places` is the first place. Units are stored row by row, in lines whose length is a
 * multiple of four; what they are filled up with is 0.
 */
const PLAN = { name: "plan", type: "u32" } as const;
const PARAMETERS = { name: "parameters", type: "f32" } as const;

/** Stands for the noise of a layer that has none. */
export const NO_NOISE = 0xffffffff;

/** Units whose activations a workgroup computes. */
export const COLUMNS = 8;
const LANES = 32;

/**
 * Standardises units over the rows and activates them, as `LAYER` calibrates itself: act(scale · (z + shift)), where
 * z = (x − mean) / (deviation + 1e-6). A place is a job and the first of its units; a job is rows, line, units,
 * activations, kind, position of scale and shift, position of the random function.
 */
export const activate: Kernel<"places"> = {
	name: "activate",
	buffers: [PLAN, PARAMETERS, { name: "units", type: "f32" }, { name: "activations", type: "f32", write: true }],
	fields: { places: "u32" },
	threads: COLUMNS * LANES,
	code: `${ACTIVATED}${joined(COLUMNS)}
fn work(t: u32, w: u32) {
	let job = plan[call.places + 2u * w];
	let rows = plan[job];
	let line = plan[job + 1u];
	// A line is a multiple of four and a workgroup eight wide: half of the last one may have nothing to write.
	let column = plan[call.places + 2u * w + 1u] + t % ${COLUMNS}u;
	let first = plan[job + 2u] + min(column, line - 1u);
	let lane = t / ${COLUMNS}u;
	// Distances from the first row: of a constant unit they are 0, whatever the sum's rounding.
	let origin = units[first];
	var sum = 0.0;
	var most = 0.0;
	// Sums of sums: no chain of additions grows long.
	for (var block = lane; block < rows; block += ${LANES * LANES}u) {
		var part = 0.0;
		for (var row = block; row < min(rows, block + ${LANES * LANES}u); row += ${LANES}u) {
			let x = units[first + row * line] - origin;
			part += x;
			most = max(most, abs(x));
		}
		sum += part;
	}
	let mean = joined(t, sum, false) / f32(rows);
	let unit = joined(t, most, true);
	let inverse = select(0.0, 1.0 / unit, unit > 0.0);
	var squares = 0.0;
	for (var block = lane; block < rows; block += ${LANES * LANES}u) {
		var part = 0.0;
		for (var row = block; row < min(rows, block + ${LANES * LANES}u); row += ${LANES}u) {
			let x = ((units[first + row * line] - origin) - mean) * inverse;
			part += x * x;
		}
		squares += part;
	}
	let deviation = unit * sqrt(joined(t, squares, false) / f32(max(1u, rows - 1u)));
	if (column >= line) { return; }
	let kind = plan[job + 4u];
	let constants = plan[job + 5u];
	let curve = plan[job + 6u];
	let factor = parameters[constants] / (deviation + 1e-6);
	let plus = parameters[constants] * parameters[constants + 1u];
	let to = plan[job + 3u] + column;
	for (var row = lane; row < rows; row += ${LANES}u) {
		let x = ((units[first + row * line] - origin) - mean) * factor + plus;
		activations[to + row * line] = activated(kind, curve, x);
	}
}`,
};

/** Words of a place of `product`. */
export const PRODUCT_PLACE = 5;

/**
 * Activations times weights, plus bias and noise, on one tile of a layer's units. A place is a job, the tile's first row
 * and unit, and the first input and number of inputs that reach it; a job is rows, line of the inputs, line of the units,
 * inputs, units, weights, bias, deviations of the noise (or `NO_NOISE`), and the noise stream's key.
 */
export const product: Kernel<"places"> = {
	name: "product",
	buffers: [PLAN, PARAMETERS, { name: "activations", type: "f32" }, { name: "units", type: "f32", write: true }],
	fields: { places: "u32" },
	threads: TILE_THREADS,
	code: `${TILE_DECLARATIONS}${THREEFRY}${NORMAL}${four("parameters")}
var<private> rows: u32;
var<private> lineIn: u32;
var<private> line: u32;
var<private> inputs: u32;
var<private> weights: u32;
var<private> depth: u32;
fn left(m: u32, k: u32) -> f32 {
	if (m >= rows || k >= depth) { return 0.0; }
	return activations[inputs + m * lineIn + k];
}
fn right(k: u32, n: u32) -> vec4f {
	if (k >= depth || n >= line) { return vec4f(); }
	return parametersFour(weights + k * line + n);
}
fn normals(key: vec2u, row: u32, n: u32) -> vec4f {
	let a = threefry(key, vec2u(row, n / 2u));
	let b = threefry(key, vec2u(row, n / 2u + 1u));
	return vec4f(normalOf(a.x), normalOf(a.y), normalOf(b.x), normalOf(b.y));
}
fn work(t: u32, w: u32) {
	let place = call.places + ${PRODUCT_PLACE}u * w;
	let job = plan[place];
	let m0 = plan[place + 1u];
	let n0 = plan[place + 2u];
	let skipped = plan[place + 3u];
	let length = plan[place + 4u];
	rows = plan[job];
	lineIn = plan[job + 1u];
	line = plan[job + 2u];
	inputs = plan[job + 3u] + skipped;
	weights = plan[job + 5u] + skipped * line;
	depth = length;
	let to = plan[job + 4u];
	let bias = plan[job + 6u];
	let deviations = plan[job + 7u];
	let key = vec2u(plan[job + 8u], plan[job + 9u]);
	${START}
	${multiply("length", { left: "k", right: "n" })}
	let n = n0 + 4u * tx;
	${eachRow(`if (m < rows && n < line) {
		var start = parametersFour(bias + n);
		if (deviations != ${NO_NOISE}u) { start += parametersFour(deviations + n) * normals(key, m, n); }
		${setFour("units", "to + m * line + n", "start + c")}
	}`)}
}`,
};

const GATHER_THREADS = 64;

/**
 * Copies single units: a place is rows, position and line of the unit, position and line of the result. One workgroup
 * a unit.
 */
export const gather: Kernel<"places"> = {
	name: "gather",
	buffers: [PLAN, { name: "units", type: "f32" }, { name: "columns", type: "f32", write: true }],
	fields: { places: "u32" },
	threads: GATHER_THREADS,
	code: `
fn work(t: u32, w: u32) {
	let place = call.places + 5u * w;
	for (var row = t; row < plan[place]; row += ${GATHER_THREADS}u) {
		columns[plan[place + 3u] + row * plan[place + 4u]] = units[plan[place + 1u] + row * plan[place + 2u]];
	}
}`,
};
