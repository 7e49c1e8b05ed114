import { beforeAll, expect, test } from "vitest";
import { OptionError } from "../../../src/errors";
import { tabddpm } from "../../../src/generators/tabddpm";
import { meta, type TabDdpmOptions } from "../../../src/generators/tabddpm/meta";
import { createRandom } from "../../../src/random";
import type { Table } from "../../../src/table/table";
import { createRun } from "../../../src/worker/run";
import { cellsOf, numeric, tableOf, times, worded } from "../../encode/tables";
import { startNodeBackend } from "../../nn/node-backend";

beforeAll(() => startNodeBackend("wasm"));

const run = () => createRun({ random: createRandom(1) });
const learn = (table: Table, options: TabDdpmOptions) =>
	tabddpm.fit(table, { ...meta.defaults, ...options } as never, run());

const random = createRandom(9);
const people = times(1000, () => {
	const ill = random.uniform() < 0.3;
	const age = 40 + (ill ? 20 : 0) + 8 * random.normal();
	return { ill, age, dose: ill ? age / 10 + 0.3 * random.normal() : null };
});
/** Illness raises age; only the ill have a dose, which follows age. */
const table = tableOf(
	numeric(
		"age",
		people.map((p) => p.age),
	),
	numeric(
		"dose",
		people.map((p) => p.dose),
	),
	worded(
		"ward",
		people.map((p) => (p.ill ? "A" : random.uniform() < 0.9 ? "B" : "A")),
	),
	worded(
		"ill",
		people.map((p) => (p.ill ? "yes" : "no")),
		"boolean",
	),
);

test("learns how columns hang together, missing cells included", async () => {
	const model = await learn(table, { steps: 300, batchRows: 256, layers: [64], timesteps: 20, learningRate: 0.006 });
	const drawn = await model.sample({ rows: 1024 }, run());
	const [age, dose, ward, ill] = drawn.columns.map(cellsOf) as [number[], (number | null)[], string[], string[]];
	const rows = times(1024, (i) => i);
	const mean = (of: number[]) => of.reduce((a, b) => a + b, 0) / of.length;
	const sick = rows.filter((i) => ill[i] === "yes");
	const well = rows.filter((i) => ill[i] === "no");
	expect(sick.length / 1024).toBeCloseTo(0.3, 1);
	expect(mean(sick.map((i) => age[i]!)) - mean(well.map((i) => age[i]!))).toBeGreaterThan(15); // truth: 20
	expect(mean(sick.map((i) => (ward[i] === "A" ? 1 : 0)))).toBeGreaterThan(0.93); // truth: 1
	expect(mean(well.map((i) => (ward[i] === "A" ? 1 : 0)))).toBeLessThan(0.2); // truth: 0.1
	expect(mean(sick.map((i) => (dose[i] === null ? 0 : 1)))).toBeGreaterThan(0.93);
	expect(mean(well.map((i) => (dose[i] === null ? 0 : 1)))).toBeLessThan(0.05);
	const dosed = sick.filter((i) => dose[i] !== null);
	const error = mean(dosed.map((i) => Math.abs(dose[i]! - age[i]! / 10)));
	expect(error).toBeLessThan(0.5); // truth: 0.24; doses drawn without a look at age: 0.9
	expect(model.diagnostics).toMatchObject({ device: "wasm", target: "ill", stopped: "steps" });
});

test("conditions on the last category, on a named one, or on none", async () => {
	const quick = { steps: 1, layers: [8], timesteps: 2, batchRows: 16 };
	const target = async (option: string) => (await learn(table, { ...quick, target: option })).diagnostics!.target;
	expect(await target("auto")).toBe("ill");
	expect(await target("ward")).toBe("ward");
	expect(await target("")).toBe("");
	await expect(target("age")).rejects.toThrow(/column of kind number; only a category or boolean/);
	await expect(target("nobody")).rejects.toThrow(/which is not a column; there are age, dose, ward, ill/);
});

test("refuses options that cannot be used, by name and value", async () => {
	for (const wrong of [
		{ steps: 1.5 },
		{ batchRows: 0 },
		{ timesteps: 1 },
		{ layers: [] },
		{ layers: [-1] },
		{ learningRate: 0 },
		{ protect: 0 },
		{ schedule: "none" },
	]) {
		const attempt = learn(table, wrong as never);
		await expect(attempt).rejects.toThrow(OptionError);
		await expect(attempt).rejects.toThrow(Object.keys(wrong)[0]!);
	}
});
