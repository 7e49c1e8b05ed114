import { beforeAll, expect, test } from "vitest";
import { OptionError } from "../../../src/errors";
import { tabfairgan } from "../../../src/generators/tabfairgan";
import { meta, type TabFairGanOptions } from "../../../src/generators/tabfairgan/meta";
import { createRandom } from "../../../src/random";
import { createRun } from "../../../src/worker/run";
import { numeric, tableOf, times, worded } from "../../encode/tables";
import { startNodeBackend } from "../../nn/node-backend";

beforeAll(() => startNodeBackend("wasm"));

const random = createRandom("groups");
/** Three groups, of which .2, .4 and .8 have the favourable outcome: .6 between them. */
const group = times(1500, () => random.int(3));
const table = tableOf(
	numeric(
		"size",
		group.map((g) => g + random.normal()),
		"number",
		2,
	),
	worded(
		"group",
		group.map((g) => ["a", "b", "c"][g]!),
	),
	worded(
		"hired",
		group.map((g) => (random.uniform() < [0.2, 0.4, 0.8][g]! ? "yes" : "no")),
		"boolean",
	),
);
const run = () => createRun({ random: createRandom(1) });
const small = { steps: 240, batchRows: 64, criticSteps: 4, learningRate: 0.012, group: "group" };
const fit = (options: TabFairGanOptions) => tabfairgan.fit(table, { ...meta.defaults, ...small, ...options }, run());

test("the first phase learns the difference between groups, the second takes most of it away", async () => {
	const model = await fit({ strength: 5, fairShare: 0.4 });
	const { parityDifference, parityDifferenceFirstPhase, parityDifferenceReal } = model.diagnostics as Record<
		string,
		number
	>;
	expect(parityDifferenceReal).toBeCloseTo(0.6, 1);
	expect(parityDifferenceFirstPhase).toBeGreaterThan(0.25);
	expect(parityDifference).toBeLessThan(parityDifferenceFirstPhase! / 2);
	expect((await model.sample({ rows: 10 }, run())).marks).toEqual(["fair"]);
	model.dispose();
});

test("without a group there is no second phase, and no table is called fair", async () => {
	const model = await fit({ steps: 2, group: "" });
	expect(model.diagnostics).not.toHaveProperty("parityDifference");
	expect((await model.sample({ rows: 10 }, run())).marks).toBeUndefined();
	model.dispose();
});

test.each([
	[{ group: "colour" }, 'group is "colour", which is not a column; there are size, group, hired.'],
	[{ group: "size" }, 'group is "size", a column of kind number; it must be a category or boolean'],
	[{ target: "group" }, 'target is "group", the column whose categories are the groups'],
	[{ favourable: "maybe" }, 'favourable is "maybe", it must be one of the categories of "hired"'],
] as const)("refuses %j, and says why", async (options, message) => {
	const refused = fit({ steps: 1, ...options });
	await expect(refused).rejects.toThrow(OptionError);
	await expect(refused).rejects.toThrow(message);
});
