import { describe, expect, it } from "vitest";
import { parseCsv } from "../../src/table/csv";
import { type Column, isNumeric } from "../../src/table/table";

/** The cells of a column as a reader would say them; `null` is missing. */
function cells(column: Column | undefined): (string | number | null)[] {
	if (!column) throw new Error("no such column");
	if (isNumeric(column)) return Array.from(column.values, (v) => (Number.isNaN(v) ? null : v));
	return Array.from(column.codes, (code) => column.levels[code] ?? null);
}

async function read(text: string, options?: Parameters<typeof parseCsv>[1]) {
	const table = await parseCsv(text, options);
	return Object.assign(table, { cells: table.columns.map(cells) });
}

describe("a CSV text becomes a table", () => {
	it("takes the first row for the names and the others for values", async () => {
		const table = await read("age,sex\n31,f\n47,m\n");
		expect(table.rows).toBe(2);
		expect(table.columns.map((c) => c.name)).toEqual(["age", "sex"]);
		expect(table.cells).toEqual([
			[31, 47],
			["f", "m"],
		]);
		expect(table.warnings).toBeUndefined();
	});

	it("reads a last line that no line end closes", async () => {
		expect((await read("a,b\n1,2")).cells).toEqual([[1], [2]]);
	});

	it("reads a table of one row and one column", async () => {
		expect((await read("a\n5\n")).cells).toEqual([[5]]);
	});

	it.each([
		["comma", ","],
		["semicolon", ";"],
		["tab", "\t"],
		["bar", "|"],
	])("tells a %s as the delimiter", async (_name, d) => {
		expect((await read(`a${d}b${d}c\n1${d}x y${d}2\n3${d}z${d}4\n`)).cells).toEqual([
			[1, 3],
			["x y", "z"],
			[2, 4],
		]);
	});

	it("is not led astray by other delimiters inside cells", async () => {
		const table = await read('name;tags\nA;"x,y,z"\nB;"p,q,r"\n');
		expect(table.columns.map((c) => c.name)).toEqual(["name", "tags"]);
		expect((await read("id,list\n1,a;b\n2,c;d\n")).columns).toHaveLength(2);
	});

	it("follows a sep= line and leaves it out", async () => {
		expect((await read("sep=;\r\na;b\r\n1,5;2\r\n")).cells).toEqual([[1.5], [2]]);
	});

	it("takes a delimiter that is given, whatever the text suggests", async () => {
		const table = await read("a,b#c\n1,2#3\n", { delimiter: "#" });
		expect(table.columns.map((c) => c.name)).toEqual(["a,b", "c"]);
	});

	it.each([
		["LF", "\n"],
		["CR LF", "\r\n"],
		["CR", "\r"],
	])("reads lines that end with %s", async (_name, end) => {
		expect((await read(["a,b", "1,x", "2,y", ""].join(end))).cells).toEqual([
			[1, 2],
			["x", "y"],
		]);
	});

	it("reads line ends that are mixed", async () => {
		expect((await read('a,b\n1,x\r\n2,"y"\r\n3,z\n4,\n')).cells).toEqual([
			[1, 2, 3, 4],
			["x", "y", "z", null],
		]);
	});

	it("keeps line breaks, delimiters and doubled quotes inside quotes", async () => {
		const table = await read('a,b\r\n1,"two\r\nlines, and ""quotes"""\r\n2,plain\r\n');
		expect(table.cells[1]).toEqual(['two\r\nlines, and "quotes"', "plain"]);
	});

	it("takes a quote inside a cell for itself", async () => {
		expect((await read('size,n\n5" pipe,1\n')).cells[0]).toEqual(['5" pipe']);
	});

	it("skips blank lines", async () => {
		expect((await read("a,b\n\n1,2\n  \n3,4\n\n\n")).rows).toBe(2);
	});

	it("accepts cells beyond the header if they are empty", async () => {
		expect((await read("a,b\n1,2,,\n3,4, \n")).cells).toEqual([
			[1, 3],
			[2, 4],
		]);
	});

	it("drops the blank that follows every delimiter, and says so", async () => {
		const table = await read("age, job\n39, clerk\n50, cook\n");
		expect(table.columns.map((c) => c.name)).toEqual(["age", "job"]);
		expect(table.cells[1]).toEqual(["clerk", "cook"]);
		expect(table.warnings?.join()).toMatch(/"job".*blank before every value/);
	});
});

describe("names", () => {
	it("gives a name to a column that has none, and says so", async () => {
		const table = await read(",a,\n1,2,3\n");
		expect(table.columns.map((c) => c.name)).toEqual(["column_1", "a", "column_3"]);
		expect(table.warnings).toEqual([
			'Column 1 has no name and is called "column_1".',
			'Column 3 has no name and is called "column_3".',
		]);
	});

	it("renames a name that occurs again, never into one that is taken", async () => {
		const table = await read("a,a,a_2,a\n1,2,3,4\n");
		expect(table.columns.map((c) => c.name)).toEqual(["a", "a_3", "a_2", "a_4"]);
		expect(table.warnings).toHaveLength(2);
	});

	it("suspects a first row of nothing but numbers", async () => {
		expect((await read("1,2\n3,4\n")).warnings?.join()).toMatch(/looks like data/);
		expect((await parseCsv("1,2\n3,4\n", { header: true })).warnings).toBeUndefined();
	});

	it.each([
		["an e-mail address above others", "Nancy Jones,nj@acme.com\nMary Lee,ml@acme.com\nAnn Orr,ao@acme.com\n"],
		["a date above others", "Nancy Jones,2021-03-04\nMary Lee,2021-04-05\nAnn Orr,2021-06-30\n"],
		["a number above others of its length", "Nancy Jones,4797276112\nMary Lee,4800215810\nAnn Orr,4132742315\n"],
		["a code above others", "Nancy Jones,NL20INGB0001234567\nMary Lee,NL11INGB0007654321\nAnn,NL39INGB0001112223\n"],
		["values of the columns' own", "Jansen,34,u\nVisser,41,v\nJansen,29,u\n"],
	])("reads a first row with %s as data, and says so", async (_, text) => {
		const table = await parseCsv(text);
		expect(table.rows).toBe(3);
		expect(table.columns.every(({ name }, c) => name === `column_${c + 1}`)).toBe(true);
		expect(table.warnings?.join()).toMatch(/first row is read as data.*"header" to true/s);
		expect((await parseCsv(text, { header: true })).rows).toBe(2);
	});

	it("takes a first row for data where that is said, and leaves headers alone", async () => {
		const table = await parseCsv("Anna,3\nBen,4\n", { header: false });
		expect([table.rows, table.columns.map(({ name }) => name)]).toEqual([2, ["column_1", "column_2"]]);
		for (const fine of ["region,2019,2020\nnorth,1,2\nsouth,3,4\n", "x,age\nx,34\ny,41\n", "a,b\nu,v\nw,u\n"]) {
			expect((await read(fine)).warnings?.join() ?? "").not.toMatch(/looks like data|read as data/);
		}
		const days = "id,2021-01-01,2021-01-02\na,4,5\nb,6,7\n";
		expect((await read(days)).columns.map(({ name }) => name)).toEqual(["id", "2021-01-01", "2021-01-02"]);
		const joined = "name,mail\nAnn,a@b.nl\nname,mail\nBen,b@b.nl\n";
		expect((await read(joined)).columns.map(({ name }) => name)).toEqual(["name", "mail"]);
	});

	it.each([
		["a blank line", "Ward list 2024\n\n", 2],
		["nothing", "Ward list 2024\n", 1],
		["the delimiters of a spreadsheet", "Ward list 2024;;\n;;\nas of May;;\n", 3],
	])("leaves out a title that %s follows, and says so", async (_, title, lines) => {
		const text = `${title}name;born;ward\nAnna;1980-01-01;A\nBen;1975-03-04;B\nCleo;1990-12-24;A\n`;
		const table = await parseCsv(text);
		expect(table.columns.map(({ name }) => name)).toEqual(["name", "born", "ward"]);
		expect([table.rows, table.dialect?.delimiter]).toEqual([3, ";"]);
		expect(table.warnings?.[0]).toMatch(/left out as a title.*"skipLines"/);
		const given = await parseCsv(text, { skipLines: lines });
		expect([given.rows, given.warnings]).toEqual([3, undefined]);
	});

	it("takes no name of a single column for a title", async () => {
		expect((await parseCsv("note\nSmith; John\nLee; Mary\nOrr; Ann\n", { delimiter: "," })).rows).toBe(3);
		expect((await parseCsv(",a,b\n0,1,2\n1,3,4\n")).columns[1]?.name).toBe("a");
		const paid = "1,50 €;2,5;7\n3,70 €;4,1;9\n6,80 €;1,2;4\n";
		for (const text of [`paid;dose;n\n${paid}`, `Ward list\n\npaid;dose;n\n${paid}`]) {
			expect((await parseCsv(text)).columns.map(({ name }) => name)).toEqual(["paid", "dose", "n"]);
		}
	});

	it("takes __proto__ and constructor for names like any other, and leaves objects alone", async () => {
		const table = await parseCsv("__proto__,constructor,toString\nx,1,a\ny,2,b\n", {
			kinds: JSON.parse('{"__proto__": "text"}'),
		});
		expect(table.columns.map((c) => c.name)).toEqual(["__proto__", "constructor", "toString"]);
		expect(table.columns[0]?.kind).toBe("text");
		expect(Object.keys(Object.prototype)).toEqual([]);
		expect(({} as Record<string, unknown>).x).toBeUndefined();
	});
});

describe("kinds that are given", () => {
	it("keep codes as they were written", async () => {
		const table = await parseCsv("a,b\n1.50,1\n2,2\n", { kinds: { a: "category" } });
		expect(cells(table.columns[0])).toEqual(["1.50", "2"]);
		expect(table.columns[0]?.reason).toBeUndefined();
		expect(table.columns[1]?.reason).toBeDefined();
	});

	it("read as numbers what would have been codes", async () => {
		const table = await parseCsv("zip\n007\n010\n", { kinds: { zip: "integer" } });
		expect(cells(table.columns[0])).toEqual([7, 10]);
	});

	it("are refused with the first value and row that do not fit", async () => {
		const reading = parseCsv("a\n1\nx\ny\n", { kinds: { a: "number" } });
		await expect(reading).rejects.toMatchObject({
			name: "SchemaError",
			message: expect.stringMatching(/Column "a".*row 2 holds "x"/),
			details: { column: "a", row: 2, value: "x" },
		});
	});

	it("are refused for a column that is not there", async () => {
		await expect(parseCsv("a\n1\n", { kinds: { b: "number" } })).rejects.toThrow(/column "b", but the table has a/);
	});
});

describe("progress and stopping", () => {
	const large = `a,b\n${"1,word\n".repeat(300_000)}`;

	it("tells rows and bytes as it reads", async () => {
		const seen: { rows: number; bytes: number; totalBytes?: number }[] = [];
		const table = await parseCsv(large, { onProgress: (p) => void seen.push(p) });
		expect(table.rows).toBe(300_000);
		expect(seen.at(-1)).toMatchObject({ phase: "infer", rows: 300_000, bytes: large.length, totalBytes: large.length });
		for (let i = 1; i < seen.length; i++) expect(seen[i]?.rows).toBeGreaterThanOrEqual(seen[i - 1]?.rows ?? 0);
	});

	it("lets timers run while it reads", async () => {
		let ticks = 0;
		const timer = setInterval(() => ticks++, 1);
		await parseCsv(large);
		clearInterval(timer);
		expect(ticks).toBeGreaterThan(1);
	});

	it("rejects at once with the reason of a signal that was aborted before", async () => {
		const reason = new Error("changed my mind");
		await expect(parseCsv("a\n1\n", { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
	});

	it("rejects with the signal's reason when it is aborted on the way", async () => {
		const controller = new AbortController();
		const reason = { why: "closed" };
		setTimeout(() => controller.abort(reason), 20);
		await expect(parseCsv(large.repeat(5), { signal: controller.signal })).rejects.toBe(reason);
	});

	it("does not wait for a stream that never delivers", async () => {
		const controller = new AbortController();
		let cancelled: unknown;
		const silent = new ReadableStream<Uint8Array>({
			cancel(why) {
				cancelled = why;
			},
		});
		setTimeout(() => controller.abort("enough"), 20);
		await expect(parseCsv(silent, { signal: controller.signal })).rejects.toBe("enough");
		expect(cancelled).toBe("enough");
	});
});
