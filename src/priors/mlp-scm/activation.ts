import type { Random } from "../../random";
import { ACTIVATIONS, type Activation, COMMON_ACTIVATIONS } from "../activations";
import { normal } from "../draws";
import { exp } from "../elementary";
import type { MetaStreams } from "../meta-distributions";
import { metaWeights } from "../meta-distributions";
import { applyRandomFunction, drawRandomFunction, type RandomFunction } from "./random-function";

/** The eighteen fixed activations of TabICL's prior, in its order. */
export const SIMPLE_ACTIVATIONS = [
	...COMMON_ACTIVATIONS,
	"rbf",
	"exp",
	"sqrt-abs",
	"indicator",
	"sin",
	"square",
	"abs",
] as const satisfies readonly Activation[];

/** One of these. */
export type SimpleActivation = (typeof SIMPLE_ACTIVATIONS)[number];

/** Entries that draw a random function, and the total before the "another one each layer" entries double it. */
const RANDOM_FUNCTIONS = 10;
const BASE = SIMPLE_ACTIVATIONS.length + RANDOM_FUNCTIONS;

/** One layer's activation: act(scale · (x + shift)) of standardised x; the scale and the shift serve all units. */
export interface LayerActivation {
	readonly activation: SimpleActivation | RandomFunction;
	readonly scale: number;
	readonly shift: number;
}

/** Which activation a table's layers have: an index below 28 for all layers, or "another one each layer". */
export type ActivationChoice = number | "each-layer";

/** One draw from the softmax of [1, U(−5, 6), …] over 28 activations and 28 entries of "another one each layer". */
export function drawActivationChoice({ meta, random }: MetaStreams): ActivationChoice {
	const weights = metaWeights({ meta, random }, 2 * BASE, -5, 6);
	let left = random.uniform();
	for (let i = 0; i < weights.length; i++) {
		left -= weights[i]!;
		if (left < 0) return i < BASE ? i : "each-layer";
	}
	return "each-layer";
}

/** Draws one layer's activation. */
export function drawLayerActivation(random: Random, choice: ActivationChoice): LayerActivation {
	const index = choice === "each-layer" ? random.int(BASE) : choice;
	const scale = exp(2 * normal(random));
	const shift = normal(random);
	const simple = SIMPLE_ACTIVATIONS[index];
	// A random function standardises its input once more, which takes the scale and the shift out again.
	return simple === undefined
		? { activation: drawRandomFunction(random.stream("sines")), scale: 1, shift: 0 }
		: { activation: simple, scale, shift };
}

/** Applies the activation in place to values already scaled and shifted. */
export function applyLayerActivation({ activation }: LayerActivation, x: Float32Array): void {
	if (typeof activation === "string") ACTIVATIONS[activation](x);
	else applyRandomFunction(activation, x);
}

/** A layer's activation in a word. */
export function activationName({ activation }: LayerActivation): string {
	return typeof activation === "string" ? activation : "random";
}
