import { expect, test } from "vitest";
import { createRandom } from "../../src/random";
import { type CompareInput, compareTables } from "../../src/report/compare";
import { formatHtml } from "../../src/report/format/html";
import { formatMarkdown } from "../../src/report/format/markdown";
import type { Report } from "../../src/report/report";
import type { Kind, Table } from "../../src/table/table";
import { createRun } from "../../src/worker/run";
import { tableOf } from "./tables";

/** Paths of values that JSON would lose: NaN, infinities, undefined in arrays. */
function lost(value: unknown, path = "report"): string[] {
	if (typeof value === "number") return Number.isFinite(value) ? [] : [path];
	if (value === null || typeof value !== "object") return [];
	if (Array.isArray(value)) return value.flatMap((v, i) => (v === undefined ? [path] : lost(v, `${path}[${i}]`)));
	return Object.entries(value).flatMap(([key, v]) => lost(v, `${path}.${key}`));
}

/** Paths of figures that are null without a reason beside them. */
function silent(value: unknown, path = "report"): string[] {
	if (value === null || typeof value !== "object") return [];
	const entry = value as Record<string, unknown>;
	const here =
		["value", "auc", "score"].some((k) => k in entry && entry[k] === null) && !entry.reason && !("kind" in entry);
	const below = Object.entries(entry).flatMap(([key, v]) => silent(v, `${path}.${key}`));
	return here && !path.includes("keyUniqueness") ? [path, ...below] : below;
}

async function report(input: CompareInput): Promise<Report> {
	const made = await compareTables({ seed: 1, ...input }, createRun({ random: createRandom(1) }));
	expect(lost(made)).toEqual([]);
	expect(silent(made)).toEqual([]);
	// Plain JSON: nothing is lost on the way.
	expect(JSON.parse(JSON.stringify(made))).toEqual(made);
	for (const page of [formatHtml(made), formatMarkdown(made)]) {
		expect(page.match(/.{0,60}(NaN|Infinity|undefined|\bnull\b|\[object).{0,60}/g)).toBeNull();
	}
	return made;
}

/** A table of numbers, levels and a date whose columns depend on each other. */
function ordinary(rows: number, seed: number): Table {
	const random = createRandom(seed);
	const x = Array.from({ length: rows }, () => random.normal());
	const b = x.map((v) => (v + random.normal() > 0 ? "high" : "low"));
	return tableOf(
		{
			x,
			b,
			y: x.map((v) => (random.int(10) === 0 ? null : 2 * v + random.normal())),
			day: x.map(() => 1.6e12 + random.int(1000) * 86_400_000),
		},
		{ day: "datetime" },
	);
}

test("one row each gives figures or reasons", async () => {
	const one = tableOf({ x: [1], b: ["p"], key: ["a1"] }, { key: "id" });
	const made = await report({ real: one, synthetic: one, holdout: one, target: "b" });
	expect(made.fidelity.shape.score).toBe(1);
	expect(made.fidelity.detection.reason).toMatch(/needs 60 rows/);
	expect(made.privacy.linkability.risk.reason).toMatch(/needs 50 held-out rows/);
	expect("reason" in made.utility && made.utility.reason).toMatch(/single value|needs/);
});

test("constant columns give figures or reasons", async () => {
	const make = (rows: number) =>
		tableOf({ x: Array(rows).fill(3), b: Array(rows).fill("p"), y: Array.from({ length: rows }, (_, i) => i % 7) });
	const made = await report({ real: make(200), synthetic: make(200), holdout: make(200), target: "x" });
	expect(made.fidelity.shape.score).toBe(1);
	expect(made.fidelity.trend.pairs.find((p) => p.columns.join() === "x,y")?.reason).toMatch(/constant/);
	expect(made.utility).toEqual({ reason: '"x" has a single value: there is nothing to predict' });
});

test("a table without any present value gives reasons", async () => {
	const kinds: Record<string, Kind> = { x: "number", b: "category" };
	const make = (rows: number) => tableOf({ x: Array(rows).fill(null), b: Array(rows).fill(null) }, kinds);
	const made = await report({ real: make(100), synthetic: make(100), holdout: make(100), target: "b" });
	expect(made.fidelity.shape.score).toBeNull();
	expect(made.fidelity.shape.columns[0]?.reason).toMatch(/no value/);
});

test("a synthetic table of missing values alone gives figures or reasons", async () => {
	const real = ordinary(150, 1);
	const empty = tableOf(
		{ x: Array(150).fill(null), b: Array(150).fill(null), y: Array(150).fill(null), day: Array(150).fill(null) },
		{ x: "number", b: "category", y: "number", day: "datetime" },
	);
	const made = await report({ real, synthetic: empty, holdout: ordinary(150, 2), target: "b" });
	expect(made.fidelity.detection.auc).toBeGreaterThan(0.99);
});

test("a thousand levels give figures", async () => {
	const make = (seed: number) => {
		const random = createRandom(seed);
		const level = () => `level ${random.int(1000)}`;
		return tableOf({
			a: Array.from({ length: 1500 }, level),
			b: Array.from({ length: 1500 }, level),
			x: Array.from({ length: 1500 }, () => random.int(5)),
		});
	};
	const made = await report({ real: make(1), synthetic: make(2), holdout: make(3), target: "a" });
	expect(made.fidelity.shape.columns[0]?.score).toBeCloseTo(made.fidelity.shape.columns[0]!.ceiling!, 1);
	expect("reason" in made.utility && made.utility.reason).toMatch(/1000 classes|classes; at most 50/);
	expect(Math.abs(made.fidelity.detection.auc! - 0.5)).toBeLessThan(0.08);
});

test("without a target utility says so", async () => {
	const made = await report({ real: ordinary(150, 1), synthetic: ordinary(150, 2), holdout: ordinary(150, 3) });
	expect(made.utility).toEqual({ reason: "no target column was named" });
});

test("a holdout of ten rows makes the attacks say that they cannot measure", async () => {
	const made = await report({
		real: ordinary(300, 1),
		synthetic: ordinary(300, 2),
		holdout: ordinary(10, 3),
		target: "b",
	});
	const { singlingOut, linkability, inference, attributeDisclosure, membership, closestRecord } = made.privacy;
	for (const { risk } of [
		singlingOut.univariate,
		singlingOut.multivariate,
		linkability,
		inference,
		attributeDisclosure,
	]) {
		expect(risk.value).toBeNull();
		expect(risk.reason).toMatch(/cannot measure: needs 50 held-out rows/);
	}
	expect(membership).toEqual({ reason: "cannot measure: needs 100 held-out rows, there are 10" });
	expect(closestRecord).toMatchObject({ reason: expect.stringMatching(/cannot measure/) });
	expect(made.notes.join(" ")).toMatch(/10 hold-out rows/);
});

test("without a holdout the figures that need one say why they are absent", async () => {
	const made = await report({ real: ordinary(200, 1), synthetic: ordinary(200, 2), target: "b" });
	expect(made.fidelity.detection.reason).toMatch(/no held-out rows/);
	expect(made.utility).toMatchObject({ reason: expect.stringMatching(/no held-out rows/) });
	expect(made.privacy.membership).toMatchObject({ reason: expect.stringMatching(/no held-out rows/) });
	expect(made.privacy.copies.exact.value).toBe(0);
	// The sampling noise of 200 rows is known without held-out ones.
	expect(made.fidelity.shape.ceiling.value).toBeGreaterThan(0.9);
	expect(made.fidelity.shape.ceiling.reason).toMatch(/sampling noise/);
});

test("a table of identifiers alone has nothing to compare and says so", async () => {
	const make = (start: number) =>
		tableOf({ key: Array.from({ length: 120 }, (_, i) => `k${start + i}`) }, { key: "id" });
	const made = await report({ real: make(0), synthetic: make(60), holdout: make(500) });
	expect(made.excluded).toHaveLength(1);
	expect(made.privacy.identifiers).toEqual([{ column: "key", repeated: 0.5 }]);
	expect(made.fidelity.detection.reason).toMatch(/no column/);
});

test("wild headers and levels cannot break out of the page", async () => {
	const evil = '<script>alert("1")</script>|`*_';
	const make = () => tableOf({ [evil]: ["<img src=x>", "a|b", "a|b", "", "c"], 'quote"s': [1, 2, 3, 4, 5] });
	const made = await report({ real: make(), synthetic: make() });
	const html = formatHtml(made);
	expect(html.includes("<script")).toBe(false);
	expect(html.includes("<img")).toBe(false);
});

test("an empty table and an unknown target are refused with the remedy", async () => {
	const run = createRun({ random: createRandom(1) });
	const one = tableOf({ x: [1] });
	await expect(compareTables({ real: one, synthetic: tableOf({ x: [] }) }, run)).rejects.toThrow(
		/synthetic table has no rows/,
	);
	await expect(compareTables({ real: one, synthetic: one, target: "z" }, run)).rejects.toThrow(/"z" is not a column/);
});

test("the same seed gives the same report, and it can be stopped", async () => {
	const input = { real: ordinary(200, 1), synthetic: ordinary(200, 2), holdout: ordinary(200, 3), target: "b" };
	const [a, b] = [await report(input), await report(input)];
	expect(a).toEqual(b);
	let steps = 0;
	const phases = new Set<string>();
	const stopping = createRun({
		random: createRandom(1),
		onProgress: ({ phase, step, steps: all }) => {
			phases.add(phase);
			expect(step).toBeLessThanOrEqual(all);
		},
		isStopped: () => ++steps > 400,
	});
	await expect(compareTables(input, stopping)).rejects.toThrow(/stopped/);
	expect(phases).toContain("pairs");
});

test("kinds that were inferred differently in each table still compare", async () => {
	const real = tableOf({ flag: ["0", "1", "1", "0"], n: [1, 2, 3, 4] });
	const synthetic = tableOf({ flag: [0, 1, 1, 0], n: ["1", "2", "3", "4"] });
	const made = await report({ real, synthetic });
	expect(made.fidelity.shape.score).toBe(1);
	expect(made.privacy.copies.exact.value).toBe(1);
});
