import type { Random } from "../../random";
import { ACTIVATIONS, type Activation, applyPower, COMMON_ACTIVATIONS } from "../activations";
import { logUniform } from "../draws";
import { exp } from "../elementary";
import { columnMoments, type Moments, shiftScale, standardise } from "../moments";
import type { Source } from "./scalars";

/** The elementwise ones of TabICLv2's list. */
export const ELEMENTWISE: readonly Activation[] = [
	...COMMON_ACTIVATIONS,
	"heaviside",
	"rbf",
	"exp",
	"indicator",
	"sin",
	"square",
	"abs",
	"log-abs",
	"sigmoid",
	"round",
	"fraction",
	"log-sigmoid",
];
/** Those that look at a whole row of units. */
export const ROW_WISE = ["rank", "softmax", "is-max", "argsort"] as const;
export type RowWise = (typeof ROW_WISE)[number];

export type Shape = Activation | RowWise | { readonly exponent: number; readonly signed: boolean };

/** standardise → scale · (x − a data point) → activation → standardise, frozen. Plain data. */
export interface FrozenActivation {
	readonly shape: Shape;
	readonly before: Moments;
	readonly scale: number;
	/** The standardised data point. */
	readonly point: Float32Array;
	readonly after: Moments;
}

/** An activation before the rows are known: `row` is its data point. */
export interface ActivationPlan extends Pick<FrozenActivation, "shape" | "scale"> {
	readonly row: number;
}

/** One of the 27 with probability 4/6; relu(x)^a or sign(x) |x|^a with 1/6 each, a ~ LogU(0.1, 10). */
function drawShape({ random, scalars }: Source): Shape {
	const u = random.uniform();
	if (u < 4 / 6) {
		const i = random.int(ELEMENTWISE.length + ROW_WISE.length);
		return i < ELEMENTWISE.length ? ELEMENTWISE[i]! : ROW_WISE[i - ELEMENTWISE.length]!;
	}
	const exponent = scalars.real(random, "activation/exponent", { low: 0.1, high: 10, log: true });
	return { exponent, signed: u >= 5 / 6 };
}

/** An elementwise activation to be applied in place, for random matrices. */
export function drawElementwise(random: Random): (x: Float32Array) => void {
	const u = random.uniform();
	if (u < 4 / 6) return ACTIVATIONS[ELEMENTWISE[random.int(ELEMENTWISE.length)]!];
	const exponent = logUniform(random, 0.1, 10);
	return (x) => applyPower(x, exponent, u >= 5 / 6);
}

/** Draws an activation for values of `rows` rows. */
export function planActivation(source: Source, rows: number): ActivationPlan {
	const { random, scalars } = source;
	const shape = drawShape(source);
	const scale = scalars.real(random, "activation/scale", { low: 1, high: 10, log: true });
	return { shape, scale, row: random.int(rows) };
}

/** Fixes an activation on x (rows × width), applies it in place and returns it frozen. */
export function fixActivation({ shape, scale, row }: ActivationPlan, x: Float32Array, width: number): FrozenActivation {
	const before = columnMoments(x, width);
	standardise(before, x);
	const point = x.slice(row * width, (row + 1) * width);
	shiftAndApply(shape, scale, point, x, width);
	const after = columnMoments(x, width);
	standardise(after, x);
	return { shape, before, scale, point, after };
}

/** Applies a frozen activation in place. */
export function applyActivation(frozen: FrozenActivation, x: Float32Array, width: number): void {
	standardise(frozen.before, x);
	shiftAndApply(frozen.shape, frozen.scale, frozen.point, x, width);
	standardise(frozen.after, x);
}

function shiftAndApply(shape: Shape, scale: number, point: Float32Array, x: Float32Array, width: number): void {
	shiftScale(x, new Float64Array(point), new Float64Array(width).fill(scale), new Float64Array(width));
	if (typeof shape === "object") applyPower(x, shape.exponent, shape.signed);
	else if (shape in ACTIVATIONS) ACTIVATIONS[shape as Activation](x);
	else applyRowWise(shape as RowWise, x, width);
}

function applyRowWise(shape: RowWise, x: Float32Array, width: number): void {
	const order = new Int32Array(width);
	for (let at = 0; at < x.length; at += width) {
		if (shape === "softmax") softmaxRow(x, at, width);
		else if (shape === "is-max") {
			let best = 0;
			for (let k = 1; k < width; k++) if (x[at + k]! > x[at + best]!) best = k;
			for (let k = 0; k < width; k++) x[at + k] = k === best ? 1 : 0;
		} else {
			sortIndices(x, at, order);
			if (shape === "argsort") for (let k = 0; k < width; k++) x[at + k] = order[k]!;
			else for (let k = 0; k < width; k++) x[at + order[k]!] = k;
		}
	}
}

function softmaxRow(x: Float32Array, from: number, width: number): void {
	const to = from + width;
	let top = Number.NEGATIVE_INFINITY;
	for (let i = from; i < to; i++) top = Math.max(top, x[i]!);
	let total = 0;
	for (let i = from; i < to; i++) {
		x[i] = exp(x[i]! - top);
		total += x[i]!;
	}
	for (let i = from; i < to; i++) x[i] = x[i]! / total;
}

/** Indices of the values from `from` on in ascending order, ties in their own, by insertion: rows are short. */
function sortIndices(x: Float32Array, from: number, order: Int32Array): void {
	for (let k = 0; k < order.length; k++) {
		const value = x[from + k]!;
		let at = k;
		while (at > 0 && x[from + order[at - 1]!]! > value) {
			order[at] = order[at - 1]!;
			at--;
		}
		order[at] = k;
	}
}
