import type { Evaluation, Family } from "../../causal/scm";
import type { Random } from "../../random";
import type { CalibratedFamily } from "../drawing";
import { logUniform, logUniformInt } from "../draws";
import { log } from "../elementary";
import { toGumbels } from "../gumbels";
import { drawNormals } from "../kernels/noise";
import { columnMoments, type Moments, standardise } from "../moments";
import { type Warp, warped } from "../reading";
import { type Centres, type CentresPlan, fixCentres, nearest, planCentres } from "./functions/discretise";
import { type FunctionPlan, fixFunction, planFunction } from "./functions/functions";
import { drawWeights } from "./matrices";
import type { FunctionFamily } from "./meta";
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
interface Slice {
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
	const bias = Float64Array.from(drawWeights(within(source, "weights"), width), (w) => log(Math.max(1e-30, w)));
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
function rangeOf(x: ArrayLike<number>, { a, b }: { a: number; b: number }): Warp {
	let low = Number.POSITIVE_INFINITY;
	let high = Number.NEGATIVE_INFINITY;
	for (let i = 0; i < x.length; i++) {
		low = Math.min(low, x[i]!);
		high = Math.max(high, x[i]!);
	}
	return { a, b, low, high };
}

/** What a column puts in the place of its slice; `column` and `natural` are positions among the parents. */
type Part = Slice & { readonly column: number } & (
		| { readonly kind: "number"; readonly warp?: Warp }
		/** A vector for each level; where `natural` has the same level, the slice itself. */
		| { readonly kind: "category"; readonly vectors: Float32Array; readonly natural?: number }
	);

export type PartPlan = Slice & { readonly column: number } & (
		| { readonly kind: "number"; readonly warp?: { a: number; b: number } }
		| {
				readonly kind: "category";
				readonly levels: number;
				readonly vectors: VectorsPlan;
				/** The neighbours, where the mode has them. */
				readonly centres?: Centres;
				readonly natural?: number;
		  }
	);

/** The vector of every level: its centre, a function of it, an embedding, its number, or the mean slice it was read from. */
export type VectorsPlan =
	| { readonly kind: "centres" | "numbers" | "slices" }
	| { readonly kind: "function"; readonly function: FunctionPlan }
	| { readonly kind: "embedding"; readonly values: Float32Array };

/** Draws the vectors of a category's levels. */
export function planVectors(
	source: Source,
	mode: CategoryMode,
	width: number,
	levels: number,
	families: readonly FunctionFamily[],
): VectorsPlan {
	if (mode === "neighbour-func") {
		return { kind: "function", function: planFunction(source, levels, width, width, families) };
	}
	if (mode.endsWith("-int")) return { kind: "numbers" };
	if (mode.startsWith("neighbour")) return { kind: "centres" };
	if (mode === "softmax-id") return { kind: "slices" };
	return { kind: "embedding", values: drawNormals(source.random.stream("embedding"), levels * width) };
}

function levelVectors(part: PartPlan & { kind: "category" }, at: Evaluation): Float32Array {
	const { levels, width, vectors, centres, natural } = part;
	if (vectors.kind === "function") return fixFunction(vectors.function, centres!.values).y;
	if (vectors.kind === "numbers") return Float32Array.from({ length: levels * width }, (_, i) => Math.floor(i / width));
	if (vectors.kind === "centres") return centres!.values;
	if (vectors.kind === "embedding") return vectors.values;
	const x = slice(at, part.from, width);
	const sums = new Float32Array(levels * width);
	const counts = new Float32Array(levels);
	const codes = at.parents[natural!]!.values;
	for (let row = 0; row < at.rows; row++) {
		counts[codes[row]!]!++;
		for (let k = 0; k < width; k++) sums[codes[row]! * width + k]! += x[row * width + k]!;
	}
	return sums.map((sum, i) => sum / Math.max(1, counts[Math.floor(i / width)]!));
}

interface Gather {
	readonly importance: number;
	readonly parts: readonly Part[];
}

/**
 * The family "gather": what a node's children see: its vector with each column's slice replaced by what the column
 * makes of it, times the node's importance. Setting a column therefore reaches the children, and nothing beside it.
 */
export const GATHER: CalibratedFamily<{ importance: number; parts: readonly PartPlan[] }, Gather> = {
	calibrate({ importance, parts }, at, out) {
		const frozen = parts.map((part): Part => {
			const { from, width, column } = part;
			if (part.kind === "category") {
				return { kind: "category", from, width, column, natural: part.natural, vectors: levelVectors(part, at) };
			}
			const warp = part.warp ? rangeOf(at.parents[column]!.values, part.warp) : undefined;
			return { kind: "number", from, width, column, warp };
		});
		const parameters = { importance, parts: frozen };
		GATHER.evaluate(parameters, at, out);
		return parameters;
	},
	evaluate({ importance, parts }, { parents, rows, width: stride }, out) {
		out.set(parents[0]!.values);
		for (const part of parts) {
			const { from, width } = part;
			const x = parents[part.column]!.values;
			if (part.kind === "number") {
				for (let row = 0; row < rows; row++) {
					out[row * stride + from] = part.warp ? warped(part.warp, x[row]!) : x[row]!;
				}
				continue;
			}
			const natural = part.natural === undefined ? undefined : parents[part.natural]!.values;
			for (let row = 0; row < rows; row++) {
				if (natural && natural[row] === x[row]) continue;
				for (let k = 0; k < width; k++) out[row * stride + from + k] = part.vectors[x[row]! * width + k]!;
			}
		}
		for (let i = 0; i < out.length; i++) out[i] = out[i]! * importance;
	},
};

/** Exponents of a number's warp: none, or Kumaraswamy with a, b ~ LogU(0.2, 5), each with probability ½. */
export function drawWarp(random: Random): { a: number; b: number } | undefined {
	const warps = random.int(2) === 1;
	const a = logUniform(random, 0.2, 5);
	const b = logUniform(random, 0.2, 5);
	return warps ? { a, b } : undefined;
}

/** The families of converters, by the names models carry. */
export const CONVERTERS: Readonly<Record<string, Family<never>>> = {
	neighbour: NEIGHBOUR,
	softmax: SOFTMAX,
	component: COMPONENT,
	gather: GATHER,
};
