import { expect, test } from "vitest";
import { SavedModelError } from "../../src/errors";
import { generators } from "../../src/generators";
import { packModel, unpackModel } from "../../src/wire/saved";
import { createGeneratorHost } from "../../src/worker/host";

const host = () => createGeneratorHost(generators, "");
const table = { rows: 2, columns: [{ name: "x", kind: "number" as const, values: Float64Array.of(1, 2) }] };
const call = { id: 1, seed: 1, device: "auto" as const };

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
