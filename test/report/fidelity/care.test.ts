import { expect, test } from "vitest";
import { createRandom } from "../../../src/random";
import { compareTables } from "../../../src/report/compare";
import {
	codedRows,
	consecutive,
	logShares,
	pairs,
	patternDistance,
	patternsOf,
	prevalence,
	r2,
} from "../../../src/report/fidelity/care";
import { formatHtml } from "../../../src/report/format/html";
import { formatMarkdown } from "../../../src/report/format/markdown";
import { splitRows } from "../../../src/table/split-rows";
import { withSubjects } from "../../../src/table/subjects";
import type { Table } from "../../../src/table/table";
import { createRun } from "../../../src/worker/run";
import { numeric, tableOf, times, worded } from "../../encode/tables";

/** Four visits of two patients. */
const visits = tableOf(
	worded("patient", ["P1", "P2", "P1", "P2"]),
	worded("codes", ["A;B", "B", "A", null]),
	numeric("pulse", [60, null, 70, null]),
);
const coded = codedRows(visits, "codes", ";", ["A", "B", "C"], "patient");

test("shares of codes, pairs and pairs over consecutive rows are those counted by hand", () => {
	expect(Array.from(prevalence(coded, 3))).toEqual([0.5, 0.5, 0]);
	// AB, AC, BC
	expect(Array.from(pairs(coded, 3))).toEqual([0.25, 0, 0]);
	// P1 has A, B and then A; P2 has B and then nothing.
	expect(Array.from(consecutive(coded, 3)!)).toEqual([0.5, 0, 0, 0.5, 0, 0, 0, 0, 0]);
	expect(consecutive(codedRows(visits, "codes", ";", ["A"]), 1)).toBeUndefined();
	expect(Array.from(logShares(Float64Array.of(0, 0.1), 50))).toEqual([-2, -1]);
});

test("R² is to the line of equality, not to a fitted one", () => {
	const p = Float64Array.of(0.1, 0.2, 0.3);
	expect(r2(p, p)).toBe(1);
	// Σ (p − q)² = .03, Σ (p − p̄)² = .02
	expect(
		r2(
			p,
			p.map((share) => share + 0.1),
		),
	).toBeCloseTo(-0.5, 12);
	expect(r2(Float64Array.of(0.2, 0.2), Float64Array.of(0.2, 0.1))).toBeNaN();
});

test("patterns of missing cells differ by the total variation distance of their shares", () => {
	expect(patternsOf(visits, ["codes", "pulse"])).toEqual(["11", "10", "11", "00"]);
	// 11: .5 and .25, 10: .25 and .75, 00: .25 and 0
	expect(patternDistance(patternsOf(visits, ["codes", "pulse"]), ["11", "10", "10", "10"])).toBe(0.5);
});

const CODES = ["A10", "B20", "C30", "D40", "E50", "F60", "G70"];

/** Visits of patients whose codes stay with them; two measurements are missing together. */
function ward(seed: string, patients: number, options: { readonly keep: boolean }): Table {
	const random = createRandom(seed);
	const rows = times(patients, (p) => {
		const own = CODES.filter((_, c) => random.uniform() < 0.6 - 0.08 * c);
		return times(3, () => {
			const now = options.keep ? own : CODES.filter((_, c) => random.uniform() < 0.6 - 0.08 * c);
			const measured = random.uniform() < 0.6;
			return {
				patient: `P${1000 + p}`,
				codes: now.join(";") || null,
				pulse: measured ? 60 + random.int(40) : null,
				systolic: measured || !options.keep ? 100 + random.int(60) : null,
			};
		});
	}).flat();
	return withSubjects(
		tableOf(
			worded(
				"patient",
				rows.map(({ patient }) => patient),
			),
			worded(
				"codes",
				rows.map(({ codes }) => codes),
			),
			numeric(
				"pulse",
				rows.map(({ pulse }) => pulse),
				"integer",
			),
			numeric(
				"systolic",
				rows.map(({ systolic }) => systolic),
				"integer",
			),
		),
		"patient",
	);
}

test("a report on visits with codes says how codes, visits and missing cells come back, and one on others nothing", async () => {
	const all = ward("real", 260, { keep: true });
	const { training: real, holdout } = splitRows(all, 0.4, 1);
	const run = createRun({ random: createRandom("report"), device: "cpu" });
	const good = await compareTables({ real, synthetic: ward("other", 156, { keep: true }), holdout: holdout! }, run);
	const bad = await compareTables({ real, synthetic: ward("other", 156, { keep: false }) }, run);
	const [kept, lost] = [good.care!.sets[0]!, bad.care!.sets[0]!];
	expect(kept).toMatchObject({ column: "codes", codes: 7 });
	// 156 patients each: shares of .6 to .1 have an error of .04.
	expect(kept.prevalence.synthetic.value!).toBeGreaterThan(0.9);
	expect(lost.prevalence.synthetic.value!).toBeGreaterThan(0.9);
	expect(lost.prevalence.ceiling).toBeUndefined();
	expect(kept.consecutive.synthetic.value!).toBeGreaterThan(0.9);
	expect(lost.consecutive.synthetic.value!).toBeLessThan(0.7);
	expect(kept.consecutive.ceiling!.value!).toBeGreaterThan(0.8);
	expect(good.care!.missingPatterns).toMatchObject({ columns: 3 });
	expect(good.care!.missingPatterns!.synthetic.value!).toBeLessThan(0.1);
	expect(bad.care!.missingPatterns!.synthetic.value!).toBeGreaterThan(0.3);
	for (const text of [formatHtml(good), formatMarkdown(good)]) {
		expect(text).toContain("Codes, visits and missing cells");
		expect(text).toContain("A code in one row, a code in the subject");
		expect(text).toContain("HALO");
	}
	expect(formatHtml(good)).toMatch(/<svg[^>]*log-scatter/);
	const { subjects: _, ...plain } = { ...real, columns: real.columns.slice(2) };
	const other = await compareTables({ real: plain, synthetic: plain }, run);
	expect(other.care).toBeUndefined();
	expect(formatMarkdown(other)).not.toContain("Codes, visits");
});
