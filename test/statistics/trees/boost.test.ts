import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { createRandom } from "../../../src/random";
import { align, isNumericSeries } from "../../../src/report/align";
import { type Auc, rocAuc } from "../../../src/statistics/trees/auc";
import { type Boosted, boost, predictScores, type Target } from "../../../src/statistics/trees/boost";
import { classScores, rSquared } from "../../../src/statistics/trees/scores";
import { haveSharedData, sharedTable } from "../../report/shared-data";

/** Mean of the classes' one-against-rest areas under the ROC curve, over the classes that have one; null if none. */
function macroAuc(scores: readonly Float64Array[], codes: Int32Array): number | null {
	const areas: Auc[] = [];
	scores.forEach((column, k) => {
		const area = rocAuc(
			column,
			codes.map((c) => Number(c === k)),
		);
		if (area) areas.push(area);
	});
	return areas.length === 0 ? null : areas.reduce((sum, a) => sum + a.auc, 0) / areas.length;
}

function finish(rounds: Generator<number, Boosted, void>): Boosted {
	for (;;) {
		const step = rounds.next();
		if (step.done) return step.value;
	}
}

describe.skipIf(!haveSharedData)("on the shared tables the trees predict as scikit-learn's do", () => {
	// Recorded by test/report/reference/trees.py; its head says how.
	const reference = JSON.parse(readFileSync("test/report/reference/trees.json", "utf8"));
	const tasks = [
		["adult", "outcome", 0.0015],
		["churn", "Exited", 0.008],
		["penguins", "species", 0.005],
		["california", "median_house_value", 0.004],
		["insurance", "charges", 0.006],
	] as const;
	test.each(tasks)("%s, predicting %s, within %f", async (name, target, tolerance) => {
		const aligned = align([await sharedTable(`${name}.train`), await sharedTable(`${name}.holdout`)]);
		const inputs = aligned.series.filter((s) => s.name !== target);
		const features = (t: number) =>
			inputs.map((s) => (isNumericSeries(s) ? { values: s.values[t]! } : { codes: s.codes[t]! }));
		const outcome = aligned.series.find((s) => s.name === target)!;
		const targetOf = (t: number): Target => {
			if (!isNumericSeries(outcome)) return { kind: "class", codes: outcome.codes[t]!, classes: outcome.levels.length };
			if (name !== "churn") return { kind: "number", values: outcome.values[t]! };
			return { kind: "class", codes: Int32Array.from(outcome.values[t]!), classes: 2 };
		};
		const model = finish(boost(features(0), targetOf(0)));
		const scores = predictScores(model, features(1));
		const truth = targetOf(1);
		const figure =
			truth.kind === "number" ? rSquared(truth.values, scores) : macroAuc(classScores(model, scores), truth.codes);
		const { categorical, ordinal } = reference[name];
		const nearest = Math.min(Math.abs(figure! - categorical), Math.abs(figure! - ordinal));
		expect(nearest, `${figure} against ${categorical} and ${ordinal}`).toBeLessThan(tolerance);
	});
});

test("a step in a number is found, and missing values go to the side they resemble", () => {
	const values = Float64Array.from({ length: 400 }, (_, i) => (i % 4 === 0 ? Number.NaN : i));
	const y = values.map((v) => (Number.isNaN(v) || v >= 200 ? 5 : 1));
	const model = finish(boost([{ values }], { kind: "number", values: y }, { rounds: 100 }));
	const predicted = predictScores(model, [{ values: Float64Array.of(10, 390, Number.NaN) }]);
	expect(predicted[0]).toBeCloseTo(1, 2);
	expect(predicted[1]).toBeCloseTo(5, 2);
	expect(predicted[2]).toBeCloseTo(5, 2);
});

test("levels need no order: a split gathers whichever go together", () => {
	const codes = Int32Array.from({ length: 1200 }, (_, i) => i % 12);
	const y = Int32Array.from(codes, (c) => Number([1, 4, 6, 9].includes(c)));
	const model = finish(boost([{ codes }], { kind: "class", codes: y, classes: 2 }, { rounds: 1 }));
	expect(model.trees[0]!.feature.filter((f) => f >= 0)).toHaveLength(1);
	expect(rocAuc(predictScores(model, [{ codes }]), y)!.auc).toBe(1);
});

test("a level unseen in training is treated as missing", () => {
	const codes = Int32Array.from({ length: 200 }, (_, i) => i % 2);
	const model = finish(boost([{ codes }], { kind: "number", values: Float64Array.from(codes) }));
	const [unseen, missing] = predictScores(model, [{ codes: Int32Array.of(7, -1) }]);
	expect(unseen).toBe(missing);
});

test("constant features and single rows give the base prediction", () => {
	const model = finish(boost([{ values: Float64Array.of(3) }], { kind: "number", values: Float64Array.of(8) }));
	expect(predictScores(model, [{ values: Float64Array.of(1, Number.NaN) }])).toEqual(Float64Array.of(8, 8));
});

test("the same seed grows the same trees, another seed others", () => {
	const random = createRandom(1);
	const values = Float64Array.from({ length: 500 }, () => random.normal());
	const y = values.map((v) => v * v + random.normal());
	const grow = (seed: number) =>
		finish(
			boost([{ values }], { kind: "number", values: y }, { rounds: 3, rowShare: 0.7, random: createRandom(seed) }),
		);
	expect(grow(5)).toEqual(grow(5));
	expect(grow(5)).not.toEqual(grow(6));
});

test("trees that may look at three features of forty each still find the one that tells", () => {
	const random = createRandom(3);
	const values = Array.from({ length: 40 }, () => Float64Array.from({ length: 400 }, () => random.normal()));
	const codes = Int32Array.from(values[31]!, (x) => Number(x > 0));
	const target: Target = { kind: "class", codes, classes: 2 };
	const features = values.map((own) => ({ values: own }));
	const grown = finish(boost(features, target, { rounds: 60, featuresEach: 3, random: createRandom(4) }));
	const used = new Set(grown.trees.flatMap(({ feature }) => [...feature]));
	expect(used.size).toBeGreaterThan(20);
	expect(rocAuc(predictScores(grown, features), codes)!.auc).toBeGreaterThan(0.95);
});
