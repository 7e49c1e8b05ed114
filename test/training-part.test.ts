/** Of a table that is too large, a part is learned from: chosen by the seed, whole subjects each. */
import { expect, test } from "vitest";
import { splitRows } from "../src/index";
import { trainingPart } from "../src/page/training-part";
import { withSubjects } from "../src/table/subjects";
import type { Table } from "../src/table/table";

/** Row r holds r, and belongs to person r / 5. */
function numbered(rows: number): Table {
	const codes = Int32Array.from({ length: rows }, (_, row) => Math.floor(row / 5));
	return {
		rows,
		columns: [
			{ name: "row", kind: "number", values: Float64Array.from({ length: rows }, (_, row) => row) },
			{ name: "person", kind: "id", codes, levels: Array.from({ length: rows / 5 }, (_, i) => `p${i}`) },
		],
	};
}
const rowsOf = (table: Table | undefined) => [...(table!.columns[0] as { values: Float64Array }).values];
const peopleOf = (table: Table | undefined) => new Set(rowsOf(table).map((row) => Math.floor(row / 5)));

test("as many rows as asked for, each once, in the table's order and by the seed", async () => {
	const table = numbered(500_000);
	const part = await trainingPart(table, 1000, "a", {});
	const rows = rowsOf(part);
	expect(part.rows).toBe(1000);
	expect(rows).toEqual([...new Set(rows)].sort((a, b) => a - b));
	// The standard error of a mean of 1000 is 0.9 % of the range.
	expect(Math.abs(rows.reduce((a, b) => a + b, 0) / 1000 / 500_000 - 0.5)).toBeLessThan(0.04);
	expect(rowsOf(await trainingPart(table, 1000, "a", {}))).toEqual(rows);
	expect(rowsOf(await trainingPart(table, 1000, "b", {}))).not.toEqual(rows);
});

test("of people with several rows, all rows of some", async () => {
	const part = await trainingPart(numbered(5000), 1000, 1, { subject: "person" });
	expect(part.rows).toBe(1000);
	expect(peopleOf(part).size).toBe(200);
});

test("hold-out rows are taken besides, and nobody is on both sides", async () => {
	const { training, holdout } = await splitRows(withSubjects(numbered(5000), "person"), 0.2, 1, 800);
	expect(training.rows + holdout!.rows).toBe(1000);
	// Of 200 people each is held out with a chance of one fifth: four standard deviations are 23 people.
	expect(Math.abs(training.rows - 800)).toBeLessThanOrEqual(5 * 23);
	expect([...peopleOf(training)].filter((person) => peopleOf(holdout).has(person))).toEqual([]);
	const whole = await splitRows(numbered(5000), 0.2, 1, 8000);
	await expect(splitRows(numbered(5000), 0.2, 1, 0)).rejects.toThrow("maxTrainingRows");
	expect([whole.training.rows, whole.holdout!.rows]).toEqual([4000, 1000]);
});
