/**
 * How columns are read from nodes: numbers with outliers cut and standardised, categories and classes by thresholds
 * between ranks. The constants are calibrated once, so a column is a function of its row alone.
 */
import type { CausalColumn, Family, Mechanism, NodeValues } from "../causal/scm";
import type { Random } from "../random";
import { normal, permutation } from "./draws";
import { power } from "./elementary";

/** Kumaraswamy's distribution function 1 − (1 − z^a)^b of z = (x − low) / (high − low). */
export interface Warp {
	readonly a: number;
	readonly b: number;
	readonly low: number;
	readonly high: number;
}

/** A number column: clamped to [low, high], standardised, clipped at ± 100, optionally warped and quantised after. */
export interface NumberReading {
	readonly low: number;
	readonly high: number;
	readonly mean: number;
	readonly deviation: number;
	/** Applied to the standardised value. */
	readonly warp?: Warp;
	/** Ascending values of which the nearest below is taken (the first where all are above). */
	readonly steps?: Float64Array;
}

const CLIP = 100;

/** The warp itself; [0, 1] for values inside its range, clamped outside. */
export function warped({ a, b, low, high }: Warp, x: number): number {
	const z = high > low ? Math.min(1, Math.max(0, (x - low) / (high - low))) : 0.5;
	return 1 - power(1 - power(z, a), b);
}

/** The family "number-reading". */
export const NUMBER_READING: Family<NumberReading> = {
	evaluate({ low, high, mean, deviation, warp, steps }, { parents: [parent], rows }, out) {
		const { values, width } = parent!;
		for (let row = 0; row < rows; row++) {
			let x = Math.min(high, Math.max(low, values[row * width]!));
			x = Math.min(CLIP, Math.max(-CLIP, (x - mean) / deviation));
			if (warp) x = warped(warp, x);
			if (steps) {
				let i = 0;
				while (i + 1 < steps.length && steps[i + 1]! <= x) i++;
				x = steps[i]!;
			}
			out[row] = x;
		}
	},
};

/** Copies one component of a node. */
export function component({ values, width }: NodeValues, from: number): Float64Array {
	const rows = values.length / width;
	const x = new Float64Array(rows);
	for (let row = 0, at = from; row < rows; row++, at += width) x[row] = values[at]!;
	return x;
}

/** Mean and standard deviation of the values within [low, high]; a deviation of 0 is given as 1. */
function moments(x: Float64Array, low: number, high: number) {
	let n = 0;
	let sum = 0;
	for (let i = 0; i < x.length; i++) {
		const v = x[i]!;
		if (v >= low && v <= high) {
			n++;
			sum += v;
		}
	}
	const mean = n > 0 ? sum / n : 0;
	let squares = 0;
	for (let i = 0; i < x.length; i++) {
		const d = x[i]! - mean;
		if (x[i]! >= low && x[i]! <= high) squares += d * d;
	}
	const deviation = n > 1 ? Math.sqrt(squares / (n - 1)) : 0;
	return { mean, deviation };
}

/** Whether a column holds one finite value only, or numbers that are not finite. */
export function isDegenerate(x: Float64Array): "constant" | "not finite" | undefined {
	let constant = true;
	for (let i = 0; i < x.length; i++) {
		if (!Number.isFinite(x[i]!)) return "not finite";
		if (x[i] !== x[0]) constant = false;
	}
	return constant ? "constant" : undefined;
}

/**
 * Calibrates a number column: values further than four standard deviations from the mean are left out, the moments
 * taken again and everything clamped to four of those (TabICL's two passes); then standardised.
 */
export function calibrateNumber(x: Float64Array): NumberReading {
	const first = moments(x, Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY);
	let low = first.mean - 4 * first.deviation;
	let high = first.mean + 4 * first.deviation;
	let last = first;
	if (reachesOver(x, low, high)) {
		const second = moments(x, low, high);
		low = second.mean - 4 * second.deviation;
		high = second.mean + 4 * second.deviation;
		const clamped = new Float64Array(x.length);
		for (let i = 0; i < x.length; i++) clamped[i] = Math.min(high, Math.max(low, x[i]!));
		last = moments(clamped, Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY);
	}
	const { mean, deviation } = last;
	return { low, high, mean, deviation: deviation > 1e-12 * Math.abs(mean) && deviation > 0 ? deviation : 1 };
}

function reachesOver(x: Float64Array, low: number, high: number): boolean {
	for (let i = 0; i < x.length; i++) if (x[i]! < low || x[i]! > high) return true;
	return false;
}

/** Thresholds with the codes of the bins between them, as `src/causal`'s "thresholds" family takes them. */
export interface Thresholds {
	readonly thresholds: Float64Array;
	readonly codes: Int32Array;
}

/**
 * Bins between `boundaries`, bins without a calibration row dropped, numbered at random where `shuffle` is given and
 * in order otherwise.
 */
export function calibrateThresholds(x: Float64Array, boundaries: Float64Array, shuffle?: Random): Thresholds {
	const sorted = boundaries.slice().sort();
	const counts = new Int32Array(sorted.length + 1);
	for (let i = 0; i < x.length; i++) counts[binOf(sorted, x[i]!)]!++;
	// A threshold stays if there are rows on both sides of it, counted from the last one that stayed.
	const kept: number[] = [];
	let below = 0;
	let above = x.length;
	for (let b = 0; b < sorted.length; b++) {
		below += counts[b]!;
		above -= counts[b]!;
		if (below > 0 && above > 0) {
			kept.push(sorted[b]!);
			below = 0;
		}
	}
	const bins = kept.length + 1;
	const codes = shuffle ? permutation(shuffle, bins) : Int32Array.from({ length: bins }, (_, i) => i);
	return { thresholds: Float64Array.from(kept), codes };
}

/** How many of the ascending thresholds are at or below x. */
export function binOf(thresholds: Float64Array, x: number): number {
	let low = 0;
	let high = thresholds.length;
	while (low < high) {
		const middle = (low + high) >>> 1;
		if (thresholds[middle]! <= x) low = middle + 1;
		else high = middle;
	}
	return low;
}

/** `count` boundaries at the values of random rows. */
export function rankBoundaries(random: Random, x: Float64Array, count: number): Float64Array {
	const boundaries = new Float64Array(count);
	for (let i = 0; i < count; i++) boundaries[i] = x[random.int(x.length)]!;
	return boundaries;
}

/** `count` boundaries drawn from N(0, 1) on the standardised scale of x. */
export function valueBoundaries(random: Random, x: Float64Array, count: number): Float64Array {
	const { mean, deviation } = calibrateNumber(x);
	const boundaries = new Float64Array(count);
	for (let i = 0; i < count; i++) boundaries[i] = mean + deviation * normal(random);
	return boundaries;
}

const levelLists: string[][] = [];

/** The texts of `count` levels: "0", "1", … */
export function levelNames(count: number): readonly string[] {
	levelLists[count] ??= Array.from({ length: count }, (_, i) => String(i));
	return levelLists[count]!;
}

/** The column of a number read from a node. */
export function numberColumn(name: string, node: number, from: number, reading: NumberReading): CausalColumn {
	return { name, kind: "number", node, component: from, convert: { family: "number-reading", parameters: reading } };
}

/** The column of a category read from a node through thresholds. */
export function thresholdColumn(name: string, node: number, from: number, bins: Thresholds): CausalColumn {
	const convert: Mechanism = { family: "thresholds", parameters: bins };
	return { name, kind: "category", node, component: from, convert, levels: levelNames(bins.codes.length) };
}
