import { FAMILIES } from "../../causal/families";
import type { Families } from "../../causal/scm";
import { CAUSES, drawCauses } from "../causes";
import { type Place, readFeatures, readTarget } from "../columns";
import { createDrawing } from "../drawing";
import { exponential, normal, permutation, uniformInt } from "../draws";
import { loadKernels } from "../kernels/kernels";
import { metaChoice, metaStreams, metaTruncatedNormal } from "../meta-distributions";
import { addMissingness, MISSING } from "../missing";
import { checkTaskOptions } from "../options";
import type { TaskGraph } from "../prior";
import { projectEdges } from "../project-edges";
import { NUMBER_READING } from "../reading";
import { sampleTasks } from "../sampling";
import type { DrawContext, DrawnModel, TablePrior } from "../table-prior";
import { BOOSTED, type Boosted } from "./boosted";
import { type TreeScmOptions, treeScmMeta } from "./meta";

/** The code of this prior's mechanisms. */
export const TREE_FAMILIES = {
	...FAMILIES,
	causes: CAUSES,
	boosted: BOOSTED,
	"number-reading": NUMBER_READING,
	missing: MISSING,
} as unknown as Families;

function draw(options: Readonly<TreeScmOptions>, context: DrawContext): DrawnModel | string {
	const { root, random, rows, index, attempt } = context;
	const meta = root.stream(`group/${Math.floor(index / options.group)}`).stream(attempt);
	const streams = { meta, random: random.stream("hyper") };
	const at = (name: string) => metaStreams(streams, name);
	const features = context.features ?? uniformInt(at("features").random, options.minFeatures, options.maxFeatures);
	const layers = uniformInt(at("layers").random, 1, 2);
	const hidden = uniformInt(at("hidden").random, 3, 9);
	const noiseStd = metaTruncatedNormal(at("noise-std"), 1e-4, 0.3);
	const ownNoise = metaChoice(at("own-noise"), [true, false]);
	const ownMoments = metaChoice(at("own-moments"), [true, false]);
	const sampling = metaChoice(at("sampling"), ["normal", "mixed", "uniform"] as const);
	const classesBy = metaChoice(at("classes-by"), ["value", "rank"] as const);

	const drawing = createDrawing(random.stream("noise"), rows);
	const causes = drawCauses(random.stream("causes"), features, sampling, ownMoments);
	drawing.add("causes", features, [], ["causes", CAUSES], causes);
	const shapes: { trees: number; depth: number }[] = [];
	for (let layer = 1; layer <= layers; layer++) {
		const own = random.stream(`layer/${layer}`);
		const width = layer < layers ? hidden : 1;
		const shape = {
			depth: Math.min(2 + Math.floor(exponential(own, 2)), 4),
			trees: Math.min(1 + Math.floor(exponential(own, 2)), 4),
		};
		shapes.push(shape);
		const deviations = Float32Array.from({ length: width }, () =>
			ownNoise ? Math.abs(noiseStd * normal(own)) : noiseStd,
		);
		const noise = options.noise === "off" ? undefined : deviations;
		drawing.add(`layer${layer}`, width, [layer - 1], ["boosted", BOOSTED], { random: own, ...shape, noise });
	}
	const order = permutation(random.stream("order"), features);
	const places = Array.from(order, (cause): Place => ({ node: 0, component: cause }));
	const columns = readFeatures(random.stream("columns"), drawing.values, places, options.categoryShare);
	if (typeof columns === "string") return columns;
	const target = readTarget(
		random.stream("target"),
		drawing.values,
		{ node: layers, component: 0 },
		options,
		classesBy,
	);
	if (typeof target === "string") return target;
	const missing = addMissingness(random.stream("missing"), drawing, columns, options);
	const fitted = drawing.nodes.slice(1, layers + 1).map((node) => node.mechanism.parameters as Boosted);
	return {
		model: { nodes: drawing.nodes, columns: [...missing.columns, target] },
		families: TREE_FAMILIES,
		noise: drawing.noise,
		values: drawing.values,
		rows,
		target: "target",
		graph: () => treeGraph(order, hidden, fitted),
		diagnostics: {
			features,
			layers,
			hidden,
			noiseStd,
			ownNoise,
			ownMoments,
			sampling,
			classesBy,
			shapes,
			...missing.diagnostics,
		},
	};
}

/** Causes, hidden outputs and the target: a layer's outputs depend on the inputs its trees split, and on no others. */
function treeGraph(order: Int32Array, hidden: number, fitted: readonly Boosted[]): TaskGraph {
	const nodes = Array.from(order, (_, i) => `cause${i}`);
	const families = nodes.map(() => "cause");
	const columnNodes: Record<string, number> = {};
	order.forEach((cause, i) => {
		columnNodes[`x${i + 1}`] = cause;
	});
	const edges: [number, number][] = [];
	let inputs = nodes.map((_, i) => i);
	fitted.forEach((boosted, l) => {
		const last = l === fitted.length - 1;
		const split = [...new Set(boosted.dims)].filter((dim) => dim >= 0);
		const outputs: number[] = [];
		for (let j = 0; j < (last ? 1 : hidden); j++) {
			for (const dim of split) edges.push([inputs[dim]!, nodes.length]);
			outputs.push(nodes.length);
			nodes.push(last ? "target" : `layer${l + 1}.${j}`);
			families.push("tree");
		}
		inputs = outputs;
	});
	columnNodes.target = nodes.length - 1;
	const observed = [...order, nodes.length - 1];
	return { nodes, edges, families, columnNodes, observed: projectEdges(nodes.length, edges, observed) };
}

/**
 * TabICL's tree prior: columns are independent causes, the target comes out of one or two layers of boosted trees
 * fitted to noise. Qu et al., "TabICL" (ICML 2025), appendix on the prior; Chen and Guestrin, "XGBoost" (KDD 2016).
 */
export const treeScm: TablePrior<TreeScmOptions> = {
	async prepare(options) {
		checkTaskOptions("tree-scm", options, treeScmMeta.options);
		await loadKernels();
		return (context) => draw(options, context);
	},
	sample: (request, options, run) => sampleTasks("tree-scm", treeScm, request, options, run),
};
