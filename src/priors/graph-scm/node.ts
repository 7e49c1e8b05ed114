import type { Evaluation, Values } from "../../causal/scm";
import type { CalibratedFamily } from "../drawing";
import { sum } from "../draws";
import { columnMoments, type Moments, standardise } from "../moments";
import { logSumExp } from "../power";
import {
	applyFunction,
	type FunctionPlan,
	fixFunction,
	planFunction,
	type RandomFunction,
} from "./functions/functions";
import { drawWeights } from "./matrices";
import type { FunctionFamily } from "./meta";
import { type BasePoints, drawBasePoints, samplePoints } from "./points";
import { type Source, within } from "./scalars";

/** How the values that several parents' functions give are put together. */
export const OPERATIONS = ["sum", "product", "max", "logsumexp"] as const;
export type Operation = (typeof OPERATIONS)[number];

/** What a latent node is drawn from. */
export interface NodeOptions {
	readonly families: readonly FunctionFamily[];
	/** Whether the node has noise of its own, its deviation log-uniform in [1e-5, 1]. */
	readonly noisy: boolean;
}

/** A latent node before there are rows. */
export interface NodePlan {
	/** Of roots. */
	readonly points?: BasePoints;
	/** One function of all parents' vectors together, or one per parent, joined by `operation`. */
	readonly functions: readonly FunctionPlan[];
	readonly operation?: Operation;
	/** Random weights of the components. */
	readonly weights: Float32Array;
	/** Deviation of the node's own noise. */
	readonly deviation: number;
}

/** Draws a node of `width` components whose parents have `inputs` components each. */
export function planNode(
	source: Source,
	{ families, noisy }: NodeOptions,
	rows: number,
	inputs: readonly number[],
	width: number,
): NodePlan {
	const { random, scalars } = source;
	const functions: FunctionPlan[] = [];
	let points: BasePoints | undefined;
	let operation: Operation | undefined;
	if (inputs.length === 0) {
		points = drawBasePoints(within(source, "points"), width);
		functions.push(planFunction(within(source, "function"), rows, width, width, families));
	} else if (inputs.length === 1 || random.int(2) === 0) {
		functions.push(planFunction(within(source, "function"), rows, sum(inputs), width, families));
	} else {
		operation = OPERATIONS[random.int(OPERATIONS.length)]!;
		for (const [i, from] of inputs.entries()) {
			functions.push(planFunction(within(source, `function/${i}`), rows, from, width, families));
		}
	}
	const weights = drawWeights(within(source, "weights"), width);
	const deviation = noisy ? scalars.real(random.stream("noise"), "noise", { low: 1e-5, high: 1, log: true }) : 0;
	return { points, functions, operation, weights, deviation };
}

/** A latent node's vector, frozen. Plain data. */
export interface GraphNode {
	/** Of roots. */
	readonly points?: BasePoints;
	/** One function of all parents' vectors together, or one per parent, joined by `operation`. */
	readonly functions: readonly RandomFunction[];
	readonly operation?: Operation;
	readonly moments: Moments;
	/** Random weights over the mean length of the rows. */
	readonly factors: Float32Array;
	/** Deviation of the node's own noise. */
	readonly deviation: number;
}

/** First draw number of the node's own noise, behind those of its base points. */
export const NOISE_DRAW = 1 << 16;

/** All parents' vectors, one after the other in each row. */
function concatenate({ parents, rows }: Evaluation): Float32Array {
	let width = 0;
	for (const parent of parents) width += parent.width;
	const x = new Float32Array(rows * width);
	let offset = 0;
	for (const parent of parents) {
		copyColumns(parent.values as Float32Array, parent.width, x, width, offset);
		offset += parent.width;
	}
	return x;
}

/** Copies rows of `width` numbers into the columns of x from `offset` on. */
function copyColumns(values: Float32Array, width: number, x: Float32Array, stride: number, offset: number): void {
	for (let i = 0, to = offset; i < values.length; to += stride) {
		for (let k = 0; k < width; k++, i++) x[to + k] = values[i]!;
	}
}

/** Joins matrices number by number, in the first. */
export function join(operation: Operation, parts: readonly Float32Array[]): Float32Array {
	const y = parts[0]!;
	for (let n = 1; n < parts.length; n++) {
		const part = parts[n]!;
		if (operation === "sum") for (let i = 0; i < y.length; i++) y[i] = y[i]! + part[i]!;
		else if (operation === "product") for (let i = 0; i < y.length; i++) y[i] = y[i]! * part[i]!;
		else if (operation === "max") for (let i = 0; i < y.length; i++) y[i] = Math.max(y[i]!, part[i]!);
		else logSumExp(y, part);
	}
	return y;
}

function finish(
	node: Pick<GraphNode, "moments" | "factors" | "deviation">,
	y: Float32Array,
	at: Evaluation,
	out: Values,
) {
	const { width, noise } = at;
	const { moments, factors, deviation } = node;
	standardise(moments, y);
	if (deviation > 0) noise.normal(out, width, NOISE_DRAW);
	for (let i = 0; i < y.length; ) {
		for (let k = 0; k < width; k++, i++) {
			const x = y[i]! * factors[k]!;
			out[i] = deviation > 0 ? x + deviation * out[i]! : x;
		}
	}
}

/** Mean length of the standardised, weighted rows. Four rows at once, so that none waits for another's sums. */
function meanLength(y: Float32Array, { means, inverses }: Moments, weights: Float32Array): number {
	const width = weights.length;
	const rows = y.length / width;
	let length = 0;
	let row = 0;
	for (; row + 3 < rows; row += 4) {
		let at = row * width;
		let a = 0;
		let b = 0;
		let c = 0;
		let d = 0;
		for (let k = 0; k < width; k++, at++) {
			const mean = means[k]!;
			const inverse = inverses[k]!;
			const weight = weights[k]!;
			const xa = (y[at]! - mean) * inverse * weight;
			const xb = (y[at + width]! - mean) * inverse * weight;
			const xc = (y[at + 2 * width]! - mean) * inverse * weight;
			const xd = (y[at + 3 * width]! - mean) * inverse * weight;
			a += xa * xa;
			b += xb * xb;
			c += xc * xc;
			d += xd * xd;
		}
		length += Math.sqrt(a) / rows;
		length += Math.sqrt(b) / rows;
		length += Math.sqrt(c) / rows;
		length += Math.sqrt(d) / rows;
	}
	for (; row < rows; row++) {
		let squares = 0;
		for (let k = 0; k < width; k++) {
			const x = (y[row * width + k]! - means[k]!) * inverses[k]! * weights[k]!;
			squares += x * x;
		}
		length += Math.sqrt(squares) / rows;
	}
	return length;
}

/**
 * The family "graph-node": a vector from its parents' vectors (or from base points) through random functions,
 * standardised, weighted and scaled to mean length 1.
 */
export const GRAPH_NODE: CalibratedFamily<NodePlan, GraphNode> = {
	calibrate({ points, functions: plans, operation, weights, deviation }, at, out) {
		const { width, parents } = at;
		const functions: RandomFunction[] = [];
		const fix = (plan: FunctionPlan, x: Float32Array) => {
			const { f, y } = fixFunction(plan, x);
			functions.push(f);
			return y;
		};
		const y = points
			? fix(plans[0]!, samplePoints(points, at, width))
			: operation
				? join(
						operation,
						parents.map((parent, i) => fix(plans[i]!, parent.values as Float32Array)),
					)
				: fix(plans[0]!, concatenate(at));
		const moments = columnMoments(y, width);
		const length = meanLength(y, moments, weights);
		const factors = weights.map((w) => w / (length || 1));
		finish({ moments, factors, deviation }, y, at, out);
		return { points, functions, operation, moments, factors, deviation };
	},
	evaluate(node, at, out) {
		const { parents, width } = at;
		const y = node.points
			? applyFunction(node.functions[0]!, samplePoints(node.points, at, width))
			: node.operation
				? join(
						node.operation,
						parents.map((parent, i) => applyFunction(node.functions[i]!, parent.values as Float32Array)),
					)
				: applyFunction(node.functions[0]!, concatenate(at));
		finish(node, y, at, out);
	},
};
