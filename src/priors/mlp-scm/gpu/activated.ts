import { activationCases, ELEMENTARY } from "../../gpu/elementary";
import { SIMPLE_ACTIVATIONS } from "../activation";
import { SINES, STEPS, STEPS_A_UNIT } from "../random-function";

/** Number of the random function among the kinds of `activated`. */
export const RANDOM_KIND = SIMPLE_ACTIVATIONS.length;

/**
 * Declares `activated(kind, f, x)`. The random function lies at `parameters[f]`: its table, then four numbers a sine
 * (frequency / 2π as a sum of two, of which the first has few enough digits for exact products; phase / 2π; weight).
 */
export const ACTIVATED = `${ELEMENTARY}
fn randomOf(f: u32, x: f32) -> f32 {
	let scaled = floor(x * ${STEPS_A_UNIT}.0);
	let cell = i32(scaled) + ${STEPS / 2};
	if (cell >= 0 && cell < ${STEPS}) {
		let t = x * ${STEPS_A_UNIT}.0 - scaled;
		let at = f + u32(cell);
		let near = (t + 1.0) * (t - 2.0) * ((t - 1.0) * parameters[at + 1u] - t * parameters[at + 2u]) * 0.5;
		let far = t * (t - 1.0) * ((t + 1.0) * parameters[at + 3u] - (t - 2.0) * parameters[at]) * ${1 / 6};
		return near + far;
	}
	let high = bitcast<f32>(bitcast<u32>(x) & 0xfffff000u);
	var sum = 0.0;
	for (var k = 0u; k < ${SINES}u; k++) {
		let at = f + ${STEPS + 3}u + 4u * k;
		let whole = parameters[at] * high;
		let turn = (whole - floor(whole)) + (parameters[at] * (x - high) + parameters[at + 1u] * x) + parameters[at + 2u];
		let halves = floor(2.0 * turn + 0.5);
		let s = sineNear(${Math.PI} * (2.0 * turn - halves));
		sum += parameters[at + 3u] * select(-s, s, floor(halves / 2.0) == halves / 2.0);
	}
	return sum;
}
fn activated(kind: u32, f: u32, x: f32) -> f32 {
	switch (kind) {
${activationCases(SIMPLE_ACTIVATIONS)}
		default: { return randomOf(f, x); }
	}
}`;
