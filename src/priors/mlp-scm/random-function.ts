import type { Random } from "../../random";
import { normal, uniform } from "../draws";
import { exp, log, sin } from "../elementary";

/**
 * TabICL's random activation φ(x) = Σ_{k ≤ 256} w_k sin(f_k x + p_k): f_k ~ U(0, 256), p_k ~ U(0, 2π),
 * w_k = N(0, 1) f_k^−q / ‖f^−q‖₂, ln q ~ U(ln 0.7, ln 3). Source: Qu et al., "TabICL" (ICML 2025), appendix on the prior.
 */
export interface RandomFunction {
	readonly frequencies: Float64Array;
	readonly phases: Float64Array;
	readonly weights: Float64Array;
}

/** Sines of a function. */
export const SINES = 256;
const HIGHEST = 256;

export function drawRandomFunction(random: Random): RandomFunction {
	const q = exp(uniform(random, log(0.7), log(3)));
	const frequencies = new Float64Array(SINES);
	const phases = new Float64Array(SINES);
	const weights = new Float64Array(SINES);
	let norm = 0;
	for (let k = 0; k < SINES; k++) {
		frequencies[k] = HIGHEST * random.uniform();
		phases[k] = 2 * Math.PI * random.uniform();
		const decay = exp(-q * log(frequencies[k]!));
		weights[k] = normal(random) * decay;
		norm += decay * decay;
	}
	norm = Math.sqrt(norm);
	for (let k = 0; k < SINES; k++) weights[k]! /= norm;
	return { frequencies, phases, weights };
}

/** The sum itself, sine by sine. */
export function randomFunctionAt({ frequencies, phases, weights }: RandomFunction, x: number): number {
	let sum = 0;
	for (let k = 0; k < frequencies.length; k++) sum += weights[k]! * sin(frequencies[k]! * x + phases[k]!);
	return sum;
}

/** The table covers |x| ≤ EDGE; further out, where few of the standardised inputs lie, the sum is taken itself. */
const EDGE = 4;
/** Half a radian of the highest frequency a step. */
export const STEPS = 4096;
/** Steps of the table from x to x + 1. */
export const STEPS_A_UNIT = STEPS / (2 * EDGE);
const H = 1 / STEPS_A_UNIT;

/**
 * φ on the grid −EDGE − h, −EDGE, …, EDGE + h. The input is one number, so φ is tabulated once instead of summed for
 * every unit and row; each sine walks the grid by the recurrence s(x + h) = 2 cos(f h) s(x) − s(x − h).
 */
function tabulate({ frequencies, phases, weights }: RandomFunction): Float64Array {
	const table = new Float64Array(STEPS + 3);
	const start = -EDGE - H;
	for (let k = 0; k < frequencies.length; k += 4) {
		// Four sines at a time: the recurrences are chains, and chains in parallel hide each other's latency.
		const c = [0, 0, 0, 0];
		const s = [0, 0, 0, 0];
		const b = [0, 0, 0, 0];
		for (let i = 0; i < 4 && k + i < frequencies.length; i++) {
			const f = frequencies[k + i]!;
			c[i] = 2 * sin(f * H + Math.PI / 2);
			s[i] = weights[k + i]! * sin(f * start + phases[k + i]!);
			b[i] = weights[k + i]! * sin(f * (start - H) + phases[k + i]!);
		}
		addSines(table, c[0]!, c[1]!, c[2]!, c[3]!, s[0]!, s[1]!, s[2]!, s[3]!, b[0]!, b[1]!, b[2]!, b[3]!);
	}
	return table;
}

function addSines(
	table: Float64Array,
	c0: number,
	c1: number,
	c2: number,
	c3: number,
	s0: number,
	s1: number,
	s2: number,
	s3: number,
	b0: number,
	b1: number,
	b2: number,
	b3: number,
): void {
	for (let i = 0; i < table.length; i++) {
		table[i]! += s0 + s1 + (s2 + s3);
		let next = c0 * s0 - b0;
		b0 = s0;
		s0 = next;
		next = c1 * s1 - b1;
		b1 = s1;
		s1 = next;
		next = c2 * s2 - b2;
		b2 = s2;
		s2 = next;
		next = c3 * s3 - b3;
		b3 = s3;
		s3 = next;
	}
}

const tables = new WeakMap<RandomFunction, Float64Array>();

/** The function's values at −EDGE − h, −EDGE, …, EDGE + h, worked out once. */
export function tableOf(f: RandomFunction): Float64Array {
	let table = tables.get(f);
	if (!table) {
		table = tabulate(f);
		tables.set(f, table);
	}
	return table;
}

/**
 * Applies φ in place. Within the table by cubic (four-point Lagrange) interpolation, whose error for a sine of frequency f is
 * (f h)⁴ · 3/128 at most, 1.5e-3 of the highest sine's own small weight; see the test for the error of whole functions.
 */
export function applyRandomFunction(f: RandomFunction, x: Float32Array): void {
	const table = tableOf(f);
	for (let i = 0; i < x.length; i++) {
		const v = x[i]!;
		const at = (v + EDGE) * STEPS_A_UNIT;
		if (at >= 0 && at < STEPS) {
			const cell = Math.floor(at);
			const t = at - cell;
			const y0 = table[cell]!;
			const y1 = table[cell + 1]!;
			const y2 = table[cell + 2]!;
			const y3 = table[cell + 3]!;
			const u = t + 1;
			const v1 = t - 1;
			const v2 = t - 2;
			x[i] = (t * v1 * (u * y3 - v2 * y0)) / 6 + (u * v2 * (v1 * y1 - t * y2)) / 2;
		} else x[i] = Number.isFinite(v) ? randomFunctionAt(f, v) : 0;
	}
}
