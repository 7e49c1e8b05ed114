import { exp, log } from "../../elementary";
import { lined, lineOf } from "../../gpu/words";
import { type ActivationPlan, ELEMENTWISE, ROW_WISE, type RowWise, type Shape } from "../activation";
import type { CentresPlan } from "../functions/discretise";
import type { FunctionPlan } from "../functions/functions";
import type { RandomMatrix } from "../matrices";
import { OPERATIONS, type Operation } from "../node";
import { activate, POWER_KIND, rowWise, SIGNED_POWER_KIND } from "./activations";
import { distances, nearest, softAssign } from "./distances";
import { moments, momentsSize } from "./moments";
import { join, lookUp, takeRows } from "./moving";
import { pairProducts, product } from "./products";
import type { Cell, Matrix, Program } from "./program";
import { leafOf, normals, splits, treeMeans } from "./trees";

type Plans = { [P in FunctionPlan as P["family"]]: P["plan"] };

/** x · matrix; with phases, its cosine. */
function addProduct(program: Program, x: Matrix, { outputs, values }: RandomMatrix, phases?: Cell): Matrix {
	const { rows, width: inner } = x;
	const y = program.matrix(rows, outputs);
	const weights = program.upload(lined(values, outputs));
	const words = { rows, width: outputs, inner, x, weights, line: lineOf(outputs), phases, y };
	program.add(product, words, 2 * inner + (phases ? 30 : 0));
	return y;
}

/** Moments of the columns of a matrix. */
export function addMoments(program: Program, x: Matrix): Cell {
	const { rows, width, line } = x;
	const y = program.matrix(1, momentsSize(width));
	program.add(moments, { rows, width, x, line, y }, 10);
	return y;
}

/** The rows of x that a plan chose as centres. */
export function addCentres(program: Program, x: Matrix, chosen: Int32Array, offsets?: Cell): Matrix {
	const { width, line } = x;
	const y = program.matrix(chosen.length, width);
	const words = { rows: chosen.length, width, x, line, chosen: program.upload(chosen), offsets, y };
	program.add(takeRows, words, 2);
	return y;
}

/** The number of each row's nearest centre. */
export function addNearest(
	program: Program,
	x: Matrix,
	centres: Matrix,
	{ p }: Pick<CentresPlan, "p">,
	y = program.matrix(x.rows, 1),
): Matrix {
	const { rows, width: inputs, line } = x;
	const count = centres.rows;
	program.add(nearest, { rows, width: 1, x, line, inputs, centres, count, p, y }, 30 * inputs * count);
	return y;
}

/** Joins values number by number. */
export function addJoin(program: Program, operation: Operation, parts: readonly Matrix[]): Matrix {
	const { rows, width } = parts[0]!;
	const y = program.matrix(rows, width);
	const words = { rows, width, operation: OPERATIONS.indexOf(operation), count: parts.length, y };
	program.add(join, words, 30 * parts.length, parts);
	return y;
}

const isRowWise = (shape: Shape): shape is RowWise => ROW_WISE.includes(shape as RowWise);

/** The number of an activation among the kinds of `activate`, which leaves those of whole rows to another kernel. */
function kindOf(shape: Shape): number {
	if (typeof shape === "object") return shape.signed ? SIGNED_POWER_KIND : POWER_KIND;
	return ELEMENTWISE.indexOf(isRowWise(shape) ? "identity" : shape);
}

function addActivation(program: Program, x: Matrix, { shape, scale, row }: ActivationPlan): Matrix {
	const { rows, width } = x;
	const size = { rows, width };
	const y = program.matrix(rows, width);
	const exponent = typeof shape === "object" ? shape.exponent : 1;
	const after = isRowWise(shape) ? 0 : 1;
	program.add(activate, { ...size, x, y, kind: kindOf(shape), point: row, scale, exponent, after }, 80);
	if (!isRowWise(shape)) return y;
	const acted = program.matrix(rows, width);
	program.add(rowWise, { ...size, x: y, y: acted, kind: ROW_WISE.indexOf(shape) }, 10 * width);
	const standardised = program.matrix(rows, width);
	const plain = { kind: kindOf("identity"), point: undefined, scale: 1, exponent: 1, after: 0 };
	program.add(activate, { ...size, x: acted, y: standardised, ...plain }, 20);
	return standardised;
}

function addTrees(program: Program, x: Matrix, plan: Plans["tree"]): Matrix {
	const { rows, width: inputs } = x;
	const { outputs, depths, picks, rows: chosen, leaves, size } = plan;
	const count = picks.length;
	const drawn = program.matrix(2, count);
	const words = { rows: count, width: inputs, x, moments: addMoments(program, x) };
	program.add(splits, { ...words, picks: program.upload(picks), chosen: program.upload(chosen), y: drawn }, 2);
	const described = new Float32Array(3 * depths.length);
	let first = 0;
	let base = 0;
	depths.forEach((depth, tree) => {
		described.set([first, depth, base], 3 * tree);
		first += depth;
		base += outputs << depth;
	});
	const trees = program.upload(described);
	const pairs = Math.ceil(size / 2);
	const values = program.matrix(pairs, 2);
	const [key0, key1] = leaves.stream("normal").key;
	program.add(normals, { rows: pairs, width: 2, x: drawn, y: values, key0, key1 }, 100);
	const reached = program.matrix(rows, depths.length);
	program.add(leafOf, { rows, width: depths.length, x, inputs, splits: drawn, count, trees, y: reached }, 40);
	const y = program.matrix(rows, outputs);
	const means = { rows, width: outputs, reached, trees, count: depths.length, leaves: values, y };
	program.add(treeMeans, means, 4 * depths.length);
	return y;
}

function addSoftAssignment(program: Program, x: Matrix, plan: Plans["em"]): Matrix {
	const { rows, width: inputs, line } = x;
	const { count, scales, p, q, matrix } = plan;
	const offsets = program.upload(plan.offsets.map((offset) => 0.1 * offset));
	const centres = addCentres(program, x, plan.rows, offsets);
	const sums = program.matrix(rows, count);
	program.add(distances, { rows, width: count, x, line, inputs, centres, p, y: sums }, 30 * inputs);
	const soft = program.matrix(rows, count);
	const factors = program.upload(Float32Array.from(scales, (s) => exp(-q * log(s))));
	const logScales = program.upload(Float32Array.from(scales, (s) => log(s)));
	program.add(softAssign, { rows, width: count, x: sums, factors, logScales, exponent: q / p, y: soft }, 60);
	return addProduct(program, soft, matrix);
}

function addQuadratic(program: Program, x: Matrix, { chosen, matrix }: Plans["quadratic"]): Matrix {
	const pairs: number[] = [];
	for (let r = 0; r <= chosen.length; r++)
		for (let c = r; c <= chosen.length; c++) pairs.push(chosen[r] ?? -1, chosen[c] ?? -1);
	const { rows, width: inputs } = x;
	const y = program.matrix(rows, matrix.inputs);
	program.add(pairProducts, { rows, width: matrix.inputs, x, inputs, pairs: program.upload(pairs), y }, 6);
	return addProduct(program, y, matrix);
}

const FAMILIES: { readonly [N in keyof Plans]: (program: Program, x: Matrix, plan: Plans[N]) => Matrix } = {
	linear: addProduct,
	quadratic: addQuadratic,
	tree: addTrees,
	em: addSoftAssignment,
	gp(program, x, { inputs, outputs, frequencies, phases, amplitudes }) {
		const features = phases.length;
		const turns = { inputs, outputs: features, values: frequencies };
		const waves = addProduct(program, x, turns, program.upload(phases));
		return addProduct(program, waves, { inputs: features, outputs, values: amplitudes });
	},
	discretise(program, x, { centres: plan, map }) {
		const centres = addCentres(program, x, plan.rows);
		const images = addProduct(program, centres, map);
		const codes = addNearest(program, x, centres, plan);
		const y = program.matrix(x.rows, map.outputs);
		program.add(lookUp, { rows: x.rows, width: map.outputs, x: images, codes, y }, 2);
		return y;
	},
	mlp(program, x, { steps }) {
		let y = x;
		for (const step of steps) {
			y = "width" in step ? addActivation(program, y, step.activation) : addProduct(program, y, step.matrix);
		}
		return y;
	},
	product: (program, x, { factors }) =>
		addJoin(
			program,
			"product",
			factors.map((factor) => addFunction(program, factor, x)),
		),
};

/** Adds the jobs that fix a function on x, whose lines are as long as it is wide, and give its values there. */
export function addFunction(program: Program, { family, plan }: FunctionPlan, x: Matrix): Matrix {
	return (FAMILIES[family] as (program: Program, x: Matrix, plan: unknown) => Matrix)(program, x, plan);
}
