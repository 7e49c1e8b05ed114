import { describe, expect, it } from "vitest";
import { createRandom } from "../../src/random";
import { parseCsv } from "../../src/table/csv";
import { type Column, isNumeric, type Kind } from "../../src/table/table";

/** One column of the given cells, quoted so that any text can be one. */
async function column(cells: readonly (string | number)[], name = "x", delimiter = ","): Promise<Column> {
	const lines = cells.map((cell, i) => `"${String(cell).replaceAll('"', '""')}"${delimiter}r${i}`);
	const table = await parseCsv(`"${name}"${delimiter}other\n${lines.join("\n")}\n`);
	return table.columns[0]!;
}

const values = (c: Column) => (isNumeric(c) ? Array.from(c.values) : undefined);
const levels = (c: Column) => (isNumeric(c) ? undefined : c.levels);
const missing = (c: Column) =>
	isNumeric(c) ? c.values.filter(Number.isNaN).length : c.codes.filter((code) => code < 0).length;
const upTo = (n: number) => Array.from({ length: n }, (_, i) => i);
/** A fixed scramble of 0 … n−1 (n a power of two). */
const scrambled = (n: number) => upTo(n).map((i) => (i * 1_664_525 + 1_013_904_223) % n);

describe("numbers", () => {
	it.each<[string, string[], Kind, number[], number | undefined]>([
		["whole numbers", ["3", "-4", "3"], "integer", [3, -4, 3], 0],
		["fractions", ["1.5", "2", "-0.25"], "number", [1.5, 2, -0.25], 2],
		["whole numbers written with a zero behind the point", ["8.0", "12.0"], "integer", [8, 12], 1],
		["signs, bare points and blanks around", ["+3", ".5", " 7.25 "], "number", [3, 0.5, 7.25], 2],
		["exponents", ["1e-7", "2.5E3", "4"], "number", [1e-7, 2500, 4], undefined],
		["long fractions", ["0.30000000000000004", "0.1"], "number", [0.1 + 0.2, 0.1], undefined],
		["minus zero", ["-0.0", "1.5"], "number", [0, 1.5], 1],
		["thousands with commas", ["1,234", "12", "1,234,567"], "integer", [1234, 12, 1234567], 0],
		["thousands with commas and a decimal point", ["1,234.50", "12.25"], "number", [1234.5, 12.25], 2],
		["thousands with points and a decimal comma", ["1.234,50", "12,25"], "number", [1234.5, 12.25], 2],
		["thousands with blanks", ["1 234,5", "12 345 678,0"], "number", [1234.5, 12345678], 1],
		["thousands with apostrophes", ["1'234.5", "2"], "number", [1234.5, 2], 1],
		["decimal commas", ["1,5", "-2,75", "3"], "number", [1.5, -2.75, 3], 2],
	])("%s", async (_name, cells, kind, expected, decimals) => {
		const c = await column(cells);
		expect([c.kind, values(c)]).toEqual([kind, expected]);
		expect(isNumeric(c) && c.decimals).toBe(decimals);
	});

	it('takes "1,234" for thousands where commas divide the cells, and says what it assumed', async () => {
		const c = await column(["1,234", "5,678"]);
		expect(values(c)).toEqual([1234, 5678]);
		expect(c.reason).toMatch(/"\." is assumed to be the decimal point/);
	});

	it('takes "1,234" for a fraction where semicolons divide the cells', async () => {
		expect(values(await column(["1,234", "5,678"], "x", ";"))).toEqual([1.234, 5.678]);
	});

	it('takes "1.234" for a fraction where nothing shows a decimal comma', async () => {
		expect(values(await column(["1.234", "5.678"], "x", ";"))).toEqual([1.234, 5.678]);
		expect((await column(["1.234", "5.678"])).reason).not.toMatch(/assumed/);
	});

	it("settles what a column leaves open by what the others show", async () => {
		const { columns } = await parseCsv("a\tb\n1.234\t1,5\n2.345\t2,25\n");
		expect(values(columns[0]!)).toEqual([1234, 2345]);
		const given = await parseCsv("a\tb\n1.234\tx\n2.345\ty\n", { decimal: "," });
		expect(values(given.columns[0]!)).toEqual([1234, 2345]);
	});

	it("are not what begins with a needless zero", async () => {
		const c = await column(["007", "012", "007"]);
		expect([c.kind, levels(c)]).toEqual(["category", ["007", "012"]]);
		expect(c.reason).toMatch(/begin with a zero/);
	});

	it("are not whole numbers that would be rounded", async () => {
		for (const big of ["9007199254740993", "9007199254740994", "12345678901234567890"]) {
			const c = await column([big, "5", "5"]);
			expect([c.kind, levels(c)]).toEqual(["category", [big, "5"]]);
			expect(c.reason).toMatch(/too (large|many)/);
		}
		expect(values(await column(["9007199254740991", "5"]))).toEqual([9007199254740991, 5]);
	});

	it("are not numbers when one cell is none: the reason and a warning name it", async () => {
		const table = await parseCsv("a\n1\n2\nabc\n4\n");
		expect(table.columns[0]?.kind).toBe("category");
		expect(table.columns[0]?.reason).toMatch(/row 3 holds "abc".*"missing" option/);
		expect(table.warnings?.join()).toMatch(/"a" is read as category.*row 3 holds "abc"/);
	});

	it("are not numbers when points and commas contradict each other", async () => {
		const c = await column(["1.5", "2,5", "3.25"]);
		expect(c.kind).toBe("category");
		expect(c.reason).toMatch(/decimal point and others a decimal comma/);
	});

	it("stay integers however few they are", async () => {
		expect((await column(["1", "2", "3", "1", "2"])).kind).toBe("integer");
	});

	it("keep infinite values as missing, and say so", async () => {
		const table = await parseCsv("a\n1.5\ninf\n-Infinity\n");
		expect(values(table.columns[0]!)).toEqual([1.5, Number.NaN, Number.NaN]);
		expect(table.warnings?.join()).toMatch(/infinite values \("inf", "-Infinity"\) are kept as missing/);
	});
});

describe("missing values", () => {
	const usual = ["", " ", "NA", "N/A", "n/a", "#N/A", "<NA>", "NULL", "null", "NaN", "nan", "?", " ? "];
	const amongValues = ["None", "none", "-", ".", "NaT", "na"];

	it("are all usual spellings in a column of numbers", async () => {
		const c = await column(["1", ...usual, ...amongValues, "2"]);
		expect([c.kind, missing(c)]).toEqual(["integer", usual.length + amongValues.length]);
	});

	it.each([
		"k.A.",
		"K. A.",
		"n/a",
		"N.A.",
		"-",
		"–",
		"?",
		"unbekannt",
		"keine Angabe",
		"inconnu",
		"s/d",
		"н/д",
		"未知",
	])("are %s beside German decimals, a tenth of the cells, and are written so again", async (marker) => {
		const cells = Array.from({ length: 200 }, (_, i) => (i % 10 ? `${50 + (i % 60)},${i % 10}` : marker));
		const table = await parseCsv(`weight\n${cells.join("\n")}\n`, { delimiter: ";" });
		const c = table.columns[0]!;
		expect([c.kind, missing(c), c.missing]).toEqual(["number", 20, marker]);
		expect(values(c)![1]).toBe(51.1);
		expect(table.warnings ?? []).toEqual([]);
	});

	it("are the plain ones in a column of words", async () => {
		const c = await column(["a", ...usual, "b", "a"]);
		expect([levels(c), missing(c)]).toEqual([["a", "b"], usual.length]);
	});

	it("are not those that may be an answer in a column of words", async () => {
		expect(levels(await column(["None", "mild", "-", "mild"]))).toEqual(["None", "mild", "-"]);
	});

	it("are those too beside yes and no", async () => {
		const c = await column(["yes", "-", "no", "None"]);
		expect([c.kind, levels(c), missing(c)]).toEqual(["boolean", ["yes", "no"], 2]);
	});

	it("are those too beside dates", async () => {
		const c = await column(["2020-01-31", "-", "0000-00-00", "2021-02-28"]);
		expect([c.kind, missing(c)]).toEqual(["datetime", 2]);
	});

	it("are not Namibia among codes of two letters, unless somebody says so", async () => {
		const codes = "DE FR IT ES PT NL BE PL CZ AT".split(" ");
		const c = await column([...codes, "NA", "", "NA"]);
		expect([missing(c), levels(c)?.includes("NA")]).toEqual([1, true]);
		expect(c.reason).toMatch(/"NA" is kept as a value/);
		const text = `iso,n\n${[...codes, "NA"].map((code) => `${code},1`).join("\n")}\n`;
		const asked = await parseCsv(text);
		expect(missing(asked.columns[0]!)).toBe(0);
		expect(asked.warnings?.join()).toMatch(/"iso": "NA" is kept as a value.*name it in the "missing" option/);
		expect(missing((await parseCsv(text, { missing: ["NA"] })).columns[0]!)).toBe(1);
	});

	it("are the given spellings besides the usual ones", async () => {
		const table = await parseCsv("a,b\n-999,NA\n3,x\n,y\n", { missing: ["-999"] });
		expect(values(table.columns[0]!)).toEqual([Number.NaN, 3, Number.NaN]);
		expect(levels(table.columns[1]!)).toEqual(["x", "y"]);
	});

	it("may be all there is", async () => {
		const c = await column(["", "NA", "?"]);
		expect([c.kind, levels(c), missing(c), c.reason]).toEqual(["category", [], 3, "Every cell is missing."]);
	});
});

describe("truth values", () => {
	it.each([[["yes", "no"]], [["True", "False"]], [["Y", "N"]], [["t", "f"]], [["1", "0"]], [["0.0", "1.0"]]])(
		"%j are booleans as they are spelled",
		async (pair) => {
			const c = await column([pair[0]!, pair[1]!, "", pair[0]!]);
			expect([c.kind, levels(c), missing(c)]).toEqual(["boolean", pair, 1]);
		},
	);

	it("are not any two words, nor a single figure or letter", async () => {
		expect((await column(["left", "right"])).kind).toBe("category");
		expect((await column(["0", "0"])).kind).toBe("integer");
		expect((await column(["t", "t"])).kind).toBe("category");
		expect((await column(["no", "no"])).kind).toBe("boolean");
	});
});

describe("identifiers", () => {
	it("count the rows", async () => {
		const c = await column(upTo(30).map((i) => i + 1));
		expect([c.kind, c.reason]).toEqual(["id", "It counts the rows, from 1 to 30."]);
	});

	it("are whole numbers that never repeat although they are dense", async () => {
		const c = await column(scrambled(4096).slice(0, 1000));
		expect(c.kind).toBe("id");
		expect(c.reason).toMatch(/never repeat in 1000 rows, where chance alone would repeat about \d+/);
	});

	it("are long codes of equal length, no two alike", async () => {
		expect((await column(upTo(100).map((i) => 400_000_000 + i * 4_999_999))).kind).toBe("id");
	});

	it("are what their name says, if they are many", async () => {
		for (const name of ["id", "CustomerId", "patient_id", "customerID", "Row Number", "Unnamed: 0"]) {
			expect((await column(["17", "4", "99"], name)).kind, name).toBe("id");
		}
	});

	it("are only codes if they are few and repeat", async () => {
		const c = await column(
			upTo(100).map((i) => i % 7),
			"store_id",
		);
		expect([c.kind, c.reason]).toEqual([
			"category",
			"Its name says that its numbers are codes; 7 of them repeat over 100 rows.",
		]);
		expect((await column(["94110", "94110", "10001"], "zip code")).kind).toBe("category");
	});

	it("are not measures that seldom repeat because they spread far", async () => {
		// Populations of towns: skewed over six orders of magnitude, hardly two alike.
		const c = await column(upTo(400).map((i) => Math.round(100 * 1.035 ** i) + ((i * 7919) % 97)));
		expect(c.kind).toBe("integer");
	});

	it("are not measures that repeat as chance has it", async () => {
		const random = createRandom(5);
		const c = await column(upTo(3000).map(() => 12_285 + random.int(100_000)));
		expect(c.kind).toBe("integer");
	});

	it("are not years", async () => {
		expect((await column(upTo(60).map((i) => 1960 + i))).kind).toBe("integer");
	});

	it("are words that are codes", async () => {
		expect((await column(upTo(60).map((i) => `AB-${1000 + i * 37}`))).kind).toBe("id");
		expect((await column(upTo(60).map((i) => `person${String.fromCharCode(97 + (i % 26))}${i}@mail.org`))).kind).toBe(
			"id",
		);
	});
});

describe("words", () => {
	const word = (i: number) =>
		`${"bcdfgklmnp"[i % 10]}${"aeiou"[i % 5]}${"rstvwzxyqj"[Math.floor(i / 10) % 10]}o${"lmnr"[i % 4]}`;

	it("are a category while they repeat", async () => {
		const c = await column(upTo(200).map((i) => word(i % 12)));
		expect([c.kind, c.reason]).toEqual(["category", "12 different values in 200 rows."]);
	});

	it("are text when they are names", async () => {
		const c = await column(upTo(300).map((i) => `${word(i % 97)} ${word(i % 13)}`));
		expect(c.kind).toBe("text");
		expect(c.reason).toMatch(/as names are/);
	});

	it("are text when they are sentences", async () => {
		expect((await column(upTo(30).map((i) => `The visit of ${word(i)} went well, number ${i}.`))).kind).toBe("text");
	});

	it("are a category in a table of a few rows", async () => {
		expect((await column(["red", "green", "blue"])).kind).toBe("category");
		expect((await column(["red"])).reason).toBe("One value in one row.");
	});
});
