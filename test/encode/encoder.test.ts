import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { encoderCheck } from "../../src/encode/check-encoder";
import { decode, encode, fitEncoder } from "../../src/encode/encoder";
import { readGiven } from "../../src/encode/given";
import { TEXT_PLACEHOLDER } from "../../src/encode/text";
import { OptionError, SchemaError } from "../../src/errors";
import { createRandom } from "../../src/random";
import { cellsOf, numeric, tableOf, times, worded } from "./tables";

const random = () => createRandom(4);
const day = 86_400_000;
const table = tableOf(
	numeric(
		"size",
		times(400, (i) => (i % 9 === 0 ? null : Math.sin(i) * 100)),
		"number",
		2,
	),
	numeric(
		"count",
		times(400, (i) => i % 5),
		"integer",
	),
	numeric(
		"when",
		times(400, (i) => i * 3 * day),
		"datetime",
	),
	worded(
		"colour",
		times(400, (i) => ["red", "green", null][i % 3]!),
	),
	worded(
		"ok",
		times(400, (i) => (i % 2 ? "yes" : "no")),
		"boolean",
	),
	worded(
		"key",
		times(400, (i) => `K${1000 + i}`),
		"id",
	),
	worded(
		"note",
		times(400, (i) => (i % 4 ? `Note about patient ${i}` : null)),
		"text",
	),
);
const options = { protect: 5 };

describe("an encoder", () => {
	test("of few rows of few values, whose ends may meet, can be saved, read again and used", () => {
		fc.assert(
			fc.property(
				fc.array(fc.integer({ min: 0, max: 11 }), { minLength: 5, maxLength: 60 }),
				fc.constantFrom(0.1, 1, 25),
				(cells, step) => {
					const small = tableOf(
						numeric(
							"x",
							cells.map((v) => v * step),
							step < 1 ? "number" : "integer",
							step < 1 ? 1 : 0,
						),
					);
					const encoder = fitEncoder(small, options, random());
					expect(() => encoderCheck(encoder, "encoder")).not.toThrow();
					const { numbers } = encode(encoder, small, random());
					expect(numbers.every((column) => column.every(Number.isFinite))).toBe(true);
				},
			),
			{ numRuns: 500, seed: 3 },
		);
	});

	test("decodes what it encoded: same columns and kinds, missing cells and levels in place, dates on days", () => {
		const encoder = fitEncoder(table, options, random());
		const matrix = encode(encoder, table, random());
		const back = decode(encoder, matrix, { offset: 0, random: random() });
		expect(back.columns.map((c) => [c.name, c.kind])).toEqual(table.columns.map((c) => [c.name, c.kind]));
		for (const name of ["count", "colour", "ok"]) {
			const column = (t: typeof table) => cellsOf(t.columns.find((c) => c.name === name)!);
			expect(column(back)).toEqual(column(table));
		}
		back.columns.forEach((column, j) => {
			expect(cellsOf(column).map((c) => c === null)).toEqual(cellsOf(table.columns[j]!).map((c) => c === null));
		});
		expect(cellsOf(back.columns[2]!).every((v) => (v as number) % day === 0)).toBe(true);
		expect(cellsOf(back.columns[6]!)[1]).toBe(TEXT_PLACEHOLDER);
	});

	test("is plain data without ids, texts or rows", () => {
		const encoder = fitEncoder(table, options, random());
		expect(structuredClone(encoder)).toEqual(encoder);
		expect(JSON.stringify(encoder)).not.toMatch(/patient|K1[0-9]{3}/);
		for (const { codec } of encoder.columns) {
			for (const part of Object.values(codec))
				if (ArrayBuffer.isView(part)) expect(part.byteLength).toBeLessThan(400 * 8);
		}
	});

	test("refuses an empty table and one whose columns changed", () => {
		expect(() => fitEncoder({ rows: 0, columns: [] }, options, random())).toThrow(SchemaError);
		const encoder = fitEncoder(table, options, random());
		const other = {
			...table,
			columns: [
				worded(
					"size",
					times(400, () => "large"),
				),
				...table.columns.slice(1),
			],
		};
		expect(() => encode(encoder, other, random())).toThrow(/"size" is of kind category/);
		expect(() => encode(encoder, tableOf(table.columns[1]!), random())).toThrow(/no column "size"/);
	});
});

describe("given", () => {
	const encoder = fitEncoder(table, options, random());

	test("reads values, lists, ranges, dates, booleans and missing", () => {
		const given = { colour: ["red", null], ok: true, size: { min: 0 }, when: "1970-01-04", count: [3, 1] };
		const conditions = readGiven(encoder, given);
		expect(conditions[0]).toMatchObject({ column: 3, missing: true });
		expect(conditions[1]!.levels!.size).toBe(1);
		expect(conditions[2]!.range).toEqual({ min: 0, max: Number.POSITIVE_INFINITY });
		expect(conditions[3]!.values).toEqual([3 * day]);
		expect(conditions[4]!.values).toEqual([1, 3]);
	});

	test("a value far from all that was learned is told, with the ends that the model itself gives", () => {
		const told: unknown[] = [];
		const given = { size: [0, 1000], count: 2, when: "2400-01-01" };
		const conditions = readGiven(encoder, given, (...beyond) => told.push(beyond));
		expect(conditions[0]!.values).toEqual([0, 1000]);
		const real = (table.columns.find(({ name }) => name === "size") as { values: Float64Array }).values;
		const own = real.filter((value) => !Number.isNaN(value)).sort();
		expect(told.map((beyond) => (beyond as unknown[]).slice(0, 2))).toEqual([
			["size", 1000],
			["when", Date.UTC(2400, 0, 1)],
		]);
		const [low, high] = (told[0] as [string, number, [number, number]])[2];
		// The ends are the model's, which lie within those of the rows.
		expect(low).toBeGreaterThan(own[0]!);
		expect(high).toBeLessThan(own.at(-1)!);
	});

	test.each([
		[{ shape: 1 }, /no column "shape"/],
		[{ colour: "blue" }, /no category "blue"/],
		[{ count: "many" }, /"many" is not a number/],
		[{ when: "someday" }, /is not a date/],
		[{ colour: { min: 1 } }, /a range fits numbers/],
		[{ size: { min: 2, max: 1 } }, /runs from 2 down to 1/],
		[{ size: [] }, /is empty/],
		[{ key: "K1001" }, /is not learned/],
	])("refuses %j with its reason", (given, reason) => {
		expect(() => readGiven(encoder, given)).toThrow(OptionError);
		expect(() => readGiven(encoder, given)).toThrow(reason);
	});
});
