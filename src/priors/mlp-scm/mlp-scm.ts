import { FAMILIES } from "../../causal/families";
import type { Families } from "../../causal/scm";
import type { Random } from "../../random";
import { CAUSES, drawCauses } from "../causes";
import { type Place, readFeatures, readTarget } from "../columns";
import { createDrawing } from "../drawing";
import { normal, permutation } from "../draws";
import { loadKernels } from "../kernels/kernels";
import { addMissingness, MISSING } from "../missing";
import { checkTaskOptions } from "../options";
import { NUMBER_READING } from "../reading";
import { sampleTasks } from "../sampling";
import type { DrawContext, DrawnModel, TablePrior } from "../table-prior";
import { activationName, drawLayerActivation, type LayerActivation } from "./activation";
import { networkGraph } from "./graph";
import { drawHyper, type Hyper } from "./hyper";
import { LAYER } from "./layer";
import type { MlpScmOptions } from "./meta";
import { drawBlockMask, drawDropoutMask, drawWeights, inputsOf, members, type WeightMask } from "./network";

/** The code of this prior's mechanisms. */
export const MLP_FAMILIES: Families = {
	...FAMILIES,
	causes: CAUSES,
	layer: LAYER,
	"number-reading": NUMBER_READING,
	missing: MISSING,
} as Families;

/** Layer (0: the causes) and unit of each feature, the target last. */
interface Unit {
	readonly layer: number;
	readonly unit: number;
}

/** The units that are read, as TabPFN picks them: from the outputs of all layers but the first linear one. */
function pickUnits(random: Random, hyper: Hyper): Unit[] {
	const { features, hidden, layers, isCausal, inClique, yIsEffect, sortFeatures } = hyper;
	if (!isCausal) {
		const units = Array.from(permutation(random, features), (unit) => ({ layer: 0, unit }));
		return [...units, { layer: layers, unit: 0 }];
	}
	const total = (layers - 1) * hidden;
	let order: Int32Array;
	if (inClique) {
		// The reference may read the last unit twice here, as a column and as the target; the window ends before it.
		const start = random.int(total - features - (yIsEffect ? 1 : 0));
		order = permutation(random, features + 1).map((i) => start + i);
	} else order = permutation(random, total - 1);
	const target = yIsEffect ? total - 1 : order[0]!;
	const chosen = Array.from(order.subarray(1, features + 1));
	if (sortFeatures) chosen.sort((a, b) => a - b);
	const shuffled = random.stream("columns").shuffle(chosen);
	return [...shuffled, target].map((flat) => ({ layer: 2 + Math.floor(flat / hidden), unit: flat % hidden }));
}

function drawMasks(random: Random, hyper: Hyper): WeightMask[] {
	return Array.from({ length: hyper.layers }, (_, layer) => {
		const own = random.stream(layer + 1);
		const inputs = layer === 0 ? hyper.causes : hyper.hidden;
		const outputs = layer === hyper.layers - 1 && !hyper.isCausal ? 1 : hyper.hidden;
		return hyper.blockWise
			? drawBlockMask(own, inputs, outputs, hyper.initStd)
			: drawDropoutMask(own, inputs, outputs, hyper.initStd, layer === 0 ? 0 : hyper.dropout);
	});
}

/** The units of each layer (0: the causes) that the read units descend from. */
function keptUnits(masks: readonly WeightMask[], read: readonly Unit[]): Int32Array[] {
	const sets = [new Uint8Array(masks[0]!.inputs), ...masks.map((mask) => new Uint8Array(mask.outputs))];
	for (const { layer, unit } of read) sets[layer]![unit] = 1;
	for (let layer = masks.length; layer > 0; layer--) {
		const needed = inputsOf(masks[layer - 1]!, sets[layer]!);
		for (let i = 0; i < needed.length; i++) if (needed[i]) sets[layer - 1]![i] = 1;
	}
	return sets.map(members);
}

function noiseDeviations(random: Random, hyper: Hyper, width: number, units: Int32Array): Float32Array {
	const all = new Float32Array(width).fill(hyper.noiseStd);
	if (hyper.ownNoise) for (let i = 0; i < width; i++) all[i] = Math.abs(hyper.noiseStd * normal(random));
	return Float32Array.from(units, (unit) => all[unit]!);
}

function draw(options: Readonly<MlpScmOptions>, context: DrawContext): DrawnModel | string {
	const { root, random, rows, index, attempt } = context;
	const meta = root.stream(`group/${Math.floor(index / options.group)}`).stream(attempt);
	const hyper = drawHyper({ meta, random: random.stream("hyper") }, options, context.features);
	const read = pickUnits(random.stream("units"), hyper);
	const masks = drawMasks(random.stream("masks"), hyper);
	const kept = keptUnits(masks, read);

	const drawing = createDrawing(random.stream("noise"), rows);
	const causes = drawCauses(random.stream("causes"), hyper.causes, hyper.sampling, hyper.ownMoments);
	// A layer without units that matter (an empty mask) still needs a place in the chain.
	const width = (layer: number) => Math.max(1, kept[layer]!.length);
	drawing.add(
		"causes",
		width(0),
		[],
		["causes", CAUSES],
		kept[0]!.length ? Array.from(kept[0]!, (i) => causes[i]!) : [causes[0]!],
	);
	const activations: (LayerActivation | undefined)[] = [];
	for (let layer = 1; layer <= hyper.layers; layer++) {
		const own = random.stream(`layer/${layer}`);
		const activation = layer > 1 ? drawLayerActivation(own.stream("activation"), hyper.activation) : undefined;
		activations.push(activation);
		const units = kept[layer]!;
		if (units.length === 0) {
			const plan = { weights: new Float32Array(width(layer - 1)), bias: new Float32Array(1), blocks: [] };
			drawing.add(`layer${layer}`, 1, [layer - 1], ["layer", LAYER], plan);
			continue;
		}
		const noisy = layer > 1 && options.noise !== "off";
		const noise = noisy ? noiseDeviations(own.stream("noise"), hyper, masks[layer - 1]!.outputs, units) : undefined;
		const plan = { activation, noise, ...drawWeights(own, masks[layer - 1]!, kept[layer - 1]!, units) };
		drawing.add(`layer${layer}`, units.length, [layer - 1], ["layer", LAYER], plan);
	}

	const places = read.map(({ layer, unit }): Place => ({ node: layer, component: kept[layer]!.indexOf(unit) }));
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
		graph: () =>
			networkGraph(
				kept,
				masks,
				read,
				activations.map((a) => (a ? activationName(a) : "linear")),
			),
		facts: { ...hyper, activations: activations.slice(1).map((a) => activationName(a!)), ...missing.facts },
	};
}

/**
 * TabPFN's prior as TabICL released it: a random network whose units (or inputs) are the columns.
 * Hollmann et al., "TabPFN" (ICLR 2023), section 4 and appendix C; Qu et al., "TabICL" (ICML 2025).
 */
export const mlpScm: TablePrior<MlpScmOptions> = {
	async prepare(options) {
		checkTaskOptions(options);
		await loadKernels();
		return (context) => draw(options, context);
	},
	sample: (request, options, run) => sampleTasks("mlp-scm", mlpScm, request, options, run),
};
