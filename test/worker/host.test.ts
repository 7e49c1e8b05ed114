import { describe, expect, test } from "vitest";
import { STANDARD_PROMISE } from "../../src/dp/promise";
import { SavedModelError } from "../../src/errors";
import { generators } from "../../src/generators";
import { generatorMetas } from "../../src/generators/metas";
import { parseCsv } from "../../src/table/csv";
import type { FitSetup } from "../../src/wire/api";
import { packModel, unpackModel } from "../../src/wire/saved";
import { createGeneratorHost } from "../../src/worker/host";
import { stages } from "../../src/worker/stages";
import { numeric, tableOf, worded } from "../encode/tables";

const host = () => createGeneratorHost(generators, "");
const table = { rows: 2, columns: [{ name: "x", kind: "number" as const, values: Float64Array.of(1, 2) }] };
const call = { id: 1, seed: 1, device: "auto" as const };

const two = tableOf(numeric("x", [1, 2]), worded("c", ["a", "b"]));

test("a model is saved with its generator's version, and one of another version is refused by both", async () => {
	const first = host();
	await first.fit("independent", table, { protect: 1 }, {}, call);
	const saved = unpackModel(await first.save());
	const { version } = await generators.independent();
	expect(saved.version).toBe(version);
	await host().load(packModel(saved));
	for (const other of [version + 1, version - 1, undefined]) {
		const loading = host().load(packModel({ ...saved, version: other as number }));
		await expect(loading).rejects.toThrow(SavedModelError);
		await expect(loading).rejects.toThrow(`saved as version ${other}, and this build reads version ${version}`);
	}
});

test("what a lost GPU breaks off is no abort, which callers would take for the user's", async () => {
	const fit = () => Promise.reject(new DOMException("The buffer was unmapped.", "AbortError"));
	const lost = createGeneratorHost({ lost: async () => ({ version: 1, fit, load: fit }) }, "");
	await expect(lost.fit("lost", table, {}, {}, call)).rejects.toMatchObject({ code: "backend", name: "BackendError" });
});

test("more rows than a tab has memory for are refused before any is sampled, with what fits and the way to have them", async () => {
	const fitted = host();
	await fitted.fit("independent", table, { protect: 1 }, {}, call);
	const asked = fitted.sample({ rows: 1e12 }, call);
	await expect(asked).rejects.toMatchObject({ code: "option", details: { option: "rows", most: 2 ** 28 } });
	await expect(asked).rejects.toThrow(/1000000000000 rows of 1 columns.*sampleStream/);
	const loaded = host();
	await loaded.load(await fitted.save());
	await expect(loaded.sample({ rows: 1e12 }, call)).rejects.toMatchObject({ code: "option" });
});

test.each(["independent", "bayesian-network", "copula", "diffusion"] as const)(
	"a table of which every cell would come out empty is refused by %s, with the remedy",
	async (name) => {
		const host = createGeneratorHost(generators as never, "");
		const fit = (protect: number) =>
			host.fit(name, two, { ...generatorMetas[name].defaults, protect }, {}, { id: 1, seed: 1, device: "cpu" });
		await expect(fit(5)).rejects.toThrow(/table of 2 rows.*shared by 5 people.*set the option "protect" to 1/);
		await expect(host.sample({ rows: 1 }, { id: 2, seed: 1, device: "cpu" })).rejects.toThrow(/fit\(table\) first/);
		expect((await fit(1)).rows).toBe(2);
	},
);

describe("a table of which nothing would leave is refused, whatever stands around the generator", () => {
	const five = "a,b,c\n1,y,0.11\n7,x,0.68\n3,z,0.25\n4,y,0.91\n9,x,0.37\n";
	const people = `sex,income\n${Array.from({ length: 60 }, (_, row) => `${row % 2 ? "f" : "m"},${1000 + 7 * row}`).join("\n")}\n`;
	const notes = `note\n${Array.from({ length: 40 }, (_, row) => `went ${"very ".repeat(row % 7)}well on day ${row}`).join("\n")}\n`;
	const fit = async (csv: string, setup: FitSetup, name: keyof typeof generatorMetas = "independent") => {
		const host = createGeneratorHost(generators as never, "", stages);
		const table = await parseCsv(csv);
		return host.fit(name, table, generatorMetas[name].defaults, setup, { id: 1, seed: 1, device: "cpu" });
	};

	test.each(["independent", "copula", "bayesian-network", "smote"] as const)("by %s: five rows", async (name) => {
		await expect(fit(five, {}, name)).rejects.toThrow(/table of 5 rows.*shared by 5 people.*"other"/);
	});

	test.each<[string, string, FitSetup, RegExp]>([
		["two people", people, { subject: "sex" }, /those of 2 people, by "sex".*name another column as subject, or none/],
		[
			"all columns dropped",
			people,
			{ treatments: { sex: "drop", income: "drop" } },
			/columns is dropped.*another treatment/,
		],
		["texts alone", notes, {}, /a text that is withheld as a whole/],
	])("%s", async (_, csv, setup, message) => {
		await expect(fit(csv, setup)).rejects.toThrow(message);
		const privacy = { ...STANDARD_PROMISE, unit: "row" as const };
		if (setup.treatments) await expect(fit(csv, { ...setup, privacy })).rejects.toThrow(message);
	});

	test("but made-up people are something", async () => {
		const csv = `name,mail\n${["Anna Jansen", "Piet de Vries", "Eva Bakker", "Jan Smit"].map((name, i) => `${name},a${i}@post.nl`).join("\n")}\n`;
		expect((await fit(csv, {})).rows).toBe(4);
	});
});
