import { describe, expect, it } from "vitest";
import { StandinError } from "../../src/errors";
import { parseCsv } from "../../src/table/csv";
import { inferSchema } from "../../src/table/schema";
import { isNumeric } from "../../src/table/table";
import { withKinds } from "../../src/table/with-kinds";

const clinic = () =>
	parseCsv(
		[
			"visit,ward,temperature,admitted,smoker,note",
			"1,A,36.6,2021-03-04,yes,",
			"2,B,,2021-03-05,no,",
			"3,A,38.25,2021-03-04,yes,",
			"4,A,36.6,,NA,",
			"",
		].join("\n"),
	);

describe("a schema tells of every column", () => {
	it("name, kind, reason, missing cells, different values, and the range or the top levels", async () => {
		expect(inferSchema(await clinic())).toEqual({
			rows: 4,
			warnings: [],
			columns: [
				{
					name: "visit",
					kind: "integer",
					reason: "Whole numbers from 1 to 4.",
					missing: 0,
					distinct: 4,
					min: 1,
					max: 4,
					decimals: 0,
				},
				{
					name: "ward",
					kind: "category",
					reason: "2 different values in 4 rows.",
					missing: 0,
					distinct: 2,
					top: [
						{ level: "A", count: 3 },
						{ level: "B", count: 1 },
					],
				},
				{
					name: "temperature",
					kind: "number",
					reason: "Numbers from 36.6 to 38.25, with at most 2 digits behind the point.",
					missing: 1,
					distinct: 2,
					min: 36.6,
					max: 38.25,
					decimals: 2,
				},
				{
					name: "admitted",
					kind: "datetime",
					reason: "Dates written as YYYY-MM-DD from 2021-03-04 to 2021-03-05.",
					missing: 1,
					distinct: 2,
					min: Date.UTC(2021, 2, 4),
					max: Date.UTC(2021, 2, 5),
					format: "YYYY-MM-DD",
				},
				{
					name: "smoker",
					kind: "boolean",
					reason: "Nothing but yes and no.",
					missing: 1,
					distinct: 2,
					top: [
						{ level: "yes", count: 2 },
						{ level: "no", count: 1 },
					],
				},
				{ name: "note", kind: "category", reason: "Every cell is missing.", missing: 4, distinct: 0, top: [] },
			],
		});
	});

	it("and never shows what identifies a row", async () => {
		const { columns } = inferSchema(await parseCsv("patient_id,n\nabc,1\ndef,2\n"));
		expect(columns[0]).toEqual({
			name: "patient_id",
			kind: "id",
			reason: "Its name says so: 2 different values in 2 rows.",
			missing: 0,
			distinct: 2,
		});
	});

	it("also where the kind was given", async () => {
		const table = withKinds(await clinic(), { visit: "id" });
		expect(inferSchema(table).columns[0]).toMatchObject({ kind: "id", reason: "The kind was given.", distinct: 4 });
	});

	it("and passes on what reading the table had to assume", async () => {
		expect(inferSchema(await parseCsv("a,a\n1,2\n")).warnings).toEqual([
			'Column 2 is another "a" and is called "a_2".',
		]);
	});
});

describe("kinds can be overridden", () => {
	it("numbers become categories by being written out", async () => {
		const column = withKinds(await clinic(), { temperature: "category" }).columns[2]!;
		expect(column).toEqual({
			name: "temperature",
			kind: "category",
			levels: ["36.6", "38.25"],
			codes: Int32Array.of(0, -1, 1, 0),
		});
	});

	it("dates become text as they were written", async () => {
		const column = withKinds(await clinic(), { admitted: "text" }).columns[3]!;
		expect(!isNumeric(column) && column.levels).toEqual(["2021-03-04", "2021-03-05"]);
	});

	it("and back again, without loss", async () => {
		const table = await clinic();
		const text = withKinds(table, { visit: "text", temperature: "category", admitted: "id", smoker: "category" });
		const back = withKinds(text, { visit: "integer", temperature: "number", admitted: "datetime", smoker: "boolean" });
		const bare = table.columns.map(({ reason: _, ...column }) => column);
		for (const i of [0, 2, 3, 4]) expect(back.columns[i]).toEqual(bare[i]);
	});

	it("whole numbers become numbers, and numbers that are whole integers", async () => {
		const table = withKinds(await clinic(), { visit: "number" });
		expect(table.columns[0]?.kind).toBe("number");
		expect(withKinds(table, { visit: "integer" }).columns[0]?.kind).toBe("integer");
	});

	it("columns that keep their kind are shared", async () => {
		const table = await clinic();
		expect(withKinds(table, { visit: "number" }).columns[1]).toBe(table.columns[1]);
	});

	it.each([
		["temperature", "integer", /row 1 holds "36.6", which is not a whole number/],
		["ward", "number", /row 1 holds "A", which is not a number/],
		["ward", "datetime", /row 1 holds "A", which is not a date/],
		["visit", "boolean", /row 3 holds "3".*already has "1" and "2"/],
		["admitted", "number", /row 1 holds "2021-03-04", which is not a number/],
	] as const)("%s cannot become %s: the first value and its row are named", async (name, kind, message) => {
		const table = await clinic();
		expect(() => withKinds(table, { [name]: kind })).toThrow(message);
	});

	it("the first date that does not fit is named, not the first date", async () => {
		const table = await parseCsv("d\n2021-01-01\n2021-01-02\n2021-13-32\n2021-01-04\n");
		expect(() => withKinds(table, { d: "datetime" })).toThrow(/row 3 holds "2021-13-32"/);
	});

	it("a column or kind that there is not is refused", async () => {
		const table = await clinic();
		expect(() => withKinds(table, { wards: "text" })).toThrow(/column "wards", but the table has visit, ward/);
		expect(() => withKinds(table, { ward: "word" as "text" })).toThrow(
			/"word".*column "ward".*use one of number, integer/,
		);
	});
});

it.each([
	["a table without columns", { rows: 1 }],
	["a table of columns that are none", { rows: 1, columns: [null] }],
	["columns that are none", { columns: [null] }],
	["a kind that there is not", { columns: [{ name: "a", kind: "colour" }] }],
	["levels that are none", { columns: [{ name: "a", kind: "category", levels: 7 }] }],
])("is refused as an option where it is %s", async (_, schema) => {
	await expect(parseCsv("a\n1\n2\n", { schema: schema as never })).rejects.toBeInstanceOf(StandinError);
});
