import type { RandomMatrix } from "../matrices";
import { FUNCTION_FAMILIES, type FunctionFamily as Name } from "../meta";
import { type Source, within } from "../scalars";
import { type DiscretisationPlan, discretise } from "./discretise";
import { em, type SoftAssignmentPlan } from "./em";
import type { Fixed, FunctionFamily } from "./function";
import { type FourierFeatures, gp } from "./gp";
import { linear } from "./linear";
import { type MlpPlan, mlp } from "./mlp";
import { type Quadratic, quadratic } from "./quadratic";
import { type TreesPlan, tree } from "./tree";

/** What each family draws before there are rows. */
interface Plans {
	mlp: MlpPlan;
	tree: TreesPlan;
	discretise: DiscretisationPlan;
	linear: RandomMatrix;
	quadratic: Quadratic;
	gp: FourierFeatures;
	em: SoftAssignmentPlan;
	product: ProductPlan;
}

/** A function of any family before there are rows. */
export type FunctionPlan = {
	[N in Name]: { readonly family: N; readonly inputs: number; readonly outputs: number; readonly plan: Plans[N] };
}[Name];

/** A function of any family. Plain data. */
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
interface ProductPlan {
	readonly factors: readonly [FunctionPlan, FunctionPlan];
}
const CHEAP: readonly Name[] = ["gp", "tree", "discretise", "linear", "quadratic"];

/** The product of two functions of the cheap families. */
const product: FunctionFamily<ProductPlan, Product> = {
	plan: (source, rows, inputs, outputs) => ({
		factors: [
			planFunction(within(source, "first"), rows, inputs, outputs, CHEAP),
			planFunction(within(source, "second"), rows, inputs, outputs, CHEAP),
		],
	}),
	fix({ factors }, x) {
		const first = fixFunction(factors[0], x);
		const second = fixFunction(factors[1], x);
		return { f: { factors: [first.f, second.f] }, y: multiplied(first.y, second.y) };
	},
	apply: ({ factors }, x) => multiplied(applyFunction(factors[0], x), applyFunction(factors[1], x)),
};

function multiplied(a: Float32Array, b: Float32Array): Float32Array {
	for (let i = 0; i < a.length; i++) a[i] = a[i]! * b[i]!;
	return a;
}

const FAMILIES = { mlp, tree, discretise, linear, quadratic, gp, em, product } as unknown as Readonly<
	Record<Name, FunctionFamily<unknown, unknown>>
>;

/** Draws a function of one of `families`, each as likely, for rows of `inputs` numbers. */
export function planFunction(
	source: Source,
	rows: number,
	inputs: number,
	outputs: number,
	families: readonly Name[] = FUNCTION_FAMILIES,
): FunctionPlan {
	const family = families[source.random.int(families.length)]!;
	const plan = FAMILIES[family].plan(within(source, family), rows, inputs, outputs);
	return { family, inputs, outputs, plan } as FunctionPlan;
}

/** Fixes a planned function on x (rows × inputs). */
export function fixFunction({ family, inputs, outputs, plan }: FunctionPlan, x: Float32Array): Fixed<RandomFunction> {
	const { f, y } = FAMILIES[family].fix(plan, x);
	return { f: { family, inputs, outputs, f }, y };
}

/** The values of a fixed function for rows of `inputs` numbers. */
export function applyFunction({ family, f }: RandomFunction, x: Float32Array): Float32Array {
	return FAMILIES[family].apply(f, x);
}
