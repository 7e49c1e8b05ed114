import type { Evaluation } from "../../causal/scm";
import { exp, log } from "../elementary";
import { drawWeights } from "./matrices";
import type { Source } from "./scalars";

/** Base points of a root node: uniform in a cube or in a ball, normal, or one of the two with weighted axes. */
export interface BasePoints {
	readonly shape: "cube" | "ball" | "normal" | "weighted-normal" | "weighted-cube";
	/** Weights of the axes, where weighted. */
	readonly weights?: Float32Array;
}

/** Draws the distribution of a root's base points: U[−1, 1], unit ball, N(0, 1), or N or U times RandomWeights (TabICLv2). */
export function drawBasePoints(source: Source, width: number): BasePoints {
	const { random } = source;
	const kind = random.int(4);
	if (kind === 0) return { shape: "cube" };
	if (kind === 1) return { shape: "ball" };
	if (kind === 2) return { shape: "normal" };
	return { shape: random.int(2) ? "weighted-normal" : "weighted-cube", weights: drawWeights(source, width) };
}

/** The points of the rows at hand, rows × width. */
export function samplePoints({ shape, weights }: BasePoints, { rows, noise }: Evaluation, width: number): Float32Array {
	const x = new Float32Array(rows * width);
	if (shape === "cube" || shape === "weighted-cube") {
		noise.uniform(x, width);
		for (let i = 0; i < x.length; i++) x[i] = 2 * x[i]! - 1;
	} else noise.normal(x, width);
	if (weights) {
		for (let i = 0; i < x.length; ) for (let k = 0; k < width; k++, i++) x[i] = x[i]! * weights[k]!;
	}
	if (shape === "ball") {
		// A normal's direction at radius u^(1 / width).
		const radii = new Float32Array(rows);
		noise.uniform(radii, 1, width);
		for (let row = 0; row < rows; row++) {
			let squares = 0;
			for (let k = 0; k < width; k++) squares += x[row * width + k]! ** 2;
			const factor = exp(log(radii[row]!) / width) / (Math.sqrt(squares) || 1);
			for (let k = 0; k < width; k++) x[row * width + k] = x[row * width + k]! * factor;
		}
	}
	return x;
}
