import { LARGEST } from "../../activations";
import { activationCases, ELEMENTARY } from "../../gpu/elementary";
import { POWER } from "../../gpu/power";
import { ELEMENTWISE, ROW_WISE } from "../activation";
import { eachElement, jobKernel, NONE } from "./job";
import { COLUMN, COLUMN_MOMENTS, LANES } from "./moments";

/** Numbers of the powers among the kinds of `activate`: relu(x)^a and sign(x) |x|^a. */
export const POWER_KIND = ELEMENTWISE.length;
export const SIGNED_POWER_KIND = POWER_KIND + 1;

/**
 * act(scale · (z − z[point])) of the standardised numbers z, standardised again where `after` is 1; z itself where `point`
 * is `NONE`.
 */
export const activate = jobKernel(
	"activate",
	"columns",
	{
		...({ rows: "number", width: "number", x: "read", y: "write", kind: "number" } as const),
		...({ point: "number", scale: "float", exponent: "float", after: "number" } as const),
	},
	`${COLUMN}
	let before = columnMoments(t, x + first, width, rows, isOne);
	let origin = within(cells[x + first + select(point, 0u, point == ${NONE}u) * width], before);
	let end = select(0u, rows, isOne);
	for (var row = lane; row < end; row += ${LANES}u) {
		let z = within(cells[x + first + row * width], before);
		if (point == ${NONE}u) {
			cells[y + first + row * width] = z;
		} else {
			cells[y + first + row * width] = activated(kind, exponent, scale * (z - origin));
		}
	}
	if (after == 0u) { return; }
	storageBarrier();
	let second = columnMoments(t, y + first, width, rows, isOne);
	for (var row = lane; row < end; row += ${LANES}u) {
		cells[y + first + row * width] = within(cells[y + first + row * width], second);
	}`,
	`${ELEMENTARY}${POWER}${COLUMN_MOMENTS}
fn activated(kind: u32, exponent: f32, x: f32) -> f32 {
	switch (kind) {
${activationCases(ELEMENTWISE)}
		default: {
			if (x == 0.0 || (x < 0.0 && kind == ${POWER_KIND}u)) { return 0.0; }
			let size = min(${LARGEST}.0, powerOf(x, exponent));
			return select(size, -size, x < 0.0);
		}
	}
}`,
);

/**
 * Kumaraswamy's distribution function 1 − (1 − z^a)^b of where a number lies between the least and the largest. What is
 * left of 1 is carried along, so that nothing cancels near it.
 */
export const warp = jobKernel(
	"warp",
	"columns",
	{
		...({ rows: "number", width: "number", x: "read", line: "number" } as const),
		...({ a: "float", b: "float", y: "write" } as const),
	},
	`${COLUMN}
	let found = columnMoments(t, x + first, line, rows, isOne);
	let varies = found.high > found.low;
	let range = select(1.0, found.high - found.low, varies);
	for (var row = lane; row < select(0u, rows, isOne); row += ${LANES}u) {
		let value = cells[x + first + row * line];
		let z = select(0.5, (value - found.low) / range, varies);
		let rest = select(0.5, (found.high - value) / range, varies);
		cells[y + first + row * width] = warpedOf(z, rest, a, b);
	}`,
	`${ELEMENTARY}${COLUMN_MOMENTS}
// log z, where rest = 1 − z.
fn logNear(z: f32, rest: f32) -> f32 {
	if (z < 0.75) { return logOf(z); }
	let s = -rest / (2.0 - rest);
	return 2.0 * s * (1.0 + s * s * (${1 / 3} + s * s * (0.2 + s * s * ${1 / 7})));
}
fn warpedOf(z: f32, rest: f32, a: f32, b: f32) -> f32 {
	if (z <= 0.0) { return 0.0; }
	if (rest <= 0.0) { return 1.0; }
	let power = a * logNear(z, rest);
	// 1 − z^a, and z^a.
	let outer = -expm1Of(power);
	let inner = expOf(power);
	return -expm1Of(b * logNear(outer, inner));
}`,
);

/** The activations that look at a whole row; `kind` is the place in their list. */
export const rowWise = jobKernel(
	"row-wise activation",
	"elements",
	{ rows: "number", width: "number", x: "read", y: "write", kind: "number" },
	eachElement(`
		let first = x + row * width;
		let own = cells[x + i];
		var before = 0u;
		var above = 0u;
		var top = own;
		for (var j = 0u; j < width; j++) {
			let other = cells[first + j];
			if (other < own || (other == own && j < k)) { before++; }
			if (other > own || (other == own && j < k)) { above++; }
			top = max(top, other);
		}
		switch (kind) {
			case ${ROW_WISE.indexOf("rank")}u: { cells[y + i] = f32(before); }
			case ${ROW_WISE.indexOf("argsort")}u: { cells[y + row * width + before] = f32(k); }
			case ${ROW_WISE.indexOf("is-max")}u: { cells[y + i] = select(0.0, 1.0, above == 0u); }
			default: {
				var total = 0.0;
				for (var j = 0u; j < width; j++) { total += expOf(cells[first + j] - top); }
				cells[y + i] = expOf(own - top) / total;
			}
		}`),
	ELEMENTARY,
);
