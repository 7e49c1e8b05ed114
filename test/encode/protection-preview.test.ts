import { expect, test } from "vitest";
import { protectionPreview } from "../../src/encode/protection-preview";
import { numeric, tableOf, times, worded } from "./tables";

test("says of eight rows that next to nothing can be learned, and why", async () => {
	const table = tableOf(
		worded(
			"name",
			times(8, (i) => `Person ${i}`),
		),
		numeric(
			"age",
			times(8, (i) => 20 + i * i),
		),
		worded(
			"ill",
			times(8, (i) => (i < 4 ? "yes" : "no")),
			"boolean",
		),
		worded(
			"school",
			times(8, () => "same"),
		),
		worded(
			"ward",
			times(8, (i) => (i < 4 ? null : "A")),
		),
	);
	const preview = await protectionPreview(table);
	expect(preview.map(({ column, what }) => [column, what])).toEqual([
		["name", "pooled"],
		["name", "constant"],
		["age", "withheld"],
		["ill", "withheld"],
		["ward", "withheld"],
	]);
	expect(preview[2]!.sentence).toBe('"age" is left empty: 8 rows have a value, and it takes 15.');
	expect(preview[3]!.sentence).toBe('"ill" is left empty: no value in it is shared by 5 rows.');
	expect(JSON.stringify(preview)).not.toContain("Person");
	expect(await protectionPreview(table, { protect: 1 })).toEqual([]);
});

test("counts people where the table says whose each row is", async () => {
	const table = tableOf(
		worded(
			"town",
			times(120, (i) => (i < 12 ? "Tinytown" : i % 2 ? "Oslo" : "Rome")),
		),
	);
	expect(await protectionPreview(table)).toEqual([]);
	const subjects = Int32Array.from({ length: 120 }, (_, i) => Math.floor(i / 6));
	expect(await protectionPreview({ ...table, subjects })).toEqual([
		{
			column: "town",
			what: "pooled",
			sentence:
				'In "town" categories that fewer than 5 people (or other subjects) have are counted as the most frequent one; there are 1.',
		},
	]);
});
