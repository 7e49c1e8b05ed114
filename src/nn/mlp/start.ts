import type { Random } from "../../random";
import { normalQuantile } from "../../statistics/normal";
import { COMPONENTS, LEAST_SHARE } from "../kernels/primitives";
import { cutsOf, type Layout, type Shape } from "./layout";

/** A normal number from one uniform: half the cost of Box and Muller where millions are asked for. */
const normal = (random: Random) => normalQuantile(random.uniform());

/**
 * Deviations of what is random at the start, as shares of those that keep the variance of activations. The inputs'
 * are small, so that what the network knows of a category is what it learned: at full size Adult's held-out rows cost 0.12
 * nats more and its trend error was 1.37 % instead of 1.25 %.
 */
const [INPUT_SHARE, BLOCK_SHARE] = [0.3, 0.4];

/** Where a mixture's outermost components lie, on the scale of logits of shares, and the components' log 1/s: together about even. */
const [OUTERMOST, STEEPNESS] = [2, 0.5];

/** Components before training, as `mixBins` has them, and the logits that a bin has by them. */
function startMixture(bins: number): { components: Float64Array; logits: Float64Array } {
	const components = new Float64Array(3 * COMPONENTS);
	for (let m = 0; m < COMPONENTS; m++) {
		components[COMPONENTS + m] = OUTERMOST * ((2 * m) / (COMPONENTS - 1) - 1);
		components[2 * COMPONENTS + m] = STEEPNESS;
	}
	const cuts = cutsOf({ bins });
	const places = components.subarray(COMPONENTS, 2 * COMPONENTS);
	const below = (cut: number) =>
		places.reduce((sum, place) => sum + 1 / (1 + Math.exp(Math.exp(STEEPNESS) * (place - cut))), 0) / COMPONENTS;
	const logits = Float64Array.from({ length: bins }, (_, k) =>
		Math.log(bins * (below(cuts[k]!) - (k > 0 ? below(cuts[k - 1]!) : 0)) + LEAST_SHARE),
	);
	return { components, logits };
}

/**
 * Parameters before training. The heads' matrices are zero and their biases the logarithms of the states' frequencies,
 * less what a mixture adds to them, so that the untrained network already draws right marginals (as CDTD, Mueller et al.
 * 2025, §3).
 *
 * @param counts training rows in each state of each token column.
 * @param target the column that a network of one head is to answer for.
 */
export function startParameters(
	{ tokens, width }: Shape,
	layout: Layout,
	counts: readonly ArrayLike<number>[],
	random: Random,
	target?: number,
): Float32Array {
	const p = new Float32Array(layout.size);
	const fill = (at: number, n: number, deviation: number, stream: Random) => {
		for (let i = 0; i < n; i++) p[at + i] = deviation * normal(stream);
	};
	fill(
		layout.embedding,
		layout.embeddingRows * width,
		INPUT_SHARE / Math.sqrt(tokens.length),
		random.stream("embedding"),
	);
	fill(
		layout.scalars,
		layout.scalarWidth * width,
		INPUT_SHARE / Math.sqrt(Math.max(1, layout.scalarWidth)),
		random.stream("scalars"),
	);
	layout.blocks.forEach(({ matrix }, l) => {
		fill(matrix, width * width, BLOCK_SHARE / Math.sqrt(width), random.stream(`block ${l}`));
	});
	layout.heads.forEach(({ bias, mixture }, f) => {
		if (target !== undefined && f !== target) return;
		const { bins } = tokens[f]!;
		const column = Array.from(counts[f]!);
		const total = column.reduce((a, b) => a + b, 0) + 0.5 * column.length;
		column.forEach((count, k) => {
			p[bias + k] = Math.log((count + 0.5) / total);
		});
		if (!mixture) return;
		const { components, logits } = startMixture(bins);
		for (let k = 0; k < bins; k++) p[bias + k] = (p[bias + k]! - logits[k]!) / mixture.residual;
		p.set(components, bias + mixture.at);
	});
	return p;
}
