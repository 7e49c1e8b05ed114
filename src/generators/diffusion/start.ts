import { normalQuantile } from "../../encode/normal";
import type { Random } from "../../random";
import type { Layout, Shape } from "./layout";

/** A normal number from one uniform: half the cost of Box and Muller where millions are asked for. */
const normal = (random: Random) => normalQuantile(random.uniform());

/**
 * Deviations of what is random at the start, as shares of those that keep the variance of activations. The inputs'
 * are small, so that what the network knows of a level is what it learned: at full size Adult's held-out rows cost 0.12
 * nats more and its trend error was 1.37 % instead of 1.25 %.
 */
const [INPUT_SHARE, BLOCK_SHARE] = [0.3, 0.4];

/**
 * Parameters before training. The heads' matrices are zero and their biases the logarithms of the states' frequencies,
 * so that the untrained network already draws right margins (as CDTD, Mueller et al. 2025, §3).
 *
 * @param counts training rows in each state of each token column.
 */
export function startParameters(
	{ tokens, width }: Shape,
	layout: Layout,
	counts: readonly ArrayLike<number>[],
	random: Random,
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
	layout.heads.forEach(({ bias }, f) => {
		const column = Array.from(counts[f]!);
		const total = column.reduce((a, b) => a + b, 0) + 0.5 * column.length;
		column.forEach((count, k) => {
			p[bias + k] = Math.log((count + 0.5) / total);
		});
	});
	return p;
}
