import { THREEFRY } from "../../../nn/kernels/gpu/threefry";
import { NORMAL } from "../../gpu/elementary";
import { joined } from "../../gpu/joined";
import { NOISE_DRAW } from "../node";
import { COLUMNS, eachElement, jobKernel } from "./job";

/** Numbers that moments tell of a column, each of all columns in turn. */
const MOMENTS = ["origin", "mean", "inverse", "bad"] as const;

/** Floats that the moments of `width` columns take. */
export const momentsSize = (width: number) => MOMENTS.length * width;

/** Where moments of `width` columns hold one of their numbers. */
export const momentsPlace = (name: (typeof MOMENTS)[number], width: number) => MOMENTS.indexOf(name) * width;

/** Threads that share a column. */
export const LANES = 32;

/**
 * Declares the moments of the columns from `first` on, one of every `COLUMNS` threads, deviations with divisor n. The
 * origin is the first row: of a constant column all distances from it are 0.
 */
export const COLUMN_MOMENTS = `${joined(COLUMNS)}
struct Column { origin: f32, mean: f32, inverse: f32, low: f32, high: f32, bad: f32 }
fn columnMoments(t: u32, first: u32, line: u32, rows: u32, isOne: bool) -> Column {
	let lane = t / ${COLUMNS}u;
	let end = select(0u, rows, isOne);
	let origin = cells[first];
	var sum = 0.0;
	var top = origin;
	var bottom = -origin;
	var bad = 0.0;
	// Sums of sums: no chain of additions grows long.
	for (var block = lane; block < end; block += ${LANES * LANES}u) {
		var piece = 0.0;
		for (var row = block; row < min(end, block + ${LANES * LANES}u); row += ${LANES}u) {
			let value = cells[first + row * line];
			// A comparison with infinity may be left out by the compiler; one of bits is not.
			if ((bitcast<u32>(value) & 0x7f800000u) == 0x7f800000u) { bad = 1.0; }
			piece += value - origin;
			top = max(top, value);
			bottom = max(bottom, -value);
		}
		sum += piece;
	}
	let mean = joined(t, sum, false) / f32(rows);
	let high = joined(t, top, true);
	let low = -joined(t, bottom, true);
	let broken = joined(t, bad, true);
	let unit = max(high - origin, origin - low);
	let inverseUnit = select(0.0, 1.0 / unit, unit > 0.0);
	var squares = 0.0;
	for (var block = lane; block < end; block += ${LANES * LANES}u) {
		var piece = 0.0;
		for (var row = block; row < min(end, block + ${LANES * LANES}u); row += ${LANES}u) {
			let z = ((cells[first + row * line] - origin) - mean) * inverseUnit;
			piece += z * z;
		}
		squares += piece;
	}
	let deviation = unit * sqrt(joined(t, squares, false) / f32(rows));
	let varies = deviation > 1e-9 * abs(origin + mean) && deviation > 1e-30;
	return Column(origin, mean, select(0.0, 1.0 / deviation, varies), low, high, broken);
}
fn within(value: f32, column: Column) -> f32 { return ((value - column.origin) - column.mean) * column.inverse; }`;

/** Statements that find a thread's `column`, whether it is one, and its `lane`. */
export const COLUMN = `
	let column = part * ${COLUMNS}u + t % ${COLUMNS}u;
	let isOne = column < width;
	let first = min(column, width - 1u);
	let lane = t / ${COLUMNS}u;`;

/** Moments of the columns: 1 / deviation is 0 where a column is constant; bad is 1 where a number is not finite. */
export const moments = jobKernel(
	"moments",
	"columns",
	{ rows: "number", width: "number", x: "read", line: "number", y: "write" },
	`${COLUMN}
	let found = columnMoments(t, x + first, line, rows, isOne);
	if (isOne && lane == 0u) {
		let to = y + column;
		cells[to] = found.origin;
		cells[to + width] = found.mean;
		cells[to + 2u * width] = found.inverse;
		cells[to + 3u * width] = found.bad;
	}`,
	COLUMN_MOMENTS,
);

/** Declares `standardised(value, moments, width, k)`. */
export const STANDARDISED = `
fn standardised(value: f32, at: u32, width: u32, k: u32) -> f32 {
	return ((value - cells[at + k]) - cells[at + width + k]) * cells[at + 2u * width + k];
}`;

/** Mean length of the standardised, weighted rows. */
export const meanLength = jobKernel(
	"mean length",
	"whole",
	{ rows: "number", width: "number", x: "read", moments: "read", weights: "read", y: "write" },
	`
	var sum = 0.0;
	for (var row = t; row < rows; row += 256u) {
		var squares = 0.0;
		for (var k = 0u; k < width; k++) {
			let z = standardised(cells[x + row * width + k], moments, width, k) * cells[weights + k];
			squares += z * z;
		}
		sum += sqrt(squares);
	}
	let total = joined(t, sum, false);
	if (t == 0u) { cells[y] = total / f32(rows); }`,
	`${STANDARDISED}${joined(1)}`,
);

/** A node's vector: standardised, weighted, scaled to mean length 1, with noise of its own where `deviation` is above 0. */
export const finish = jobKernel(
	"finish",
	"elements",
	{
		...({ rows: "number", width: "number", x: "read", moments: "read", weights: "read", length: "read" } as const),
		...({ y: "write", deviation: "float", key0: "number", key1: "number" } as const),
	},
	eachElement(`
		let size = cells[length];
		var value = standardised(cells[x + i], moments, width, k) * (cells[weights + k] / select(1.0, size, size > 0.0));
		if (deviation > 0.0) {
			let pair = threefry(vec2u(key0, key1), vec2u(row, ${NOISE_DRAW}u + k / 2u));
			value += deviation * normalOf(select(pair.x, pair.y, k % 2u == 1u));
		}
		cells[y + i] = value;`),
	`${THREEFRY}${NORMAL}${STANDARDISED}`,
);
