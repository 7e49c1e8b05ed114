import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { cellFormat } from "../../src/table/cell-format";
import { parseCsv } from "../../src/table/csv";
import { formatCsv } from "../../src/table/format-csv";
import { DURATION_FORMATS } from "../../src/table/notation/duration-notation";
import type { NumberNotation } from "../../src/table/notation/notation";
import { TIME_FORMATS } from "../../src/table/notation/time-notation";

const notation: fc.Arbitrary<NumberNotation> = fc.record(
	{
		type: fc.constant("number" as const),
		prefix: fc.constantFrom("$", "€ ", "EUR ", "US$"),
		suffix: fc.constantFrom("%", " kg", " €"),
		group: fc.constantFrom("'", " ", "\u00a0"),
		indian: fc.constant(true as const),
		decimal: fc.constant("," as const),
		minus: fc.constantFrom("−" as const, "brackets" as const, "trailing" as const),
		plus: fc.constant(true as const),
		fewest: fc.constantFrom(0, 1),
		bare: fc.constant(true as const),
	},
	{ requiredKeys: ["type"] },
);

describe("what a notation writes, it reads", () => {
	test("amounts", () => {
		fc.assert(
			fc.property(
				notation,
				fc.integer({ min: -1e9, max: 1e9 }),
				fc.integer({ min: 0, max: 4 }),
				(how, units, decimals) => {
					const value = units / 10 ** decimals || 0;
					const pair = cellFormat({
						kind: "number",
						decimals,
						notation: how.indian && !how.group ? { ...how, group: "," } : how,
					});
					if (how.indian && how.group === undefined && how.decimal === ",") return;
					if (how.indian && how.group !== undefined) return;
					expect(pair.parse(pair.format(value))).toBe(value);
				},
			),
		);
	});

	test.each(TIME_FORMATS)("times of day as %s", (format) => {
		const pair = cellFormat({ kind: "number", notation: { type: "time", format } });
		const step = format.includes("ss") ? 1 : 60;
		for (let s = 0; s < 86_400; s += 97 * step) expect(pair.parse(pair.format(s))).toBe(s);
		expect(pair.parse("25:00")).toBeNaN();
	});

	test.each(DURATION_FORMATS)("durations as %s", (format) => {
		const pair = cellFormat({ kind: "number", notation: { type: "duration", format } });
		const finest = { d: 86_400, h: 3600, m: 60, s: 1 }[/([dhms])?$/.exec(format)![1] ?? "m"]!;
		const plain = format === "d days" ? 86_400 : format.includes("ss") || format === "iso" || format === "h m" ? 1 : 60;
		const step = format.startsWith("0") ? finest : plain;
		for (let s = 0; s < 400_000; s += 971 * step) expect(pair.parse(pair.format(s))).toBe(s);
	});
});

/** A column of many cells, written by `write`, and what its first cells mean. */
const cases: [name: string, write: (i: number) => string, kind: string, notation: object | undefined][] = [
	["a currency behind", (i) => `${(i * 7.13).toFixed(2)} zł`, "number", { type: "number", suffix: " zł" }],
	["a code before", (i) => `CHF ${i * 13}`, "integer", { type: "number", prefix: "CHF " }],
	[
		"brackets",
		(i) => (i % 3 ? `$${i}.50` : `($${i}.50)`),
		"number",
		{ type: "number", prefix: "$", minus: "brackets" },
	],
	["a sign behind", (i) => (i % 3 ? `${i}.50` : `${i}.50-`), "number", { type: "number", minus: "trailing" }],
	[
		"floats as programs print them",
		(i) => String(i / 4).replace(/^(\d+)$/, "$1.0"),
		"number",
		{ type: "number", fewest: 1 },
	],
	["plus signs", (i) => (i % 2 ? `+${1 + (i % 20)}` : `-${1 + (i % 14)}`), "integer", { type: "number", plus: true }],
	["units of measure", (i) => `${50 + i} kg`, "integer", { type: "number", suffix: " kg" }],
	[
		"months of a year",
		(i) => `${2018 + Math.floor(i / 12)}${String(1 + (i % 12)).padStart(2, "0")}`,
		"datetime",
		undefined,
	],
	["codes with a letter before", (i) => `R-${1000 + i}`, "id", undefined],
	["amounts in two currencies", (i) => `${i % 2 ? "$" : "€"}${i}`, "text", undefined],
	[
		"lengths of minutes",
		(i) => `${i % 5}:${String((i * 7) % 60).padStart(2, "0")}`,
		"number",
		{ type: "time", format: "H:mm" },
	],
	[
		"hours beyond a day",
		(i) => `${i}:${String((i * 7) % 60).padStart(2, "0")}`,
		"number",
		{ type: "duration", format: "H:mm" },
	],
	[
		"times without a mark",
		(i) => String(100 * ((i * 5) % 24) + ((i * 13) % 60)),
		"number",
		{ type: "time", format: "Hmm" },
	],
	["milliseconds since 1970", (i) => String(1_600_000_000_000 + i * 86_400_123), "datetime", undefined],
];

test.each(cases)("%s are read and written as they came", async (_name, write, kind, how) => {
	const text = `x,y\n${Array.from({ length: 80 }, (_, i) => `${write(i)},r`).join("\n")}\n`;
	const table = await parseCsv(text);
	const column = table.columns[0]!;
	expect(column.kind === "id" && kind === "text" ? "text" : column.kind).toBe(kind);
	expect("values" in column ? column.notation : undefined).toEqual(how);
	expect(formatCsv(table)).toBe(text);
});

test("a few cells that are no numbers are missing among many, and told; written they are as they came", async () => {
	const text = `x,y\n${Array.from({ length: 200 }, (_, i) => `${i === 20 ? "refused" : (i * 37) % 90},r`).join("\n")}\n`;
	const table = await parseCsv(text);
	expect(table.columns[0]?.kind).toBe("integer");
	expect(table.warnings).toEqual([
		'Column "x": "refused" in row 21 is read as missing among numbers. Give the column the kind "category" if it means something.',
	]);
	expect(formatCsv(table)).toBe(text);
});

test("preambles, comments, footers and short rows are left out or filled where asked", async () => {
	const text = "Report of March\n\na,b,c\n# as of today\n1,2,3\n4,5\n7,8,9\nTotal,,12\n";
	const table = await parseCsv(text, { skipLines: 1, comment: "#", footerLines: 1, shortRows: "fill" });
	expect(table.columns.map(({ name }) => name)).toEqual(["a", "b", "c"]);
	expect(table.rows).toBe(3);
	expect(table.warnings).toEqual(["1 rows have fewer cells than the header; their last cells are missing."]);
	await expect(parseCsv("a,b\n1\n")).rejects.toThrow(/set "shortRows" to "fill"/);
});

test("quotes, line ends and byte order mark leave as they came", async () => {
	for (const text of [
		'"a";"b"\r\n"1";"x"\r\n"2";"y"\r\n',
		'\ufeffa,b\n1,"x"\n2,"y"\n',
		'"a","b"\n1,"x, y"\n2,"z"\n',
		"a|b\n1|x\n2|y\n",
		"a\tb\r\n1\t?\r\n2\ty\r\n3\tx\r\n",
	]) {
		expect(formatCsv(await parseCsv(new Blob([text])))).toBe(text);
	}
});

describe("synthetic cells are written as the column's own", () => {
	const styleOf = async (cells: string[], value: number) => {
		const table = await parseCsv(["a,b", ...cells.map((cell, i) => `"${cell}",${i}`)].join("\n"));
		const column = table.columns[0]!;
		return cellFormat(column as never).format(value);
	};

	test.each<[string, string[], number, string]>([
		["a sentinel among decimals", ["21.5", "-999", "30.25", "18.1", "-999"], -999, "-999"],
		["a small one", ["0.51", "-1", "3.20", "1.05", "-1"], -1, "-1"],
		["hours and padded minutes", ["3h 02m", "0h 36m", "2h 00m", "1h 07m"], 3600, "1h 00m"],
		["padded hours", ["17h", "04h", "18h", "22h"], 21_600, "06h"],
		["units that are left out", ["1h 30m", "45m", "2h"], 7200, "2h"],
		["minutes and seconds", ["3m 05s", "12m 40s", "0m 09s"], 65, "1m 05s"],
		["exponents", ["3.3e-05", "1.9e-03", "7.7e-05"], 0.000_057_4, "5.7e-05"],
		["exponents of small numbers alone", ["0.0033", "3.3e-05", "0.012", "0.5", "7e-06", "0.25"], 0.000_02, "2e-05"],
		["numbers beside those", ["0.0033", "3.3e-05", "0.012", "0.5", "7e-06", "0.25"], 0.031, "0.031"],
		["capitals", ["1.50E+03", "2.25E+04", "9.10E+03"], 12_300, "1.23E+04"],
		["a currency with a point, in lakhs", ["Rs. 3,46,409", "Rs. 1,86,204", "Rs. 5,65,445"], 123_456, "Rs. 1,23,456"],
		["debts alone", ["(313.00)", "(613.00)", "(78.00)", "(578.00)"], -740, "(740.00)"],
	])("%s", async (_, cells, value, text) => {
		expect(await styleOf(cells, value)).toBe(text);
	});

	test("a column of several time zones is said to come back in UTC", async () => {
		const cells = ["2023-02-23T15:48:00+02:00", "2023-11-19T11:17:00Z", "2023-09-03T12:59:00-05:30"];
		const table = await parseCsv(["a,b", ...cells.map((cell, i) => `${cell},${i}`)].join("\n"));
		expect(table.warnings?.join()).toMatch(/"a".*time zones.*UTC/);
	});
});
