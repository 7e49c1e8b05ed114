import { describe, expect, test } from "vitest";
import { encode, fitEncoder } from "../../../src/encode/encoder";
import { startFromRegression } from "../../../src/generators/diffusion/columns/regression-start";
import { straightScales } from "../../../src/generators/diffusion/columns/scales";
import { rulesFor } from "../../../src/generators/diffusion/hyperparameters";
import { createMasker } from "../../../src/generators/diffusion/masked/masks";
import { meta } from "../../../src/generators/diffusion/meta";
import { createInputs } from "../../../src/nn/mlp/inputs";
import { layOut, type Shape } from "../../../src/nn/mlp/layout";
import { createHeapNetwork } from "../../../src/nn/mlp/linear-memory";
import { startParameters } from "../../../src/nn/mlp/start";
import { splitForTraining, train } from "../../../src/nn/mlp/train";
import { createRandom, type Random } from "../../../src/random";
import { regress } from "../../../src/statistics/ridge";
import type { Table } from "../../../src/table/table";
import { levelsFirst } from "../../../src/tokens/column-order";
import { reorder, stateFrequencies, tokenTable } from "../../../src/tokens/data";
import { tokenColumns } from "../../../src/tokens/tokens";
import { createRun } from "../../../src/worker/run";
import { numeric, tableOf, times, worded } from "../../encode/tables";

const ROWS = 200;

function learn(table: Table) {
	const encoder = fitEncoder(table, { protect: 5, fewValues: 20, maxLevels: 100 }, createRandom("encoder"));
	const asTold = tokenTable(tokenColumns(encoder, 10), encode(encoder, table, createRandom("encode")));
	return { encoder, data: reorder(asTold, levelsFirst(asTold)) };
}

/** A column of normal numbers. */
const normals = (name: string, rows: number, random: Random) =>
	numeric(
		name,
		times(rows, () => random.normal()),
	);

/** Predictors of a source each. */
const apart = (...predictors: Float64Array[]) => predictors.map((values, source) => ({ values, source }));

describe("a regression", () => {
	test("finds the plane that points lie around, and how far from it", () => {
		const random = createRandom(1);
		const [a, b] = [1, 2].map(() => Float64Array.from({ length: ROWS }, () => 3 + 5 * random.normal())) as [
			Float64Array,
			Float64Array,
		];
		const y = a.map((v, r) => 7 + 2 * v - b[r]! + 0.5 * random.normal());
		const { intercept, weights, deviation } = regress(apart(a, b), y);
		// Four standard errors: 0.5 / √200 / 5 of a weight.
		expect(weights[0]).toBeCloseTo(2, 1.4);
		expect(weights[1]).toBeCloseTo(-1, 1.4);
		expect(Math.abs(intercept - 7)).toBeLessThan(0.25);
		expect(Math.abs(deviation - 0.5)).toBeLessThan(0.1);
	});

	test("predicts each row from the others, as leaving it out and starting again does", () => {
		const random = createRandom(2);
		const x = Float64Array.from({ length: 12 }, () => random.normal());
		const y = x.map((v) => v + random.normal());
		const average = (v: Float64Array) => v.reduce((s, w) => s + w, 0) / v.length;
		const scale = average(x.map((v) => (v - average(x)) ** 2));
		const products = average(x.map((v, r) => (v - average(x)) * (y[r]! - average(y))));
		const { weights, logDensities } = regress(apart(x), y);
		const penalty = 12 * (products / weights[0]! - scale);
		const missed = x.map((_, i) => {
			const rest = (v: Float64Array) => v.filter((_, r) => r !== i);
			const [mx, my] = [average(rest(x)), average(rest(y))];
			const top = rest(x).reduce((s, v, r) => s + (v - mx) * (rest(y)[r]! - my), 0);
			const bottom = rest(x).reduce((s, v) => s + (v - mx) ** 2, 0) + penalty;
			return y[i]! - my - (top / bottom) * (x[i]! - mx);
		});
		expect(penalty).toBeGreaterThan(0);
		const variance = average(missed.map((e) => e * e));
		logDensities.forEach((density, i) => {
			expect(density).toBeCloseTo(-Math.log(2 * Math.PI * variance) / 2 - missed[i]! ** 2 / variance / 2, 9);
		});
	});

	test("takes three times the penalty under which the targets are likeliest", () => {
		const random = createRandom(6);
		const n = 40;
		const x = Float64Array.from({ length: n }, () => random.normal());
		const y = x.map((v) => 0.5 * v + random.normal());
		const average = (v: Float64Array) => v.reduce((s, w) => s + w, 0) / n;
		const [mx, my] = [average(x), average(y)];
		const xx = x.reduce((s, v) => s + (v - mx) ** 2, 0);
		const xy = x.reduce((s, v, r) => s + (v - mx) * (y[r]! - my), 0);
		const yy = y.reduce((s, v) => s + (v - my) ** 2, 0);
		/**
		 * −log likelihood of y with its mean and variance integrated or maximised out, where the weight's variance is the
		 * noise's over the penalty (on the scale of a standardised x): of n − 1 values around none.
		 */
		const cost = (penalty: number) => {
			const own = (penalty * xx) / n;
			return (Math.log1p(xx / own) + (n - 1) * Math.log(yy - xy ** 2 / (xx + own))) / 2;
		};
		const tried = times(4000, (i) => Math.exp(Math.log(0.03) + (i / 4000) * Math.log(1e4)));
		const likeliest = tried.reduce((best, penalty) => (cost(penalty) < cost(best) ? penalty : best));
		const { weights } = regress(apart(x), y);
		const penalty = (n / xx) * (xy / weights[0]! - xx);
		expect(penalty / 3 / likeliest).toBeCloseTo(1, 1);
	});

	test("leaves out a source that has no bearing, and keeps one that has", () => {
		const random = createRandom(7);
		const grade = times(100, () => random.int(4));
		const group = times(100, () => random.int(4));
		const y = Float64Array.from(grade, (g) => [0, 3, 1, 5][g]! + random.normal());
		const is = (of: number[], source: number) =>
			times(4, (level) => ({ values: Float64Array.from(of, (v) => (v === level ? 1 : 0)), source }));
		const { weights } = regress([...is(grade, 0), ...is(group, 1)], y);
		const spread = (from: number) =>
			Math.max(...weights.slice(from, from + 4)) - Math.min(...weights.slice(from, from + 4));
		expect(spread(0)).toBeGreaterThan(4);
		expect(spread(4)).toBeLessThan(0.2);
	});

	test("of more sources than rows can tell apart uses those that alone tell most", () => {
		const random = createRandom(8);
		const n = 100;
		const sources = times(300, () => Float64Array.from({ length: n }, () => random.normal()));
		const y = sources[250]!.map((v, r) => 2 * v - sources[7]![r]! + 0.5 * random.normal());
		const { weights } = regress(apart(...sources), y);
		expect(weights).toHaveLength(300);
		expect(weights.filter((w) => w !== 0).length).toBeLessThanOrEqual(n / 2);
		expect(weights[250]).toBeGreaterThan(1.6);
		expect(weights[7]).toBeLessThan(-0.6);
	});

	test.each([
		["nothing", []],
		["a constant", [new Float64Array(30).fill(4)]],
		["one number twice", [1, 1].map(() => Float64Array.from({ length: 30 }, (_, r) => r % 7))],
		["more numbers than rows", times(50, (i) => Float64Array.from({ length: 30 }, (_, r) => Math.sin(i * r + i)))],
	])("on %s is finite", (_, numbers) => {
		const random = createRandom(3);
		const { intercept, weights, deviation, logDensities } = regress(
			apart(...numbers),
			Float64Array.from({ length: 30 }, () => random.normal()),
		);
		for (const v of [intercept, deviation, ...weights, ...logDensities]) expect(Number.isFinite(v)).toBe(true);
		expect(deviation).toBeGreaterThan(0);
	});

	test("of a constant target has a deviation all the same, of which a logarithm can be taken", () => {
		const { weights, deviation } = regress(
			apart(Float64Array.from({ length: 30 }, (_, r) => r)),
			new Float64Array(30).fill(2),
		);
		expect(weights[0]).toBeCloseTo(0, 9);
		expect(deviation).toBeGreaterThan(0);
	});
});

describe("scales", () => {
	const random = createRandom(4);
	const sex = times(ROWS, () => (random.uniform() < 0.5 ? "f" : "m"));
	const groups = sex.map((s) => (s === "f" ? 0 : 4));

	test("are straight where numbers are normal around the means of groups, between the same protected ends", () => {
		const [a, b] = [1, 2].map((scale) => groups.map((mean) => 100 + scale * (mean + random.normal())));
		const table = tableOf(numeric("a", a!), worded("sex", sex), numeric("b", b!));
		const { encoder, data } = learn(table);
		const { columns } = straightScales(encoder, table, data)!;
		for (const i of [0, 2]) {
			const [before, after] = [encoder.columns[i]!.codec, columns[i]!.codec];
			if (before.type !== "quantile" || after.type !== "quantile") throw new Error("no number");
			expect([after.x[0], after.x.at(-1)]).toEqual([before.x[0], before.x.at(-1)]);
			const slopes = after.z.slice(1).map((z, k) => (z - after.z[k]!) / (after.x[k + 1]! - after.x[k]!));
			for (const slope of slopes) expect(slope).toBeCloseTo(slopes[0]!, 9);
		}
	});

	test("are ranks where numbers are skewed, and no group explains them", () => {
		const skewed = times(2, () => times(ROWS, () => Math.exp(random.normal())));
		const table = tableOf(numeric("a", skewed[0]!), worded("sex", sex), numeric("b", skewed[1]!));
		const { encoder, data } = learn(table);
		expect(straightScales(encoder, table, data)).toBeUndefined();
	});
});

describe("a link that starts as a regression", () => {
	const random = createRandom(5);
	const grade = times(ROWS, () => random.int(3));
	const x = grade.map((g) => g + random.normal());
	const y = x.map((v, r) => 2 * v - 3 * grade[r]! + random.normal());
	const table = tableOf(
		worded(
			"grade",
			grade.map((g) => "abc"[g]!),
		),
		numeric("x", x),
		numeric(
			"y",
			y.map((v, r) => (r % 20 === 0 ? null : v)),
		),
	);
	const { encoder, data } = learn(table);
	const shape: Shape = { tokens: data.tokens, width: 8, layers: 1, ramps: 4, free: data.tokens.map(() => 0.1) };
	const layout = layOut(shape);
	const counts = stateFrequencies(data);
	const all = Int32Array.from({ length: ROWS }, (_, row) => row);
	const unlearned = () => startParameters(shape, layout, counts, createRandom("start"));
	/** The token column of y. */
	const TARGET = 2;

	/** Mean −log p of y's states, nats. */
	async function loss(parameters: Float32Array): Promise<number> {
		const network = await createHeapNetwork(shape, { backend: "cpu", batchRows: ROWS, training: false });
		const inputs = createInputs(shape.tokens, layout, network.batch.codes, network.batch.numbers);
		network.setParameters(parameters);
		createMasker(data, TARGET, network.batch, inputs).evaluation(all, []);
		const found = await network.evaluate();
		network.dispose();
		return found;
	}

	test("tells before training what a regression tells", async () => {
		const started = unlearned();
		startFromRegression(shape, layout, data, TARGET, all, started);
		const gain = (await loss(unlearned())) - (await loss(started));
		// Of y's variance, 1 + the variance of 2x − 3 grade (4·1 + (2/3)·1), 1 is left: log √5.67 nats on 19 rows in 20, less
		// what ten bins blur and what ranks bend.
		const most = 0.95 * Math.log(Math.sqrt(1 + 4 + 2 / 3));
		expect(gain).toBeGreaterThan(0.75 * most);
		expect(gain).toBeLessThan(1.1 * most);
	});

	test("leaves the missing as frequent as they are", async () => {
		const started = unlearned();
		startFromRegression(shape, layout, data, TARGET, all, started);
		const network = await createHeapNetwork(shape, { backend: "cpu", batchRows: ROWS, training: false });
		const inputs = createInputs(shape.tokens, layout, network.batch.codes, network.batch.numbers);
		network.setParameters(started);
		createMasker(data, TARGET, network.batch, inputs).evaluation(all, []);
		// As many even uniform numbers as rows.
		for (let b = 0; b < ROWS; b++) network.batch.cellValue[b] = (b + 0.5) / ROWS;
		await network.draw();
		const missing = network.batch.cellState
			.subarray(0, ROWS)
			.filter((state) => state === data.tokens[TARGET]!.states - 1);
		expect(Math.abs(missing.length / ROWS - 0.05)).toBeLessThan(0.02);
		network.dispose();
	});

	test("stays one where training gains too little, and only there", async () => {
		const network = await createHeapNetwork(shape, { backend: "cpu", batchRows: ROWS, training: true });
		const inputs = createInputs(shape.tokens, layout, network.batch.codes, network.batch.numbers);
		const { link } = rulesFor(encoder, { ...meta.defaults, steps: 100 });
		const learned = async (leastGain: number) => {
			const start = unlearned();
			const masker = createMasker(data, TARGET, network.batch, inputs);
			const run = createRun({ random: createRandom(6) });
			const rules = { ...link!, steps: 100, leastGain };
			const split = splitForTraining(data.rows, rules.heldOutRows, run.random.stream("split"));
			const { parameters, keptStep } = await train(network, masker, start, { rules, split, learningRate: 0.003, run });
			return { same: parameters.every((v, i) => v === start[i]), keptStep };
		};
		expect(await learned(100)).toEqual({ same: true, keptStep: 0 });
		const { same, keptStep } = await learned(0.01);
		expect(same).toBe(false);
		expect(keptStep).toBeGreaterThan(0);
		network.dispose();
	});
});

test("tables of numbers start links as regressions from 40 rows to 300, by rules that ask for more with fewer rows", () => {
	const of = (rows: number) => {
		const random = createRandom(rows);
		const { encoder } = learn(tableOf(normals("a", rows, random), normals("b", rows, random)));
		return rulesFor(encoder, meta.defaults);
	};
	expect(of(39)).toMatchObject({ regressed: false });
	expect(of(39).link).toBeUndefined();
	expect(of(299).regressed).toBe(true);
	expect(of(40).link!.leastGain).toBeGreaterThan(of(299).link!.leastGain!);
	expect(of(300).regressed).toBe(false);
	expect(of(300).link).not.toHaveProperty("leastGain");
});

test("levels come before numbers, each in the table's order", () => {
	const random = createRandom(7);
	const levels = (name: string, of: string) =>
		worded(
			name,
			times(60, (i) => of[i % of.length]!),
		);
	const table = tableOf(normals("x", 60, random), levels("a", "uv"), normals("y", 60, random), levels("b", "uvw"));
	expect(learn(table).data.tokens.map(({ column }) => column)).toEqual([1, 3, 0, 2]);
});
