import { expect, test } from "vitest";
import { diffusion } from "../../../src/generators/diffusion";
import { meta } from "../../../src/generators/diffusion/meta";
import { gpuDevice } from "../../../src/nn/backend";
import { createRandom } from "../../../src/random";
import type { Column } from "../../../src/table/table";
import { createRun, type Device } from "../../../src/worker/run";
import { numeric, tableOf, times, worded } from "../../encode/tables";

/** With two numbers beside two columns of levels every column has a network of its own. */
const tableOfRows = (rows: number, numbers = 2) =>
	tableOf(
		...[
			numeric(
				"income",
				times(rows, (i) => (i % 9 ? 1000 + 300 * Math.sin(1.7 * i) : null)),
			),
			numeric(
				"rent",
				times(rows, (i) => 500 + 150 * Math.sin(1.7 * i) + 20 * Math.cos(2.3 * i)),
			),
		].slice(0, numbers),
		worded(
			"colour",
			times(rows, (i) => ["red", "green", "blue"][i % 3]!),
		),
		worded(
			"warm",
			times(rows, (i) => (i % 3 === 0 ? "yes" : "no")),
			"boolean",
		),
	);
const table = tableOfRows(200);

const options = { ...meta.defaults, steps: 10, batchRows: 32, width: 16, layers: 1, bins: 8, protect: 1 };

async function fitOn(device: Device, rows: number, numbers: number) {
	const run = () => createRun({ random: createRandom(1), device });
	const model = await diffusion.fit(tableOfRows(rows, numbers), options, run());
	const drawn = await model.sample({ rows: 30, given: { colour: "red" } }, run());
	model.dispose();
	return { diagnostics: model.diagnostics!, drawn };
}

test.each([
	[200, 1, 0],
	[200, 2, 4],
	[320, 2, 4],
])(
	"learns on WebGPU what it learns in plain loops, and draws under conditions: %d rows, %d numbers, %d column networks",
	async (rows, numbers, networks) => {
		const gpu = await fitOn("webgpu", rows, numbers);
		const cpu = await fitOn("cpu", rows, numbers);
		expect(gpu.diagnostics).toMatchObject({ device: "webgpu", columnNetworks: networks });
		expect(gpu.diagnostics.steps).toBe(cpu.diagnostics.steps);
		expect((gpu.diagnostics.heldOut as number) / (cpu.diagnostics.heldOut as number)).toBeCloseTo(1, 3);
		expect(gpu.drawn.rows).toBe(30);
		const colour = gpu.drawn.columns.find(({ name }) => name === "colour") as Extract<Column, { codes: Int32Array }>;
		expect(new Set(Array.from(colour.codes, (code) => colour.levels[code]))).toEqual(new Set(["red"]));
	},
);

test("after its device was lost a model draws the same rows on another", async () => {
	const run = () => createRun({ random: createRandom(1), device: "webgpu" });
	const model = await diffusion.fit(table, options, run());
	const before = await model.sample({ rows: 30 }, run());
	const lost = gpuDevice();
	lost.destroy();
	expect(await model.sample({ rows: 30 }, run())).toEqual(before);
	expect(gpuDevice()).not.toBe(lost);
	model.dispose();
});
