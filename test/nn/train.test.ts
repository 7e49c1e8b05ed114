import { beforeAll, describe, expect, test } from "vitest";
import { DivergedError, StoppedError } from "../../src/errors";
import { disposeAdamW, startAdamW, stepAdamW } from "../../src/nn/adamw";
import { dense } from "../../src/nn/dense";
import { denseParameters, startParameters } from "../../src/nn/parameters";
import {
	mean,
	memory,
	mul,
	type Scalar,
	square,
	sub,
	type Tensor,
	type Tensor1D,
	type Tensor2D,
	tensor1d,
	tensor2d,
} from "../../src/nn/tf";
import { linearDecay, type TrainOptions, train } from "../../src/nn/train";
import { createRandom } from "../../src/random";
import { createCheckpoints } from "../../src/worker/checkpoints";
import { createRun } from "../../src/worker/run";
import { startNodeBackend } from "./node-backend";

const B = 64;
const layout = [...denseParameters("hidden", 3, 32), ...denseParameters("out", 32, 1)];

/** y = x₀·x₁ − x₂ on fresh normals each step. */
function regression(seed: number): Pick<TrainOptions, "layout" | "start" | "loss"> {
	const random = createRandom(seed).stream("batches");
	const xs = new Float32Array(B * 3);
	const ys = new Float32Array(B);
	const loss = (p: Tensor[]): Scalar => {
		for (let i = 0; i < B; i++) {
			for (let j = 0; j < 3; j++) xs[i * 3 + j] = random.normal();
			ys[i] = xs[i * 3]! * xs[i * 3 + 1]! - xs[i * 3 + 2]!;
		}
		const x = tensor2d(xs, [B, 3]);
		const [w1, b1, w2, b2] = p as [Tensor2D, Tensor1D, Tensor2D, Tensor1D];
		const y = dense(dense(x, w1, b1, { activation: "relu", inputGradient: false }), w2, b2);
		return mean(square(sub(y, tensor2d(ys, [B, 1]))));
	};
	return { layout, start: startParameters(layout, createRandom(seed)), loss };
}

const run = (seed = 1) => createRun({ random: createRandom(seed) });

/** AdamW in plain loops: algorithm 2 of Loshchilov and Hutter (2019), with the norm clipped first. */
function adamwTwin(p: number[], gs: number[][], eta: number, weightDecay: number, clip: number): number[] {
	const m = p.map(() => 0);
	const v = p.map(() => 0);
	let out = p;
	gs.forEach((g, i) => {
		const t = i + 1;
		const norm = Math.hypot(...g);
		const factor = Math.min(1, clip / norm);
		out = out.map((value, j) => {
			const gj = g[j]! * factor;
			m[j] = 0.9 * m[j]! + 0.1 * gj;
			v[j] = 0.999 * v[j]! + 0.001 * gj * gj;
			const step = m[j]! / (1 - 0.9 ** t) / (Math.sqrt(v[j]! / (1 - 0.999 ** t)) + 1e-8);
			return value - eta * (step + weightDecay * value);
		});
	});
	return out;
}

describe.each(["wasm", "cpu"] as const)("on %s", (backend) => {
	beforeAll(() => startNodeBackend(backend));

	test("AdamW is its plain twin", async () => {
		const random = createRandom(5);
		const p = Array.from({ length: 40 }, () => random.normal());
		const gs = Array.from({ length: 7 }, () => p.map(() => random.normal()));
		const state = startAdamW(Float32Array.from(p));
		for (const g of gs) {
			const t = tensor1d(g);
			stepAdamW(state, t, 0.1, { weightDecay: 0.01, clipNorm: 2 });
			t.dispose();
		}
		const got = await state.p.data();
		const want = adamwTwin(p, gs, 0.1, 0.01, 2);
		for (let i = 0; i < want.length; i++) expect(got[i]).toBeCloseTo(want[i]!, 4);
		disposeAdamW(state);
	});

	test("training learns, repeats itself by seed, and gives back every tensor", async () => {
		const before = memory().numTensors;
		const options = { steps: 400, learningRate: linearDecay(0.02, 400), emaDecay: 0.98 };
		const a = await train({ ...regression(1), ...options }, run());
		expect(a.stopped).toBe("steps");
		expect(a.loss).toBeLessThan(0.3); // the variance of y is 2
		const short = { steps: 20, learningRate: () => 0.01 };
		const b = await train({ ...regression(2), ...short }, run());
		const c = await train({ ...regression(2), ...short }, run());
		expect(c.parameters).toEqual(b.parameters);
		expect(memory().numTensors).toBe(before);
	});

	test("200 steps leave tensors and bytes where they were after the second", async () => {
		const seen: string[] = [];
		const onRead = () => {
			seen.push(`${memory().numTensors} tensors, ${memory().numBytes} bytes`);
			return false;
		};
		// A busy machine shall not make time for checkpoints, which are readings more.
		const checkpoints = createCheckpoints(undefined, undefined, Number.POSITIVE_INFINITY);
		const quiet = createRun({ random: createRandom(1), checkpoints });
		await train({ ...regression(3), steps: 200, learningRate: () => 0.01, onRead }, quiet);
		expect(seen.length).toBe(9);
		expect(new Set(seen).size).toBe(1);
	});
});

test("training that leaves the finite numbers goes back, halves the rate, and says so when that does not help", async () => {
	const before = memory().numTensors;
	const { layout, start, loss } = regression(4);
	let calls = 0;
	// NaN once, after the second reading.
	const once = (p: Tensor[], step: number): Scalar =>
		++calls === 40 ? (mul(loss(p, step), Number.NaN) as Scalar) : loss(p, step);
	const healed = await train({ layout, start, loss: once, steps: 60, learningRate: () => 0.01, readEvery: 10 }, run());
	expect(healed.restarts).toBe(1);
	expect(healed.parameters.every(Number.isFinite)).toBe(true);
	const hopeless = (p: Tensor[], step: number): Scalar => mul(loss(p, step), Number.POSITIVE_INFINITY) as Scalar;
	const never = train({ layout, start, loss: hopeless, steps: 60, learningRate: () => 0.01 }, run());
	await expect(never).rejects.toThrow(DivergedError);
	expect(memory().numTensors).toBe(before);
});

test("a stopped run ends training and leaves no tensor; asked to finish, it keeps what it has", async () => {
	const before = memory().numTensors;
	let steps = 0;
	const stopping = createRun({ random: createRandom(1), isStopped: () => ++steps > 5 });
	await expect(train({ ...regression(5), steps: 1000, learningRate: () => 0.01 }, stopping)).rejects.toThrow(
		StoppedError,
	);
	const finishing = createRun({ random: createRandom(1), finishEarly: () => true });
	const kept = await train({ ...regression(5), steps: 1000, learningRate: () => 0.01 }, finishing);
	expect(kept).toMatchObject({ steps: 1, stopped: "asked" });
	expect(memory().numTensors).toBe(before);
});
