import { expect, test } from "vitest";
import { diffusion } from "../../../src/generators/diffusion";
import { meta } from "../../../src/generators/diffusion/meta";
import { createRandom } from "../../../src/random";
import { createRun } from "../../../src/worker/run";
import { cellsOf, tableOf, worded } from "../../encode/tables";

const run = (seed: number) => createRun({ random: createRandom(seed), device: "wasm" });

/** Mean and variance of how often `level` stands in each run of 96 rows. */
function counts(cells: readonly unknown[], level: string): { mean: number; variance: number } {
	const groups = Array.from({ length: cells.length / 96 }, (_, g) => cells.slice(96 * g, 96 * (g + 1)));
	const found = groups.map((group) => group.filter((cell) => cell === level).length);
	const mean = found.reduce((a, b) => a + b, 0) / found.length;
	return { mean, variance: found.reduce((sum, n) => sum + (n - mean) ** 2, 0) / (found.length - 1) };
}

test("rows drawn together miss the expected counts by less than independent ones", async () => {
	const random = createRandom(1);
	const colour: string[] = [];
	const shape: string[] = [];
	for (let i = 0; i < 2000; i++) {
		const red = random.uniform() < 0.3;
		colour.push(red ? "red" : "blue");
		shape.push(random.uniform() < (red ? 0.8 : 0.25) ? "round" : "square");
	}
	const model = await diffusion.fit(
		tableOf(worded("colour", colour), worded("shape", shape)),
		{ ...meta.defaults, width: 32, steps: 100 },
		run(1),
	);
	const table = await model.sample({ rows: 9600 }, run(2));
	const [colours, shapes] = table.columns.map(cellsOf) as [unknown[], unknown[]];
	for (const [cells, level] of [
		[colours, "red"],
		[shapes, "round"],
	] as const) {
		const { mean, variance } = counts(cells, level);
		// Independent rows: the binomial's 96 p (1 − p).
		expect(variance).toBeLessThan(0.25 * mean * (1 - mean / 96));
	}
	// In no order that neighbours would show: red stands behind red as often as anywhere.
	const behindRed = colours.filter((_, r) => colours[r - 1] === "red");
	expect(behindRed.filter((c) => c === "red").length / behindRed.length).toBeCloseTo(0.3, 1);
	// And no cell's chance is moved: red ones are round as often as the rows say.
	const red = shapes.filter((_, r) => colours[r] === "red");
	expect(red.filter((s) => s === "round").length / red.length).toBeCloseTo(0.8, 1);
	model.dispose();
});
