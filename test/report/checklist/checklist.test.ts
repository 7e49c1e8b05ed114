import { describe, expect, test } from "vitest";
import { createRandom } from "../../../src/random";
import { checklist } from "../../../src/report/checklist/checklist";
import { type CompareInput, compareTables } from "../../../src/report/compare";
import { formatMarkdown } from "../../../src/report/format/markdown";
import type { Membership } from "../../../src/report/privacy/membership";
import { createRun } from "../../../src/worker/run";
import { clean, copyRows, leakColumn, patients, split } from "./fixtures";

const reportOn = (input: CompareInput) => compareTables(input, createRun({ random: createRandom(1) }));

async function toMend(input: CompareInput): Promise<string[]> {
	const { checklist } = await reportOn(input);
	return checklist.filter(({ verdict }) => verdict === "mend").map(({ item }) => item);
}

describe("the checklist", () => {
	const { real, holdout } = split(400, 1);

	test("has nothing to mend in a clean table", async () => {
		for (const seed of [1, 2, 3]) {
			const own = split(400, seed);
			expect(await toMend({ ...own, synthetic: clean(280, seed) })).toEqual([]);
		}
	});

	test.each([
		["patient", "Real identifiers among synthetic ones"],
		["e-mail", "Real identifiers among synthetic ones"],
		["note", "Names and numbers inside texts"],
	])("says that real values of %s must be mended", async (column, item) => {
		expect(await toMend({ real, holdout, synthetic: leakColumn(real, column, 1) })).toEqual([item]);
		expect(await toMend({ real, synthetic: leakColumn(real, column, 1) })).toEqual([item]);
	});

	test.each([
		["e-mail", "ward", (value: string) => value],
		["patient", "ward", (value: string) => value.split(" ").reverse().join(" ")],
		["e-mail", "note", (value: string) => `please write to ${value}.`],
		["patient", "note", (value: string) => `seen by dr. ${value} today`],
	])("says that real values of %s in the synthetic column %s must be mended", async (from, to, write) => {
		const own = real.columns.find(({ name }) => name === from)!;
		if ("values" in own) throw new Error("expected texts");
		const moved = clean(280, 1);
		const levels = own.levels.map(write);
		const codes = Int32Array.from({ length: moved.rows }, (_, row) => own.codes[row % real.rows]!);
		const columns = moved.columns.map((column) =>
			column.name === to ? { name: to, kind: "category" as const, levels, codes } : column,
		);
		const { checklist } = await reportOn({ real, holdout, synthetic: { ...moved, columns } });
		const said = checklist.filter(({ verdict, sentence }) => verdict === "mend" && sentence.includes(`"${to}"`));
		expect(said.map(({ item }) => item)).toContain("Real identifiers among synthetic ones");
	});

	test.each([
		["patient", (value: string) => value.split(" ").reverse().join(", ")],
		["e-mail", (value: string) => `${value.split("@")[0]}@example.org`],
	])("says that real values of %s, written otherwise, must be mended", async (column, write) => {
		const leaked = leakColumn(real, column, 1);
		const columns = leaked.columns.map((one) =>
			one.name === column && !("values" in one) ? { ...one, levels: one.levels.map(write) } : one,
		);
		expect(await toMend({ real, holdout, synthetic: { ...leaked, columns } })).toEqual([
			"Real identifiers among synthetic ones",
		]);
	});

	test("asks to look at a single row that is copied", async () => {
		const [first] = [copyRows(real, 1, 1)];
		const synthetic = clean(280, 1);
		const columns = synthetic.columns.map((column, c) => {
			const copied = first.columns[c]!;
			if ("values" in column && "values" in copied) {
				const values = column.values.slice();
				values[0] = copied.values[0]!;
				return { ...column, values };
			}
			if ("values" in column || "values" in copied) return column;
			const codes = column.codes.slice();
			codes[0] = column.levels.length;
			return { ...column, levels: [...column.levels, copied.levels[copied.codes[0]!]!], codes };
		});
		const { checklist } = await reportOn({ real, holdout, synthetic: { ...synthetic, columns } });
		expect(checklist.find(({ item }) => item === "Copies of real rows")!.verdict).toBe("look");
	});

	test("says that a column whose own name identifies somebody must be mended", async () => {
		const at = real.columns.findIndex((column) => "values" in column && column.kind !== "datetime");
		const calledLike = (table: typeof real) => ({
			...table,
			columns: table.columns.map((column, c) => (c === at ? { ...column, name: "Mary Jones" } : column)),
		});
		const { checklist } = await reportOn({ real: calledLike(real), synthetic: calledLike(holdout) });
		const items = checklist.filter(({ verdict, sentence }) => verdict === "mend" && sentence.includes("Mary Jones"));
		expect(items.map(({ item }) => item)).toEqual(["Real identifiers among synthetic ones"]);
	});

	test("says that copied rows must be mended, and what they give attackers", async () => {
		const { checklist } = await reportOn({ real, holdout, synthetic: copyRows(real, 0.4, 1) });
		const mend = checklist.filter(({ verdict }) => verdict === "mend").map(({ item }) => item);
		expect(mend).toContain("Copies of real rows");
		const copies = checklist.find(({ item }) => item === "Copies of real rows")!;
		expect(copies.figure).toBeCloseTo(0.4, 1);
		expect(copies.interval![0]).toBeLessThan(copies.figure!);
		expect(copies.baseline).toBe(0);
	});

	test("puts what must be mended first, and says why something was not measured", async () => {
		const { checklist } = await reportOn({ real, synthetic: leakColumn(real, "patient", 1) });
		const order = ["mend", "look", "clear", "not measured"];
		const places = checklist.map(({ verdict }) => order.indexOf(verdict));
		expect(places).toEqual(places.toSorted());
		for (const { verdict, sentence, figure } of checklist) {
			expect(sentence).toMatch(/^[A-Z0-9].*\.$/s);
			if (verdict === "not measured") expect(figure).toBeUndefined();
		}
		expect(checklist.find(({ item }) => item === "Linking two sources")!.sentence).toMatch(/hold-out|held-out/);
	});

	test("calls naming members a guess only where its interval reaches down to the baseline", async () => {
		const { privacy, ...rest } = await reportOn({ real, holdout, synthetic: clean(280, 1) });
		const membership = privacy.membership as Membership;
		const found = (low: number) => {
			const truePositiveRate = { value: 0.1, interval: [low, 0.17] as const };
			const panel = { ...membership.all, falsePositiveRate: 0.05, truePositiveRate, advantage: { value: null } };
			const made = { ...privacy, membership: { ...membership, all: panel, exposed: panel } };
			const item = checklist(made).find((one) => one.item.startsWith("Finding out"))!;
			const text = formatMarkdown({ ...rest, privacy: made });
			return { verdict: item.verdict, sentence: item.sentence, soothes: text.includes("shows no leak") };
		};
		expect(found(0.04)).toMatchObject({
			verdict: "clear",
			sentence: expect.stringMatching(/^Not disting/),
			soothes: true,
		});
		expect(found(0.06)).toMatchObject({
			verdict: "look",
			sentence: expect.stringMatching(/^More are/),
			soothes: false,
		});
	});

	test("names a guess as one, with its interval and baseline", async () => {
		const { checklist } = await reportOn({ real, holdout, synthetic: clean(280, 1) });
		const sentences = checklist.map(({ sentence }) => sentence).join(" ");
		expect(sentences).toMatch(
			/Not distinguishable from guessing \([\d.]+ %, [\d.]+ % to [\d.]+ %; baseline [\d.]+ %\)/,
		);
	});

	test("holds no value of the table", async () => {
		const { checklist } = await reportOn({ real, holdout, synthetic: leakColumn(real, "patient", 1) });
		const text = JSON.stringify(checklist);
		for (const column of real.columns.slice(0, 2)) {
			if ("levels" in column) for (const level of column.levels) expect(text).not.toContain(level);
		}
	});
});

describe("with subjects", () => {
	test("counts people, and says when one is on both sides", async () => {
		const { real, holdout } = split(420, 2, 6);
		const report = await reportOn({ real, holdout, synthetic: clean(280, 2) });
		expect(report.privacy.people.subjects).toMatchObject({ real: 49, shared: 0, mostRows: 6 });
		if ("training" in report.privacy.linkability)
			expect(report.privacy.linkability.training.trials).toBeLessThanOrEqual(49);
		const all = patients(420, 2, 6);
		const half = { rows: 210, columns: all.columns, subjects: all.subjects! };
		const sides = [0, 1].map((odd) => ({
			...half,
			subjects: half.subjects.filter((_, row) => row % 2 === odd),
			columns: all.columns.map((c) =>
				"values" in c
					? { ...c, values: c.values.filter((_, row) => row % 2 === odd) }
					: { ...c, codes: c.codes.filter((_, row) => row % 2 === odd) },
			),
		}));
		expect(await toMend({ real: sides[0]!, holdout: sides[1]!, synthetic: clean(210, 2) })).toContain(
			"People with several rows",
		);
	});
});
