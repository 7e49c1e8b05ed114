import { expect, test } from "vitest";
import { tellsOfSomebody } from "../../src/deidentify/inspect";

test.each([
	"dossier Jan Bakker 1971-03-04.csv",
	"jan_bakker.csv",
	"Hendrika-Jansen.parquet",
	"anna.petrova@example.org.csv",
	"patient 123456782.csv",
	"0612345678.csv",
])("%s tells of somebody", async (name) => {
	expect(await tellsOfSomebody(name)).toBe(true);
});

test.each(["adult.csv", "patients 2024.csv", "export_2026-11-29.csv", "ward-north.v2.csv.gz", "data (3).csv"])(
	"%s tells of nobody",
	async (name) => {
		expect(await tellsOfSomebody(name)).toBe(false);
	},
);
