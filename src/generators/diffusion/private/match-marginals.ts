import type { NoisyTable } from "../../../dp/marginal-queries";
import type { Layout } from "../../../nn/mlp/layout";
import type { Network } from "../../../nn/mlp/network";
import type { Random } from "../../../random";
import { BLOCK } from "../../../tokens/block";
import { sharesOf } from "../../private-network";
import { type Sampling, sampleBlock } from "../sample";

/** Times that rows are sampled and the heads corrected, and blocks of rows each time. */
const [ROUNDS, BLOCKS] = [5, 10];
/** Added to a logit of what must not be sampled. */
const NEVER = -30;
/** Most that a logit is moved at once: what is hardly ever sampled says little of how rare it is. */
const MOST_MOVE = 2;

/**
 * Moves the heads' biases until sampled rows have the noisy counts' shares: training's noise shifts every column a little.
 * Looks at what is told already, so that it costs nothing.
 *
 * @param marginals Noisy counts of each token column.
 */
export async function matchMarginals(
	parameters: Float32Array,
	network: Network,
	layout: Layout,
	sampling: Sampling,
	codes: readonly number[],
	marginals: readonly NoisyTable[],
	random: Random,
	yielding: () => Promise<void>,
): Promise<Float32Array> {
	const matched = parameters.slice();
	const wanted = marginals.map(sharesOf);
	wanted.forEach((shares, f) => {
		shares.forEach((share, k) => {
			if (share === 0) matched[layout.heads[f]!.bias + k]! += NEVER;
		});
	});
	for (let round = 0; round < ROUNDS; round++) {
		network.setParameters(matched);
		const counts = wanted.map((shares) => new Float64Array(shares.length));
		for (let block = 0; block < BLOCKS; block++) {
			const stream = random.stream(round);
			const { states } = await sampleBlock({ masked: network }, sampling, codes, block, 0, BLOCK, stream, yielding);
			for (const [f, column] of states.entries()) for (const state of column) counts[f]![state]!++;
		}
		const rows = BLOCK * BLOCKS;
		wanted.forEach((shares, f) => {
			shares.forEach((share, k) => {
				if (share === 0) return;
				const move = Math.log((share * rows + 0.5) / (counts[f]![k]! + 0.5));
				matched[layout.heads[f]!.bias + k]! += Math.min(MOST_MOVE, Math.max(-MOST_MOVE, move));
			});
		});
	}
	return matched;
}
