import { FAMILIES } from "../../causal/families";
import type { Families } from "../../causal/scm";
import { CAUSES } from "../causes";
import { type Place, readFeatures, readTarget } from "../columns";
import { createDrawing, type Drawing } from "../drawing";
import { loadKernels } from "../kernels/kernels";
import { addMissingness, MISSING } from "../missing";
import { checkTaskOptions } from "../options";
import { NUMBER_READING } from "../reading";
import { sampleTasks } from "../sampling";
import type { DrawContext, DrawnModel, TablePrior } from "../table-prior";
import { networkGraph } from "./graph";
import { LAYER } from "./layer";
import { type MlpScmOptions, mlpScmMeta } from "./meta";
import { drawPlan, type NetworkPlan } from "./plan";

/** The code of this prior's mechanisms. */
export const MLP_FAMILIES: Families = {
	...FAMILIES,
	causes: CAUSES,
	layer: LAYER,
	"number-reading": NUMBER_READING,
	missing: MISSING,
} as Families;

/** Reads the columns out of a drawing whose units have been computed; the target's place is the last. */
function readModel(
	options: Readonly<MlpScmOptions>,
	{ random, rows }: DrawContext,
	{ hyper, read, masks, kept, activations }: NetworkPlan,
	drawing: Drawing,
	places: readonly Place[],
): DrawnModel | string {
	const columns = readFeatures(random.stream("columns"), drawing.values, places.slice(0, -1), options.categoryShare);
	if (typeof columns === "string") return columns;
	const target = readTarget(random.stream("target"), drawing.values, places.at(-1)!, options, hyper.classesBy);
	if (typeof target === "string") return target;
	const missing = addMissingness(random.stream("missing"), drawing, columns, options);
	return {
		model: { nodes: drawing.nodes, columns: [...missing.columns, target] },
		families: MLP_FAMILIES,
		noise: drawing.noise,
		values: drawing.values,
		rows,
		target: "target",
		graph: () => networkGraph(kept, masks, read, activations),
		diagnostics: { ...hyper, activations: activations.slice(1), ...missing.diagnostics },
	};
}

function draw(options: Readonly<MlpScmOptions>, context: DrawContext): DrawnModel | string {
	const plan = drawPlan(options, context);
	const drawing = createDrawing(context.random.stream("noise"), context.rows);
	drawing.add("causes", plan.causes.length, [], ["causes", CAUSES], plan.causes);
	plan.layers.forEach((layer, i) => {
		drawing.add(`layer${i + 1}`, layer.bias.length, [i], ["layer", LAYER], layer);
	});
	const places = plan.read.map(
		({ layer, unit }): Place => ({ node: layer, component: plan.kept[layer]!.indexOf(unit) }),
	);
	return readModel(options, context, plan, drawing, places);
}

/** Samples many tables at once, their layers computed on a GPU. */
async function drawOnGpu(options: Readonly<MlpScmOptions>, contexts: readonly DrawContext[]) {
	const { startForward } = await import("./gpu/forward");
	const forward = await startForward();
	const started = contexts.map((context) => {
		const plan = drawPlan(options, context);
		const drawing = createDrawing(context.random.stream("noise"), context.rows);
		drawing.add("causes", plan.causes.length, [], ["causes", CAUSES], plan.causes);
		return { context, plan, drawing };
	});
	const units = await forward.compute(
		started.map(({ context: { rows }, plan, drawing }) => ({
			rows,
			causes: drawing.values[0]!.values as Float32Array,
			layers: plan.layers.map((layer, i) => ({ plan: layer, key: drawing.noise.stream(`node/layer${i + 1}`).key })),
			read: computed(plan),
		})),
	);
	return started.map(({ context, plan, drawing }, i) => {
		const node = drawing.given("units", computed(plan).length, units[i]!);
		let component = 0;
		const places = plan.read.map(
			({ layer, unit }): Place =>
				layer === 0 ? { node: 0, component: plan.kept[0]!.indexOf(unit) } : { node, component: component++ },
		);
		return readModel(options, context, plan, drawing, places);
	});
}

/** The read units that are not causes, by their place in their layer. */
function computed({ read, kept }: NetworkPlan) {
	return read.flatMap(({ layer, unit }) => (layer > 0 ? [{ layer, unit: kept[layer]!.indexOf(unit) }] : []));
}

/**
 * TabPFN's prior as TabICL released it: a random network whose units (or inputs) are the columns.
 * Hollmann et al., "TabPFN" (ICLR 2023), section 4 and appendix C; Qu et al., "TabICL" (ICML 2025).
 */
export const mlpScm: TablePrior<MlpScmOptions> = {
	async prepare(options) {
		checkTaskOptions("mlp-scm", options, mlpScmMeta.options);
		await loadKernels();
		return (context) => draw(options, context);
	},
	async prepareOnGpu(options) {
		checkTaskOptions("mlp-scm", options, mlpScmMeta.options);
		await loadKernels();
		return (contexts) => drawOnGpu(options, contexts);
	},
	sample: (request, options, run) => sampleTasks("mlp-scm", mlpScm, request, options, run),
};
