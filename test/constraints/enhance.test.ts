import { expect, test } from "vitest";
import { effectiveShare, rake } from "../../src/constraints/enhance/rake";
import { type Enhance, enhance as stage } from "../../src/constraints/enhance/stage";
import { independent } from "../../src/generators/independent";
import { createRandom } from "../../src/random";
import { isNumeric, type Table, takeRows } from "../../src/table/table";
import { packModel, unpackModel } from "../../src/wire/saved";
import { cellsOf, numeric, tableOf, times, worded } from "../encode/tables";
import { runOf } from "./stage";

const random = createRandom("enhance");
const x = times(3000, () => Math.round(100 * random.normal()) / 100);
const real = tableOf(
	numeric("x", x, "number", 2),
	numeric(
		"y",
		x.map((v) => Math.round(100 * (v + 0.3 * random.normal())) / 100),
		"number",
		2,
	),
	worded(
		"label",
		x.map((v) => (random.uniform() < 1 / (1 + Math.exp(-3 * v)) ? "high" : "low")),
	),
);

async function fitted(asked: Enhance) {
	const model = await independent.fit(real, { protect: 5 }, runOf("fit"));
	const around = (await stage.fit(real, { enhance: asked }, runOf("stage")))!;
	await around.finish(model, runOf("finish"));
	const whole = around.wrap(model);
	const sample = (request: { rows: number; offset?: number }): Promise<Table> => whole.sample(request, runOf("sample"));
	return { model, around, sample };
}

function correlation(table: Table): number {
	const [a, b] = table.columns.filter(isNumeric).map(({ values }) => values);
	const mean = (v: Float64Array) => v.reduce((s, w) => s + w, 0) / v.length;
	const [ma, mb] = [mean(a!), mean(b!)];
	const sum = (f: (i: number) => number) => a!.reduce((s, _, i) => s + f(i), 0);
	const [va, vb] = [sum((i) => (a![i]! - ma) ** 2), sum((i) => (b![i]! - mb) ** 2)];
	return sum((i) => (a![i]! - ma) * (b![i]! - mb)) / Math.sqrt(va * vb);
}

test("accepted rows regain a dependence that the generator did not learn, and the margins stay", async () => {
	const { sample, around, model } = await fitted({ rows: true });
	expect(Math.abs(correlation(await model.sample({ rows: 2000 }, runOf("plain"))))).toBeLessThan(0.1);
	const rows = await sample({ rows: 2000 });
	expect(correlation(real)).toBeGreaterThan(0.94);
	expect(correlation(rows)).toBeGreaterThan(0.75);
	const share = around.diagnostics.enhancedRowsEffectiveShare as number;
	expect(share).toBeGreaterThan(0.05);
	expect(share).toBeLessThan(0.6);
});

test("labels are sampled anew from what the other columns say", async () => {
	const { sample, around } = await fitted({ labels: "label" });
	const rows = await sample({ rows: 2000 });
	const labels = cellsOf(rows.columns[2]!);
	const [values] = rows.columns.filter(isNumeric);
	const highWhere = (test: (v: number) => boolean) => {
		const own = labels.filter((_, i) => test(values!.values[i]!));
		return own.filter((label) => label === "high").length / own.length;
	};
	expect(highWhere((v) => v > 0.8)).toBeGreaterThan(0.85);
	expect(highWhere((v) => v < -0.8)).toBeLessThan(0.15);
	// Sampled, not the likeliest: in the middle both occur.
	expect(highWhere((v) => Math.abs(v) < 0.1)).toBeGreaterThan(0.25);
	expect(around.diagnostics.enhancedLabels).toBe("label");
	await expect(fitted({ labels: "x" })).rejects.toThrow(/2 to 20 categories/);
});

test("rows are those of the seed in any chunk and after loading; no value of a row is saved", async () => {
	const { sample, around, model } = await fitted({ rows: true, labels: "label" });
	const all = await sample({ rows: 4500 });
	const bytes = packModel({
		generator: "x",
		version: 1,
		saved: null,
		stages: [{ name: "enhance", saved: around.saved }],
	});
	const loaded = (await stage.load(unpackModel(bytes).stages![0]!.saved)).wrap(model);
	const part = await loaded.sample({ rows: 300, offset: 4000 } as never, runOf("sample"));
	const expected = takeRows(
		all,
		Int32Array.from({ length: 300 }, (_, i) => 4000 + i),
	);
	expect(part.columns.map(cellsOf)).toEqual(expected.columns.map(cellsOf));
});

test("nothing is enhanced unless asked", async () => {
	expect(await stage.fit(real, {}, runOf("stage"))).toBeUndefined();
	expect(await stage.fit(real, { enhance: { rows: false } }, runOf("stage"))).toBeUndefined();
});

test("raking meets the margins, and the effective share is Kish's", () => {
	const bins = [Int32Array.of(0, 0, 0, 1), Int32Array.of(0, 1, 0, 1)];
	const factors = rake(Float64Array.of(1, 1, 1, 1), bins, [Int32Array.of(0, 1), Int32Array.of(0, 1)], [2, 2]);
	const weights = bins[0]!.map((bin, row) => 1000 * factors[0]![bin]! * factors[1]![bins[1]![row]!]!);
	const total = weights.reduce((a, b) => a + b, 0);
	expect((weights[0]! + weights[1]! + weights[2]!) / total).toBeCloseTo(0.5, 1);
	expect(effectiveShare(Float64Array.of(1, 1, 0, 0))).toBe(0.5);
});
