import type { Random } from "../../../random";
import { component } from "../../reading";
import { NOT_FINITE, targetFault } from "../compute";
import type { GraphScmOptions } from "../meta";
import type { ReadingPlan, TablePlan, VectorPlan } from "../plan";
import { warp } from "./activations";
import { points, SHAPES, softmaxLevel } from "./columns";
import { addCentres, addFunction, addJoin, addMoments, addNearest } from "./functions";
import { finish, meanLength, momentsPlace } from "./moments";
import { copy, gather, SEEN } from "./moving";
import { type Cell, type Matrix, offset, Program } from "./program";

/** Adds a copy of x to the matrix that begins at `y`. */
function addCopy(program: Program, { rows, width, line, ...x }: Matrix, y: Cell, lineOut: number): void {
	program.add(copy, { rows, width, x, line, y, lineOut }, 1);
}

/** All parents' vectors, one after the other in each row. */
function addConcatenation(program: Program, parents: readonly Matrix[]): Matrix {
	if (parents.length === 1) return parents[0]!;
	const width = parents.reduce((sum, parent) => sum + parent.width, 0);
	const y = program.matrix(parents[0]!.rows, width);
	let from = 0;
	for (const parent of parents) {
		addCopy(program, parent, offset(y, from), width);
		from += parent.width;
	}
	return y;
}

/** A node's vector, and its numbers that are not finite, one a component, as a result. */
function addNode(
	program: Program,
	{ name, width, node }: VectorPlan,
	parents: readonly Matrix[],
	rows: number,
	noise: Random,
): Matrix {
	const [key0, key1] = noise.stream(`node/${name}`).key;
	const { functions, operation } = node;
	let x: Matrix;
	if (node.points) {
		const { shape, weights } = node.points;
		x = program.matrix(rows, width);
		const own = weights && program.upload(weights);
		program.add(points, { rows, width, shape: SHAPES[shape], weights: own, y: x, key0, key1 }, 120);
	} else x = operation ? parents[0]! : addConcatenation(program, parents);
	const value = operation
		? addJoin(
				program,
				operation,
				parents.map((parent, i) => addFunction(program, functions[i]!, parent)),
			)
		: addFunction(program, functions[0]!, x);
	const moments = addMoments(program, value);
	const bad = { ...offset(moments, momentsPlace("bad", width)), rows: 1, width, line: width };
	addCopy(program, bad, program.result(1, width), width);
	const weights = program.upload(node.weights);
	const length = program.matrix(1, 1);
	program.add(meanLength, { rows, width, x: value, moments, weights, y: length }, 8);
	const y = program.matrix(rows, width);
	const own = { deviation: node.deviation, key0, key1 };
	program.add(finish, { rows, width, x: value, moments, weights, length, y, ...own }, node.deviation > 0 ? 120 : 10);
	return y;
}

/** The column of a number; as a result the number itself, or where `warpsColumn` the warped one. Gives what children see. */
function addNumber(
	program: Program,
	{ warp: exponents }: ReadingPlan,
	x: Matrix,
	warpsColumn: boolean,
	isParent: boolean,
): Cell | undefined {
	const { rows, line } = x;
	const result = program.result(rows);
	if (!exponents || !warpsColumn) addCopy(program, x, result, 1);
	if (!exponents || !(warpsColumn || isParent)) return undefined;
	const y = warpsColumn ? result : program.matrix(rows, 1);
	program.add(warp, { rows, width: 1, x, line, ...exponents, y }, 100);
	return y;
}

/** The column of a category: its level's number, as a result. Gives the vectors its children see instead of the slice. */
function addCategory(
	program: Program,
	{ name, mode, levels, level, vectors }: ReadingPlan,
	x: Matrix,
	noise: Random,
): { codes: Matrix; vectors?: Cell } {
	const { rows, width, line } = x;
	const codes = program.result(rows);
	const returnsSlice = mode!.endsWith("-id");
	let centres: Matrix | undefined;
	if (level!.kind === "neighbour") {
		centres = addCentres(program, x, level!.centres.rows);
		addNearest(program, x, centres, level!.centres, codes);
	} else {
		const { sharpness, bias } = level!;
		const [key0, key1] = noise.stream(`node/${name}${returnsSlice ? "/natural" : ""}`).key;
		const own = { moments: addMoments(program, x), bias: program.upload(bias), sharpness };
		program.add(softmaxLevel, { rows, width, x, line, ...own, y: codes, key0, key1 }, 120);
	}
	// Without intervention a column has the level that was read, so children see the slice itself.
	if (!vectors || returnsSlice) return { codes };
	if (vectors.kind === "function") return { codes, vectors: addFunction(program, vectors.function, centres!) };
	if (vectors.kind === "embedding") return { codes, vectors: program.upload(vectors.values) };
	if (vectors.kind === "centres") return { codes, vectors: centres! };
	const numbers = Float32Array.from({ length: levels * width }, (_, i) => Math.floor(i / width));
	return { codes, vectors: program.upload(numbers) };
}

/**
 * The program of a planned table: its results are, vector by vector, whether a component is not finite, and the vector's
 * columns.
 */
export function tableProgram(
	{ vectors }: TablePlan,
	rows: number,
	noise: Random,
	options: Readonly<Pick<GraphScmOptions, "warp">>,
): Program {
	const program = new Program();
	const seen: Matrix[] = [];
	for (const [v, vector] of vectors.entries()) {
		const { width, columns, importance } = vector;
		const isParent = importance !== undefined;
		const x = addNode(
			program,
			vector,
			vector.parents.map((i) => seen[i]!),
			rows,
			noise,
		);
		const components: (number | Cell)[][] = Array.from({ length: width }, () => [SEEN.itself, 0, 0, 0]);
		for (const column of columns) {
			const slice = { ...x, ...offset(x, column.from), width: column.width };
			if (!column.mode) {
				const value = addNumber(program, column, slice, options.warp === "column", isParent);
				if (value) components[column.from] = [SEEN.column, value, 0, 0];
				continue;
			}
			const { codes, vectors: own } = addCategory(program, column, slice, noise);
			for (let k = 0; own && k < column.width; k++) {
				components[column.from + k] = [SEEN.level, codes, offset(own, k), column.width];
			}
		}
		if (importance === undefined) continue;
		seen[v] = program.matrix(rows, width);
		program.add(gather, { rows, width, x, importance, y: seen[v] }, 4, components.flat());
	}
	return program;
}

/** The columns among a table's results, by their position, or the reason why the table cannot serve. */
export function readTable({ vectors, hyper }: TablePlan, rows: number, results: Float32Array): Float32Array[] | string {
	const values: Float32Array[] = [];
	let at = 0;
	const next = (count: number) => {
		at += count;
		return results.subarray(at - count, at);
	};
	for (const vector of vectors) {
		if (next(vector.width).some((bad) => bad > 0)) return NOT_FINITE;
		for (const { position } of vector.columns) values[position] = next(rows);
		const fault = targetFault(vector, hyper.features, (c) => component({ values: values[c]!, width: 1 }, 0));
		if (fault) return fault;
	}
	return values;
}
