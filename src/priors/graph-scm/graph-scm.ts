import { FAMILIES } from "../../causal/families";
import type { CausalColumn, Families } from "../../causal/scm";
import { OptionError } from "../../errors";
import { createDrawing, type Drawing } from "../drawing";
import { bernoulli, gamma, permutation } from "../draws";
import { loadKernels } from "../kernels/kernels";
import { addMissingness, MISSING } from "../missing";
import { checkTaskOptions } from "../options";
import { calibrateNumber, component, isDegenerate, levelNames, NUMBER_READING, numberColumn } from "../reading";
import { sampleTasks } from "../sampling";
import type { DrawContext, DrawnModel, TablePrior } from "../table-prior";
import { COMPONENT, CONVERTERS, drawWarp, GATHER, NEIGHBOUR, type PartPlan, SOFTMAX } from "./converters";
import type { Centres } from "./functions/discretise";
import { type ColumnPlan, drawHyper } from "./hyper";
import { FUNCTION_FAMILIES, type GraphScmOptions } from "./meta";
import { GRAPH_NODE, type GraphNode } from "./node";
import { ancestorsOf, drawRandomGraph } from "./random-graph";
import { createScalars, type Source, within } from "./scalars";
import { taskGraph } from "./task-graph";

/** The code of this prior's mechanisms. */
export const GRAPH_FAMILIES = {
	...FAMILIES,
	...CONVERTERS,
	"graph-node": GRAPH_NODE,
	"number-reading": NUMBER_READING,
	missing: MISSING,
} as unknown as Families;

/** Adds the nodes of one column, read from node `latent` at component `from`; gives the column's node and its part. */
function addColumn(
	drawing: Drawing,
	source: Source,
	plan: ColumnPlan,
	latent: number,
	from: number,
	options: Readonly<GraphScmOptions>,
): { node: number; natural?: number; part: (column: number, natural?: number) => PartPlan } {
	const { name, levels, mode, width } = plan;
	if (!mode) {
		const warp = drawWarp(source.random.stream("warp"));
		const own = options.warp === "column" ? warp : undefined;
		const node = drawing.add(name, 1, [latent], ["component", COMPONENT], { component: from, warp: own });
		const after = options.warp === "children" ? warp : undefined;
		return { node, part: (column) => ({ kind: "number", from, width: 1, column, warp: after }) };
	}
	const returnsSlice = mode.endsWith("-id");
	// Where children see the slice itself, the level is read first and the column copies it: setting the column then
	// differs from what was read, and the children see the level's own vector.
	const reader = returnsSlice ? `${name}/natural` : name;
	const reading = within(source, "reading");
	const read = mode.startsWith("neighbour")
		? drawing.add(reader, 1, [latent], ["neighbour", NEIGHBOUR], { from, width, source: reading, levels })
		: drawing.add(reader, 1, [latent], ["softmax", SOFTMAX], { from, width, source: reading });
	const { centres } = drawing.nodes[read]!.mechanism.parameters as { centres?: Centres };
	const node = returnsSlice ? drawing.add(name, 1, [read], ["component", COMPONENT], { component: 0 }) : read;
	const families = options.functions;
	return {
		node,
		natural: returnsSlice ? read : undefined,
		part: (column, natural) => ({
			kind: "category",
			from,
			width,
			column,
			natural,
			mode,
			levels,
			source: within(source, "vectors"),
			families,
			centres,
		}),
	};
}

/** The table's column of levels: numbered at random, those that occur first. */
function levelColumn(
	source: Source,
	{ name, levels }: ColumnPlan,
	node: number,
	codes: ArrayLike<number>,
): CausalColumn {
	const occurs = new Uint8Array(levels);
	for (let row = 0; row < codes.length; row++) occurs[codes[row]!] = 1;
	const labels = new Int32Array(levels);
	let next = 0;
	const order = permutation(source.random.stream("labels"), levels);
	for (const present of [1, 0]) for (const code of order) if (occurs[code] === present) labels[code] = next++;
	const thresholds = Float64Array.from({ length: levels - 1 }, (_, i) => i + 0.5);
	return {
		name,
		kind: "category",
		node,
		convert: { family: "thresholds", parameters: { thresholds, codes: labels } },
		levels: levelNames(levels),
	};
}

function draw(options: Readonly<GraphScmOptions>, { random, rows, features }: DrawContext): DrawnModel | string {
	const scalars = createScalars(random.stream("scalars"));
	const hyper = drawHyper(random.stream("hyper"), scalars, options, features);
	const graph = drawRandomGraph(random.stream("graph"), hyper.nodes, hyper.features);
	const assigned = [...graph.features, graph.target];
	const kept = ancestorsOf(graph.parents, assigned);
	const hasChildren = new Uint8Array(hyper.nodes);
	graph.parents.forEach((parents, j) => {
		if (kept[j]) for (const i of parents) hasChildren[i] = 1;
	});

	const drawing = createDrawing(random.stream("noise"), rows);
	const read: CausalColumn[] = [];
	const functions: string[] = [];
	const outputs: number[] = [];
	for (let j = 0; j < hyper.nodes; j++) {
		if (!kept[j]) continue;
		const source: Source = { random: random.stream(`node/${j}`), scalars };
		const own = hyper.columns.filter((_, i) => assigned[i] === j);
		let width = scalars.int(source.random, "node/width", { low: 1, high: 31, log: true });
		for (const column of own) width += column.width;
		const parents = graph.parents[j]!.map((i) => outputs[i]!);
		const plan = { source: within(source, "value"), families: options.functions, noisy: options.noise === "on" };
		const latent = drawing.add(`n${j + 1}`, width, parents, ["graph-node", GRAPH_NODE], plan);
		const drawn = drawing.nodes[latent]!.mechanism.parameters as GraphNode;
		for (const f of drawn.functions) functions.push(f.family);
		if (!Number.isFinite(drawn.factors[0]!) || drawn.moments.means.some((m) => !Number.isFinite(m)))
			return "a node is not finite";

		const importance = scalars.real(source.random, "node/importance", { low: 0.1, high: 10, log: true });
		const parts: PartPlan[] = [];
		const seen = [latent];
		let from = 0;
		for (const column of own) {
			const ownSource = within(source, column.name);
			const added = addColumn(drawing, ownSource, column, latent, from, options);
			from += column.width;
			seen.push(added.node);
			const at = seen.length - 1;
			if (added.natural !== undefined) seen.push(added.natural);
			parts.push(added.part(at, added.natural === undefined ? undefined : at + 1));
			const position = hyper.columns.indexOf(column);
			if (column.mode) {
				read[position] = levelColumn(ownSource, column, added.node, drawing.values[added.node]!.values);
				continue;
			}
			const x = component(drawing.values[added.node]!, 0);
			if (position === hyper.features && isDegenerate(x)) return "the target is constant";
			const quantise = random.stream(`quantise/${column.name}`);
			const steps = bernoulli(quantise, options.quantise) ? quantiles(quantise, x) : undefined;
			read[position] = numberColumn(column.name, added.node, 0, { ...calibrateNumber(x), ...steps });
		}
		if (hasChildren[j]) {
			outputs[j] = drawing.add(`n${j + 1}/out`, width, seen, ["gather", GATHER], { importance, parts });
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
		graph: () => taskGraph(graph, kept, hyper.columns, drawing),
		facts: {
			features: hyper.features,
			classes: hyper.classes,
			nodes: hyper.nodes,
			parents: graph.parents,
			columnNodes: assigned,
			graphDraws: graph.draws,
			levels: hyper.columns.map((c) => c.levels),
			modes: hyper.columns.map((c) => c.mode ?? "number"),
			functions,
			noise: options.noise === "on",
			...missing.facts,
		},
	};
}

/** Steps of a quantised column: as many as Gamma(2, 5) + 2 rounds to, at quantiles of its standardised values. */
function quantiles(random: Parameters<typeof gamma>[0], x: Float64Array): { steps: Float64Array } {
	const { low, high, mean, deviation } = calibrateNumber(x);
	const sorted = x.map((v) => (Math.min(high, Math.max(low, v)) - mean) / deviation).sort();
	const count = 2 + Math.round(gamma(random, 2, 5));
	return { steps: Float64Array.from({ length: count }, (_, i) => sorted[Math.floor((i * x.length) / count)]!) };
}

/**
 * TabICLv2's prior: vector-valued nodes of a random graph joined by random functions of eight families, columns read from
 * some of the nodes. Qu, Holzmüller, Varoquaux, Le Morvan, "TabICLv2" (2026), section 5 and its appendix.
 */
export const graphScm: TablePrior<GraphScmOptions> = {
	async prepare(options) {
		checkTaskOptions(options);
		const unknown = options.functions.find((name) => !FUNCTION_FAMILIES.includes(name));
		if (unknown !== undefined || options.functions.length === 0) {
			throw new OptionError(
				`Option functions is ${JSON.stringify(options.functions)}; it must name some of ${FUNCTION_FAMILIES.join(", ")}.`,
				{ option: "functions", value: options.functions },
			);
		}
		if (!Number.isInteger(options.maxNodes) || options.maxNodes < 2 || options.maxNodes > 256) {
			throw new OptionError(`Option maxNodes is ${options.maxNodes}; it must be a whole number from 2 to 256.`, {
				option: "maxNodes",
				value: options.maxNodes,
			});
		}
		if (!(options.quantise >= 0 && options.quantise <= 1)) {
			throw new OptionError(`Option quantise is ${options.quantise}; it must be a number from 0 to 1.`, {
				option: "quantise",
				value: options.quantise,
			});
		}
		await loadKernels();
		return (context) => draw(options, context);
	},
	sample: (request, options, run) => sampleTasks("graph-scm", graphScm, request, options, run),
};
