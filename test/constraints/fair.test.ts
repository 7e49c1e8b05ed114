import { expect, test } from "vitest";
import type { Constraint } from "../../src/constraints/constraint";
import type { Fair } from "../../src/constraints/fair/fair";
import { findGroups, groupsOf } from "../../src/constraints/fair/groups";
import { findShifts, largestDifference, shifted } from "../../src/constraints/fair/shift";
import { fair as stage } from "../../src/constraints/fair/stage";
import { constraints as constraintsStage } from "../../src/constraints/stage";
import { independent } from "../../src/generators/independent";
import { createRandom } from "../../src/random";
import { align } from "../../src/report/align";
import { fairnessDefinition } from "../../src/report/definitions";
import { fairness } from "../../src/report/fairness";
import { fairnessSection } from "../../src/report/format/fairness-section";
import type { Report } from "../../src/report/report";
import type { Table } from "../../src/table/table";
import { packModel, unpackModel } from "../../src/wire/saved";
import { cellsOf, numeric, tableOf, times, worded } from "../encode/tables";
import { runOf } from "./stage";

/** Who is hired depends on skill, and on the group by a shift; a hundredth of the groups is missing, and five people have a rare one. */
function people(seed: string, rows: number): Table {
	const random = createRandom(seed);
	const group = times(rows, (i) => (i % 100 === 0 ? null : i % 400 === 1 ? "c" : random.uniform() < 0.6 ? "a" : "b"));
	const age = times(rows, () => 20 + random.int(45));
	const skill = times(rows, () => Math.round(100 * random.normal()) / 100);
	const chance = (i: number) => 1 / (1 + Math.exp(-(2 * skill[i]! - 1 + (group[i] === "a" ? 1 : -0.5))));
	return tableOf(
		worded("group", group),
		numeric("age", age, "integer"),
		numeric("skill", skill, "number", 2),
		worded(
			"hired",
			times(rows, (i) => (random.uniform() < chance(i) ? "yes" : "no")),
		),
	);
}

const real = people("real", 3000);
const holdout = people("held out", 1500);

/** Samples the real columns again: what is learned of the target alone is tested here. */
const repeating = {
	sample: async (
		{ rows, offset = 0, complete }: { rows: number; offset?: number; complete?: Table },
		_run: unknown,
	) => {
		if (complete) return real;
		const columns = real.columns.map((column) =>
			"values" in column
				? { ...column, values: Float64Array.from({ length: rows }, (_, i) => column.values[(offset + i) % real.rows]!) }
				: { ...column, codes: Int32Array.from({ length: rows }, (_, i) => column.codes[(offset + i) % real.rows]!) },
		);
		return { rows, columns };
	},
	save: async () => null,
	dispose() {},
};

async function fitted(asked: Fair, model: object = repeating) {
	const around = (await stage.fit(real, { fair: asked }, runOf("stage")))!;
	await around.finish(model, runOf("finish"));
	const whole = around.wrap(model) as typeof repeating;
	const sample = (request: object): Promise<Table> => whole.sample(request as never, runOf("sample"));
	return { around, sample };
}

function rates(table: Table): Record<string, number> {
	const [group, , , hired] = table.columns.map(cellsOf);
	const sums: Record<string, [number, number]> = {};
	group!.forEach((own, i) => {
		const sum = sums[String(own)] ?? [0, 0];
		sums[String(own)] = sum;
		sum[0] += Number(hired![i] === "yes");
		sum[1]++;
	});
	return Object.fromEntries(Object.entries(sums).map(([own, [yes, all]]) => [own, yes / all]));
}

test("for parity the groups' shares meet, the overall share stays, and nothing but the target changes", async () => {
	const before = rates(real);
	expect(before.a! - before.b!).toBeGreaterThan(0.2);
	const { sample, around } = await fitted({ target: "hired", favourable: "yes", groups: "group" });
	const rows = await sample({ rows: 6000 });
	const after = rates(rows);
	expect(Math.abs(after.a! - after.b!)).toBeLessThan(0.04);
	const share = (table: Table) => cellsOf(table.columns[3]!).filter((cell) => cell === "yes").length / table.rows;
	expect(share(rows)).toBeCloseTo(share(real), 1);
	expect(cellsOf(rows.columns[2]!).slice(0, real.rows)).toEqual(cellsOf(real.columns[2]!));
	expect(rows.marks).toEqual(["fair"]);
	const { fairParityDifference, fairParityDifferenceBefore, fairOpportunityDifference, fair } = around.diagnostics;
	expect(fairParityDifference as number).toBeLessThan((fairParityDifferenceBefore as number) / 2);
	expect(fairOpportunityDifference).toBeGreaterThan(0);
	expect(fair).toMatch(/demographic parity of yes between groups of group, strength 1/);
});

test("half the strength closes half the difference; equal opportunity narrows its own difference", async () => {
	const half = rates(
		await (await fitted({ target: "hired", favourable: "yes", groups: "group", strength: 0.5 })).sample({ rows: 6000 }),
	);
	const before = rates(real);
	expect(half.a! - half.b!).toBeGreaterThan(0.3 * (before.a! - before.b!));
	expect(half.a! - half.b!).toBeLessThan(0.7 * (before.a! - before.b!));
	const { around } = await fitted({ target: "hired", favourable: "yes", groups: "group", aim: "equal-opportunity" });
	const { fairOpportunityDifference, fairOpportunityDifferenceBefore } = around.diagnostics;
	expect(fairOpportunityDifference as number).toBeLessThan(0.6 * (fairOpportunityDifferenceBefore as number));
});

test("groups are combinations, missing is one of them, and what fewer than five share is pooled", () => {
	const groups = findGroups(real, ["group", { column: "age", at: [40] }]);
	expect(groups.names).toContain("group a, age 40 or more");
	expect(groups.names).toContain("group missing, age below 40");
	expect(groups.names.at(-1)).toBe("all others");
	const rare = tableOf(worded("group", [...times(20, (i) => (i % 2 ? "a" : "b")), "c"]));
	const found = findGroups(rare, "group");
	expect(JSON.stringify(found)).not.toContain('"c"');
	expect([...groupsOf(found, rare)].at(-1)).toBe(2);
});

test("shifts bring shares and predictions together; a difference is the largest difference", () => {
	const random = createRandom("shifts");
	const p = times(4000, (i) => 1 / (1 + Math.exp(-(random.normal() + (i % 2)))));
	const groups = p.map((_, i) => i % 2);
	const shifts = findShifts({ p, groups }, { p, groups }, 3, 1);
	const moved = p.map((own, i) => shifted(own, shifts[i % 2]!));
	const predictions = moved.map((own) => Number(own > 0.5));
	expect(largestDifference(p, groups, 3)).toBeGreaterThan(0.15);
	expect(largestDifference(moved, groups, 3)).toBeLessThan(0.01);
	expect(largestDifference(predictions, groups, 3)).toBeLessThan(0.01);
	const rate = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
	expect(rate(moved)).toBeCloseTo(rate(p), 1);
	expect(shifts[2]).toBe(0);
	expect(largestDifference([1, 0, 1, 1, 0, 0], [0, 0, 1, 1, 2, 2], 3)).toBe(1);
});

test("a condition on the target holds with fair rows, any chunk and a loaded model give the same, and known cells stay", async () => {
	const { sample, around } = await fitted({ target: "hired", groups: "group" });
	const met = await sample({ rows: 300, given: { hired: "yes" } });
	expect(new Set(cellsOf(met.columns[3]!))).toEqual(new Set(["yes"]));
	await expect(sample({ rows: 3, given: { hired: "maybe" } })).rejects.toThrow(/categories are/);
	const all = await sample({ rows: 4300 });
	const bytes = packModel({ generator: "x", version: 1, saved: null, stages: [{ name: "fair", saved: around.saved }] });
	const loaded = (await stage.load(unpackModel(bytes).stages![0]!.saved)).wrap(repeating);
	const part = await loaded.sample({ rows: 200, offset: 4050 }, runOf("sample"));
	expect(cellsOf(part.columns[3]!)).toEqual(cellsOf(all.columns[3]!).slice(4050, 4250));
	const some = {
		...real,
		columns: real.columns.map((c) =>
			c.name === "hired" && "codes" in c ? { ...c, codes: c.codes.map((code, i) => (i < 10 ? -1 : code)) } : c,
		),
	};
	const filled = await sample({ rows: real.rows, complete: some });
	expect(cellsOf(filled.columns[3]!).slice(10)).toEqual(cellsOf(real.columns[3]!).slice(10));
});

test("it stands on any generator, and a report shows both differences", async () => {
	const model = await independent.fit(real, { protect: 5 }, runOf("fit"));
	const asked: Fair = { target: "hired", favourable: "yes", groups: "group" };
	const { sample } = await fitted(asked, model);
	const synthetic = await sample({ rows: 3000 });
	const aligned = align([real, synthetic, holdout]);
	const random = createRandom("report");
	const found = await fairness(aligned, { real, synthetic, holdout }, asked, random, runOf("report"));
	const { outcome, predictions } = found;
	expect(outcome.real.value!).toBeGreaterThan(0.2);
	expect(outcome.synthetic.value!).toBeLessThan(0.15);
	if ("reason" in predictions) throw new Error(predictions.reason);
	expect(predictions.synthetic.parity.value!).toBeLessThan(predictions.real.parity.value!);
	const text = JSON.stringify(
		fairnessSection({ fairness: found, definitions: { fairness: fairnessDefinition } } as unknown as Report),
	);
	expect(text).toMatch(/for demographic parity of yes/);
	expect(text).toMatch(/difference between groups (grew|went) from/);
	expect(text).toMatch(/Difference in true-positive rates/);
});

test("what does not fit is refused by name", async () => {
	const refused = (fair: object) => expect(stage.fit(real, { fair: fair as Fair }, runOf("stage"))).rejects;
	await refused({ target: "skill", groups: "group" }).toThrow(/target is "skill"; it must be a column of 2 to 20/);
	await refused({ target: "hired" }).toThrow(/names a target and groups/);
	await refused({ target: "hired", groups: "age" }).toThrow(/kind integer.*at: \[40\]/);
	await refused({ target: "hired", groups: "nobody" }).toThrow(/not a column that is learned; there are group, age/);
	await refused({ target: "hired", groups: [] }).toThrow(/groups is empty/);
	await refused({ target: "hired", groups: "hired" }).toThrow(/name another column/);
	await refused({ target: "hired", groups: "group", favourable: "perhaps" }).toThrow(/favourable is "perhaps"/);
	await refused({ target: "hired", groups: "group", strength: 2 }).toThrow(/strength.*from 0 to 1/);
	expect(await stage.fit(real, {}, runOf("stage"))).toBeUndefined();
});

test("a target or a group that follows from another column is refused with the rule and the way out", async () => {
	const letters = cellsOf(real.columns[3]!).map((cell) => (cell === "yes" ? "offer" : "refusal"));
	const sexes = cellsOf(real.columns[0]!).map((cell) => (cell === null ? null : `group ${cell}`));
	const wide = tableOf(...real.columns, worded("letter", letters), worded("label", sexes));
	const fit = (fair: Fair, constraints: Constraint[] = []) =>
		constraintsStage.fit(wide, { constraints, fair }, runOf("stage"));
	await expect(fit({ target: "letter", groups: "group" })).rejects.toThrow(
		'fair: target is "letter", which is not learned but worked out from "hired" by a rule that was found: "letter" follows from "hired". Name another column, or give the rule up with constraints: [{"except":{"determined":{"column":"letter","by":["hired"]}}}].',
	);
	await expect(fit({ target: "hired", groups: "label" })).rejects.toThrow(
		/groups names "label".* from "group" by a rule/,
	);
	const determined = { column: "letter", by: ["hired"] };
	await expect(fit({ target: "letter", groups: "group" }, [{ determined }])).rejects.toThrow(
		/a rule that was stated: .*leave that constraint out/,
	);
	const around = await fit({ target: "letter", groups: "group" }, [{ except: { determined } }]);
	expect(around!.table.columns.map(({ name }) => name)).toContain("letter");
});
