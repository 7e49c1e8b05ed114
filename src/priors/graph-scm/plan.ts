import { bernoulli, gamma, permutation } from "../draws";
import type { DrawContext } from "../table-prior";
import { drawWarp, type LevelPlan, planLevel } from "./converters";
import { planVectors, type VectorsPlan } from "./gather";
import { type ColumnPlan, drawHyper, type Hyper } from "./hyper";
import type { GraphScmOptions } from "./meta";
import { type NodePlan, planNode } from "./node";
import { ancestorsOf, drawRandomGraph, type RandomGraph } from "./random-graph";
import { createScalars, type Source, within } from "./scalars";

/** One column and how it is read, before there are rows. */
export interface ReadingPlan extends ColumnPlan {
	/** Place among the table's columns; the target's is the last. */
	readonly position: number;
	/** First component of its node that it reads. */
	readonly from: number;
	/** Of numbers, where they are warped: the column itself or what its children see, as the options say. */
	readonly warp?: { readonly a: number; readonly b: number };
	/** Of numbers that are quantised: into how many values. */
	readonly steps?: number;
	/** Of categories. */
	readonly level?: LevelPlan;
	/** Of categories: what children see of each level. Absent where there are no children. */
	readonly vectors?: VectorsPlan;
	/** Of categories: order in which levels are numbered. */
	readonly order?: Int32Array;
}

/** A latent node with its columns. */
export interface VectorPlan {
	readonly name: string;
	readonly width: number;
	/** Indices into the plan's vectors. */
	readonly parents: readonly number[];
	readonly node: NodePlan;
	readonly columns: readonly ReadingPlan[];
	/** What its children see is multiplied by this; absent where it has none. */
	readonly importance?: number;
}

/** A table before anything was computed: all that is drawn for it but the noise of its rows. */
export interface TablePlan {
	readonly hyper: Hyper;
	readonly graph: RandomGraph;
	/** The vectors that some column descends from, in topological order. */
	readonly vectors: readonly VectorPlan[];
}

function planReading(
	source: Source,
	column: ColumnPlan,
	at: Pick<ReadingPlan, "position" | "from">,
	options: Readonly<GraphScmOptions>,
	{ random, rows }: DrawContext,
	isParent: boolean,
): ReadingPlan {
	const { name, levels, mode, width } = column;
	if (!mode) {
		const quantise = random.stream(`quantise/${name}`);
		return {
			...column,
			...at,
			warp: drawWarp(source.random.stream("warp")),
			steps: bernoulli(quantise, options.quantise) ? 2 + Math.round(gamma(quantise, 2, 5)) : undefined,
		};
	}
	return {
		...column,
		...at,
		level: planLevel(within(source, "reading"), mode, rows, width, levels),
		vectors: isParent ? planVectors(within(source, "vectors"), mode, width, levels, options.functions) : undefined,
		order: permutation(source.random.stream("labels"), levels),
	};
}

/** Draws the plan of one attempt at a table. */
export function drawPlan(options: Readonly<GraphScmOptions>, context: DrawContext): TablePlan {
	const { random, rows, features } = context;
	const scalars = createScalars(random.stream("scalars"));
	const hyper = drawHyper(random.stream("hyper"), scalars, options, features);
	const graph = drawRandomGraph(random.stream("graph"), hyper.nodes, hyper.features);
	const assigned = [...graph.features, graph.target];
	const kept = ancestorsOf(graph.parents, assigned);
	const hasChildren = new Uint8Array(hyper.nodes);
	for (const [j, parents] of graph.parents.entries()) if (kept[j]) for (const i of parents) hasChildren[i] = 1;
	const vectors: VectorPlan[] = [];
	/** Place of each node of the graph among the vectors. */
	const places: number[] = [];
	for (const [j, ofNode] of graph.parents.entries()) {
		if (!kept[j]) continue;
		const source: Source = { random: random.stream(`node/${j}`), scalars };
		let width = scalars.int(source.random, "node/width", { low: 1, high: 31, log: true });
		for (const [position, node] of assigned.entries()) if (node === j) width += hyper.columns[position]!.width;
		const parents = ofNode.map((i) => places[i]!);
		const inputs = parents.map((i) => vectors[i]!.width);
		const noisy = options.noise === "on";
		const node = planNode(within(source, "value"), { families: options.functions, noisy }, rows, inputs, width);
		const importance = scalars.real(source.random, "node/importance", { low: 0.1, high: 10, log: true });
		const isParent = hasChildren[j] === 1;
		const columns: ReadingPlan[] = [];
		let from = 0;
		for (const [position, node] of assigned.entries()) {
			if (node !== j) continue;
			const column = hyper.columns[position]!;
			columns.push(planReading(within(source, column.name), column, { position, from }, options, context, isParent));
			from += column.width;
		}
		places[j] = vectors.length;
		vectors.push({ name: `n${j + 1}`, width, parents, node, columns, importance: isParent ? importance : undefined });
	}
	return { hyper, graph, vectors };
}
