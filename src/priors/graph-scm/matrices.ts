import type { Random } from "../../random";
import { logUniform, normal, permutation } from "../draws";
import { exp, log } from "../elementary";
import { product } from "../gemm";
import { drawNormals } from "../kernels/noise";
import { drawElementwise } from "./activation";
import { type Source, within } from "./scalars";

/**
 * RandomWeights: wₖ ∝ exp(−ρ ln k + s N(0, 1)), ρ ~ LogU(0.1 / ln(1 + n), 6) with mass at the ends, s ~ LogU(1e-4, 10);
 * in random order, scaled to root mean square 1 (TabICLv2).
 */
export function drawWeights({ random, scalars }: Source, n: number): Float32Array {
	const weights = new Float32Array(n).fill(1);
	if (n === 1) return weights;
	const rho = scalars.real(random, "weights/decay", { low: 0.1 / log(1 + n), high: 6, log: true, boundaryMass: true });
	const s = scalars.real(random, "weights/spread", { low: 1e-4, high: 10, log: true });
	const order = permutation(random, n);
	const logits = new Float64Array(n);
	let top = Number.NEGATIVE_INFINITY;
	for (let k = 0; k < n; k++) {
		logits[k] = -rho * log(k + 1) + s * normal(random);
		top = Math.max(top, logits[k]!);
	}
	let squares = 0;
	for (let k = 0; k < n; k++) {
		logits[k] = exp(logits[k]! - top);
		squares += logits[k]! * logits[k]!;
	}
	const rms = Math.sqrt(squares / n);
	for (let k = 0; k < n; k++) weights[order[k]!] = logits[k]! / rms;
	return weights;
}

/** Kinds of random matrices, each as likely. */
const KINDS = ["gaussian", "weighted", "spectral", "kernel", "activated"] as const;

/** A random matrix as a linear map: inputs × outputs, row by row. */
export interface RandomMatrix {
	readonly inputs: number;
	readonly outputs: number;
	readonly values: Float32Array;
}

/**
 * A random linear map: Gaussian; Gaussian with weighted inputs; U diag(w) V; Laplace kernel between points of two Gaussian
 * mixtures with random signs; or an activation of one of the four. Noise of 1e-6 is added and the weights of each
 * output are scaled to norm 1 (TabICLv2).
 */
export function drawMatrix(source: Source, inputs: number, outputs: number): RandomMatrix {
	const values = drawKind(source, inputs, outputs, KINDS[source.random.int(KINDS.length)]!);
	const jitter = drawNormals(source.random.stream("jitter"), values.length);
	for (let j = 0; j < outputs; j++) {
		let squares = 0;
		for (let k = 0, i = j; k < inputs; k++, i += outputs) {
			values[i] = values[i]! + 1e-6 * jitter[i]!;
			squares += values[i]! * values[i]!;
		}
		const norm = Math.sqrt(squares) || 1;
		for (let k = 0, i = j; k < inputs; k++, i += outputs) values[i] = values[i]! / norm;
	}
	return { inputs, outputs, values };
}

function drawKind(source: Source, inputs: number, outputs: number, kind: (typeof KINDS)[number]): Float32Array {
	const { random } = source;
	if (kind === "gaussian") return drawNormals(random, inputs * outputs);
	if (kind === "weighted") {
		const values = drawNormals(random, inputs * outputs);
		const weights = drawWeights(within(source, "weights"), inputs);
		for (let k = 0, i = 0; k < inputs; k++) for (let j = 0; j < outputs; j++, i++) values[i] = values[i]! * weights[k]!;
		return values;
	}
	if (kind === "spectral") {
		const rank = Math.min(inputs, outputs);
		const u = drawNormals(random.stream("u"), inputs * rank);
		const v = drawNormals(random.stream("v"), rank * outputs);
		const weights = drawWeights(within(source, "weights"), rank);
		for (let i = 0; i < u.length; i++) u[i] = u[i]! * weights[i % rank]!;
		return multiply({ inputs: rank, outputs, values: v }, u, inputs);
	}
	if (kind === "kernel") return drawKernel(source, inputs, outputs);
	const inner = drawKind(within(source, "inner"), inputs, outputs, KINDS[random.int(KINDS.length - 1)]!);
	drawElementwise(random)(inner);
	return inner;
}

/** `count` points of the plane, each near one of the centres. */
function drawPoints(random: Random, centres: Float32Array, spread: number, count: number): Float32Array {
	const xy = drawNormals(random.stream("points"), 2 * count);
	for (let i = 0; i < count; i++) {
		const c = random.int(centres.length / 2);
		xy[2 * i] = centres[2 * c]! + spread * xy[2 * i]!;
		xy[2 * i + 1] = centres[2 * c + 1]! + spread * xy[2 * i + 1]!;
	}
	return xy;
}

/** exp(−γ |pₖ − qⱼ|) with random signs, points from Gaussian mixtures in the plane. */
function drawKernel({ random }: Source, inputs: number, outputs: number): Float32Array {
	const gamma = logUniform(random, 0.1, 10);
	const components = 1 + random.int(8);
	const centres = drawNormals(random.stream("centres"), 2 * components);
	const spread = logUniform(random, 0.1, 1);
	const p = drawPoints(random.stream("inputs"), centres, spread, inputs);
	const q = drawPoints(random.stream("outputs"), centres, spread, outputs);
	const signs = random.stream("signs");
	const values = new Float32Array(inputs * outputs);
	for (let k = 0, i = 0; k < inputs; k++) {
		for (let j = 0; j < outputs; j++, i++) {
			const dx = p[2 * k]! - q[2 * j]!;
			const dy = p[2 * k + 1]! - q[2 * j + 1]!;
			const value = exp(-gamma * Math.sqrt(dx * dx + dy * dy));
			values[i] = signs.int(2) ? value : -value;
		}
	}
	return values;
}

/** x · matrix for rows of `matrix.inputs` numbers. */
export function multiply({ inputs, outputs, values }: RandomMatrix, x: Float32Array, rows: number): Float32Array {
	return product(x, values, rows, inputs, outputs);
}
