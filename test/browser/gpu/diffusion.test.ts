import { expect, test } from "vitest";
import { diffusion } from "../../../src/generators/diffusion";
import { meta } from "../../../src/generators/diffusion/meta";
import { gpuDevice } from "../../../src/nn/backend";
import { createRandom } from "../../../src/random";
import { createRun, type Device } from "../../../src/run";
import type { Column } from "../../../src/table/table";
import { numeric, tableOf, times, worded } from "../../encode/tables";

const table = tableOf(
	numeric(
		"income",
		times(200, (i) => (i % 9 ? 1000 + 300 * Math.sin(1.7 * i) : null)),
	),
	worded(
		"colour",
		times(200, (i) => ["red", "green", "blue"][i % 3]!),
	),
	worded(
		"warm",
		times(200, (i) => (i % 3 === 0 ? "yes" : "no")),
		"boolean",
	),
);

const options = { ...meta.defaults, steps: 10, batchRows: 32, width: 16, layers: 1, bins: 8, protect: 1 };

async function fitOn(device: Device) {
	const run = () => createRun({ random: createRandom(1), device });
	const model = await diffusion.fit(table, options, run());
	const rows = await model.sample({ rows: 30, given: { colour: "red" } }, run());
	model.dispose();
	return { facts: model.facts!, rows };
}

test("the default generator learns on WebGPU what it learns in plain loops, and draws under conditions", async () => {
	const gpu = await fitOn("webgpu");
	const cpu = await fitOn("cpu");
	expect(gpu.facts).toMatchObject({ device: "webgpu", steps: 10 });
	expect((gpu.facts.heldOut as number) / (cpu.facts.heldOut as number)).toBeCloseTo(1, 3);
	expect(gpu.rows.rows).toBe(30);
	const colour = gpu.rows.columns[1] as Extract<Column, { codes: Int32Array }>;
	expect(new Set(Array.from(colour.codes, (code) => colour.levels[code]))).toEqual(new Set(["red"]));
});

test("after its device was lost a model draws the same rows on another", async () => {
	const run = () => createRun({ random: createRandom(1), device: "webgpu" });
	const model = await diffusion.fit(table, options, run());
	const before = await model.sample({ rows: 30 }, run());
	const lost = gpuDevice();
	lost.destroy();
	await expect(model.sample({ rows: 30 }, run())).rejects.toThrow(/GPU device was lost/);
	expect(await model.sample({ rows: 30 }, run())).toEqual(before);
	expect(gpuDevice()).not.toBe(lost);
	model.dispose();
});
