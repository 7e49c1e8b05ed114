import { expect, test } from "vitest";
import { adultShape } from "../../../bench/gpu-shape";
import { BackendError, StoppedError } from "../../../src/errors";
import type { BackendName } from "../../../src/nn/backend";
import { chooseBackend, startFastest, type Trial } from "../../../src/nn/choose";
import { startNetwork } from "../../../src/nn/mlp/choose";
import { layOut, type Shape } from "../../../src/nn/mlp/layout";
import type { Update } from "../../../src/nn/mlp/network";
import { fillBatch } from "../../../src/nn/mlp/trial";
import { getBackend, matMul, ones, type Tensor2D } from "../../../src/nn/tf";
import { createRandom } from "../../../src/random";
import { createRun } from "../../../src/worker/run";

const run = (isStopped?: () => boolean) => createRun({ random: createRandom(1), isStopped });

/** A trial whose steps take these milliseconds, and the backends it was started on. */
function trialOf(kind: string, ms: Record<"wasm" | "webgpu", number>, given: Partial<Trial> = {}) {
	const started: BackendName[] = [];
	const trial: Trial = {
		kind,
		size: 1000,
		steps: 1e6,
		async start(name) {
			started.push(name);
			return async () => {
				const until = performance.now() + ms[name as "wasm"];
				while (performance.now() < until);
			};
		},
		...given,
	};
	return { trial, started };
}

/** The two figures of a reason: that of the backend taken, and of the other. */
function figuresOf(reason: string): [number, number] {
	const [, own, other] = /by measurement on .+: a step took ([\d.]+) ms, on \w+ ([\d.]+) ms\.$/.exec(reason)!;
	return [Number(own), Number(other)];
}

test("auto times a few steps on each and takes the faster, telling both figures", async () => {
	const { trial } = trialOf("slow wasm", { wasm: 20, webgpu: 2 });
	const backend = await chooseBackend(run(), trial, true);
	expect(backend.name).toBe("webgpu");
	// A busy machine only adds.
	const [own, other] = figuresOf(backend.reason);
	expect(own).toBeGreaterThanOrEqual(2);
	expect(other).toBeGreaterThanOrEqual(20);
	const slow = await chooseBackend(run(), trialOf("slow webgpu", { wasm: 2, webgpu: 20 }).trial, true);
	expect(slow.name).toBe("wasm");
});

test("where several workers take steps on wasm, theirs is the time between two", async () => {
	const paces = { wasm: 100, webgpu: 60 };
	expect((await chooseBackend(run(), trialOf("alone", paces).trial, true)).name).toBe("webgpu");
	const shared = await chooseBackend(run(), trialOf("side by side", paces, { workers: 4 }).trial, true);
	expect(shared.name).toBe("wasm");
	const [own, other] = figuresOf(shared.reason);
	expect(own).toBeGreaterThanOrEqual(25);
	expect(own).toBeLessThan(60);
	expect(other).toBeGreaterThanOrEqual(60);
});

test("where a call takes several steps, the figures are those of one", async () => {
	const { trial } = trialOf("five at once", { wasm: 100, webgpu: 20 }, { together: 5 });
	const [own, other] = figuresOf((await chooseBackend(run(), trial, true)).reason);
	expect(own).toBeGreaterThanOrEqual(4);
	expect(own).toBeLessThan(20);
	expect(other).toBeGreaterThanOrEqual(20);
	expect(other).toBeLessThan(100);
});

test("what was measured on an adapter is remembered for steps of the same kind and size", async () => {
	const first = trialOf("memory", { wasm: 5, webgpu: 1 });
	const known = await chooseBackend(run(), first.trial, true);
	const again = trialOf("memory", { wasm: 1, webgpu: 5 });
	expect(await chooseBackend(run(), again.trial, true)).toEqual(known);
	expect(again.started).toEqual([]);
	const larger = trialOf("memory", { wasm: 1, webgpu: 5 }, { size: 64_000 });
	expect((await chooseBackend(run(), larger.trial, true)).name).toBe("wasm");
	expect(larger.started).toEqual(["wasm", "webgpu"]);
});

test("where wasm is done before a GPU has started, none is", async () => {
	const { trial, started } = trialOf("short", { wasm: 5, webgpu: 1 }, { steps: 20 });
	expect(await chooseBackend(run(), trial, true)).toMatchObject({
		name: "wasm",
		reason: expect.stringMatching(/20 steps of .+ ms are less than a GPU needs to start/),
	});
	expect(started).toEqual(["wasm"]);
});

test("a backend that fails in its trial loses, and the reason says why", async () => {
	const { trial } = trialOf("failing", { wasm: 5, webgpu: 1 });
	const failing: Trial = {
		...trial,
		async start(name) {
			if (name === "webgpu") throw new BackendError("Its memory is full.");
			return trial.start(name);
		},
	};
	expect(await chooseBackend(run(), failing, true)).toMatchObject({
		name: "wasm",
		reason: expect.stringContaining("webgpu failed (Its memory is full)"),
	});
});

test("a stop is heard while steps are timed", async () => {
	const { trial } = trialOf("stopped", { wasm: 5, webgpu: 5 });
	await expect(
		chooseBackend(
			run(() => true),
			trial,
			true,
		),
	).rejects.toThrow(StoppedError);
});

test("a software adapter takes no part unless it is admitted", async () => {
	const { trial, started } = trialOf("software", { wasm: 5, webgpu: 1 });
	expect(await chooseBackend(run(), trial)).toEqual({
		name: "wasm",
		reason: "wasm was chosen: WebGPU runs in software here, slower than wasm.",
	});
	expect(started).toEqual([]);
});

test("the default generator's network is timed on both and trains on the one that is taken", async () => {
	const whole = adultShape(32, 1);
	const shape: Shape = { ...whole, tokens: whole.tokens.slice(0, 4) };
	const use = { batchRows: 64, training: true, steps: 1e6 };
	const { backend, network } = await startNetwork(run(), shape, use, true);
	expect(backend.reason).toMatch(/by measurement on .+: a step took .+ ms, on (wasm|webgpu) .+ ms/);
	expect(network.backend).toBe(backend.name);
	const layout = layOut(shape);
	network.setParameters(new Float32Array(layout.size));
	fillBatch(shape, layout, network.batch, 64, createRandom(2));
	const update: Update = { rate: 1e-3, step: 1, decay: 0, emaKeep: 0, dropout: 0, random: createRandom(3) };
	expect(await network.train(update, true)).toBeGreaterThan(0);
	network.dispose();
});

test("so is that of a link", async () => {
	const whole = adultShape(32, 1);
	const shape: Shape = { ...whole, tokens: whole.tokens.slice(0, 4), oneHead: true };
	const use = { batchRows: 64, training: true, steps: 1e6, workers: 2 };
	const { backend, network } = await startNetwork(run(), shape, use, true);
	expect(backend.reason).toMatch(/by measurement on .+: a step took .+ ms, on (wasm|webgpu) .+ ms/);
	expect(network.backend).toBe(backend.name);
	network.dispose();
});

test("tfjs is left on the backend that was taken", async () => {
	const trial: Trial = {
		kind: "product",
		size: 1,
		steps: 1e6,
		async start() {
			const a = ones([64, 64]) as Tensor2D;
			return () => {
				const product = matMul(a, a);
				return product.data().then(() => product.dispose());
			};
		},
	};
	const backend = await startFastest(run(), trial, true);
	expect(backend.reason).toMatch(/by measurement/);
	expect(getBackend()).toBe(backend.name);
});
