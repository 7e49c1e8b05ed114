/** ONNX files: https://github.com/onnx/onnx/blob/main/onnx/onnx.proto3, whose field numbers these are. */
import { PbfWriter } from "pbf";
import type { Attribute, Constant, Graph, GraphNode, Port } from "../generators/diffusion/onnx/graph";

/** Version of the file's layout, and of the operators. */
const [IR_VERSION, OPSET] = [8, 17];

const TYPES = { float32: 1, int64: 7, float64: 11 } as const;

function writeAttribute([name, value]: [string, Attribute], pbf: PbfWriter): void {
	pbf.writeStringField(1, name);
	if (typeof value === "number") {
		pbf.writeVarintField(3, value);
		pbf.writeVarintField(20, 2);
	} else if ("float" in value) {
		pbf.writeFloatField(2, value.float);
		pbf.writeVarintField(20, 1);
	} else {
		for (const one of value) pbf.writeVarintField(8, one);
		pbf.writeVarintField(20, 7);
	}
}

function writeNode({ op, inputs, output, attributes }: GraphNode, pbf: PbfWriter): void {
	for (const input of inputs) pbf.writeStringField(1, input);
	pbf.writeStringField(2, output);
	pbf.writeStringField(4, op);
	for (const attribute of Object.entries(attributes)) pbf.writeMessage(5, writeAttribute, attribute);
}

function writeTensor({ name, dims, data }: Constant, pbf: PbfWriter): void {
	for (const dim of dims) pbf.writeVarintField(1, dim);
	const type = data instanceof Float32Array ? "float32" : data instanceof Float64Array ? "float64" : "int64";
	pbf.writeVarintField(2, TYPES[type]);
	pbf.writeStringField(8, name);
	pbf.writeBytesField(9, new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
}

function writePort({ name, type, dims }: Port, pbf: PbfWriter): void {
	pbf.writeStringField(1, name);
	const writeDim = (dim: number | string, inner: PbfWriter) =>
		typeof dim === "number" ? inner.writeVarintField(1, dim) : inner.writeStringField(2, dim);
	const writeShape = (_: unknown, inner: PbfWriter) => {
		for (const dim of dims) inner.writeMessage(1, writeDim, dim);
	};
	const writeTensorType = (_: unknown, inner: PbfWriter) => {
		inner.writeVarintField(1, TYPES[type]);
		inner.writeMessage(2, writeShape, undefined);
	};
	pbf.writeMessage(2, (_: unknown, inner: PbfWriter) => inner.writeMessage(1, writeTensorType, undefined), undefined);
}

function writeGraph({ nodes, constants, inputs, outputs }: Graph, pbf: PbfWriter): void {
	for (const node of nodes) pbf.writeMessage(1, writeNode, node);
	pbf.writeStringField(2, "standin");
	for (const constant of constants) pbf.writeMessage(5, writeTensor, constant);
	for (const port of inputs) pbf.writeMessage(11, writePort, port);
	for (const port of outputs) pbf.writeMessage(12, writePort, port);
}

/** The bytes of an ONNX file. @param metadata texts by name, which the runtimes hand out. */
export function onnxFile(graph: Graph, version: string, metadata: Readonly<Record<string, string>>): Uint8Array {
	const pbf = new PbfWriter();
	pbf.writeVarintField(1, IR_VERSION);
	pbf.writeStringField(2, "standin");
	pbf.writeStringField(3, version);
	pbf.writeMessage(7, writeGraph, graph);
	pbf.writeMessage(8, (opset: number, inner: PbfWriter) => inner.writeVarintField(2, opset), OPSET);
	for (const entry of Object.entries(metadata)) {
		const write = ([key, value]: [string, string], inner: PbfWriter) => {
			inner.writeStringField(1, key);
			inner.writeStringField(2, value);
		};
		pbf.writeMessage(14, write, entry);
	}
	return pbf.finish();
}
