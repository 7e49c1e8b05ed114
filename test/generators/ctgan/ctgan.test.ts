import { beforeAll, expect, test } from "vitest";
import { fitEncoder } from "../../../src/encode/encoder";
import { ctgan } from "../../../src/generators/ctgan";
import { conditionColumns, trueChances } from "../../../src/generators/ctgan/conditions";
import { meta } from "../../../src/generators/ctgan/meta";
import { createModeSpace } from "../../../src/generators/mode-space";
import { createRandom } from "../../../src/random";
import type { Table } from "../../../src/table/table";
import { createRun } from "../../../src/worker/run";
import { cellsOf, numeric, tableOf, times, worded } from "../../encode/tables";
import { startNodeBackend } from "../../nn/node-backend";

beforeAll(() => startNodeBackend("wasm"));

const random = createRandom("rare");
/** A level of 3 % of the rows, which has numbers of its own. */
const rare = times(3000, () => random.uniform() < 0.03);
const table: Table = tableOf(
	worded(
		"kind",
		rare.map((is) => (is ? "rare" : "common")),
	),
	numeric(
		"size",
		rare.map((is) => Math.round(1000 * (random.normal() + (is ? 6 : 0))) / 1000),
		"number",
		3,
	),
);
const run = () => createRun({ random: createRandom(1) });
const small = { steps: 200, batchRows: 100, layers: [32, 32], noise: 8, pack: 5, dropout: 0, learningRate: 0.002 };

function rareShare(sampled: Table): number {
	const cells = cellsOf(sampled.columns[0]!);
	return cells.filter((cell) => cell === "rare").length / cells.length;
}

test("a rare level comes back as often as it was; conditioned on its log frequency it would not", async () => {
	const model = await ctgan.fit(table, { ...meta.defaults, ...small } as never, run());
	const actual = rare.filter(Boolean).length / rare.length;
	const sampled = await model.sample({ rows: 5000 }, run());
	expect(Math.abs(rareShare(sampled) - actual)).toBeLessThan(0.015);

	const given = await model.sample({ rows: 300, given: { kind: "rare" } }, run());
	expect(rareShare(given)).toBe(1);
	expect(model.diagnostics?.mostExposed).toBeLessThanOrEqual(meta.defaults.exposure);
	model.dispose();
});

test("what rows are sampled with are the frequencies of the table", () => {
	const encoder = fitEncoder(table, { protect: 5 }, createRandom(1));
	const space = createModeSpace(encoder, [
		{ weights: Float64Array.of(1), means: Float64Array.of(0), deviations: Float64Array.of(1) },
	]);
	const [chances] = trueChances(space, encoder, conditionColumns(space).columns);
	const actual = rare.filter(Boolean).length / rare.length;
	expect(chances![0]).toBeCloseTo(1 - actual, 12);
	expect(chances![1]).toBeCloseTo(actual, 12);
	// log(1 + count), as published, would ask for it ten times as often.
	const logs = Math.log(1 + 3000 * actual) / (Math.log(1 + 3000 * actual) + Math.log(1 + 3000 * (1 - actual)));
	expect(logs).toBeGreaterThan(0.3);
});

test("refuses a condition that hardly any row obeys, and says what would", async () => {
	const model = await ctgan.fit(table, { ...meta.defaults, ...small, steps: 0 } as never, run());
	const narrow = { kind: "rare", size: 0.123 };
	const outcome = await model.sample({ rows: 10, given: narrow }, run()).then(
		(sampled) => cellsOf(sampled.columns[1]!),
		(error: Error) => error.message,
	);
	if (typeof outcome === "string") expect(outcome).toMatch(/given: only .* take "diffusion"/);
	else expect(new Set(outcome)).toEqual(new Set([0.123]));
	model.dispose();
});
