// B rows, F token columns, N numbers, S scalars, W width, P what a column's logits are made of, M logistics, K bins
import { COMPONENTS, LEAST_SHARE, STEEPEST } from "../../../nn/kernels/primitives";
import { cutsOf, type Layout, layOut, type Shape, stateRow } from "../../../nn/mlp/layout";
import type { TokenColumn } from "../../../tokens/tokens";
import type { GraphBuilder } from "./graph";

/** The values that enter: states[B, F] (−1: masked) and scores[B, F], the normal score of a state that is a bin. */
export interface NetworkInputs {
	readonly states: string;
	readonly scores: string;
}

/** A number for every state of every column, masked first, and where each column's begin. */
function byState(tokens: readonly TokenColumn[], masked: number, of: (f: number, state: number) => number) {
	return tokens.flatMap((token, f) => [masked, ...Array.from({ length: token.states }, (_, state) => of(f, state))]);
}

/** Positions of the columns' states in `byState`: index[B, F] = states + 1 + where the column's begin. */
function stateIndex(graph: GraphBuilder, states: string, tokens: readonly TokenColumn[]): string {
	let next = 0;
	const starts = tokens.map((token) => {
		const start = next;
		next += token.states + 1;
		return start + 1;
	});
	return graph.add("Add", [states, graph.whole(starts, [1, tokens.length])]);
}

/** silu(x) = x σ(x). */
const silu = (graph: GraphBuilder, x: string) => graph.add("Mul", [x, graph.add("Sigmoid", [x])]);

/** The numbers' scores and piecewise-linear encodings, s[B, S]: see `Primitives.ramps`. */
function scalars(graph: GraphBuilder, inputs: NetworkInputs, index: string, shape: Shape<TokenColumn>, layout: Layout) {
	const { tokens } = shape;
	const numeric = tokens.flatMap(({ scores }, f) => (scores ? [f] : []));
	const S = layout.scalarWidth;
	const own = (f: number, state: number) => tokens[f]!.scores?.[state - tokens[f]!.bins] ?? Number.NaN;
	const isBin = (f: number, state: number) => (state < tokens[f]!.bins ? 1 : 0);
	const has = (f: number, state: number) => (isBin(f, state) || !Number.isNaN(own(f, state)) ? 1 : 0);
	const fixed = (f: number, state: number) => (isBin(f, state) || !has(f, state) ? 0 : own(f, state));
	const pick = (of: (f: number, state: number) => number) => {
		const all = graph.add("Gather", [graph.floats(byState(tokens, 0, of)), index]);
		return graph.add("Gather", [all, graph.whole(numeric)], { axis: 1 }); // [B, N]
	};
	const scores = graph.add("Gather", [inputs.scores, graph.whole(numeric)], { axis: 1 });
	const z = graph.add("Add", [graph.add("Mul", [scores, pick(isBin)]), pick(fixed)]);
	const present = pick(has);
	// Φ(z) = (1 + erf(z / √2)) / 2
	const erf = graph.add("Erf", [graph.add("Mul", [z, graph.floats([Math.SQRT1_2])])]);
	const share = graph.add("Mul", [graph.add("Add", [erf, graph.floats([1])]), graph.floats([0.5])]);
	const place = graph.add("Mul", [share, graph.floats(layout.numbers.map(({ pieces }) => pieces))]);
	// Which number each scalar is of, and which ramp: −1 is the score, −2 padding.
	const numberOf = new Array<number>(S).fill(0);
	const rampOf = new Array<number>(S).fill(-2);
	for (const [n, { at, pieces }] of layout.numbers.entries()) {
		for (let k = -1; k < pieces; k++) [numberOf[at + 1 + k], rampOf[at + 1 + k]] = [n, k];
	}
	const spread = (x: string) => graph.add("Gather", [x, graph.whole(numberOf)], { axis: 1 }); // [B, S]
	const where = (test: (ramp: number) => boolean) => graph.floats(rampOf.map((ramp) => (test(ramp) ? 1 : 0)));
	const risen = graph.add("Sub", [spread(place), graph.floats(rampOf.map((ramp) => Math.max(0, ramp) + 0.5))]);
	const doubled = graph.add("Mul", [risen, graph.floats([2])]);
	const ramps = graph.add("Clip", [doubled, graph.floats([-1], []), graph.floats([1], [])]);
	const revealed = graph.add("Mul", [graph.add("Mul", [ramps, spread(present)]), where((ramp) => ramp >= 0)]);
	return graph.add("Add", [graph.add("Mul", [spread(z), where((ramp) => ramp === -1)]), revealed]);
}

/**
 * Numbers' bins as a mixture of logistics: see `Primitives.mixBins`. In double precision, since it takes differences of
 * numbers that are nearly the same.
 */
function mixBins(graph: GraphBuilder, z: string, { bins, states }: TokenColumn, at: number, free: number): string {
	const M = COMPONENTS;
	const double = (x: string) => graph.add("Cast", [x], { to: 11 });
	const part = (i: number) => double(graph.slice(z, 1, at + i * M, at + (i + 1) * M)); // [B, M]
	const weight = graph.add("Softmax", [part(0)], { axis: 1 });
	const bound = (x: number) => graph.doubles([x], []);
	const steep = graph.add("Exp", [graph.add("Clip", [part(2), bound(-STEEPEST), bound(STEEPEST)])]);
	const behind = (x: string) => graph.add("Unsqueeze", [x, graph.whole([2])]); // [B, M, 1]
	const cuts = graph.doubles(cutsOf({ bins }).subarray(0, bins), [1, 1, bins]);
	const u = graph.add("Mul", [behind(steep), graph.add("Sub", [cuts, behind(part(1))])]); // [B, M, K]
	// σ(u) = 1 / (1 + e^−u), which double precision has no operator for everywhere.
	const limited = graph.add("Clip", [graph.add("Neg", [u]), bound(-700), bound(700)]);
	const one = graph.doubles([1], []);
	const share = graph.add("Div", [one, graph.add("Add", [one, graph.add("Exp", [limited])])]);
	const below = graph.add("MatMul", [graph.add("Unsqueeze", [weight, graph.whole([1])]), share]); // [B, 1, K]
	const until = graph.add("Squeeze", [below, graph.whole([1])]); // [B, K]
	const before = graph.add("Pad", [graph.slice(until, 1, 0, bins - 1), graph.whole([0, 1, 0, 0])]);
	const p = graph.add("Add", [graph.add("Sub", [until, before]), graph.doubles([LEAST_SHARE / bins], [])]);
	const mixed = graph.add("Log", [graph.add("Mul", [p, graph.doubles([bins], [])])]);
	const own = graph.add("Mul", [graph.slice(z, 1, 0, bins), graph.floats([free])]);
	const logits = graph.add("Add", [own, graph.add("Cast", [mixed], { to: 1 })]);
	if (states === bins) return logits;
	return graph.add("Concat", [logits, graph.slice(z, 1, bins, states)], { axis: 1 });
}

/** Adds the network of `shape` to a graph; gives the names of the logits[B, states] of the columns asked for. */
export function addNetwork(
	graph: GraphBuilder,
	inputs: NetworkInputs,
	shape: Shape<TokenColumn>,
	parameters: Float32Array,
	columns: readonly number[],
): string[] {
	const layout = layOut(shape);
	const { tokens, width: W } = shape;
	const piece = (at: number, dims: readonly number[]) =>
		graph.floats(parameters.subarray(at, at + dims.reduce((a, b) => a * b, 1)), dims);
	const index = stateIndex(graph, inputs.states, tokens);
	const rows = byState(tokens, 0, (f, state) => stateRow(layout.rowsOf[f]!, state));
	// The masked row of each column stands where its states begin.
	let at = 0;
	for (const [f, token] of tokens.entries()) {
		rows[at] = layout.rowsOf[f]!.masked;
		at += token.states + 1;
	}
	const codes = graph.add("Gather", [graph.whole(rows), index]); // [B, F]
	const embedded = graph.add("Gather", [piece(layout.embedding, [layout.embeddingRows, W]), codes]); // [B, F, W]
	let h = graph.add("ReduceSum", [embedded, graph.whole([1])], { keepdims: 0 });
	if (layout.numbers.length > 0) {
		const s = scalars(graph, inputs, index, shape, layout);
		h = graph.add("Add", [h, graph.add("MatMul", [s, piece(layout.scalars, [layout.scalarWidth, W])])]);
	}
	for (const { matrix, bias } of layout.blocks) {
		const product = graph.add("MatMul", [silu(graph, h), piece(matrix, [W, W])]);
		h = graph.add("Add", [h, graph.add("Add", [product, piece(bias, [W])])]);
	}
	const a = silu(graph, h);
	return columns.map((f) => {
		const { matrix, bias, padded, mixture } = layout.heads[f]!;
		const z = graph.add("Add", [graph.add("MatMul", [a, piece(matrix, [W, padded])]), piece(bias, [padded])]);
		const token = tokens[f]!;
		return mixture ? mixBins(graph, z, token, mixture.at, mixture.residual) : graph.slice(z, 1, 0, token.states);
	});
}
