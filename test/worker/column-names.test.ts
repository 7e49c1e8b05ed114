import { expect, test } from "vitest";
import { inspectTable } from "../../src/deidentify/inspect";
import { generators } from "../../src/generators";
import { generatorMetas } from "../../src/generators/metas";
import { parseCsv } from "../../src/table/csv";
import type { FitSetup } from "../../src/wire/api";
import { createGeneratorHost } from "../../src/worker/host";
import { stages } from "../../src/worker/stages";
import { times } from "../encode/tables";

const call = { id: 1, seed: 1, device: "cpu" as const };
const ratings = (names: string) => parseCsv([names, ...times(40, (i) => [i % 7, i % 5, i % 3].join(","))].join("\n"));

async function fitted(names: string, setup: FitSetup = {}) {
	const host = createGeneratorHost(generators as never, "", stages);
	const { defaults } = generatorMetas.independent;
	const summary = await host.fit("independent", await ratings(names), defaults, setup, call);
	const table = await host.sample({ rows: 5 }, call);
	return { summary, names: table.columns.map(({ name }) => name), model: await host.save() };
}

test("a column that is called like a person leaves neither with the rows nor with the model, unless it is confirmed", async () => {
	const { summary, names, model } = await fitted("Mary Jones,jane.doe@corp.com,score");
	expect(names).toEqual(["score"]);
	expect(summary).toMatchObject({ dropped: "column 1, column 2" });
	const written = Buffer.from(model as never).toString("latin1") + JSON.stringify(summary);
	expect(written).toContain("score");
	expect(written).not.toMatch(/Mary Jones|jane\.doe/);
	const kept = await fitted("Mary Jones,jane.doe@corp.com,score", { treatments: { "Mary Jones": "learn" } });
	expect(kept.names).toEqual(["Mary Jones", "score"]);
});

test("a table of nothing else is refused with the remedy", async () => {
	await expect(fitted("Mary Jones,Olaf Peters,jane.doe@corp.com")).rejects.toThrow(/header: false.*rename/);
});

test.each([
	["Pieter van Oosterzee", "name"],
	["rating by Anna Petrova", "name"],
	["P.Bakker", "name"],
	["A. de Vries", "name"],
	["jan.bakker", "name"],
	["john smith", "name"],
	["0612345678", "phone"],
	["123456782", "national-number"],
])("%s is left out as a %s", async (name, what) => {
	const { findings } = await inspectTable(await ratings(`${name},score,age`));
	expect(findings[0]).toMatchObject({ what, inName: true, treatment: "drop" });
	expect(findings.slice(1).map(({ inName }) => inName)).toEqual([undefined, undefined]);
});

test("what columns of people share before their names does not hide them, nor a name that no list has", async () => {
	const { findings } = await inspectTable(
		await parseCsv("score_Jansen,score_Bakker,score_Visser,score_Oosterzee,age\n1,2,3,4,5\n6,7,8,9,1"),
	);
	expect(findings.map(({ inName }) => inName ?? false)).toEqual([true, true, true, true, false]);
});

test.each([
	"Total Sales,Body Mass,Wilson Score",
	"mark_price,jan_sales,max_length",
	"Petal.Length,Sepal Width,Iris Species",
	"score_Math,score_Reading,score_Art",
	"E. coli,S. aureus,C. difficile",
	"2019,20240131,271649006",
	"Beck Depression Inventory,Gini Index,Hamilton Scale",
	"Hours per week,Country of origin,Mary Kay sales",
])("%s are no people", async (names) => {
	const { findings } = await inspectTable(await ratings(names));
	expect(findings.filter(({ inName }) => inName)).toEqual([]);
});
