import { describe, expect, test } from "vitest";
import { coarsenColumn } from "../../src/deidentify/coarsen";
import type { Coarsening } from "../../src/deidentify/finding";
import { createRandom } from "../../src/random";
import { compareTables } from "../../src/report/compare";
import { parseCsv } from "../../src/table/csv";
import { formatCsv } from "../../src/table/format-csv";
import { type Table, takeRows } from "../../src/table/table";
import { createRun } from "../../src/worker/run";

const random = createRandom("detail");
const people = parseCsv(
	[
		"age,born,postcode,income,smoker",
		...Array.from({ length: 400 }, () => {
			const date = new Date(Date.UTC(1930 + random.int(70), random.int(12), 1 + random.int(28)));
			const [age, postcode, income] = [18 + random.int(70), 10_000 + random.int(80_000), random.int(90_000)];
			return `${age},${date.toISOString().slice(0, 10)},${postcode},${income},${random.int(2) ? "yes" : "no"}`;
		}),
	].join("\n"),
	{ kinds: { postcode: "category" } },
);

const rowsOf = (table: Table, from: number, to: number) =>
	takeRows(
		table,
		Int32Array.from({ length: to - from }, (_, i) => from + i),
	);

/** The table with a column made coarser, written and read again, as whoever downloads it has it. */
const coarser = (table: Table, name: string, coarsen: Coarsening["coarsen"]) =>
	parseCsv(
		formatCsv({
			...table,
			columns: table.columns.map((column) => (column.name === name ? coarsenColumn(column, { coarsen }) : column)),
		}),
	);

async function copiesBehind(name: string, coarsen: Coarsening["coarsen"]) {
	const real = rowsOf(await people, 0, 300);
	const holdout = rowsOf(await people, 300, 400);
	const synthetic = await coarser(rowsOf(real, 0, 200), name, coarsen);
	return compareTables({ real, synthetic, holdout }, createRun({ random }));
}

describe("a column that was made coarser is compared in its coarser form", () => {
	test.each<[string, Coarsening["coarsen"]]>([
		["age", { band: 10 }],
		["income", { band: 5000 }],
		["income", { round: 500 }],
		["born", "year"],
		["born", "month"],
		["postcode", { prefix: 2 }],
	])("%s by %j: copied rows are found, and the column has a score", async (name, coarsen) => {
		const { checklist, fidelity, privacy } = await copiesBehind(name, coarsen);
		expect(privacy.copies.exact.value).toBe(1);
		expect(checklist.find(({ item }) => item === "Copies of real rows")!.verdict).toBe("mend");
		expect(fidelity.shape.columns.find(({ column }) => column === name)!.score).toBeGreaterThan(0.8);
	});
});

test("a column that means something else is left out of the checks, and said", async () => {
	const real = rowsOf(await people, 0, 300);
	const holdout = rowsOf(await people, 300, 400);
	const other = parseCsv(formatCsv(rowsOf(real, 0, 200)).replace(/^\d+,/gm, "old,"));
	const { checklist, excluded } = await compareTables({ real, synthetic: await other, holdout }, createRun({ random }));
	expect(checklist.find(({ item }) => item === "Copies of real rows")!.verdict).toBe("mend");
	expect(excluded.map(({ column }) => column)).toContain("age");
	const said = checklist.find(({ item }) => item === "Columns that could not be compared")!;
	expect(said).toMatchObject({ verdict: "look", sentence: expect.stringContaining('"age"') });
});
