import { expect, test } from "vitest";
import { STANDARD_PROMISE } from "../../src/dp/promise";
import { generators } from "../../src/generators";
import { generatorMetas } from "../../src/generators/metas";
import { parseCsv } from "../../src/table/csv";
import { createGeneratorHost } from "../../src/worker/host";
import { stages } from "../../src/worker/stages";
import { visits } from "../visits";

test("a promise goes through every stage: what was read beside the ledger is named, and no real value is kept", async () => {
	const host = createGeneratorHost(generators as never, "", stages);
	const table = await parseCsv(visits(150));
	const call = { id: 1, seed: 1, device: "cpu" } as const;
	const options = { protect: 5 };
	const summary = await host.fit("independent", table, options, { privacy: STANDARD_PROMISE }, call);
	expect(summary.privacy).toMatchObject({ epsilon: 1, unit: "row", seeded: false });
	expect(summary.privacy!.spent).toBeLessThanOrEqual(1);
	expect(summary.privacy!.offLedger.join(" ")).toMatch(/Kinds and formats of columns/);
	expect((await host.sample({ rows: 20 }, { ...call, id: 2 })).rows).toBe(20);
	const seeded = await host.fit(
		"independent",
		table,
		options,
		{ privacy: STANDARD_PROMISE, seeded: true },
		{ ...call, id: 3 },
	);
	expect(seeded.privacy!.warnings[0]).toMatch(/^Seeded: not private/);
	await expect(
		host.fit("independent", table, options, { privacy: STANDARD_PROMISE, enhance: { rows: true } }, { ...call, id: 4 }),
	).rejects.toThrow(/leave it out where privacy is promised/);
});

test.each(["independent", "mst", "clique-tree", "bayesian-network"])(
	"%s answers where everything is lost in noise",
	async (name) => {
		const host = createGeneratorHost(generators as never, "", stages);
		const table = await parseCsv(visits(30));
		const call = { id: 1, seed: 1, device: "cpu" } as const;
		const options = generatorMetas[name as "mst"].defaults;
		await host.fit(name, table, options, { privacy: { ...STANDARD_PROMISE, epsilon: 0.1 } }, call);
		expect((await host.sample({ rows: 20 }, { ...call, id: 2 })).rows).toBe(20);
	},
);
