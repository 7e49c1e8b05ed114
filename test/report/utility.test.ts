import { expect, test } from "vitest";
import { createRandom } from "../../src/random";
import { align } from "../../src/report/align";
import { type Utility, utility } from "../../src/report/utility";
import { createRun } from "../../src/worker/run";
import { tableOf } from "./tables";

const tables = { real: 0, synthetic: 1, heldOut: 2 };

/** Targets of three sorts driven by x, with `noise` of its own. */
function make(seed: number, rows: number, slope = 1) {
	const random = createRandom(seed);
	const x = Array.from({ length: rows }, () => random.normal());
	const score = x.map((v) => slope * v + 0.5 * random.normal());
	return tableOf({
		x,
		number: score,
		flag: score.map((s) => (s > 0 ? 1 : 0)),
		grade: score.map((s) => (s > 0.7 ? "high" : s > -0.7 ? "middle" : "low")),
	});
}

async function measure(target: string, synthetic: ReturnType<typeof make>): Promise<Utility> {
	const aligned = align(
		[make(1, 600), synthetic, make(3, 500)].map((t) => ({
			...t,
			columns: t.columns.filter((c) => c.name === "x" || c.name === target),
		})),
	);
	const run = createRun({ random: createRandom(5) });
	return (await utility(aligned, tables, target, createRandom(5), run)) as Utility;
}

test.each([
	["number", "regression", "R²"],
	["flag", "classification", "ROC AUC"],
	["grade", "classification", "macro ROC AUC"],
] as const)("a fresh sample teaches %s as well as real rows do", async (target, task, name) => {
	const found = await measure(target, make(2, 600));
	expect(found).toMatchObject({ task, measure: name });
	expect(found.real.value).toBeGreaterThan(0.7);
	expect(found.difference.interval![0]).toBeLessThan(0);
	expect(found.difference.interval![1]).toBeGreaterThan(0);
});

test("rows with the dependence turned round teach the opposite", async () => {
	const found = await measure("flag", make(2, 600, -1));
	expect(found.synthetic.value).toBeLessThan(0.3);
	expect(found.difference.interval![1]).toBeLessThan(-0.5);
});
