/** A slow, obvious evaluator of the operators that an exported network is made of, as the ONNX specification has them. */
import type { Graph, GraphNode } from "../../src/generators/diffusion/onnx/graph";
import { normalCdf } from "../../src/statistics/normal";

export interface Tensor {
	readonly dims: readonly number[];
	readonly data: readonly number[];
}

const sizeOf = (dims: readonly number[]) => dims.reduce((a, b) => a * b, 1);

/** Where element `i` of a tensor of `dims` lies in one of `own` dims that is stretched to it. */
function stretched(i: number, dims: readonly number[], own: readonly number[]): number {
	let [left, at, step] = [i, 0, 1];
	for (let d = dims.length - 1, o = own.length - 1; d >= 0; d--, o--) {
		const place = left % dims[d]!;
		left = Math.floor(left / dims[d]!);
		if (o < 0) continue;
		if (own[o]! > 1) at += place * step;
		step *= own[o]!;
	}
	return at;
}

function binary(a: Tensor, b: Tensor, of: (x: number, y: number) => number): Tensor {
	const rank = Math.max(a.dims.length, b.dims.length);
	const dim = (t: Tensor, d: number) => t.dims[d - rank + t.dims.length] ?? 1;
	const dims = Array.from({ length: rank }, (_, d) => Math.max(dim(a, d), dim(b, d)));
	const data = Array.from({ length: sizeOf(dims) }, (_, i) =>
		of(a.data[stretched(i, dims, a.dims)]!, b.data[stretched(i, dims, b.dims)]!),
	);
	return { dims, data };
}

const each = (x: Tensor, of: (v: number) => number): Tensor => ({ ...x, data: x.data.map(of) });

function gather(x: Tensor, index: Tensor, axis: number): Tensor {
	const [outer, inner] = [sizeOf(x.dims.slice(0, axis)), sizeOf(x.dims.slice(axis + 1))];
	const data: number[] = [];
	for (let o = 0; o < outer; o++) {
		for (const i of index.data) for (let k = 0; k < inner; k++) data.push(x.data[(o * x.dims[axis]! + i) * inner + k]!);
	}
	return { dims: [...x.dims.slice(0, axis), ...index.dims, ...x.dims.slice(axis + 1)], data };
}

/** The last two dimensions multiplied, for each of those before them. */
function matMul(a: Tensor, b: Tensor): Tensor {
	const [m, k, n] = [a.dims.at(-2)!, a.dims.at(-1)!, b.dims.at(-1)!];
	const outer = sizeOf(a.dims.slice(0, -2));
	const step = b.dims.length > 2 ? k * n : 0;
	const data = new Array<number>(outer * m * n).fill(0);
	for (let o = 0; o < outer; o++) {
		for (let i = 0; i < m; i++) {
			for (let l = 0; l < k; l++) {
				const v = a.data[(o * m + i) * k + l]!;
				for (let j = 0; j < n; j++) data[(o * m + i) * n + j]! += v * b.data[o * step + l * n + j]!;
			}
		}
	}
	return { dims: [...a.dims.slice(0, -1), n], data };
}

const range = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => from + i);

function softmax(x: Tensor): Tensor {
	const n = x.dims.at(-1)!;
	const sums = new Map<number, number>();
	const powers = x.data.map((v, i) => {
		const row = Math.floor(i / n);
		const power = Math.exp(v);
		sums.set(row, (sums.get(row) ?? 0) + power);
		return power;
	});
	return { ...x, data: powers.map((p, i) => p / sums.get(Math.floor(i / n))!) };
}

function concat(a: Tensor, b: Tensor): Tensor {
	const [n, m] = [a.dims[1]!, b.dims[1]!];
	const data = range(0, a.dims[0]!).flatMap((r) => [
		...a.data.slice(r * n, (r + 1) * n),
		...b.data.slice(r * m, (r + 1) * m),
	]);
	return { dims: [a.dims[0]!, n + m], data };
}

function apply({ op, attributes }: GraphNode, [a, b, c, d]: readonly Tensor[]): Tensor {
	const x = a as Tensor;
	const y = b as Tensor;
	switch (op) {
		case "Add":
			return binary(x, y, (p, q) => p + q);
		case "Sub":
			return binary(x, y, (p, q) => p - q);
		case "Mul":
			return binary(x, y, (p, q) => p * q);
		case "Div":
			return binary(x, y, (p, q) => p / q);
		case "Neg":
			return each(x, (v) => -v);
		case "Exp":
			return each(x, Math.exp);
		case "Log":
			return each(x, Math.log);
		case "Sigmoid":
			return each(x, (v) => 1 / (1 + Math.exp(-v)));
		case "Erf":
			return each(x, (v) => 2 * normalCdf(v * Math.SQRT2) - 1);
		case "Clip":
			return each(x, (v) => Math.min(c!.data[0]!, Math.max(y.data[0]!, v)));
		case "Cast":
		case "Identity":
			return x;
		case "Gather":
			return gather(x, y, (attributes.axis as number | undefined) ?? 0);
		case "Slice": {
			const places = range(y.data[0]!, c!.data[0]!);
			return gather(x, { dims: [places.length], data: places }, d!.data[0]!);
		}
		case "Pad":
			return concat({ dims: [x.dims[0]!, 1], data: new Array(x.dims[0]).fill(0) }, x);
		case "Concat":
			return concat(x, y);
		case "Unsqueeze":
			return { ...x, dims: [...x.dims.slice(0, y.data[0]), 1, ...x.dims.slice(y.data[0])] };
		case "Squeeze":
			return { ...x, dims: x.dims.filter((_, i) => i !== y.data[0]) };
		case "Softmax":
			return softmax(x);
		case "MatMul":
			return matMul(x, y);
		case "ReduceSum": {
			const [rows, fields, width] = x.dims as [number, number, number];
			const data = Array.from({ length: rows * width }, (_, i) => {
				const [r, j] = [Math.floor(i / width), i % width];
				return range(0, fields).reduce((sum, f) => sum + x.data[(r * fields + f) * width + j]!, 0);
			});
			return { dims: [rows, width], data };
		}
		default:
			throw new Error(`No operator ${op} is known here.`);
	}
}

/** Every value of a graph by name. */
export function evaluateGraph(graph: Graph, inputs: Readonly<Record<string, Tensor>>): Map<string, Tensor> {
	const values = new Map<string, Tensor>(Object.entries(inputs));
	for (const { name, dims, data } of graph.constants) values.set(name, { dims, data: Array.from(data, Number) });
	for (const node of graph.nodes)
		values.set(
			node.output,
			apply(
				node,
				node.inputs.map((name) => values.get(name)!),
			),
		);
	return values;
}
