import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parseCsv } from "../../src/table/csv";
import { formatCsv } from "../../src/table/format-csv";
import { inferSchema } from "../../src/table/schema";

const DATA = "../shared/data";
const here = existsSync(DATA);
if (!here) console.log(`skipped: ${DATA} is not there`);

/** What a data steward would call each column, and how many cells are missing in the training half. */
const TABLES: Record<string, Record<string, [kind: string, missing?: number]>> = {
	adult: {
		age: ["integer"],
		workclass: ["category", 1836],
		fnlwgt: ["integer"], // a sampling weight: nearly unique, yet a measure
		education: ["category"],
		"education-num": ["integer"],
		"marital-status": ["category"],
		occupation: ["category", 1843],
		relationship: ["category"],
		race: ["category"],
		sex: ["category"],
		"capital-gain": ["integer"],
		"capital-loss": ["integer"],
		"hours-per-week": ["integer"],
		"native-country": ["category", 583],
		outcome: ["category"],
	},
	churn: {
		RowNumber: ["id"],
		CustomerId: ["id"],
		Surname: ["text"], // 1,995 names in 5,000 rows single people out
		CreditScore: ["integer"],
		Geography: ["category"],
		Gender: ["category"],
		Age: ["integer"],
		Tenure: ["integer"],
		Balance: ["number"],
		NumOfProducts: ["integer"],
		HasCrCard: ["boolean"],
		IsActiveMember: ["boolean"],
		EstimatedSalary: ["number"],
		Exited: ["boolean"],
	},
	california: {
		longitude: ["number"],
		latitude: ["number"],
		housing_median_age: ["integer"],
		total_rooms: ["integer"],
		total_bedrooms: ["integer", 104],
		population: ["integer"],
		households: ["integer"],
		median_income: ["number"],
		median_house_value: ["integer"],
		ocean_proximity: ["category"],
	},
	insurance: {
		age: ["integer"],
		sex: ["category"],
		bmi: ["number"],
		children: ["integer"],
		smoker: ["boolean"],
		region: ["category"],
		charges: ["number"],
	},
	penguins: {
		species: ["category"],
		island: ["category"],
		bill_length_mm: ["number", 2],
		bill_depth_mm: ["number", 2],
		flipper_length_mm: ["integer", 2],
		body_mass_g: ["integer", 2],
		sex: ["category", 6],
	},
};
// Rows: the tables' own description.
const ROWS: Record<string, number> = { adult: 32_561, churn: 5000, california: 10_320, insurance: 669, penguins: 172 };

describe.runIf(here).each(Object.keys(TABLES))("the table %s", (name) => {
	const read = (half: string) => parseCsv(new Blob([readFileSync(`${DATA}/${name}.${half}.csv`)]));

	it("has the kinds and missing cells that a person would find", async () => {
		const table = await read("train");
		expect(table.rows).toBe(ROWS[name]);
		expect(table.warnings).toBeUndefined();
		const found = inferSchema(table).columns.map((c) => [c.name, c.missing ? [c.kind, c.missing] : [c.kind]]);
		expect(Object.fromEntries(found)).toEqual(TABLES[name]);
		for (const column of table.columns) expect(column.reason).toMatch(/^[A-Z0-9].*\.$/);
	});

	it("has the same kinds in its other half", async () => {
		const kinds = (await read("holdout")).columns.map((c) => [c.name, c.kind]);
		expect(kinds).toEqual(Object.entries(TABLES[name]!).map(([column, [kind]]) => [column, kind]));
	});

	it("reads back equal after it was written", async () => {
		const table = await read("train");
		const back = await parseCsv(formatCsv(table));
		expect(back.rows).toBe(table.rows);
		for (const [i, column] of table.columns.entries()) {
			const [cells, cellsBack] = [column, back.columns[i]!].map((c) => ("values" in c ? c.values : c.codes));
			// Bytes, because comparing a million cells one by one takes seconds.
			expect(Buffer.compare(Buffer.from(cells!.buffer), Buffer.from(cellsBack!.buffer)), column.name).toBe(0);
			expect({ ...back.columns[i], values: 0, codes: 0 }).toEqual({ ...column, values: 0, codes: 0 });
		}
	});
});

it.runIf(here).each(Object.keys(TABLES))("%s is written as it was found", async (name) => {
	const text = readFileSync(`${DATA}/${name}.train.csv`, "utf8");
	expect(formatCsv(await parseCsv(text)) === text).toBe(true);
});
