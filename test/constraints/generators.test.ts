/** Constraints hold around every generator there is. */
import { beforeAll, describe, expect, test } from "vitest";
import { readRule } from "../../src/constraints/rule";
import type { GeneratorMeta } from "../../src/generators/generator";
import { type GeneratorName, generatorMetas } from "../../src/generators/metas";
import { type NumericColumn, type Table, takeRows } from "../../src/table/table";
import { cellsOf } from "../encode/tables";
import { quick } from "../generators/quick";
import { startNodeBackend } from "../nn/node-backend";
import { fitWith } from "./stage";
import { contradictions, orders, passengers } from "./tables";

/** ctgan knows no row but those it makes; of six hundred rows noise leaves a private generator too little to fill with. */
const completes = (name: GeneratorName) => name !== "ctgan" && !(generatorMetas[name] as GeneratorMeta).private;

const cells = (table: Table) => table.columns.map(cellsOf);
const ROWS = 600;
const STATED = [
	"total == `unit price` * quantity",
	{ ordered: ["ordered", "shipped"] },
	"quantity + 1 <= total",
] as const;

const broken = (table: Table, reference: Table) =>
	STATED.map((constraint) =>
		readRule(constraint as never, "it", table.columns, reference)
			.broken(table)
			.includes(1),
	);

beforeAll(() => startNodeBackend("wasm"));

describe.each(Object.keys(generatorMetas) as GeneratorName[])("%s", (name) => {
	const meta = generatorMetas[name];
	const { conditions } = meta;
	const options = quick(meta as never) as object;

	test("obeys what is found and what is stated, in any chunk", async () => {
		const { sample } = await fitWith(orders(), ["quantity + 1 <= total"], name, options);
		const rows = await sample({ rows: ROWS });
		expect(broken(rows, orders())).toEqual([false, false, false]);
		const later = await sample({ rows: 50, offset: 333 });
		expect(cells(later)).toEqual(
			cells(
				takeRows(
					rows,
					Int32Array.from({ length: 50 }, (_, i) => 333 + i),
				),
			),
		);
	});

	test("works out columns that follow from others", async () => {
		const { sample } = await fitWith(passengers(), [], name, options);
		expect(contradictions(await sample({ rows: ROWS }))).toBe(0);
	});

	test.runIf((conditions as readonly string[]).includes("given"))(
		"obeys together with conditions and known cells",
		async () => {
			const { sample } = await fitWith(orders(), ["quantity + 1 <= total"], name, options);
			const given = { channel: "web", total: { min: 50, max: 200 } };
			const rows = await sample({ rows: 100, given });
			expect(broken(rows, orders())).toEqual([false, false, false]);
			const total = cellsOf(rows.columns.find((column) => column.name === "total")!) as number[];
			expect(total.every((value) => value >= 50 && value <= 200)).toBe(true);
			const known = takeRows(
				orders(),
				Int32Array.from({ length: 100 }, (_, i) => i),
			);
			const hidden = known.columns.map((column, c) => ({
				...(column as NumericColumn),
				...("values" in column
					? { values: column.values.map((v, row) => ((row * 7 + c) % 3 ? v : Number.NaN)) }
					: { codes: column.codes.map((v, row) => ((row * 7 + c) % 3 ? v : -1)) }),
			}));
			if (!completes(name)) return;
			const filled = await sample({ rows: 100, complete: { rows: 100, columns: hidden as never } });
			hidden.forEach((column, c) => {
				const got = cellsOf(filled.columns[c]!);
				for (const [row, cell] of cellsOf(column as never).entries()) if (cell !== null) expect(got[row]).toBe(cell);
			});
			expect(filled.warnings ?? []).toEqual([]);
			expect(cells(filled).flat()).not.toContain(null);
			expect(broken(filled, orders())).toEqual([false, false, false]);
		},
	);
});
