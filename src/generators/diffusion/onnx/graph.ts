/** A graph of ONNX operators as plain data, before it is written as a file. */

export type Attribute = number | { readonly float: number } | readonly number[];

/** One operator. Names of inputs and outputs tie operators together. */
export interface GraphNode {
	readonly op: string;
	readonly inputs: readonly string[];
	readonly output: string;
	/** Whole numbers, lists of them, or floats marked as such. */
	readonly attributes: Readonly<Record<string, Attribute>>;
}

export interface Constant {
	readonly name: string;
	readonly dims: readonly number[];
	readonly data: Float32Array | Float64Array | BigInt64Array;
}

/** A value that enters or leaves; a dimension given as text may have any size. */
export interface Port {
	readonly name: string;
	readonly type: "int64" | "float32";
	readonly dims: readonly (number | string)[];
}

export interface Graph {
	readonly nodes: readonly GraphNode[];
	readonly constants: readonly Constant[];
	readonly inputs: readonly Port[];
	readonly outputs: readonly Port[];
}

/** Collects a graph; names are made as they are needed. */
export class GraphBuilder {
	readonly nodes: GraphNode[] = [];
	readonly constants: Constant[] = [];

	/** Adds an operator and gives its output's name. */
	add(
		op: string,
		inputs: readonly string[],
		attributes: GraphNode["attributes"] = {},
		output = `${op.toLowerCase()}_${this.nodes.length}`,
	): string {
		this.nodes.push({ op, inputs, output, attributes });
		return output;
	}

	private constant(data: Constant["data"], dims: readonly number[] = [data.length]): string {
		const name = `constant_${this.constants.length}`;
		this.constants.push({ name, dims, data });
		return name;
	}

	floats(values: ArrayLike<number>, dims?: readonly number[]): string {
		return this.constant(Float32Array.from(values), dims);
	}

	doubles(values: ArrayLike<number>, dims?: readonly number[]): string {
		return this.constant(Float64Array.from(values), dims);
	}

	whole(values: ArrayLike<number>, dims?: readonly number[]): string {
		return this.constant(BigInt64Array.from(Array.from(values, BigInt)), dims);
	}

	/** Elements `from` … `to` of the axis. */
	slice(x: string, axis: number, from: number, to: number): string {
		return this.add("Slice", [x, this.whole([from]), this.whole([to]), this.whole([axis])]);
	}
}
