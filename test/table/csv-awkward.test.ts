import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { StandinError, TableError } from "../../src/errors";
import { parseCsv } from "../../src/table/csv";

async function refusal(text: string | Blob | ReadableStream<Uint8Array>, options?: Parameters<typeof parseCsv>[1]) {
	const error = await parseCsv(text, options).then(
		() => undefined,
		(e: unknown) => e,
	);
	expect(error).toBeInstanceOf(TableError);
	return error as TableError;
}

describe("what is no table is refused with place and remedy", () => {
	it.each([
		["nothing", ""],
		["blank lines", "\n \n\n"],
		["a byte order mark", "\ufeff"],
	])("%s", async (_name, text) => {
		expect((await refusal(text)).message).toMatch(/table is empty.*Choose a file/);
	});

	it("a header without rows", async () => {
		expect((await refusal("age,sex\n")).message).toMatch(/header \("age", "sex"\) but no row.*Add at least one/);
	});

	it("a header without names", async () => {
		expect((await refusal(",,\n1,2,3\n")).message).toMatch(/first row must name the columns/);
	});

	it("a row that is too short", async () => {
		const error = await refusal("a,b,c\n1,2,3\n4,5\n");
		expect(error.message).toMatch(
			/Row 2 \(line 3\) has 2 cells, but the header has 3.*"c".*Add cells there, or set "shortRows"/,
		);
		expect(error.details).toMatchObject({ row: 2, line: 3, column: "c" });
	});

	it("a row that is too long", async () => {
		const error = await refusal('a,b\n1,2\n\n3,"x\ny"\n5,6,7\n');
		expect(error.message).toMatch(/Row 3 \(line 6\) has 3 cells.*after column "b", is "7".*quotes/);
	});

	it("a row far down, past many pieces", async () => {
		const error = await refusal(`a,b\n${'1,"x\ny"\n'.repeat(50_000)}1\n`);
		expect(error.details).toMatchObject({ row: 50_001, line: 100_002 });
	});

	it("a quote that is never closed", async () => {
		const error = await refusal('id,note\n1,fine\n2,"open\n3,fine\n');
		expect(error.message).toMatch(/row 2, column "note" \(line 3\) and is never closed. Close it/);
	});

	it("a quote that is never closed in the header", async () => {
		expect((await refusal('id,"note\n1,fine\n')).message).toMatch(/the header, cell 2 \(line 1\)/);
	});

	it("text behind a closing quote", async () => {
		const error = await refusal('id,note\n1,fine\n2,"a "quoted" word"\n3,fine\n');
		expect(error.message).toMatch(/row 2, column "note" \(line 3\), text follows a closing quote. Double/);
	});

	it("a quote opened at the top of a long file, before all of it is read", async () => {
		let delivered = 0;
		const piece = new TextEncoder().encode("1,some words and more\n".repeat(5000));
		const endless = new ReadableStream<Uint8Array>({
			start: (c) => c.enqueue(new TextEncoder().encode('id,note\n1,"never closed\n')),
			pull(c) {
				delivered += piece.length;
				c.enqueue(piece);
			},
		});
		const error = await refusal(endless, { maxRowCharacters: 1_000_000 });
		expect(error.message).toMatch(/Row 1 \(line 2\) goes on for more than \d+ characters.*close it/);
		expect(delivered).toBeLessThan(8_000_000);
	});

	it("more bytes or columns than are allowed", async () => {
		expect((await refusal("a,b\n1,2\n", { maxBytes: 5 })).message).toMatch(/longer than 5 bytes.*"maxBytes"/);
		expect((await refusal("a,b\n1,2\n", { maxColumns: 1 })).message).toMatch(
			/2 columns, more than the 1.*"maxColumns"/,
		);
	});

	it.each([
		["a workbook", [0x50, 0x4b, 3, 4, 20, 0], /Excel workbook: save the sheet as CSV/],
		["a compressed file", [0x1f, 0x8b, 8, 0, 0, 0], /gzip: unpack/],
		["a picture", [0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, 0, 0, 0, 13], /picture \(PNG\).*[Cc]hoose a CSV file/],
		["control codes", Array.from({ length: 64 }, (_, i) => (i % 9 === 8 ? 10 : 1 + (i % 7))), /not text/],
	])("%s", async (_name, bytes, message) => {
		expect((await refusal(new Blob([new Uint8Array(bytes)]))).message).toMatch(message);
	});
});

describe("what is large or odd is read", () => {
	it("a cell of ten million characters", async () => {
		const table = await parseCsv(`a,b\n1,"${"x".repeat(10_000_000)}"\n2,y\n`);
		expect(table.rows).toBe(2);
		expect("levels" in table.columns[1]! && table.columns[1].levels.map((l) => l.length)).toEqual([10_000_000, 1]);
	});

	it("a header line of ten million characters is refused for its columns, not for its length", async () => {
		const error = await refusal(`${"ab,".repeat(3_333_333)}c\n`);
		expect(error.message).toMatch(/3333334 columns, more than the 100000 allowed/);
	});

	it("ten thousand columns", async () => {
		const names = Array.from({ length: 10_000 }, (_, i) => `c${i}`);
		const row = names.map((_, i) => (i % 2 ? "x" : String(i)));
		const table = await parseCsv(`${names}\n${row}\n${row}\n`);
		expect(table.columns).toHaveLength(10_000);
		expect(table.columns[4]).toMatchObject({ name: "c4", kind: "integer" });
	});

	it("thousands of levels", async () => {
		const rows = Array.from({ length: 30_000 }, (_, i) => `level ${i % 5000},${i % 3}`);
		const column = (await parseCsv(`a,b\n${rows.join("\n")}`)).columns[0]!;
		expect(column.kind).toBe("category");
		expect("levels" in column && column.levels.length).toBe(5000);
	});

	it("rows that are cut anywhere by the pieces of a stream", async () => {
		const text = 'a,b\r\n1,"x ""y"" é😀\r\nz"\r\n,plain\r\n3,"q"\r\n';
		const whole = await parseCsv(text);
		const bytes = new TextEncoder().encode(text);
		for (let size = 1; size < 12; size++) {
			let at = 0;
			const stream = new ReadableStream<Uint8Array>({
				pull(c) {
					if (at >= bytes.length) return c.close();
					c.enqueue(bytes.slice(at, at + size));
					at += size;
				},
			});
			expect(await parseCsv(stream)).toEqual(whole);
		}
	});

	it("quoted rows that are cut anywhere by the reader's own pieces", async () => {
		// 97 characters a row: the cuts at multiples of 65,536 fall on every place of a row.
		const row = `"${"é".repeat(20)}""\r\n""","${"b".repeat(60)}",12.5\r\n`;
		const table = await parseCsv(`a,b,c\r\n${row.repeat(20_000)}`);
		expect(table.rows).toBe(20_000);
		expect("levels" in table.columns[0]! && table.columns[0].levels).toEqual([`${"é".repeat(20)}"\r\n"`]);
	});
});

describe("whatever comes, it ends in a table or in an error that says what to do", () => {
	const settle = async (source: string | Blob) => {
		try {
			const table = await parseCsv(source, { maxRowCharacters: 10_000 });
			for (const column of table.columns) {
				expect("values" in column ? column.values.length : column.codes.length).toBe(table.rows);
				if ("codes" in column) expect(column.codes.every((c) => c >= -1 && c < column.levels.length)).toBe(true);
			}
			expect(new Set(table.columns.map((c) => c.name)).size).toBe(table.columns.length);
		} catch (error) {
			expect(error).toBeInstanceOf(StandinError);
		}
		expect(Object.keys(Object.prototype)).toEqual([]);
	};

	it("for text made of what CSV is made of", async () => {
		const piece = fc.constantFrom(
			...'",;\t|\n\r-.0123456789 aZé?'.split(""),
			"\r\n",
			"NA",
			"__proto__",
			"2020-01-31",
			"1e5",
			"007",
		);
		await fc.assert(
			fc.asyncProperty(fc.array(piece, { maxLength: 60 }), (pieces) => settle(pieces.join(""))),
			{ numRuns: 500, seed: 1 },
		);
	});

	it("for any bytes", async () => {
		await fc.assert(
			fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), (bytes) => settle(new Blob([bytes as BlobPart]))),
			{ numRuns: 300, seed: 2 },
		);
	});
});
