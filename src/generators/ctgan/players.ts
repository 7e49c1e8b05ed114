/** Generator and critic of a table: what each of them minimises (Xu et al. 2019, §4.4). */
// B batch, P packs of `pack` rows, Z noise, c conditional vector, N scalars, S states, D = N + S
import { meanScore } from "../../nn/adversarial/critic";
import type { Player } from "../../nn/adversarial/train";
import { createWassersteinCritic } from "../../nn/adversarial/wasserstein-critic";
import type { ParameterLayout } from "../../nn/parameters";
import { type Batches, placedTogether } from "../../nn/placed";
import { spanCrossEntropy } from "../../nn/spans";
import { concat, mul, reshape, sub, type Tensor2D, tensor2d } from "../../nn/tf";
import type { Random } from "../../random";
import { createModeActivation, drawGumbel } from "../mode-activation";
import { writeRows } from "../mode-batches";
import type { ModeRows, ModeSpace } from "../mode-space";
import { createVariates } from "../variates";
import { type Asked, ask, type ConditionColumn, type TrainingSampler, writeConditions } from "./conditions";
import { generate } from "./network";

export interface PlayersOptions {
	readonly space: ModeSpace;
	readonly rows: ModeRows;
	readonly columns: readonly ConditionColumn[];
	/** Width of the conditional vector. */
	readonly width: number;
	readonly sampler: TrainingSampler;
	readonly layout: ParameterLayout;
	readonly start: Float32Array;
	readonly layers: readonly number[];
	readonly noise: number;
	readonly pack: number;
	/** Rows of a batch, whole packs. */
	readonly B: number;
	readonly dropout: number;
	readonly random: Random;
}

export interface Players {
	readonly generator: Player;
	readonly critic: Player;
	/** What both draw from. */
	readonly batches: Batches;
}

export function createPlayers(options: PlayersOptions): Players {
	const { space, rows, columns, width, sampler, layers, noise, pack, B, dropout } = options;
	const { S, D } = space;
	const P = B / pack;
	const random = options.random;
	const streams = {
		asked: random.stream("asked"),
		rows: random.stream("rows"),
		mix: random.stream("mix"),
	};
	const normals = createVariates(random.stream("noise"), (own) => own.normal());
	const gumbels = createVariates(random.stream("gumbel"), drawGumbel);
	const { gumbel, logits, activate } = createModeActivation(space, B, gumbels);
	const kept = createVariates(random.stream("dropout"), (own) => (own.uniform() < dropout ? 0 : 1 / (1 - dropout)));
	const widths = space.columns.map(({ states }) => states);

	const askAll = (): Asked[] => Array.from({ length: B }, () => ask(sampler.chances, streams.asked));
	// Where nothing is conditioned, a column that `joined` leaves out: tensors of no column are not for every backend.
	const conditionsOf = (asked: readonly Asked[]) =>
		width > 0 ? tensor2d(writeConditions(columns, width, asked), [B, width]) : tensor2d(new Float32Array(B), [B, 1]);
	const joined = (x: Tensor2D, condition: Tensor2D) => (width > 0 ? (concat([x, condition], 1) as Tensor2D) : x);
	const packed = (x: Tensor2D) => reshape(x, [P, pack * (D + width)]) as Tensor2D;
	const inputOf = (condition: Tensor2D) => joined(tensor2d(normals.take(B * noise), [B, noise]), condition);
	const dropouts = (n: number) => layers.map((H) => tensor2d(kept.take(n * H), [n, H]));
	const critic = createWassersteinCritic({
		inputs: pack * (D + width),
		layers,
		rows: P,
		random: random.stream("critic"),
		mix: streams.mix,
		dropouts,
		pairs(generator) {
			const asked = askAll();
			const condition = conditionsOf(asked);
			const fake = packed(joined(activate(generate(inputOf(condition), generator), gumbel()), condition));
			streams.rows.shuffle(asked);
			const wanted = Int32Array.from(asked, (one) => sampler.rowOf(one, streams.rows));
			const real = packed(joined(tensor2d(writeRows(space, rows, wanted), [B, D]), conditionsOf(asked)));
			return { fake, real };
		},
	});
	const generator: Player = {
		layout: options.layout,
		start: options.start,
		prepare() {
			const asked = askAll();
			const condition = conditionsOf(asked);
			const target = new Float32Array(B * S);
			const inAsked = new Float32Array(B * S);
			asked.forEach(({ g, level }, i) => {
				if (g < 0) return;
				const { start, states } = space.columns[columns[g]!.at]!;
				target[i * S + start + level] = 1;
				inAsked.fill(1, i * S + start, i * S + start + states);
			});
			const states = [tensor2d(target, [B, S]), tensor2d(inAsked, [B, S])];
			return [inputOf(condition), condition, gumbel(), ...states, ...dropouts(P)];
		},
		loss(own, critic, prepared) {
			const [x, condition, g, target, asked, ...drops] = prepared as Tensor2D[];
			const out = generate(x!, own);
			const score = meanScore(packed(joined(activate(out, g!), condition!)), critic, drops);
			if (columns.length === 0) return mul(score, -1);
			return sub(mul(spanCrossEntropy(logits(out), target!, widths, asked!), 1 / B), score);
		},
	};
	return { generator, critic, batches: placedTogether({ ...streams, normals, gumbels, kept }) };
}
