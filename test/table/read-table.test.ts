import { tableFromArrays, tableToIPC } from "@uwdata/flechette";
import { gzipSync, strToU8, zipSync } from "fflate";
import { describe, expect, test } from "vitest";
import { OptionError, TableError } from "../../src/errors";
import { parseCsv } from "../../src/table/csv";
import { formatCsv } from "../../src/table/format-csv";
import { formatTable } from "../../src/table/format-table";
import { readTable } from "../../src/table/read-table";
import { inferSchema } from "../../src/table/schema";
import { workbook } from "./workbook";

const records = Array.from({ length: 60 }, (_, i) => ({
	name: ["north", "south", "east"][i % 3]!,
	seen: `2024-03-${String(1 + (i % 28)).padStart(2, "0")}`,
	dose: i % 7 === 0 ? null : i / 4,
	count: (i * 7) % 31,
	smoker: i % 2 === 0,
}));
const cell = (value: unknown) => (value === null ? "" : String(value));
const csv = `name,seen,dose,count,smoker\n${records.map((r) => Object.values(r).map(cell).join(",")).join("\n")}\n`;
const lines = records.map((r) => JSON.stringify(r)).join("\n");

const sheet = [Object.keys(records[0]!), ...records.map((r) => Object.values(r))];
const arrow = () =>
	tableToIPC(
		tableFromArrays({
			name: records.map((r) => r.name),
			seen: records.map((r) => new Date(r.seen)),
			dose: records.map((r) => r.dose),
			count: records.map((r) => r.count),
			smoker: records.map((r) => r.smoker),
		}),
		{ format: "file" },
	)!;

const parquet = async () => (await formatTable(await parseCsv(csv), "parquet")).arrayBuffer();

const sources: Record<string, () => Promise<Parameters<typeof readTable>[0]>> = {
	CSV: async () => new Blob([csv]),
	"JSON lines": async () => new Blob([lines]),
	"JSON lines in text": async () => lines,
	"an array of records in JSON": async () => JSON.stringify(records),
	"pretty-printed JSON": async () => new Blob([JSON.stringify(records, null, 2)]),
	"JSON with the records in it": async () => JSON.stringify({ version: 1, rows: records }),
	"columns in JSON": async () =>
		JSON.stringify(Object.fromEntries(Object.keys(records[0]!).map((k) => [k, records.map((r) => r[k as "name"])]))),
	Parquet: parquet,
	Arrow: async () => arrow(),
	Excel: async () => workbook({ Empty: [], Visits: sheet }),
	"gzip of CSV": async () => gzipSync(strToU8(csv)),
	"a stream of gzip": async () => new Blob([gzipSync(strToU8(csv)) as BlobPart]).stream(),
	"zip of CSV": async () => zipSync({ "visits.csv": strToU8(csv), "__MACOSX/._visits.csv": strToU8("x") }),
	"zip of gzip of JSON lines": async () => zipSync({ "visits.jsonl.gz": gzipSync(strToU8(lines)) }),
	"zip of Parquet": async () => zipSync({ "visits.parquet": new Uint8Array(await parquet()) }),
};

describe("a table is read from", () => {
	test.each(Object.entries(sources))("%s", async (_name, source) => {
		const table = await readTable(await source());
		const kinds = inferSchema(table).columns.map(({ name, kind, missing, distinct }) => [
			name,
			kind,
			missing,
			distinct,
		]);
		expect(kinds).toEqual([
			["name", "category", 0, 3],
			["seen", "datetime", 0, 28],
			["dose", "number", 9, 51],
			["count", "integer", 0, 31],
			["smoker", "boolean", 0, 2],
		]);
		expect(formatCsv(table, { newline: "\n", quote: "needed" })).toBe(csv);
	});

	test("the sheet or file that is named", async () => {
		const book = workbook({ Notes: [["a"], ["x"], ["y"]], Visits: sheet });
		const first = await readTable(book);
		expect(first.columns.map(({ name }) => name)).toEqual(["a"]);
		expect(first.warnings?.join()).toMatch(/Sheet "Notes" was read; there are others \("Notes", "Visits"\)/);
		expect((await readTable(book, { sheet: "Visits" })).rows).toBe(60);
		await expect(readTable(book, { sheet: "None" })).rejects.toThrow(/no sheet "None"; it has "Notes", "Visits"/);
		const zip = zipSync({ "a.csv": strToU8("a\n1\n2\n"), "b.csv": strToU8(csv) });
		await expect(readTable(zip)).rejects.toThrow(OptionError);
		expect((await readTable(zip, { entry: "b.csv" })).rows).toBe(60);
	});

	test("a sheet without its title, without a header, and without the rows that are skipped", async () => {
		const people = [
			["Nancy Jones", "nj@acme.com", "A"],
			["Mary Lee", "ml@acme.com", "B"],
			["Ann Orr", "ao@acme.com", "A"],
		];
		const titled = [["Ward list"], [], ["name", "mail", "ward"], ...people];
		const names = async (rows: unknown[][], options = {}) => {
			const table = await readTable(workbook({ S: rows as never }), options);
			return [table.rows, ...table.columns.map(({ name }) => name)];
		};
		expect(await names(titled)).toEqual([3, "name", "mail", "ward"]);
		expect(await names(titled, { skipLines: 3, header: false })).toEqual([3, "column_1", "column_2", "column_3"]);
		expect(await names(people)).toEqual([3, "column_1", "column_2", "column_3"]);
		expect((await readTable(workbook({ S: titled as never }))).warnings?.[0]).toMatch(/left out as a title/);
	});

	test("nothing that is no table", async () => {
		const wrong: [Parameters<typeof readTable>[0], RegExp][] = [
			['[{"a": 1}, 2]', /Entry 2 of the JSON array is no record/],
			['{"a": 1}\n{"a": ', /Line 2 of the JSON lines is no record/],
			['[{"a": 1}, {"a": ]', /The JSON cannot be read/],
			[new Uint8Array([0x50, 0x41, 0x52, 0x31, 1, 2, 3, 4, 5, 6, 7, 8]), /Parquet file is damaged/],
			[new Uint8Array([0x50, 0x4b, 3, 4, 1, 2, 3]), /zip archive .* is damaged/],
			[gzipSync(strToU8(csv)).subarray(0, 60), /cannot be read to its end/],
			["[]", /no row/],
		];
		for (const [source, message] of wrong) {
			const refused = readTable(source);
			await expect(refused).rejects.toThrow(TableError);
			await expect(refused).rejects.toThrow(message);
		}
	});

	test("no file that unpacks to more than is allowed", async () => {
		const bomb = gzipSync(new Uint8Array(4_000_000));
		await expect(readTable(bomb, { maxBytes: 100_000 })).rejects.toThrow(/longer than 100000 bytes/);
		const zip = zipSync({ "a.csv": new Uint8Array(4_000_000) });
		await expect(readTable(zip, { maxBytes: 100_000 })).rejects.toThrow(/longer than 100000 bytes/);
	});
});

test.each(["csv", "jsonl", "parquet"] as const)("a table is written as %s and read back", async (format) => {
	const table = await parseCsv(csv);
	const back = await readTable(await formatTable(table, format), { schema: table });
	expect(formatCsv({ ...back, dialect: table.dialect! })).toBe(csv);
});
