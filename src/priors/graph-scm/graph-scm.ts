import { FAMILIES } from "../../causal/families";
import type { CausalColumn, Families, NodeValues } from "../../causal/scm";
import { createDrawing, type Drawing } from "../drawing";
import { loadKernels } from "../kernels/kernels";
import { addMissingness, MISSING } from "../missing";
import { checkTaskOptions } from "../options";
import { calibrateNumber, component, levelNames, NUMBER_READING, numberColumn } from "../reading";
import { sampleTasks } from "../sampling";
import type { DrawContext, DrawnModel, TablePrior } from "../table-prior";
import { compute } from "./compute";
import { COMPONENT, NEIGHBOUR, SOFTMAX } from "./converters";
import { GATHER } from "./gather";
import { type GraphScmOptions, graphScmMeta } from "./meta";
import { GRAPH_NODE } from "./node";
import { drawPlan, type ReadingPlan, type TablePlan } from "./plan";
import { taskGraph } from "./task-graph";

/** The code of this prior's mechanisms. */
export const GRAPH_FAMILIES = {
	...FAMILIES,
	neighbour: NEIGHBOUR,
	softmax: SOFTMAX,
	component: COMPONENT,
	gather: GATHER,
	"graph-node": GRAPH_NODE,
	"number-reading": NUMBER_READING,
	missing: MISSING,
} as unknown as Families;

/** The table's column of levels: numbered in the plan's order, those that occur first. */
function levelColumn({ name, levels, order }: ReadingPlan, node: number, codes: ArrayLike<number>): CausalColumn {
	const occurs = new Uint8Array(levels);
	for (let row = 0; row < codes.length; row++) occurs[codes[row]!] = 1;
	const labels = new Int32Array(levels);
	let next = 0;
	for (const present of [1, 0]) for (const code of order!) if (occurs[code] === present) labels[code] = next++;
	const thresholds = Float64Array.from({ length: levels - 1 }, (_, i) => i + 0.5);
	return {
		name,
		kind: "category",
		node,
		convert: { family: "thresholds", parameters: { thresholds, codes: labels } },
		levels: levelNames(levels),
	};
}

/** Values of a quantised column: quantiles of what is read. */
function quantiles(x: Float64Array, count: number): { steps: Float64Array } {
	const { low, high, mean, deviation } = calibrateNumber(x);
	const sorted = x.map((v) => (Math.min(high, Math.max(low, v)) - mean) / deviation).sort();
	return { steps: Float64Array.from({ length: count }, (_, i) => sorted[Math.floor((i * x.length) / count)]!) };
}

function readColumn(plan: ReadingPlan, node: number, values: NodeValues): CausalColumn {
	if (plan.mode) return levelColumn(plan, node, values.values);
	const x = component(values, 0);
	const steps = plan.steps === undefined ? undefined : quantiles(x, plan.steps);
	return numberColumn(plan.name, node, 0, { ...calibrateNumber(x), ...steps });
}

/** Reads the columns out of a drawing in which they have been computed, each a node of its own. */
function readModel(
	options: Readonly<GraphScmOptions>,
	{ random, rows }: DrawContext,
	plan: TablePlan,
	drawing: Drawing,
	columnNodes: readonly number[],
): DrawnModel {
	const { hyper, graph, vectors } = plan;
	const read: CausalColumn[] = [];
	for (const { columns } of vectors) {
		for (const column of columns) {
			const node = columnNodes[column.position]!;
			read[column.position] = readColumn(column, node, drawing.values[node]!);
		}
	}
	const missing = addMissingness(random.stream("missing"), drawing, read.slice(0, -1), options);
	return {
		model: { nodes: drawing.nodes, columns: [...missing.columns, read.at(-1)!] },
		families: GRAPH_FAMILIES,
		noise: drawing.noise,
		values: drawing.values,
		rows,
		target: "target",
		graph: () => taskGraph(plan),
		diagnostics: {
			features: hyper.features,
			classes: hyper.classes,
			nodes: hyper.nodes,
			parents: graph.parents,
			columnNodes: [...graph.features, graph.target],
			graphDraws: graph.draws,
			levels: hyper.columns.map((c) => c.levels),
			modes: hyper.columns.map((c) => c.mode ?? "number"),
			functions: vectors.flatMap(({ node }) => node.functions.map(({ family }) => family)),
			noise: options.noise === "on",
			...missing.diagnostics,
		},
	};
}

function draw(options: Readonly<GraphScmOptions>, context: DrawContext): DrawnModel | string {
	const plan = drawPlan(options, context);
	const drawing = createDrawing(context.random.stream("noise"), context.rows);
	const columnNodes = compute(plan, drawing, options);
	return typeof columnNodes === "string" ? columnNodes : readModel(options, context, plan, drawing, columnNodes);
}

/** Samples many tables at once, their nodes and columns computed on a GPU. */
async function drawOnGpu(
	options: Readonly<GraphScmOptions>,
	contexts: readonly DrawContext[],
	pause: () => Promise<void>,
) {
	const { startPrograms } = await import("./gpu/programs");
	const { readTable, tableProgram } = await import("./gpu/table");
	const plans: TablePlan[] = [];
	async function* planned() {
		for (const context of contexts) {
			await pause();
			const plan = drawPlan(options, context);
			plans.push(plan);
			yield tableProgram(plan, context.rows, context.random.stream("noise"), options);
		}
	}
	const results = await (await startPrograms()).run(planned());
	return contexts.map((context, i) => {
		const plan = plans[i]!;
		const columns = readTable(plan, context.rows, results[i]!);
		if (typeof columns === "string") return columns;
		const drawing = createDrawing(context.random.stream("noise"), context.rows);
		const columnNodes = columns.map((values, c) => drawing.given(plan.hyper.columns[c]!.name, 1, values));
		return readModel(options, context, plan, drawing, columnNodes);
	});
}

/**
 * TabICLv2's prior: vector-valued nodes of a random graph joined by random functions of eight families, columns read from
 * some of the nodes. Qu, Holzmüller, Varoquaux, Le Morvan, "TabICLv2" (2026), section 5 and its appendix.
 */
export const graphScm: TablePrior<GraphScmOptions> = {
	async prepare(options) {
		checkTaskOptions("graph-scm", options, graphScmMeta.options);
		await loadKernels();
		return (context) => draw(options, context);
	},
	async prepareOnGpu(options) {
		checkTaskOptions("graph-scm", options, graphScmMeta.options);
		await loadKernels();
		return (contexts, pause) => drawOnGpu(options, contexts, pause);
	},
	sample: (request, options, run) => sampleTasks("graph-scm", graphScm, request, options, run),
};
