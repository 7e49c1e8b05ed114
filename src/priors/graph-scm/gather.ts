import type { Evaluation } from "../../causal/scm";
import type { CalibratedFamily } from "../drawing";
import { drawNormals } from "../kernels/noise";
import { type Warp, warped } from "../reading";
import { type CategoryMode, rangeOf, type Slice, slice } from "./converters";
import type { Centres } from "./functions/discretise";
import { type FunctionPlan, fixFunction, planFunction } from "./functions/functions";
import type { FunctionFamily } from "./meta";
import type { Source } from "./scalars";

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
				const { warp } = part;
				for (let row = 0; row < rows; row++) out[row * stride + from] = warp ? warped(warp, x[row]!) : x[row]!;
				continue;
			}
			const { vectors } = part;
			const natural = part.natural === undefined ? undefined : parents[part.natural]!.values;
			for (let row = 0; row < rows; row++) {
				if (natural && natural[row] === x[row]) continue;
				const to = row * stride + from;
				const at = x[row]! * width;
				for (let k = 0; k < width; k++) out[to + k] = vectors[at + k]!;
			}
		}
		for (let i = 0; i < out.length; i++) out[i] = out[i]! * importance;
	},
};
