import { FUNCTION_FAMILIES, type FunctionFamily as Name } from "../meta";
import { type Source, within } from "../scalars";
import { discretise } from "./discretise";
import { em } from "./em";
import type { Drawn, FunctionFamily } from "./function";
import { gp } from "./gp";
import { linear } from "./linear";
import { mlp } from "./mlp";
import { quadratic } from "./quadratic";
import { tree } from "./tree";

/** A drawn function of any family. Plain data. */
export interface RandomFunction {
	readonly family: Name;
	readonly inputs: number;
	readonly outputs: number;
	readonly f: unknown;
}

/** Two functions multiplied. */
interface Product {
	readonly factors: readonly [RandomFunction, RandomFunction];
}
const CHEAP: readonly Name[] = ["gp", "tree", "discretise", "linear", "quadratic"];

/** The product of two functions of the cheap families. */
const product: FunctionFamily<Product> = {
	draw(source, x, inputs, outputs) {
		const first = drawFunction(within(source, "first"), x, inputs, outputs, CHEAP);
		const second = drawFunction(within(source, "second"), x, inputs, outputs, CHEAP);
		return { f: { factors: [first.f, second.f] }, y: multiplied(first.y, second.y) };
	},
	apply: ({ factors }, x) => multiplied(applyFunction(factors[0], x), applyFunction(factors[1], x)),
};

function multiplied(a: Float32Array, b: Float32Array): Float32Array {
	for (let i = 0; i < a.length; i++) a[i] = a[i]! * b[i]!;
	return a;
}

const FAMILIES = { mlp, tree, discretise, linear, quadratic, gp, em, product } as unknown as Readonly<
	Record<Name, FunctionFamily<unknown>>
>;

/** Draws a function of one of `families`, each as likely, on x (rows × inputs). */
export function drawFunction(
	source: Source,
	x: Float32Array,
	inputs: number,
	outputs: number,
	families: readonly Name[] = FUNCTION_FAMILIES,
): Drawn<RandomFunction> {
	const family = families[source.random.int(families.length)]!;
	const { f, y } = FAMILIES[family].draw(within(source, family), x, inputs, outputs);
	return { f: { family, inputs, outputs, f }, y };
}

/** The values of a drawn function for rows of `inputs` numbers. */
export function applyFunction({ family, f }: RandomFunction, x: Float32Array): Float32Array {
	return FAMILIES[family].apply(f, x);
}
