import { expect, test } from "vitest";
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
