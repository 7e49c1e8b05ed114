import type { Evaluation } from "../../causal/scm";
import type { Random } from "../../random";
import type { CalibratedFamily } from "../drawing";
import { logUniform, logUniformInt } from "../draws";
import { log } from "../elementary";
import { toGumbels } from "../gumbels";
import { columnMoments, type Moments, standardise } from "../moments";
import { type Warp, warped } from "../reading";
import { type Centres, type CentresPlan, fixCentres, nearest, planCentres } from "./functions/discretise";
import { drawWeights } from "./matrices";
import { type Source, within } from "./scalars";

/** The seven ways a category comes out of a node and goes back into it (TabICLv2), each as likely. */
export const CATEGORY_MODES = [
	"neighbour-id",
	"neighbour-disc",
	"neighbour-func",
	"neighbour-int",
	"softmax-id",
	"softmax-disc",
	"softmax-int",
] as const;
export type CategoryMode = (typeof CATEGORY_MODES)[number];

/**
 * Components of a node that a category of `levels` is read from: one a level for the softmax, log-uniform in
 * 1 … levels for the nearest neighbour (the source's description leaves that range open).
 */
export function categoryWidth(random: Random, mode: CategoryMode, levels: number): number {
	return mode.startsWith("softmax") ? levels : logUniformInt(random, 1, levels);
}

/** Components from … from + width − 1 of the first parent. */
export function slice({ parents, rows }: Evaluation, from: number, width: number): Float32Array {
	const { values, width: stride } = parents[0]!;
	const x = new Float32Array(rows * width);
	for (let row = 0, i = 0; row < rows; row++) {
		for (let k = 0; k < width; k++, i++) x[i] = values[row * stride + from + k]!;
	}
	return x;
}

/** Where a column's slice of its node begins. */
export interface Slice {
	readonly from: number;
	readonly width: number;
}

/** How a category's level is read, before there are rows. */
export type LevelPlan =
	| { readonly kind: "neighbour"; readonly centres: CentresPlan }
	| ({ readonly kind: "softmax" } & Pick<Softmax, "sharpness" | "bias">);

/** Draws how one of `levels` levels is read from `width` components. */
export function planLevel(source: Source, mode: CategoryMode, rows: number, width: number, levels: number): LevelPlan {
	if (mode.startsWith("neighbour")) return { kind: "neighbour", centres: planCentres(source, rows, width, levels) };
	const { random, scalars } = source;
	const sharpness = scalars.real(random, "softmax/sharpness", { low: 0.1, high: 10, log: true });
	const bias = new Float64Array(drawWeights(within(source, "weights"), width));
	for (let k = 0; k < width; k++) bias[k] = log(Math.max(1e-30, bias[k]!));
	return { kind: "softmax", sharpness, bias };
}

/** The family "neighbour": the nearest of some of the calibration rows. */
export const NEIGHBOUR: CalibratedFamily<Slice & { centres: CentresPlan }, Slice & { centres: Centres }> = {
	calibrate({ from, width, centres: plan }, at, out) {
		const centres = fixCentres(plan, slice(at, from, width));
		const parameters = { from, width, centres };
		NEIGHBOUR.evaluate(parameters, at, out);
		return parameters;
	},
	evaluate({ from, width, centres }, at, out) {
		out.set(nearest(centres, slice(at, from, width)));
	},
};

/** A draw from the softmax of sharpness · standardised slice + bias. */
interface Softmax extends Slice {
	readonly moments: Moments;
	readonly sharpness: number;
	readonly bias: Float64Array;
}

/**
 * The family "softmax": multinomial(softmax(f · std(x) + ln w)), f ~ LogU(0.1, 10), drawn as the largest of
 * logit + Gumbel noise, so that a row keeps its noise in every world.
 */
export const SOFTMAX: CalibratedFamily<Omit<Softmax, "moments">, Softmax> = {
	calibrate({ from, width, sharpness, bias }, at, out) {
		const parameters = { from, width, moments: columnMoments(slice(at, from, width), width), sharpness, bias };
		SOFTMAX.evaluate(parameters, at, out);
		return parameters;
	},
	evaluate({ from, width, moments, sharpness, bias }, at, out) {
		const x = slice(at, from, width);
		standardise(moments, x);
		const gumbels = new Float32Array(x.length);
		at.noise.uniform(gumbels, width);
		toGumbels(gumbels);
		for (let row = 0; row < at.rows; row++) {
			let best = 0;
			let top = Number.NEGATIVE_INFINITY;
			for (let k = 0; k < width; k++) {
				const i = row * width + k;
				const score = sharpness * x[i]! + bias[k]! + gumbels[i]!;
				if (score > top) {
					top = score;
					best = k;
				}
			}
			out[row] = best;
		}
	},
};

/** The family "component": one component of the parent, warped where the column itself is. */
export const COMPONENT: CalibratedFamily<
	{ component: number; warp?: { a: number; b: number } },
	{ component: number; warp?: Warp }
> = {
	calibrate({ component, warp }, at, out) {
		const parameters = { component, ...(warp ? { warp: rangeOf(slice(at, component, 1), warp) } : {}) };
		COMPONENT.evaluate(parameters, at, out);
		return parameters;
	},
	evaluate({ component, warp }, { parents, rows }, out) {
		const { values, width } = parents[0]!;
		for (let row = 0; row < rows; row++) {
			const x = values[row * width + component]!;
			out[row] = warp ? warped(warp, x) : x;
		}
	},
};

/** The warp over the range of x. */
export function rangeOf(x: ArrayLike<number>, { a, b }: { a: number; b: number }): Warp {
	let low = Number.POSITIVE_INFINITY;
	let high = Number.NEGATIVE_INFINITY;
	for (let i = 0; i < x.length; i++) {
		low = Math.min(low, x[i]!);
		high = Math.max(high, x[i]!);
	}
	return { a, b, low, high };
}

/** Exponents of a number's warp: none, or Kumaraswamy with a, b ~ LogU(0.2, 5), each with probability ½. */
export function drawWarp(random: Random): { a: number; b: number } | undefined {
	const warps = random.int(2) === 1;
	const a = logUniform(random, 0.2, 5);
	const b = logUniform(random, 0.2, 5);
	return warps ? { a, b } : undefined;
}
