import { expect, test } from "vitest";
import { holdOutSteps } from "../../src/generators/held-out-rows";
import { createRandom } from "../../src/random";
import { finish } from "../../src/table/pause";
import type { Table } from "../../src/table/table";
import { numeric, tableOf, times } from "../encode/tables";

const table = (rows: number, subject?: (row: number) => number) => ({
	...tableOf(
		numeric(
			"x",
			times(rows, (i) => i),
		),
	),
	...(subject && { subjects: Int32Array.from({ length: rows }, (_, row) => subject(row)) }),
});

const holdOut = (from: Table) => finish(holdOutSteps(from, createRandom(1)));

test.each([
	[50, 0],
	[1000, 100],
	[50_000, 2000],
])("of %i rows %i are held out, and the others trained on", (rows, held) => {
	const { training, heldOut } = holdOut(table(rows));
	expect(heldOut.length).toBe(held);
	expect(new Set([...training, ...heldOut]).size).toBe(rows);
});

test("whole subjects are held out, and never the only one", () => {
	const { training, heldOut } = holdOut(table(1000, (row) => row >> 2));
	const seen = new Set(training.map((row) => row >> 2));
	expect(heldOut.length).toBeGreaterThan(0);
	for (const row of heldOut) expect(seen.has(row >> 2)).toBe(false);
	const one = holdOut(table(1000, () => 0));
	expect([one.training.length, one.heldOut.length]).toEqual([1000, 0]);
});
