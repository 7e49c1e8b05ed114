import type { Random } from "../../random";
import { type Cause, drawCauses } from "../causes";
import { normal, permutation } from "../draws";
import type { DrawContext } from "../table-prior";
import { activationName, drawLayerActivation } from "./activation";
import { drawHyper, type Hyper } from "./hyper";
import type { LayerPlan } from "./layer";
import type { MlpScmOptions } from "./meta";
import { drawBlockMask, drawDropoutMask, drawWeights, inputsOf, members, type WeightMask } from "./network";

/** Layer (0: the causes) and unit of each feature, the target last. */
export interface Unit {
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

/** A network before anything was computed: all that is drawn for a table but its rows. */
export interface NetworkPlan {
	readonly hyper: Hyper;
	/** The units that become columns, the target's last. */
	readonly read: readonly Unit[];
	readonly masks: readonly WeightMask[];
	/** The units of each layer (0: the causes) that are computed. */
	readonly kept: readonly Int32Array[];
	/** One at least. */
	readonly causes: readonly Cause[];
	/** One a linear map; each has a unit at least. */
	readonly layers: readonly LayerPlan[];
	/** Each layer's activation in a word, of layers that are not computed too. */
	readonly activations: readonly string[];
}

/** Draws the network of one attempt at a table. */
export function drawPlan(options: Readonly<MlpScmOptions>, context: DrawContext): NetworkPlan {
	const { root, random, index, attempt } = context;
	const meta = root.stream(`group/${Math.floor(index / options.group)}`).stream(attempt);
	const hyper = drawHyper({ meta, random: random.stream("hyper") }, options, context.features);
	const read = pickUnits(random.stream("units"), hyper);
	const masks = drawMasks(random.stream("masks"), hyper);
	const kept = keptUnits(masks, read);

	const all = drawCauses(random.stream("causes"), hyper.causes, hyper.sampling, hyper.ownMoments);
	const causes = kept[0]!.length ? Array.from(kept[0]!, (i) => all[i]!) : [all[0]!];
	const activations: string[] = [];
	const layers = masks.map((mask, i): LayerPlan => {
		const layer = i + 1;
		const own = random.stream(`layer/${layer}`);
		const activation = layer > 1 ? drawLayerActivation(own.stream("activation"), hyper.activation) : undefined;
		activations.push(activation ? activationName(activation) : "linear");
		const units = kept[layer]!;
		// A layer without units that matter (an empty mask) still needs a place in the chain.
		if (units.length === 0) {
			return { weights: new Float32Array(Math.max(1, kept[i]!.length)), bias: new Float32Array(1), blocks: [] };
		}
		const noisy = layer > 1 && options.noise !== "off";
		const noise = noisy ? noiseDeviations(own.stream("noise"), hyper, mask.outputs, units) : undefined;
		return { activation, noise, ...drawWeights(own, mask, kept[i]!, units) };
	});
	return { hyper, read, masks, kept, causes, layers, activations };
}
