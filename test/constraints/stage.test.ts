import { expect, test } from "vitest";
import { constraints as stage } from "../../src/constraints/stage";
import { ConstraintError } from "../../src/errors";
import { createRandom } from "../../src/random";
import { type NumericColumn, type Table, takeRows } from "../../src/table/table";
import { packModel, unpackModel } from "../../src/wire/saved";
import { cellsOf, numeric, tableOf, times, worded } from "../encode/tables";
import { fitWith, runOf } from "./stage";
import { contradictions, orders, passengers } from "./tables";

const values = (table: Table, name: string) => (table.columns.find((c) => c.name === name) as NumericColumn).values;
const cells = (table: Table) => table.columns.map(cellsOf);

function wrongOrders(table: Table): number {
	const [price, quantity, total] = ["unit price", "quantity", "total"].map((name) => values(table, name));
	const [ordered, shipped] = ["ordered", "shipped"].map((name) => values(table, name));
	let wrong = 0;
	for (let row = 0; row < table.rows; row++) {
		const off = Math.abs(price![row]! * quantity![row]! - total![row]!) > 0.005 + 1e-9;
		if (off || shipped![row]! < ordered![row]!) wrong++;
	}
	return wrong;
}

test("an order's total and its shipping day follow without being told", async () => {
	const { sample, learned, around } = await fitWith(orders());
	expect(learned.columns.map(({ name }) => name)).not.toContain("total");
	const rows = await sample({ rows: 3000 });
	expect(wrongOrders(rows)).toBe(0);
	expect(rows.columns.map(({ name, kind }) => [name, kind])).toEqual(
		orders().columns.map(({ name, kind }) => [name, kind]),
	);
	expect(around!.diagnostics.constraintsFound).toContain('"total" is `unit price` * quantity in every row.');
});

test("columns that are functions of others contradict them in no row", async () => {
	expect(contradictions(passengers())).toBe(0);
	const { sample, learned } = await fitWith(passengers());
	expect(learned.columns.map(({ name }) => name)).toEqual(["survived", "pclass", "sex", "age", "relatives", "fare"]);
	expect(contradictions(await sample({ rows: 3000 }))).toBe(0);
});

test("findings can be switched off, one or all", async () => {
	const total = { except: "total == `unit price` * quantity" };
	expect((await fitWith(orders(), [total])).learned.columns.map(({ name }) => name)).toContain("total");
	const { around } = await fitWith(orders(), [{ except: "found" }]);
	expect(around).toBeUndefined();
});

test("rows do not depend on the chunk they are sampled in", async () => {
	const { sample } = await fitWith(orders(), ["`unit price` < quantity * 10", { except: "found" }]);
	const all = await sample({ rows: 5000 });
	const parts = [0, 1000, 4090, 4100].map((offset, i, at) => ({ offset, rows: (at[i + 1] ?? 5000) - offset }));
	for (const part of parts) {
		const rows = Int32Array.from({ length: part.rows }, (_, i) => part.offset + i);
		expect(cells(await sample(part))).toEqual(cells(takeRows(all, rows)));
	}
});

test("a saved model keeps its constraints and holds no rows", async () => {
	const { around, model, sample } = await fitWith(orders(), ["quantity != 3"]);
	const { saved } = around!;
	const bytes = packModel({
		generator: "independent",
		version: 1,
		saved: null,
		stages: [{ name: "constraints", saved }],
	});
	const loaded = await stage.load(unpackModel(bytes).stages![0]!.saved);
	const rows = await loaded.wrap(model).sample({ rows: 500 }, runOf("sample"));
	expect(cells(rows)).toEqual(cells(await sample({ rows: 500 })));
	await expect(stage.load({ version: 9 })).rejects.toThrow(/version 9/);
});

test("what a saved rule holds is nobody's own: splits of numbers, and groups of as many as are to be protected", async () => {
	const random = createRandom("incomes");
	const income = times(3000, () => Math.round(3_000_000 * random.uniform() ** 2) / 100);
	const ranks = income.toSorted((a, b) => a - b);
	const fifth = income.map((own) => `Q${1 + Math.floor((5 * ranks.indexOf(own)) / 3000)}`);
	const town = times(3000, (i) => (i < 10 ? "rare" : `t${i % 4}`));
	const table = tableOf(
		numeric("income", income, "number", 2),
		worded("fifth", fifth),
		worded("town", town),
		worded(
			"zone",
			town.map((own) => `zone ${own}`),
		),
	);
	const rules = [{ determined: { column: "fifth", by: ["income"] } }, { determined: { column: "zone", by: ["town"] } }];
	const kept = async (protect: number) => {
		const around = await stage.fit(table, { constraints: [...rules, { except: "found" }], protect }, runOf("stage"));
		return JSON.stringify(around!.saved);
	};
	const saved = await kept(5);
	const splits = [...saved.matchAll(/"at":([\d.]+)/g)].map(([, at]) => Number(at));
	expect(splits).toHaveLength(4);
	for (const at of splits) {
		expect(income).not.toContain(at);
		// A split is as short a number as five people on either side allow, so that neither neighbour can be read off it.
		const above = ranks.findIndex((own) => own >= at);
		const near = ranks.slice(Math.max(0, above - 4), above + 4).map((own) => Math.abs(own - at));
		expect(Math.max(...near)).toBeGreaterThan(10 ** -(String(at).split(".")[1]?.length ?? 0) / 2);
	}
	expect(saved).toContain("zone rare");
	expect(await kept(20)).not.toContain("zone rare");
});

test.each([
	["an implication", { implies: { when: 'channel == "web"', must: "quantity <= 4" } }],
	["a range", { range: { column: "ordered", min: "01.03.2024", max: "2025-01-31" } }],
	["an order", { ordered: ["quantity", "unit price"], strict: true }],
	["a condition", 'channel in ("web", "shop") or quantity == 1'],
	["uniqueness", { unique: ["ordered", "quantity", "unit price", "channel"] }],
	["a date moved", "shipped <= ordered + 6"],
])("%s holds in every row that leaves", async (_, constraint) => {
	const { sample } = await fitWith(orders(), [constraint]);
	const { readRule } = await import("../../src/constraints/rule");
	const rows = await sample({ rows: 2000 });
	const rule = readRule(constraint as never, "it", rows.columns, rows);
	expect(rule.broken(orders()).includes(1)).toBe(true);
	expect(rule.broken(rows).includes(1)).toBe(false);
	expect(wrongOrders(rows)).toBe(0);
});

test("what is misspelt, impossible or contradictory is refused with its place and an example", async () => {
	const refused = async (...constraints: unknown[]): Promise<string> => {
		const error = await fitWith(orders(), constraints).catch((e) => e);
		expect(error).toBeInstanceOf(ConstraintError);
		return error.message;
	};
	expect(await refused("quantity > 0", "quantty < 5")).toMatch(
		/^In "constraint 2": There is no column called "quantty". Did you mean "quantity"\?\n {2}quantty < 5\n {2}\^$/,
	);
	expect(await refused('channel == "wed"')).toMatch(/no level "wed".*Did you mean "web"\?/);
	expect(await refused("quantity <")).toMatch(/Expected a value, found the end/);
	expect(await refused({ ordered: ["orderd", "shipped"] })).toMatch(
		/no column called "orderd"\. Did you mean "ordered"\?/,
	);
	expect(await refused("shipped < ordered")).toMatch(/every row of the table breaks it; row 1 has shipped "\d\d/);
	expect(await refused("quantity > 4", "quantity < 5 and total > 0")).toMatch(
		/contradicts "quantity > 4".*row \d+ has/s,
	);
	expect(await refused({ sometimes: 3 })).toMatch(/no constraint that is known/);
	expect(await refused("quantity > normal(0, 1)")).toMatch(/draws nothing at random/);
});

test("rows that break a stated constraint are left out of what is learned, and counted", async () => {
	const { around, sample, learned } = await fitWith(orders(), ["quantity <= 6"]);
	expect(around!.diagnostics.rowsBreakingConstraints).toBe(orders().rows - learned.rows);
	expect(Math.max(...values(await sample({ rows: 2000 }), "quantity"))).toBeLessThanOrEqual(6);
});

test("cells are missing where they must be", async () => {
	const left = times(400, (i) => (i % 4 ? "yes" : "no"));
	const table = tableOf(
		worded("discharged", left, "boolean"),
		numeric(
			"days",
			left.map((cell, i) => (cell === "yes" ? i % 9 : null)),
			"integer",
			0,
		),
		numeric(
			"bill",
			left.map((cell, i) => (cell === "yes" ? 100 * (i % 7) : null)),
			"integer",
			0,
		),
	);
	const { sample, around } = await fitWith(table, [{ nullUnless: { column: "days", when: "discharged" } }]);
	expect(around!.diagnostics.constraintsFound).toContain("missing in the same rows");
	const rows = await sample({ rows: 1000 });
	const [discharged, days, bill] = rows.columns.map(cellsOf);
	for (const [row, cell] of days!.entries()) {
		if (discharged![row] === "no") expect(cell).toBeNull();
		expect(cell === null).toBe(bill![row] === null);
	}
});

test.each(["integer", "number", "datetime"] as const)(
	"the higher of two ordered columns (%s) is missing as often as in the table",
	async (kind) => {
		const unit = kind === "datetime" ? 86_400_000 : 1;
		const starts = times(600, (i) => ((i * 37) % 200) * unit);
		const ends = starts.map((start, i) => (i % 5 ? start + ((i * 7) % 11) * unit : null));
		const decimals = kind === "number" ? 1 : 0;
		const { sample, around } = await fitWith(
			tableOf(numeric("start", starts, kind, decimals), numeric("end", ends, kind, decimals)),
		);
		expect(around!.diagnostics.constraintsFound).toContain('"start" is at most "end"');
		const [start, end] = (await sample({ rows: 1000 })).columns.map(cellsOf) as (number | null)[][];
		// A fifth of the cells is missing; the binomial's standard deviation is 0.013.
		expect(end!.filter((cell) => cell === null).length / 1000).toBeCloseTo(0.2, 1);
		end!.forEach((cell, row) => {
			if (cell !== null) expect(cell).toBeGreaterThanOrEqual(start![row]!);
		});
	},
);

test("cities keep their postcodes", async () => {
	const table = tableOf(
		worded(
			"city",
			times(600, (i) => ["Bern", "Basel", "Chur"][i % 3]!),
		),
		numeric(
			"postcode",
			times(600, (i) => [3000, 4000, 7000][i % 3]! + ((i * 7) % 4)),
			"integer",
			0,
		),
	);
	const { sample, learned } = await fitWith(table, [{ fixedCombinations: ["city", "postcode"] }]);
	expect(learned.columns).toHaveLength(1);
	const known = new Set(cells(table)[0]!.map((city, row) => `${city} ${cells(table)[1]![row]}`));
	const [city, postcode] = cells(await sample({ rows: 1000 }));
	for (const [row, name] of city!.entries()) expect(known).toContain(`${name} ${postcode![row]}`);
});

test("conditions hold together with constraints", async () => {
	const { sample } = await fitWith(passengers());
	const women = await sample({ rows: 500, given: { who: "woman", class: ["First", "Second"], age: { min: 30 } } });
	expect(contradictions(women)).toBe(0);
	expect(new Set(cellsOf(women.columns.find((c) => c.name === "sex")!))).toEqual(new Set(["female"]));
	expect(new Set(cellsOf(women.columns.find((c) => c.name === "pclass")!))).toEqual(new Set([1, 2]));
	await expect(sample({ rows: 10, given: { class: "Fourth" } })).rejects.toThrow(/no "pclass" that was learned/);
	await expect(sample({ rows: 10, given: { who: "child", age: { min: 40 } } })).rejects.toThrow(
		/cannot be met|hardly be met/,
	);
});

test("cells that are known stay, and those filled agree with them", async () => {
	const table = orders();
	const { sample } = await fitWith(table);
	const hidden: Table = {
		rows: 300,
		columns: takeRows(
			table,
			Int32Array.from({ length: 300 }, (_, i) => i),
		).columns.map((column) =>
			column.name === "quantity" || column.name === "shipped"
				? {
						...(column as NumericColumn),
						values: (column as NumericColumn).values.map((v, i) => (i % 2 ? v : Number.NaN)),
					}
				: column,
		),
	};
	const filled = await sample({ rows: 300, complete: hidden });
	hidden.columns.forEach((column, c) => {
		const got = cellsOf(filled.columns[c]!);
		for (const [row, cell] of cellsOf(column).entries()) if (cell !== null) expect(got[row]).toBe(cell);
	});
	expect(wrongOrders(filled)).toBe(0);
});
