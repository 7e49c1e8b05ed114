/** Generator and critic of a table: what each of them minimises (Rajabi and Garibay 2022, §3). */
// B batch, N scalars, S states, D = N + S

import { meanScore } from "../../nn/adversarial/critic";
import type { Player } from "../../nn/adversarial/train";
import { createWassersteinCritic } from "../../nn/adversarial/wasserstein-critic";
import { createDealer } from "../../nn/dealer";
import type { ParameterLayout } from "../../nn/parameters";
import { type Batches, placedTogether } from "../../nn/placed";
import { add, mul, ones, type Scalar, scalar, slice, type Tensor2D, tensor2d } from "../../nn/tf";
import type { Random } from "../../random";
import { rowNumbers } from "../../table/table";
import { createModeActivation, drawGumbel } from "../mode-activation";
import { writeRows } from "../mode-batches";
import type { ModeRows, ModeSpace } from "../mode-space";
import { generate, widthOf } from "../noise-network";
import { createVariates } from "../variates";
import type { Fairness } from "./fairness";
import { softGap } from "./gap";

export interface PlayersOptions {
	readonly space: ModeSpace;
	readonly rows: ModeRows;
	readonly layout: ParameterLayout;
	readonly start: Float32Array;
	readonly B: number;
	/** The second phase: from which step on, and with which weight. Absent: there is none. */
	readonly fair?: Fairness & { readonly from: number; readonly strength: number };
	readonly random: Random;
}

export function createPlayers(options: PlayersOptions): { generator: Player; critic: Player; batches: Batches } {
	const { space, rows, layout, start, B, fair, random } = options;
	const { N, D } = space;
	const H = widthOf(D);
	const dealer = createDealer(rowNumbers(rows.rows), random.stream("deal"));
	const normals = createVariates(random.stream("noise"), (own) => own.normal());
	const gumbels = createVariates(random.stream("gumbel"), drawGumbel);
	const mix = random.stream("mix");
	const { gumbel, activate } = createModeActivation(space, B, gumbels);
	const noise = () => tensor2d(normals.take(B * H), [B, H]);

	const critic = createWassersteinCritic({
		inputs: D,
		layers: [H],
		rows: B,
		random: random.stream("critic"),
		mix,
		dropouts: (n) => [ones([n, H]) as Tensor2D],
		pairs: (generator) => ({
			fake: activate(generate(noise(), generator), gumbel()),
			real: tensor2d(writeRows(space, rows, dealer.deal(B)), [B, D]),
		}),
	});
	const generator: Player = {
		layout,
		start,
		prepare: (_, __, step) => [noise(), gumbel(), scalar(fair && step >= fair.from ? fair.strength : 0)],
		loss(own, critic, prepared) {
			const [x, g, weight] = prepared as [Tensor2D, Tensor2D, Scalar];
			const sampled = activate(generate(x, own), g);
			const score = mul(meanScore(sampled, critic, [ones([B, H]) as Tensor2D]), -1) as Scalar;
			if (!fair) return score;
			const { group, target, good } = fair;
			const groups = slice(sampled, [0, N + group.start], [B, group.states]) as Tensor2D;
			const outcome = slice(sampled, [0, N + target.start + good], [B, 1]) as Tensor2D;
			return add(score, mul(softGap(groups, outcome), weight));
		},
	};
	return {
		generator,
		critic,
		batches: placedTogether({ dealer: { ...dealer, prepare: () => dealer.prepare(B) }, normals, gumbels, mix }),
	};
}
