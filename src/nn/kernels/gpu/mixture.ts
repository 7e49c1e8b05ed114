import { COMPONENTS, LEAST_SHARE, STEEPEST } from "../primitives";

/** Declares what `mixBins` of the heap's primitives does, for the row of one cell; `mass` is that of every bin. */
export const MIXTURE = `
struct Mixture {
	at: u32, bins: u32, free: f32, cuts: u32, mass: f32,
	weight: array<f32, ${COMPONENTS}>, place: array<f32, ${COMPONENTS}>, steep: array<f32, ${COMPONENTS}>,
}
var<private> mixture: Mixture;
/** A lower end below which there is nothing. */
const NO_CUT = -1e4;
fn cutAt(k: u32) -> f32 { return bitcast<f32>(inputs[mixture.cuts + k]); }
fn scaled(m: u32, cut: f32) -> f32 { return mixture.steep[m] * (cut - mixture.place[m]); }
fn tail(u: f32) -> f32 { return 1.0 / (1.0 + exp(min(abs(u), 80.0))); }
/** What lies between two ends, by the tails beyond them: shares below them are nearly alike where little lies between. */
fn between(low: f32, high: f32) -> f32 {
	if ((low < 0.0) != (high < 0.0)) { return 1.0 - tail(low) - tail(high); }
	return abs(tail(high) - tail(low));
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
	var lastCut = NO_CUT;
	for (var k = 0u; k < mixture.bins; k++) {
		let cut = cutAt(k);
		var p = ${LEAST_SHARE} * mixture.mass;
		for (var m = 0u; m < ${COMPONENTS}u; m++) { p += mixture.weight[m] * between(scaled(m, lastCut), scaled(m, cut)); }
		logits[row + k] = mixture.free * logits[row + k] + log(p / mixture.mass);
		lastCut = cut;
	}
}`;

/** Declares what `mixBinsGradient` does, from the gradient of the logits in the row. */
export const MIXTURE_GRADIENT = `
fn mixBinsGradient(row: u32) {
	if (mixture.at == 0u) { return; }
	var inside = array<f32, ${COMPONENTS}>();
	var moved = array<f32, ${COMPONENTS}>();
	var widened = array<f32, ${COMPONENTS}>();
	var before = 0.0;
	var lastCut = NO_CUT;
	for (var k = 0u; k < mixture.bins; k++) {
		let cut = cutAt(k);
		var part = array<f32, ${COMPONENTS}>();
		var p = ${LEAST_SHARE} * mixture.mass;
		for (var m = 0u; m < ${COMPONENTS}u; m++) {
			part[m] = between(scaled(m, lastCut), scaled(m, cut));
			p += mixture.weight[m] * part[m];
		}
		let slope = logits[row + k] / p;
		logits[row + k] *= mixture.free;
		for (var m = 0u; m < ${COMPONENTS}u; m++) {
			let low = scaled(m, lastCut);
			let edge = (before - slope) * tail(low) * (1.0 - tail(low));
			moved[m] += edge;
			widened[m] += edge * low;
			inside[m] += slope * part[m];
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
