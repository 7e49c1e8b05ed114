/** Generator and critic of a table: what each of them minimises (Xu et al. 2019, §4.4). */
// B batch, P packs of `pack` rows, Z noise, c conditional vector, N scalars, S states, D = N + S
import { criticLayout, criticScores, criticSlopes, gradientPenalty, meanScore } from "../../nn/adversarial/critic";
import type { Player } from "../../nn/adversarial/train";
import { type ParameterLayout, startParameters } from "../../nn/parameters";
import { type Placed, placedTogether } from "../../nn/placed";
import { gumbelSoftmax, membership, spanCrossEntropy } from "../../nn/spans";
import { add, concat, mean, mul, reshape, slice, sub, type Tensor2D, tanh, tensor2d } from "../../nn/tf";
import type { Random } from "../../random";
import { writeRows } from "../mode-batches";
import type { ModeRows, ModeSpace } from "../mode-space";
import { createVariates } from "../variates";
import { type Asked, ask, type ConditionColumn, type TrainingSampler, writeConditions } from "./conditions";
import { generate } from "./network";

/** Temperature of the Gumbel-softmax and weight of the gradient penalty, as published. */
const [TAU, LAMBDA] = [0.2, 10];

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
	readonly batches: Placed;
}

export function createPlayers(options: PlayersOptions): Players {
	const { space, rows, columns, width, sampler, layers, noise, pack, B, dropout } = options;
	const { N, S, D } = space;
	const P = B / pack;
	const random = options.random;
	const streams = {
		asked: random.stream("asked"),
		rows: random.stream("rows"),
		mix: random.stream("mix"),
	};
	const normals = createVariates(random.stream("noise"), (own) => own.normal());
	const gumbels = createVariates(random.stream("gumbel"), (own) => -Math.log(-Math.log(own.uniform())));
	const kept = createVariates(random.stream("dropout"), (own) => (own.uniform() < dropout ? 0 : 1 / (1 - dropout)));
	const widths = space.columns.map(({ states }) => states);
	const member = membership(widths);

	const askAll = (): Asked[] => Array.from({ length: B }, () => ask(sampler.chances, streams.asked));
	// Where nothing is conditioned, a column that `joined` leaves out: tensors of no column are not for every backend.
	const conditionsOf = (asked: readonly Asked[]) =>
		width > 0 ? tensor2d(writeConditions(columns, width, asked), [B, width]) : tensor2d(new Float32Array(B), [B, 1]);
	const joined = (x: Tensor2D, condition: Tensor2D) => (width > 0 ? (concat([x, condition], 1) as Tensor2D) : x);
	const packed = (x: Tensor2D) => reshape(x, [P, pack * (D + width)]) as Tensor2D;
	const inputOf = (condition: Tensor2D) => joined(tensor2d(normals.take(B * noise), [B, noise]), condition);
	const gumbel = () => tensor2d(gumbels.take(B * S), [B, S]);
	const dropouts = (n: number) => layers.map((H) => tensor2d(kept.take(n * H), [n, H]));
	/** What the critic reads of an output: tanh of scalars, Gumbel-softmax of states. */
	const activate = (out: Tensor2D, g: Tensor2D) => {
		const logits = (N > 0 ? slice(out, [0, N], [B, S]) : out) as Tensor2D;
		const states = gumbelSoftmax(logits, g, TAU, widths, tensor2d(member, [S, widths.length]));
		return N > 0 ? (concat([tanh(slice(out, [0, 0], [B, N])), states], 1) as Tensor2D) : states;
	};

	const criticStart = criticLayout(pack * (D + width), layers);
	const critic: Player = {
		layout: criticStart,
		start: startParameters(criticStart, random.stream("critic")),
		prepare(own, generator) {
			const asked = askAll();
			const condition = conditionsOf(asked);
			const fake = packed(joined(activate(generate(inputOf(condition), generator), gumbel()), condition));
			streams.rows.shuffle(asked);
			const wanted = Int32Array.from(asked, (one) => sampler.rowOf(one, streams.rows));
			const real = packed(joined(tensor2d(writeRows(space, rows, wanted), [B, D]), conditionsOf(asked)));
			const shares = tensor2d(
				Float32Array.from({ length: P }, () => streams.mix.uniform()),
				[P, 1],
			);
			const mixed = add(real, mul(sub(fake, real), shares)) as Tensor2D;
			const { slopes } = criticSlopes(mixed, own, dropouts(P));
			return [concat([fake, real], 0), ...dropouts(2 * P), ...slopes];
		},
		loss(own, _, prepared) {
			const [x, ...rest] = prepared as Tensor2D[];
			const scores = criticScores(x!, own, rest.slice(0, layers.length));
			const signs = Float32Array.from({ length: 2 * P }, (_, i) => (i < P ? 1 : -1) / P);
			const distance = mul(mean(mul(scores, tensor2d(signs, [2 * P, 1]))), 2 * P);
			return add(distance, gradientPenalty(own, rest.slice(layers.length), LAMBDA));
		},
	};
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
			const logits = (N > 0 ? slice(out, [0, N], [B, S]) : out) as Tensor2D;
			return sub(mul(spanCrossEntropy(logits, target!, widths, asked!), 1 / B), score);
		},
	};
	return { generator, critic, batches: placedTogether({ ...streams, normals, gumbels, kept }) };
}
