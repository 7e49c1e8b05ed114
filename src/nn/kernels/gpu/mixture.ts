import { COMPONENTS, LEAST_SHARE, STEEPEST } from "../primitives";

/** Declares what `mixBins` of the heap's primitives does, for the row of one cell; `mass` is that of every bin. */
export const MIXTURE = `
struct Mixture {
	at: u32, bins: u32, free: f32, cuts: u32, mass: f32,
	weight: array<f32, ${COMPONENTS}>, place: array<f32, ${COMPONENTS}>, steep: array<f32, ${COMPONENTS}>,
}
var<private> mixture: Mixture;
fn cutAt(k: u32) -> f32 { return bitcast<f32>(inputs[mixture.cuts + k]); }
fn shareBelow(m: u32, cut: f32) -> f32 {
	return 1.0 / (1.0 + exp(clamp(mixture.steep[m] * (mixture.place[m] - cut), -80.0, 80.0)));
}
fn readMixture(column: u32, row: u32) {
	mixture.at = inputs[column + 4u];
	if (mixture.at == 0u) { return; }
	mixture.bins = inputs[column + 5u];
	mixture.free = bitcast<f32>(inputs[column + 6u]);
	mixture.cuts = inputs[column + 7u];
	mixture.mass = 1.0 / f32(mixture.bins);
	let at = row + mixture.at;
	var top = logits[at];
	for (var m = 1u; m < ${COMPONENTS}u; m++) { top = max(top, logits[at + m]); }
	var sum = 0.0;
	for (var m = 0u; m < ${COMPONENTS}u; m++) {
		mixture.weight[m] = exp(max(logits[at + m] - top, -80.0));
		mixture.place[m] = logits[at + ${COMPONENTS}u + m];
		mixture.steep[m] = exp(clamp(logits[at + ${2 * COMPONENTS}u + m], -${STEEPEST}.0, ${STEEPEST}.0));
		sum += mixture.weight[m];
	}
	for (var m = 0u; m < ${COMPONENTS}u; m++) { mixture.weight[m] /= sum; }
}
fn mixBins(row: u32) {
	if (mixture.at == 0u) { return; }
	var below = array<f32, ${COMPONENTS}>();
	for (var k = 0u; k < mixture.bins; k++) {
		let cut = cutAt(k);
		var p = ${LEAST_SHARE} * mixture.mass;
		for (var m = 0u; m < ${COMPONENTS}u; m++) {
			let share = shareBelow(m, cut);
			p += mixture.weight[m] * (share - below[m]);
			below[m] = share;
		}
		logits[row + k] = mixture.free * logits[row + k] + log(p / mixture.mass);
	}
}`;

/** Declares what `mixBinsGradient` does, from the gradient of the logits in the row. */
export const MIXTURE_GRADIENT = `
fn mixBinsGradient(row: u32) {
	if (mixture.at == 0u) { return; }
	var below = array<f32, ${COMPONENTS}>();
	var inside = array<f32, ${COMPONENTS}>();
	var moved = array<f32, ${COMPONENTS}>();
	var widened = array<f32, ${COMPONENTS}>();
	var before = 0.0;
	var lastCut = 0.0;
	for (var k = 0u; k < mixture.bins; k++) {
		let cut = cutAt(k);
		var share = array<f32, ${COMPONENTS}>();
		var p = ${LEAST_SHARE} * mixture.mass;
		for (var m = 0u; m < ${COMPONENTS}u; m++) {
			share[m] = shareBelow(m, cut);
			p += mixture.weight[m] * (share[m] - below[m]);
		}
		let slope = logits[row + k] / p;
		logits[row + k] *= mixture.free;
		for (var m = 0u; m < ${COMPONENTS}u; m++) {
			let edge = (before - slope) * below[m] * (1.0 - below[m]);
			moved[m] += edge;
			widened[m] += edge * mixture.steep[m] * (lastCut - mixture.place[m]);
			inside[m] += slope * (share[m] - below[m]);
			below[m] = share[m];
		}
		before = slope;
		lastCut = cut;
	}
	var mean = 0.0;
	for (var m = 0u; m < ${COMPONENTS}u; m++) { mean += mixture.weight[m] * inside[m]; }
	let at = row + mixture.at;
	for (var m = 0u; m < ${COMPONENTS}u; m++) {
		let w = mixture.weight[m];
		let within = abs(log(mixture.steep[m])) < ${STEEPEST - 1e-5};
		logits[at + m] = w * (inside[m] - mean);
		logits[at + ${COMPONENTS}u + m] = -w * mixture.steep[m] * moved[m];
		logits[at + ${2 * COMPONENTS}u + m] = select(0.0, w * widened[m], within);
	}
}`;
