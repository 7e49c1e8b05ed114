import { expect, test } from "vitest";
import { STANDARD_PROMISE } from "../../src/dp/promise";
import { generators } from "../../src/generators";
import { generatorMetas } from "../../src/generators/metas";
import { createRandom } from "../../src/random";
import { formatHtml, formatMarkdown } from "../../src/report";
import { compareTables } from "../../src/report/compare";
import { publishable } from "../../src/report/promise-report";
import { parseCsv } from "../../src/table/csv";
import { createGeneratorHost } from "../../src/worker/host";
import { createRun } from "../../src/worker/run";
import { stages } from "../../src/worker/stages";
import { cellsOf } from "../encode/tables";
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
	"%s answers where everything is lost in noise, and says so",
	async (name) => {
		const host = createGeneratorHost(generators as never, "", stages);
		const table = await parseCsv(visits(30));
		const call = { id: 1, seed: 1, device: "cpu" } as const;
		const options = generatorMetas[name as "mst"].defaults;
		const summary = await host.fit(name, table, options, { privacy: { ...STANDARD_PROMISE, epsilon: 0.1 } }, call);
		expect(summary.warning).toMatch(/^Noise left nothing of /);
		expect((await host.sample({ rows: 20 }, { ...call, id: 2 })).rows).toBe(20);
	},
);

test("constraints and scenarios on a private model cost nothing: they look at sampled rows alone", async () => {
	const table = await parseCsv(visits(2000));
	const call = { id: 1, seed: 1, device: "cpu" } as const;
	const options = generatorMetas["clique-tree"].defaults;
	const promise = { privacy: { ...STANDARD_PROMISE, epsilon: 4 }, seeded: true };
	const ledgerOf = async (setup: object) => {
		const host = createGeneratorHost(generators as never, "", stages);
		const { privacy } = await host.fit("clique-tree", table, options, { ...promise, ...setup }, call);
		return { host, privacy: privacy! };
	};
	const plain = await ledgerOf({});
	const { host, privacy } = await ledgerOf({ constraints: ["age >= 30"] });
	expect(privacy.entries).toEqual(plain.privacy.entries);
	expect(privacy.spent).toBe(plain.privacy.spent);
	// Whatever is drawn now is drawn without the rows.
	for (const column of table.columns) ("values" in column ? column.values : column.codes).fill(0);
	const scenario = { targets: [{ column: "outcome", levels: ["yes"], share: 0.7 }] };
	const rows = await host.sample({ rows: 1000, scenario }, { ...call, id: 2 });
	const [age, outcome] = [rows.columns[0]!, rows.columns[4]!].map((column) => cellsOf(column));
	expect(Math.min(...(age as number[]))).toBeGreaterThanOrEqual(30);
	expect(outcome!.filter((one) => one === "yes").length / 1000).toBeCloseTo(0.7, 1);
});

test("a comparison under a promise is for the owner's eyes: what is exported is the promise alone", async () => {
	const real = await parseCsv(visits(150));
	const host = createGeneratorHost(generators as never, "", stages);
	const call = { id: 1, seed: 1, device: "cpu" } as const;
	const options = generatorMetas.independent.defaults;
	const { privacy } = await host.fit("independent", real, options, { privacy: STANDARD_PROMISE }, call);
	const synthetic = await host.sample({ rows: 100 }, { ...call, id: 2 });
	const report = await compareTables({ real, synthetic, promise: privacy! }, createRun({ random: createRandom(1) }));
	expect(report.fidelity.shape.score).toBeGreaterThan(0);
	const published = publishable(report);
	expect(Object.keys(published).sort()).toEqual(["notes", "promise", "tables", "version"]);
	expect(published.tables).toEqual({ synthetic: { rows: 100, columns: 5 } });
	for (const text of [formatHtml(report), formatMarkdown(report)]) {
		expect(text).toContain("A table made under differential privacy");
		expect(text).not.toMatch(/shape|detection|singling out/i);
	}
});
