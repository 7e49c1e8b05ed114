/** Constraints, rebalancing and enhancement by way of real workers. */
import { expect, test } from "vitest";
import { type Constraint, createGenerator, inspect, loadGenerator, parseCsv, synthesize } from "../../../src";

const lines = Array.from({ length: 600 }, (_, i) => {
	const [price, qty] = [[9.99, 20, 4.5][i % 3]!, 1 + ((i * 7) % 5)];
	const day = (n: number) => new Date(Date.UTC(2024, 0, 1 + n)).toISOString().slice(0, 10);
	const start = (i * 37) % 400;
	return `${day(start)},${day(start + ((i * 11) % 6))},${price.toFixed(2)},${qty},${(price * qty).toFixed(2)},${i % 25 ? "kept" : "returned"}`;
});
const csv = `ordered,shipped,price,qty,total,state\n${lines.join("\n")}\n`;

const column = (table: Awaited<ReturnType<typeof parseCsv>>, name: string) =>
	table.columns.find((c) => c.name === name)!;
function wrong(table: Awaited<ReturnType<typeof parseCsv>>): number {
	const [ordered, shipped, price, qty, total] = ["ordered", "shipped", "price", "qty", "total"].map((name) => {
		const found = column(table, name);
		return "values" in found ? found.values : new Float64Array(table.rows);
	});
	return Array.from(total!.keys()).filter(
		(row) => shipped![row]! < ordered![row]! || Math.abs(price![row]! * qty![row]! - total![row]!) > 0.0051,
	).length;
}

test("what is found is listed, kept, saved and counted", async () => {
	const table = await parseCsv(csv);
	const { constraints } = await inspect(table);
	expect(constraints.map(({ sentence }) => sentence)).toContain('"total" is price * qty in every row.');
	using generator = await createGenerator("independent");
	const stated: Constraint[] = ["total < 90", { implies: { when: 'state == "returned"', must: "qty >= 1" } }];
	const summary = await generator.fit(table, { seed: 1, constraints: stated });
	expect(summary).toMatchObject({ columns: 6, constraintsStated: 2 });
	const rows = await generator.sample(700, { seed: 2 });
	expect(wrong(rows)).toBe(0);
	using loaded = await loadGenerator(await generator.save());
	expect(wrong(await loaded.sample(700, { seed: 2 }))).toBe(0);
	const more = await generator.sample(400, { seed: 3, rebalance: { column: "state", share: 0.25 } });
	const state = column(more, "state");
	expect("codes" in state && state.codes.filter((code) => state.levels[code] === "returned").length).toBe(100);
	expect(wrong(more)).toBe(0);
	expect((await generator.augment(table, 50, { seed: 4 })).rows).toBe(650);
	await expect(generator.fit(table, { constraints: ["total < prize"] })).rejects.toMatchObject({ code: "constraint" });
});

test("one call makes a target fair, and report, summary and table say so", async () => {
	const rows = Array.from({ length: 500 }, (_, i) => {
		const [group, skill] = [i % 2 ? "a" : "b", (i * 37) % 100];
		const luck = (i * 53) % 41;
		return `${group},${skill},${skill + (i % 2 ? 30 : 0) + luck > 80 ? "yes" : "no"}`;
	});
	const fair = { target: "hired", favourable: "yes", groups: "group" } as const;
	const { report, summary, table } = await synthesize(`group,skill,hired\n${rows.join("\n")}\n`, {
		generator: "independent",
		seed: 1,
		fair,
	});
	expect(table.marks).toEqual(["fair"]);
	expect(summary.fairParityDifference).toBeLessThan(summary.fairParityDifferenceBefore as number);
	expect(report.provenance?.notes?.Fairness).toBe(summary.fair);
	expect(report.fairness?.outcome.real.value).toBeGreaterThan(0.2);
	using clique = await createGenerator("clique-tree");
	await expect(clique.fit(table, { fair })).rejects.toThrow(/differentially private no longer/);
});

test("one call enhances and reports the constraints", async () => {
	const options = { generator: "independent", seed: 1, enhance: { rows: true, labels: "state" } } as const;
	const { report, summary, table } = await synthesize(csv, options);
	expect(wrong(table)).toBe(0);
	expect(report.constraints.length).toBeGreaterThan(1);
	expect(report.constraints.every(({ real, synthetic }) => real === 0 && synthetic === 0)).toBe(true);
	expect(summary.enhancedRowsEffectiveShare).toBeGreaterThan(0);
});
