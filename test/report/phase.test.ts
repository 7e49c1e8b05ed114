import { expect, test } from "vitest";
import { createRandom } from "../../src/random";
import { compareTables } from "../../src/report/compare";
import { createRun, type Progress } from "../../src/worker/run";
import { tableOf } from "./tables";

function table(seed: number) {
	const random = createRandom(seed);
	const x = Array.from({ length: 400 }, () => random.normal());
	return tableOf({ x, y: x.map((v) => v + random.normal()), side: x.map((v) => (v > 0 ? "left" : "right")) });
}

const inputs = {
	"all of it": { real: table(1), synthetic: table(2), holdout: table(3), target: "side" },
	"without a target": { real: table(1), synthetic: table(2), holdout: table(3) },
	"without held-out rows": { real: table(1), synthetic: table(2) },
};

test.each(Object.entries(inputs))("the report's progress runs once from 0 to 1: %s", async (_, input) => {
	const told: Progress[] = [];
	const run = createRun({ random: createRandom(1) });
	await compareTables(input, {
		...run,
		step: async (progress) => {
			told.push(progress);
			await run.step(progress);
		},
	});
	const done = told.map((progress) => progress.done ?? Number.NaN);
	expect(done.every((share, i) => share >= (done[i - 1] ?? 0) && share <= 1 + 1e-12)).toBe(true);
	expect(done.at(-1)).toBeCloseTo(1, 12);
	expect(done.findLast((share) => share < 0.5) ?? 0).toBeGreaterThan(0);
	// What is left is said of the whole report.
	const left = told.map((progress) => progress.secondsLeft).filter((seconds) => seconds !== undefined);
	expect(left.at(-1)).toBeCloseTo(0, 12);
});
