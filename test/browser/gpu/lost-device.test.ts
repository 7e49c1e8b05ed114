import { afterEach, expect, test } from "vitest";
import { diffusion } from "../../../src/generators/diffusion";
import { meta } from "../../../src/generators/diffusion/meta";
import { tabddpm } from "../../../src/generators/tabddpm";
import { meta as tabddpmMeta } from "../../../src/generators/tabddpm/meta";
import { gpuDevice, startBackend } from "../../../src/nn/backend";
import { denseParameters, startParameters } from "../../../src/nn/parameters";
import { mean, memory, reshape, square, sub, type Tensor, tensor1d } from "../../../src/nn/tf";
import { train } from "../../../src/nn/train";
import { createRandom } from "../../../src/random";
import { createCheckpoints } from "../../../src/worker/checkpoints";
import { createRun, type Progress, type Run } from "../../../src/worker/run";
import { numeric, tableOf, times, worded } from "../../encode/tables";

const table = tableOf(
	numeric(
		"income",
		times(120, (i) => 1000 + 300 * Math.sin(1.7 * i)),
	),
	worded(
		"colour",
		times(120, (i) => ["red", "green", "blue"][i % 3]!),
	),
);

/** A run on WebGPU whose device is lost after each of these steps of training, once. */
function losing(steps: readonly number[]) {
	const left = [...steps];
	const seen: Progress[] = [];
	const checkpoints = createCheckpoints(undefined, undefined, 0);
	const run = createRun({ random: createRandom(1), device: "webgpu", checkpoints });
	const step: Run["step"] = async (progress) => {
		seen.push(progress);
		if (progress.phase === "train" && progress.step === left[0]) {
			left.shift();
			gpuDevice().destroy();
		}
		await run.step(progress);
	};
	return { run: { ...run, step } satisfies Run, seen };
}

afterEach(() => startBackend("cpu"));

const layout = denseParameters("a", 4, 4).slice(0, 1);
const wanted = Float32Array.from({ length: 16 }, (_, i) => Math.sin(i));
const options = {
	layout,
	start: startParameters(layout, createRandom(1)),
	steps: 60,
	learningRate: () => 0.05,
	readEvery: 5,
	loss: ([w]: Tensor[]) => mean(square(sub(reshape(w!, [16]), tensor1d(wanted)))) as never,
};

test.each([[[7]], [[33]], [[12, 40]]])(
	"training whose device is lost at step %j goes on from the last copy of its state",
	async (steps) => {
		await startBackend("webgpu");
		const whole = await train(options, createRun({ random: createRandom(1) }));
		const { run, seen } = losing(steps);
		const { parameters, steps: done, backend } = await train(options, run);
		expect(done).toBe(60);
		expect(backend?.name).toBe(steps.length > 1 ? "wasm" : "webgpu");
		for (const [i, p] of parameters.entries()) expect(p).toBeCloseTo(whole.parameters[i]!, 3);
		// Nothing is done twice but the steps since the last look.
		expect(seen.filter(({ phase }) => phase === "train").length).toBeLessThan(60 + 8 * steps.length + 2);
		expect(memory().numTensors).toBeLessThan(20);
	},
);

test("tabddpm finishes on another device, and its summary says so", async () => {
	const { run } = losing([2]);
	const small = { ...tabddpmMeta.defaults, steps: 3, batchRows: 32, layers: [16], timesteps: 4, protect: 1 };
	const model = await tabddpm.fit(table, small, run);
	expect(model.diagnostics).toMatchObject({ steps: 3, device: "webgpu" });
	expect(model.diagnostics!.reason).toContain("lost while training");
	expect((await model.sample({ rows: 20 }, createRun({ random: createRandom(2) }))).rows).toBe(20);
	model.dispose();
});

test("diffusion goes on on another device, and on wasm where that is lost too", async () => {
	const small = { ...meta.defaults, steps: 8, batchRows: 32, width: 16, layers: 1, bins: 8, protect: 1 };
	const { run, seen } = losing([3, 6]);
	const model = await diffusion.fit(table, { ...small, method: "masked" }, run);
	expect(model.diagnostics).toMatchObject({ device: "wasm", steps: 8 });
	expect(model.diagnostics!.reason).toContain("lost while training");
	// A step is done again at most, for each loss; that a training begins, or deals rows, is reported besides.
	const told = seen.filter(({ phase }) => phase === "train").map(({ step }) => step);
	expect(told.filter((step, i) => step > (told[i - 1] ?? 0)).length).toBeLessThanOrEqual(8 + 2);
	const trained = seen.findIndex(({ phase }) => phase === "train");
	expect(seen.slice(trained).filter(({ phase }) => phase === "encode")).toEqual([]);
	expect((await model.sample({ rows: 20 }, createRun({ random: createRandom(2), device: "wasm" }))).rows).toBe(20);
	model.dispose();
});

test("rows whose device is lost meanwhile are sampled on another", async () => {
	const small = { ...meta.defaults, steps: 3, batchRows: 32, width: 16, layers: 1, bins: 8, protect: 1 };
	const run = createRun({ random: createRandom(1), device: "webgpu" });
	const model = await diffusion.fit(table, { ...small, method: "masked" }, run);
	const sample = async (at: number) => {
		let steps = 0;
		const step: Run["step"] = async (progress) => {
			if (progress.phase === "sample" && ++steps === at) gpuDevice().destroy();
			await run.step(progress);
		};
		return (await model.sample({ rows: 20 }, { ...run, step })).columns;
	};
	const wanted = await sample(Number.POSITIVE_INFINITY);
	expect(await sample(1)).toEqual(wanted);
	gpuDevice().destroy();
	expect(await sample(Number.POSITIVE_INFINITY)).toEqual(wanted);
	model.dispose();
});
