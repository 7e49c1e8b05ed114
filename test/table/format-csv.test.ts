import fc from "fast-check";
import Papa from "papaparse";
import { describe, expect, it } from "vitest";
import { parseCsv } from "../../src/table/csv";
import { formatCsv, formatCsvChunks } from "../../src/table/format-csv";
import type { Column, Table } from "../../src/table/table";

const words = (name: string, cells: (string | null)[], kind: "category" | "text" = "category"): Column => {
	const levels = [...new Set(cells.filter((c) => c !== null))];
	return { name, kind, levels, codes: Int32Array.from(cells, (c) => (c === null ? -1 : levels.indexOf(c))) };
};
const numbers = (name: string, values: number[], decimals?: number): Column => ({
	name,
	kind: decimals === 0 ? "integer" : "number",
	values: Float64Array.from(values),
	decimals,
});
const table = (...columns: Column[]): Table => ({
	rows: "values" in columns[0]! ? columns[0].values.length : columns[0]!.codes.length,
	columns,
});

describe("a table is written as RFC 4180 has it", () => {
	it("with a header, commas, and CR LF after every line", () => {
		expect(formatCsv(table(numbers("a", [1, 2], 0), words("b", ["x", "y"])))).toBe("a,b\r\n1,x\r\n2,y\r\n");
	});

	it("with quotes around what needs them, and quotes inside doubled", () => {
		const cells = ["plain", "a,b", 'say "hi"', "two\nlines", " blank ", "a;b"];
		expect(formatCsv(table(words('x,"y"', cells)), { newline: "\n" })).toBe(
			'"x,""y"""\nplain\n"a,b"\n"say ""hi"""\n"two\nlines"\n" blank "\n"a;b"\n',
		);
	});

	it("with the column's decimals", () => {
		const t = table(numbers("a", [1.5, -0.001, 12, Number.NaN], 2), numbers("b", [0.1 + 0.2, 1e-7, 5e21, -0]));
		expect(formatCsv(t, { newline: "\n" })).toBe("a,b\n1.50,0.30000000000000004\n0.00,1e-7\n12.00,5e+21\n,0\n");
	});

	it("with the delimiter, line end, mark and missing value that are asked for", () => {
		const t = table(numbers("a", [1.5, Number.NaN], 1), words("b", [null, "x;y"]));
		expect(formatCsv(t, { delimiter: ";", newline: "\n", bom: true, missing: "NA" })).toBe(
			'\ufeffa;b\n1.5;NA\nNA;"x;y"\n',
		);
	});

	it("as rows where a table of one column was read from lines of delimiters alone", async () => {
		const read = await parseCsv("c0\n06\n?\n?\n,\n12:30\n?\n");
		expect((await parseCsv(formatCsv(read))).rows).toBe(read.rows);
	});

	it("with a word for what is missing in a table of one column, where an empty line would be no row", async () => {
		const t = table(words("a", ["x", null, "x", null]));
		expect(formatCsv(t)).toBe("a\r\nx\r\nNA\r\nx\r\nNA\r\n");
		expect((await parseCsv(formatCsv(t))).rows).toBe(4);
	});

	it("in pieces that make the same text", () => {
		const t = table(
			numbers(
				"a",
				Array.from({ length: 10_000 }, (_, i) => i),
				0,
			),
		);
		const chunks = [...formatCsvChunks(t)];
		expect(chunks.length).toBeGreaterThan(2);
		expect(chunks.join("")).toBe(formatCsv(t));
	});

	it("unless an option cannot be used", () => {
		const t = table(numbers("a", [1], 0));
		expect(() => formatCsv(t, { delimiter: '"' })).toThrow(/delimiter must be one or more characters/);
		expect(() => formatCsv(t, { newline: "\n\r" as "\n" })).toThrow(/newline of formatCsv is/);
	});
});

describe("formulas", () => {
	const risky = ["=1+1", "+SUM(A1)", "-cmd|'/c calc'!A0", "@x", "\tx", "\rx", '=HYPERLINK("http://x","y")'];

	it("are defused where that is asked for, in names as in cells", () => {
		const lines: string[][] = Papa.parse(
			formatCsv(table(words("=A1", risky), words("n", risky)), { defuseFormulas: true }),
			{
				skipEmptyLines: true,
			},
		).data as string[][];
		expect(lines.map((line) => line[0])).toEqual(["'=A1", ...risky.map((cell) => `'${cell}`)]);
	});

	it("are left alone where it is not", () => {
		expect(formatCsv(table(words("a", ["=1+1"])))).toContain("\r\n=1+1\r\n");
	});

	it("are not numbers, neither in columns of numbers nor in codes", () => {
		const t = table(numbers("a", [-1.5, -2], 1), words("b", ["-3", "+4.5"]));
		expect(formatCsv(t, { defuseFormulas: true, newline: "\n" })).toBe("a,b\n-1.5,-3\n-2.0,+4.5\n");
	});
});

describe("what was written is read back", () => {
	/** Words that nothing but a word can be: no blanks at the ends, no number, date, truth or missing value. */
	const word = fc
		.array(fc.constantFrom(..."wxyzé😀 ,;|\t\"'\n\r=+-@".split("")), { minLength: 1, maxLength: 6 })
		.map((parts) => `w${parts.join("")}z`);
	const name = fc.oneof(word, fc.constantFrom("__proto__", "constructor", "sep=,", "a;b", "x\ty"));
	const rows = 12;
	const column = (n: string): fc.Arbitrary<Column> =>
		fc.oneof(
			fc.array(fc.option(word, { freq: 5 }), { minLength: rows, maxLength: rows }).map((cells) => words(n, cells)),
			fc
				.tuple(fc.integer({ min: 0, max: 6 }), fc.array(fc.option(fc.integer({ min: -1e9, max: 1e9 })), sized))
				.map(([decimals, ints]) =>
					numbers(
						n,
						ints.map((i) => (i === null ? Number.NaN : i / 10 ** decimals)),
						decimals,
					),
				),
			fc.array(fc.option(fc.double({ noNaN: true, noDefaultInfinity: true })), sized).map((values) =>
				numbers(
					n,
					values.map((v) => (v === null ? Number.NaN : v || 0)),
				),
			),
			fc
				.array(
					fc.option(fc.date({ min: new Date("1000-01-01"), max: new Date("9998-12-31"), noInvalidDate: true })),
					sized,
				)
				.map(
					(dates): Column => ({
						name: n,
						kind: "datetime",
						format: "YYYY-MM-DDTHH:mm:ss.SSSZ",
						decimals: 0,
						values: Float64Array.from(dates, (d) => (d === null ? Number.NaN : d.getTime())),
					}),
				),
		);
	const sized = { minLength: rows, maxLength: rows };
	const tables = fc
		.uniqueArray(name, { minLength: 1, maxLength: 6 })
		.chain((names) => fc.tuple(...names.map(column)))
		.map((columns): Table => ({ rows, columns }));

	it("cell by cell, whatever the table, with its kinds given", async () => {
		await fc.assert(
			fc.asyncProperty(tables, fc.constantFrom(",", ";", "\t", "|"), fc.boolean(), async (t, delimiter, bom) => {
				const kinds = JSON.parse(`{${t.columns.map((c) => `${JSON.stringify(c.name)}:"${c.kind}"`)}}`);
				const back = await parseCsv(formatCsv(t, { delimiter, bom }), { kinds, delimiter, decimal: "." });
				expect(back.rows).toBe(t.rows);
				for (const [i, c] of t.columns.entries()) {
					const b = back.columns[i]!;
					expect([b.name, b.kind]).toEqual([c.name, c.kind]);
					if ("values" in c && "values" in b) expect(Array.from(b.values)).toEqual(Array.from(c.values));
					else if ("codes" in c && "codes" in b) expect([b.codes, b.levels]).toEqual([c.codes, c.levels]);
					else throw new Error("numbers became levels, or levels numbers");
				}
			}),
			{ numRuns: 300, seed: 5 },
		);
	});

	it("and once read, to an equal table, with nothing given", async () => {
		await fc.assert(
			fc.asyncProperty(tables, fc.constantFrom(",", ";", "\t", "|"), async (t, delimiter) => {
				const once = await parseCsv(formatCsv(t, { delimiter }));
				expect(once.columns.map((c) => c.name)).toEqual(t.columns.map((c) => c.name));
				const { warnings: _, ...twice } = await parseCsv(formatCsv(once, { delimiter }));
				const { warnings: __, ...first } = once;
				expect(twice).toEqual(first);
			}),
			{ numRuns: 300, seed: 6 },
		);
	});
});
