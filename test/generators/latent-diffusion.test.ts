import { beforeAll, describe, expect, test } from "vitest";
import { autodiff } from "../../src/generators/autodiff";
import { firstComponents } from "../../src/generators/autodiff/map";
import { meta as autodiffMeta } from "../../src/generators/autodiff/meta";
import { findiff } from "../../src/generators/findiff";
import { meta as findiffMeta } from "../../src/generators/findiff/meta";
import { factors, samplingLevels, trainingLevels } from "../../src/nn/edm/edm";
import { heun } from "../../src/nn/edm/sample";
import { mul } from "../../src/nn/tf";
import { createRandom } from "../../src/random";
import { isNumeric, type Table } from "../../src/table/table";
import { createRun } from "../../src/worker/run";
import { cellsOf, numeric, tableOf, times, worded } from "../encode/tables";
import { startNodeBackend } from "../nn/node-backend";

beforeAll(() => startNodeBackend("wasm"));

const run = (seed: string) => createRun({ random: createRandom(seed) });

/** A number, a category of three that follows from it, and one of 60 of which the first three make up half. */
const random = createRandom("real");
const x = times(1500, () => Math.round(100 * random.normal()) / 100);
const real = tableOf(
	numeric("x", x, "number", 2),
	worded(
		"c",
		x.map((v) => (random.uniform() < 0.9 ? (v < -0.5 ? "low" : v < 0.7 ? "middle" : "high") : "middle")),
	),
	worded(
		"many",
		times(1500, () => `k${random.uniform() < 0.5 ? random.int(3) : 3 + random.int(57)}`),
	),
);

function told(table: Table) {
	const [number, category, many] = table.columns;
	if (!number || !isNumeric(number)) throw new Error("x is a number");
	const cells = cellsOf(category!);
	const low = Array.from(number.values.keys()).filter((row) => number.values[row]! < -0.8);
	const share = (rows: readonly number[], wanted: string) =>
		rows.filter((row) => cells[row] === wanted).length / Math.max(1, rows.length);
	const all = Array.from(number.values.keys());
	const deviation = Math.sqrt(all.reduce((sum, row) => sum + number.values[row]! ** 2, 0) / table.rows);
	const common = cellsOf(many!).filter((cell) => ["k0", "k1", "k2"].includes(String(cell))).length / table.rows;
	return { lowWhereLow: share(low, "low"), low: share(all, "low"), deviation, common };
}

describe.each([
	["findiff", () => findiff.fit(real, { ...findiffMeta.defaults, steps: 200, batchRows: 128, width: 64 }, run("fit"))],
	[
		"autodiff",
		() =>
			autodiff.fit(
				real,
				{ ...autodiffMeta.defaults, steps: 250, batchRows: 128, width: 64, latent: 8, layers: [64] },
				run("fit"),
			),
	],
] as const)("%s", (name, fit) => {
	test("learns marginals and what goes with what", async () => {
		const model = await fit();
		const [got, want] = [told(await model.sample({ rows: 1024 }, run("sample"))), told(real)];
		expect(want.lowWhereLow).toBeGreaterThan(0.85);
		// Twice what independent columns would give.
		expect(got.lowWhereLow).toBeGreaterThan(0.55);
		expect(Math.abs(got.low - want.low)).toBeLessThan(0.08);
		expect(got.deviation).toBeGreaterThan(0.85);
		expect(got.deviation).toBeLessThan(1.15);
		// Categories are sampled: what is most likely would take all.
		expect(Math.abs(got.common - want.common)).toBeLessThan(0.12);
		if (name === "autodiff")
			expect(String(model.diagnostics?.map).match(/^-?\d+\.\d{3} -?\d+\.\d{3}$/gm)).toHaveLength(256);
		model.dispose();
	});
});

test("a map of rows shows them along the directions in which they differ most, largest weight positive", () => {
	// Codes (5 + 3a, 2 − b, 7, 0): the first variable differs most, then the second.
	const own = createRandom("codes");
	const z = Float32Array.from(
		times(500, () => [own.normal(), own.normal()]).flatMap(([a, b]) => [5 + 3 * a!, 2 - b!, 7, 0]),
	);
	const at = firstComponents(z, 4);
	const mean = (k: number) => times(500, (row) => z[4 * row + k]!).reduce((sum, value) => sum + value, 0) / 500;
	const [m0, m1] = [mean(0), mean(1)];
	let [apart0, apart1] = [0, 0];
	for (let row = 0; row < 500; row++) {
		apart0 = Math.max(apart0, Math.abs(at[2 * row]! - (z[4 * row]! - m0)));
		apart1 = Math.max(apart1, Math.abs(at[2 * row + 1]! - (z[4 * row + 1]! - m1)));
	}
	// The sample's correlation turns the axes a little.
	expect(apart0).toBeLessThan(0.15);
	expect(apart1).toBeLessThan(0.5);
});

test("factors keep the deviation of what the network reads and says at 1 (Karras et al. 2022, table 1)", () => {
	for (const sigma of [0.02, 0.5, 1, 20]) {
		const c = factors(sigma);
		expect(c.in ** 2 * (1 + sigma ** 2)).toBeCloseTo(1, 12);
		expect(((1 - c.skip) ** 2 + (c.skip * sigma) ** 2) / c.out ** 2).toBeCloseTo(1, 12);
	}
	const levels = samplingLevels(20);
	expect([levels[0], levels[19]].map((level) => Math.round(1000 * level!))).toEqual([20_000, 20]);
	expect([...levels].every((level, i) => i === 0 || level < levels[i - 1]!)).toBe(true);
	const drawn = [...trainingLevels(4000, createRandom("levels"))].sort((a, b) => a - b);
	expect(Math.log(drawn[2000]!)).toBeCloseTo(-0.4, 1);
});

test("Heun's steps reach the distribution of which the denoiser is known", async () => {
	// Of N(0, 0.5²) the denoised row is x / (1 + 4σ²).
	const noise = createRandom("noise");
	const rows = await heun(
		Float32Array.from({ length: 4096 }, () => noise.normal()),
		2048,
		30,
		(x, _, sigma) => mul(x, 1 / (1 + 4 * sigma * sigma)),
		async () => {},
	);
	const values = (await rows.data()) as Float32Array;
	rows.dispose();
	const deviation = Math.sqrt(values.reduce((sum, value) => sum + value * value, 0) / values.length);
	expect(deviation).toBeGreaterThan(0.48);
	expect(deviation).toBeLessThan(0.52);
});
