import { expect, test } from "vitest";
import { isNumeric, type Table } from "../../src/table/table";
import { collect } from "./collect";

const holes = (table: Table) =>
	table.columns.map((column) =>
		Array.from(isNumeric(column) ? column.values : column.codes, (v) => (isNumeric(column) ? Number.isNaN(v) : v < 0)),
	);

test.each(["mcar", "mar", "mnar"] as const)(
	"%s: the share asked for is missing, never in the target",
	async (missingness) => {
		const options = { missing: 0.2, missingness, filter: false };
		const tasks = await collect("tree-scm", { tables: 30, rows: 200, features: 8 }, options);
		let missing = 0;
		let cells = 0;
		for (const { table, diagnostics } of tasks) {
			const columns = holes(table);
			expect(columns.at(-1)!.some(Boolean)).toBe(false);
			const drivers = new Set(Object.values(diagnostics.missingDrivers as Record<string, string>));
			for (const [i, column] of columns.slice(0, -1).entries()) {
				if (missingness === "mar" && drivers.has(table.columns[i]!.name)) {
					// The column that drives the others stays complete.
					expect(column.some(Boolean)).toBe(false);
					continue;
				}
				missing += column.filter(Boolean).length;
				cells += column.length;
			}
		}
		// 240 columns at rates U(0, 0.4): standard error 0.0075.
		expect(missing / cells).toBeGreaterThan(0.17);
		expect(missing / cells).toBeLessThan(0.23);
	},
);
