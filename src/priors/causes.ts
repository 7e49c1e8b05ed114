import type { Evaluation, Family, Values } from "../causal/scm";
import type { Random } from "../random";
import { normalQuantile } from "../statistics/quantile/normal";
import type { CalibratedFamily } from "./drawing";
import { normal, uniformInt } from "./draws";
import { exp, log } from "./elementary";

/** How the root causes of a table are distributed. */
export type CauseSampling = "normal" | "mixed" | "uniform";

/**
 * One root cause: normal (mean + deviation z), uniform on (0, 1), or a discrete distribution given by its values and
 * the cumulated probabilities below each but the first.
 */
export type Cause =
	| { readonly kind: "normal"; readonly mean: number; readonly deviation: number }
	| { readonly kind: "uniform" }
	| { readonly kind: "discrete"; readonly values: Float64Array; readonly cumulated: Float64Array };

/** A discrete cause over `values`, centred, and scaled to deviation 1 where `scaled`. */
function discrete(weights: Float64Array, first: number, scaled: boolean): Cause {
	let total = 0;
	for (const w of weights) total += w;
	let mean = 0;
	let square = 0;
	for (let i = 0; i < weights.length; i++) {
		mean += (weights[i]! / total) * (first + i);
		square += (weights[i]! / total) * (first + i) * (first + i);
	}
	const deviation = scaled ? Math.sqrt(Math.max(1e-12, square - mean * mean)) : 1;
	const values = new Float64Array(weights.length);
	const cumulated = new Float64Array(weights.length - 1);
	let sum = 0;
	for (let i = 0; i < weights.length; i++) {
		values[i] = (first + i - mean) / deviation;
		sum += weights[i]! / total;
		if (i < cumulated.length) cumulated[i] = sum;
	}
	return { kind: "discrete", values, cumulated };
}

/** Zipf's law with exponent a, everything above 10 counted as 10, centred. */
function zipf(a: number): Cause {
	const weights = new Float64Array(10);
	let rest = 0;
	for (let k = 1; k <= 2000; k++) {
		const w = exp(-a * log(k));
		if (k < 10) weights[k - 1] = w;
		else rest += w;
	}
	weights[9] = rest;
	return discrete(weights, 1, false);
}

/**
 * Draws the causes of a table. "mixed" draws thresholds p_n, p_m, p_z = 0.66 U a table and then for each cause the
 * first that its own uniform number exceeds: normal, multinomial with 2 … 20 classes, Zipf with exponent 2 … 4; else
 * uniform. Multinomials and Zipf laws are centred by their own moments where the reference takes the sample's.
 */
export function drawCauses(random: Random, count: number, sampling: CauseSampling, ownMoments: boolean): Cause[] {
	const shares = [random.uniform(), random.uniform(), random.uniform()];
	const [pZipf, pMultinomial, pNormal] = shares.map((u) => 0.66 * u) as [number, number, number];
	const gaussian = (): Cause => {
		if (!ownMoments) return { kind: "normal", mean: 0, deviation: 1 };
		const mean = normal(random);
		return { kind: "normal", mean, deviation: Math.abs(normal(random) * mean) };
	};
	return Array.from({ length: count }, (): Cause => {
		if (sampling === "normal") return gaussian();
		if (sampling === "uniform") return { kind: "uniform" };
		if (random.uniform() > pNormal) return gaussian();
		if (random.uniform() > pMultinomial) {
			const weights = new Float64Array(uniformInt(random, 2, 20)).map(() => random.uniform());
			return discrete(weights, 0, true);
		}
		if (random.uniform() > pZipf) return zipf(2 + 2 * random.uniform());
		return { kind: "uniform" };
	});
}

function evaluate(causes: readonly Cause[], { rows, noise, width }: Evaluation, out: Values): void {
	if (causes.every((cause) => cause.kind === "normal")) noise.normal(out, width);
	else noise.uniform(out, width);
	const allNormal = causes.every((cause) => cause.kind === "normal");
	for (let i = 0; i < width; i++) {
		const cause = causes[i]!;
		if (cause.kind === "uniform") continue;
		if (cause.kind === "normal") {
			const { mean, deviation } = cause;
			for (let at = i; at < rows * width; at += width) {
				out[at] = mean + deviation * (allNormal ? out[at]! : normalQuantile(out[at]!));
			}
		} else {
			const { values, cumulated } = cause;
			for (let at = i; at < rows * width; at += width) {
				const u = out[at]!;
				let k = 0;
				while (k < cumulated.length && cumulated[k]! < u) k++;
				out[at] = values[k]!;
			}
		}
	}
}

/** The family "causes": independent roots, a vector a row. */
export const CAUSES: CalibratedFamily<readonly Cause[], readonly Cause[]> & Family<readonly Cause[]> = {
	evaluate,
	calibrate(causes, at, out) {
		evaluate(causes, at, out);
		return causes;
	},
};
