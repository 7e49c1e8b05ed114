import { expect, test } from "vitest";
import { copyTable } from "../../src/table/copy-table";
import { tableBuffers } from "../../src/table/table";
import { numeric, tableOf, times, worded } from "../encode/tables";

/** Longer than a piece. */
const ROWS = 600_000;
const table = tableOf(
	numeric(
		"x",
		times(ROWS, (i) => (i % 5 ? i / 3 : null)),
	),
	worded(
		"c",
		times(ROWS, (i) => (i % 7 ? `level ${i % 11}` : null)),
	),
);

test("a copy holds the same cells in memory of its own", async () => {
	const copy = await copyTable(table);
	expect(copy).toEqual(table);
	const own = new Set(tableBuffers(table));
	expect(tableBuffers(copy).filter((buffer) => own.has(buffer))).toEqual([]);
});

test("a column that is a view of a larger buffer is copied alone", async () => {
	const values = new Float64Array(1000).fill(2).subarray(10, 13);
	const copy = await copyTable({ rows: 3, columns: [{ name: "x", kind: "number", values }] });
	expect(tableBuffers(copy)[0]?.byteLength).toBe(24);
});

test("messages are let in while a large table is copied, and an abort ends it with its reason", async () => {
	const wide = { rows: ROWS, columns: times(60, (i) => ({ ...table.columns[0]!, name: `x${i}` })) };
	const controller = new AbortController();
	const reason = new Error("enough");
	setTimeout(() => controller.abort(reason));
	await expect(copyTable(wide, controller.signal)).rejects.toBe(reason);
});
