import { COMPONENTS } from "../../../nn/kernels/primitives";
import { type Layout, type Shape, stateRow } from "../../../nn/mlp/layout";
import { normalCdf } from "../../../statistics/normal";
import { FEWEST_TO_REGRESS, regress } from "../../../statistics/ridge";
import type { TokenTable } from "../../../tokens/data";
import { binnedRows, featuresBefore, predictorsOf } from "./features";

/** Shares beyond which logits say nothing of so few rows. */
const [LOWEST, HIGHEST] = [0.001, 0.999];
/** Fewest deviations of a mixture, on the scale of logits of shares: a bin of 64 in the middle is as wide. */
const LEAST_DEVIATION = 1 / 16;
/**
 * A normal distribution as five even logistics: their places and scale in deviations, by which their mixture has the
 * right variance and its distribution is off by 0.012 at most.
 */
const PLACES = [-1.128, -0.461, 0, 0.461, 1.128];
const SCALE = 0.35;

/**
 * Has the link of column f start as a regression of its number on the columns before it, normal around a linear
 * prediction; of so few rows that is most of what can be learned. Nothing need be added to the network: two units hold
 * the prediction μ and −μ, and silu(μ) − silu(−μ) = μ, so that the mixture's places can be μ plus a constant each.
 *
 * @param rows the rows that may be learned from.
 * @param p the parameters before training, written to.
 */
export function startFromRegression(
	{ width }: Shape,
	layout: Layout,
	table: TokenTable,
	f: number,
	rows: Int32Array,
	p: Float32Array,
): void {
	const { matrix, bias, padded, mixture } = layout.heads[f]!;
	const used = binnedRows(table, f, rows);
	if (!mixture || used.length < FEWEST_TO_REGRESS) return;
	const target = Float64Array.from(used, (row) => {
		const share = Math.min(HIGHEST, Math.max(LOWEST, normalCdf(table.scores[f]![row]!)));
		return Math.log(share / (1 - share));
	});
	const features = featuresBefore(table, f);
	const { intercept, weights, deviation } = regress(predictorsOf(table, features, used), target);
	const clear = (from: number, n: number) => {
		for (let i = 0; i < n; i++) p.fill(0, from + i * width, from + i * width + 2);
	};
	clear(layout.embedding, layout.embeddingRows);
	clear(layout.scalars, layout.scalarWidth);
	for (const block of layout.blocks) clear(block.matrix, width);
	features.forEach(({ column, state }, i) => {
		const input =
			state === undefined
				? layout.scalars + layout.numbers[layout.numberOf[column]!]!.at * width
				: layout.embedding + stateRow(layout.rowsOf[column]!, state) * width;
		p[input] = weights[i]!;
		p[input + 1] = -weights[i]!;
	});
	const spread = Math.max(LEAST_DEVIATION, deviation);
	for (let m = 0; m < COMPONENTS; m++) {
		const place = mixture.at + COMPONENTS + m;
		p[matrix + place] = 1;
		p[matrix + padded + place] = -1;
		p[bias + place] = intercept + spread * PLACES[m]!;
		p[bias + place + COMPONENTS] = -Math.log(SCALE * spread);
	}
	// What the bins have in all is what they have before training; how it falls on them the mixture says.
	const { bins } = table.tokens[f]!;
	const share = used.length / rows.length;
	p.fill(Math.log(share / bins) / mixture.free, bias, bias + bins);
}
