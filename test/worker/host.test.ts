import { expect, test } from "vitest";
import { SavedModelError } from "../../src/errors";
import { generators } from "../../src/generators";
import { generatorMetas } from "../../src/generators/metas";
import { packModel, unpackModel } from "../../src/wire/saved";
import { createGeneratorHost } from "../../src/worker/host";
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
