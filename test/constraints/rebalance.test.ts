import { expect, test } from "vitest";
import type { Rebalance } from "../../src/constraints/rebalance";
import { rebalance as stage } from "../../src/constraints/rebalance";
import { independent } from "../../src/generators/independent";
import { markedTogether } from "../../src/page/augment";
import { takeRows } from "../../src/table/table";
import { cellsOf, numeric, tableOf, times, worded } from "../encode/tables";
import { runOf } from "./stage";

const real = tableOf(
	numeric(
		"amount",
		times(1000, (i) => (i * 37) % 101),
		"integer",
		0,
	),
	worded(
		"fraud",
		times(1000, (i) => (i % 50 ? "no" : "yes")),
		"boolean",
	),
	worded(
		"shop",
		times(1000, (i) => ["web", "store", "phone"][i % 3]!),
	),
);

async function fitted() {
	const around = await stage.fit(real);
	const model = await independent.fit(around.table, { protect: 5 }, runOf("fit"));
	const whole = around.wrap(model);
	return {
		around,
		model,
		sample: (rows: number, rebalance: Rebalance, more: object = {}) =>
			whole.sample({ rows, rebalance, ...more } as never, runOf("sample")),
	};
}

function counts(cells: unknown[]): Record<string, number> {
	const found: Record<string, number> = {};
	for (const cell of cells) found[String(cell)] = (found[String(cell)] ?? 0) + 1;
	return found;
}

test("a share of the rows has the rare category, and it is exact", async () => {
	const { sample } = await fitted();
	const rows = await sample(2000, { column: "fraud", share: 0.3 });
	expect(counts(cellsOf(rows.columns[1]!))).toEqual({ yes: 600, no: 1400 });
	const shops = counts(
		cellsOf((await sample(900, { column: "shop", levels: ["web", "phone"], share: 0.9 })).columns[2]!),
	);
	expect(shops.store).toBe(90);
});

test("rows do not depend on the chunk they are sampled in, nor on loading", async () => {
	const { sample, around, model } = await fitted();
	const asked = { column: "fraud", share: 0.25 };
	const all = await sample(5000, asked);
	const loaded = (await stage.load(structuredClone(around.saved))).wrap(model);
	const part = await loaded.sample({ rows: 700, offset: 4000, rebalance: asked } as never, runOf("sample"));
	const expected = takeRows(
		all,
		Int32Array.from({ length: 700 }, (_, i) => 4000 + i),
	);
	expect(part.columns.map(cellsOf)).toEqual(expected.columns.map(cellsOf));
});

test.each([
	[{ column: "amount" }, /"amount" is not a category or boolean/],
	[{ column: "fraud", share: 1 }, /share is 1/],
	[{ column: "fraud", levels: ["maybe"] }, /no category "maybe"/],
	[{ column: "fraud", levels: [] }, /must be a list/],
])("%j is refused", async (asked, message) => {
	await expect((await fitted()).sample(10, asked as never)).rejects.toThrow(message);
});

test("a condition on the same column is refused", async () => {
	const { sample } = await fitted();
	await expect(sample(10, { column: "fraud" }, { given: { fraud: "no" } })).rejects.toThrow(/in given as well/);
});

test("added rows are marked", () => {
	const both = markedTogether(real, takeRows(real, [0, 1]), "synthetic");
	expect(both.rows).toBe(1002);
	expect(cellsOf(both.columns[3]!).slice(998)).toEqual(["false", "false", "true", "true"]);
	expect(() => markedTogether(real, real, "shop")).toThrow(/column "shop" already/);
});
