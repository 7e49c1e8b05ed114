// U rows whose gradients are computed at once, S states of all columns, H width of the noise
import { DivergedError } from "../../errors";
import { disposeAdamW, startAdamW, stepAdamW } from "../../nn/adamw";
import { meanScore } from "../../nn/adversarial/critic";
import { assertBackend } from "../../nn/backend";
import { type ParameterLayout, viewParameters } from "../../nn/parameters";
import { straightThrough } from "../../nn/spans";
import {
	add,
	concat,
	div,
	mul,
	ones,
	reshape,
	type Scalar,
	slice,
	sub,
	type Tensor,
	type Tensor1D,
	type Tensor2D,
	tensor1d,
	tensor2d,
	tidy,
	valueAndGrads,
} from "../../nn/tf";
import { linearDecay } from "../../nn/train";
import type { Random } from "../../random";
import type { TokenTable } from "../../tokens/data";
import type { Run } from "../../worker/run";
import { createModeActivation, drawGumbel } from "../mode-activation";
import { generate, widthOf } from "../noise-network";
import type { PrivateStep } from "../private-step";
import { createVariates } from "../variates";
import type { PrivateCritic } from "./critic";

/** Bounds of U: about as many as a batch holds, for a batch of any size is computed in parts of U rows. */
const [LEAST_AT_ONCE, MOST_AT_ONCE] = [32, 512];
const ADAM = { beta1: 0.5, beta2: 0.9, clipNorm: 1e6, emaDecay: 0.98 };

export interface DpganTraining {
	/** Steps of the generator. */
	readonly steps: number;
	/** Steps of the critic before each of them. */
	readonly criticSteps: number;
	/** Units that a batch is expected to hold, which sums are divided by. */
	readonly batchUnits: number;
	readonly learningRate: number;
	/** The row of a unit that stands for it in a batch. */
	readonly rowOf: (unit: number) => number;
	/** For what looks at no row: may be from a seed that is told. */
	readonly random: Random;
}

/** The generator's starting parameters, flat, and the critic's. */
export interface DpganStart {
	readonly layout: ParameterLayout;
	readonly generator: Float32Array;
	readonly critic: Float32Array;
}

/**
 * Trains generator and critic in turns; only the critic's steps look at rows (Xie et al. 2018, algorithm 1, with gradients
 * clipped row by row). Nothing is told of the losses, and the number of steps depends on nothing.
 *
 * @param onGradient Sees each noisy sum of the rows' gradients, for an audit.
 * @returns The running average of the generator's parameters, flat.
 */
export async function trainDpgan(
	table: TokenTable,
	start: DpganStart,
	critic: PrivateCritic,
	step: PrivateStep,
	training: DpganTraining,
	run: Run,
	onGradient?: (sum: Float64Array) => void,
): Promise<Float32Array> {
	const { steps, criticSteps, batchUnits, rowOf, random } = training;
	const U = Math.min(MOST_AT_ONCE, Math.max(LEAST_AT_ONCE, Math.ceil(batchUnits)));
	const widths = table.tokens.map(({ states }) => states);
	const S = widths.reduce((sum, states) => sum + states, 0);
	const H = widthOf(S);
	const rateAt = linearDecay(training.learningRate, steps);
	const normals = createVariates(random.stream("noise"), (own) => own.normal());
	const gumbels = createVariates(random.stream("gumbel"), drawGumbel);
	const mix = random.stream("mix");
	const { gumbel, activate } = createModeActivation({ columns: table.tokens, N: 0, S }, U, gumbels);
	/** Sampled rows as the critic reads real ones: one state a column. */
	const rowsOf = (z: Tensor2D, g: Tensor2D, parameters: readonly Tensor[]) =>
		straightThrough(activate(generate(z, parameters), g), widths);
	const noise = () => tensor2d(normals.take(U * H), [U, H]);
	const own = { generator: startAdamW(start.generator), critic: startAdamW(start.critic) };
	const views = (who: "generator" | "critic") =>
		viewParameters(who === "critic" ? critic.layout : start.layout, own[who].p);
	const [x, there] = [new Float32Array(U * S), new Float32Array(U)];
	try {
		for (let t = 0; t < steps; t++) {
			for (let k = 0; k < criticSteps; k++) {
				await run.step({ phase: "train", step: t, steps });
				await criticStep(t);
			}
			generatorStep(t);
		}
		await run.step({ phase: "train", step: steps, steps });
		const trained = ((await own.generator.ema.data()) as Float32Array).slice();
		assertBackend();
		if (!trained.every(Number.isFinite)) {
			throw new DivergedError("The trained parameters are not finite; set a lower learning rate.", { steps });
		}
		return trained;
	} finally {
		for (const state of Object.values(own)) disposeAdamW(state);
	}

	/** Minimises D(sampled) − D(real) and the penalty; the latter and the sampled rows cost nothing. */
	async function criticStep(t: number): Promise<void> {
		const noisy = step.noisy(await realSum(step.batch(), t));
		onGradient?.(noisy);
		const g = tidy(() => {
			const w = views("critic");
			const fake = rowsOf(noise(), gumbel(), views("generator"));
			const all = ones([U, 1]) as Tensor2D;
			const sampled = div(critic.clippedSum(fake, all, w, step.weigh), U);
			const real = tensor1d(Float32Array.from(noisy, (sum) => sum / batchUnits));
			return add(sub(sampled, real), critic.penaltyGradient(between(fake), w));
		});
		stepAdamW(own.critic, g, rateAt(t), ADAM);
		g.dispose();
	}

	/** Points between each sampled row and the next. */
	function between(fake: Tensor2D): Tensor2D {
		const next = concat([slice(fake, [1, 0], [U - 1, S]), slice(fake, [0, 0], [1, S])], 0);
		const shares = tensor2d(
			Float32Array.from({ length: U }, () => mix.uniform()),
			[U, 1],
		);
		return add(fake, mul(sub(next, fake), shares)) as Tensor2D;
	}

	/** The sum of the units' clipped gradients. */
	async function realSum(units: Int32Array, t: number): Promise<Float32Array> {
		const total = new Float32Array(critic.length);
		for (let from = 0; from < units.length; from += U) {
			write(units.subarray(from, from + U));
			const part = tidy(() =>
				critic.clippedSum(tensor2d(x, [U, S]), tensor2d(there, [U, 1]), views("critic"), step.weigh),
			);
			const values = await part.data();
			part.dispose();
			for (let i = 0; i < total.length; i++) total[i]! += values[i]!;
			await run.step({ phase: "train", step: t, steps });
		}
		if (!total.every(Number.isFinite)) throw new DivergedError("A gradient of the private training is not a number.");
		return total;
	}

	function write(units: Int32Array): void {
		x.fill(0);
		there.fill(0);
		units.forEach((unit, u) => {
			there[u] = 1;
			const row = rowOf(unit);
			let at = u * S;
			table.states.forEach((states, f) => {
				x[at + states[row]!] = 1;
				at += widths[f]!;
			});
		});
	}

	function generatorStep(t: number): void {
		const g = tidy(() => {
			const [z, own, w] = [noise(), gumbel(), views("critic")];
			const loss = (...parameters: Tensor[]) => {
				return mul(meanScore(rowsOf(z, own, parameters), w, critic.kept(U)), -1) as Scalar;
			};
			const { grads } = valueAndGrads(loss)(views("generator"));
			return concat(grads.map((grad) => reshape(grad, [grad.size]))) as Tensor1D;
		});
		stepAdamW(own.generator, g, rateAt(t), ADAM);
		g.dispose();
	}
}
