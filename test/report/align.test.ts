import { expect, test } from "vitest";
import { createRandom } from "../../src/random";
import { compareTables } from "../../src/report/compare";
import type { Column, Table } from "../../src/table/table";
import { createRun } from "../../src/worker/run";
import { numeric, tableOf, times, worded } from "../encode/tables";

const random = createRandom(3);
const bits = times(300, () => random.int(2));
const days = times(300, () => Date.UTC(2020, 0, 1 + random.int(900)));
const amounts = times(300, () => random.int(100_000) / 100);
const iso = (day: number) => new Date(day).toISOString().slice(0, 10);
const date: Column = { ...numeric("date", days, "datetime"), format: "YYYY-MM-DD" } as Column;
const copies = async (real: Table, synthetic: Table) =>
	(await compareTables({ real, synthetic }, createRun({ random: createRandom(1) }))).privacy.copies.exact;

test.each([
	[
		"true as True",
		worded(
			"flag",
			bits.map((b) => (b ? "true" : "false")),
			"boolean",
		),
		bits.map((b) => (b ? "True" : "False")),
	],
	["categories of 1 as 1.0", worded("flag", bits.map(String)), bits.map((b) => `${b}.0`)],
	["a boolean of 1 as 1.0", worded("flag", bits.map(String), "boolean"), bits.map((b) => `${b}.0`)],
	[
		"yes as Yes",
		worded(
			"flag",
			bits.map((b) => (b ? "yes" : "no")),
		),
		bits.map((b) => (b ? "Yes" : "No")),
	],
])("a table beside itself is all copies with %s", async (_, column, spelt) => {
	const rest = [numeric("amount", amounts, "number", 2), date];
	const found = await copies(tableOf(column, ...rest), tableOf(worded("flag", spelt), ...rest));
	expect(found.value).toBe(1);
});

test("a table beside itself with one date that cannot be read is all copies but one", async () => {
	const rest = numeric("amount", amounts, "number", 2);
	const texts = days.map((day, row) => (row === 7 ? "2021-02-30" : iso(day)));
	const found = await copies(tableOf(date, rest), tableOf(worded("date", texts), rest));
	expect(found.value).toBeCloseTo(299 / 300, 6);
});

test("a column of categories keeps those apart that differ in spelling alone", async () => {
	const cells = times(300, (row) => (row % 2 ? "AB" : "ab"));
	const table = tableOf(worded("code", cells), numeric("amount", amounts, "number", 2));
	expect((await copies(table, table)).value).toBe(1);
	const other = tableOf(
		worded(
			"code",
			cells.map((cell) => (cell === "AB" ? "ab" : "AB")),
		),
		numeric("amount", amounts),
	);
	expect((await copies(table, other)).value).toBe(0);
});

test("a table of identifiers alone has nothing to compare, and no copies", async () => {
	const table = tableOf(
		worded(
			"key",
			times(50, (row) => `K${row}`),
			"id",
		),
	);
	const found = await copies(table, table);
	expect(found.value).toBeNull();
	expect(found.reason).toBe("no column can be compared");
});
