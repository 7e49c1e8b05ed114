import type { Random } from "../random";
import { orderByScore, orderedAuc } from "../statistics/trees/auc";
import { boost, predictScores, type Target } from "../statistics/trees/boost";
import { type Feature, takeFeatures } from "../statistics/trees/features";
import { classScores, rSquared } from "../statistics/trees/scores";
import type { Run } from "../worker/run";
import { type Aligned, isNumericSeries, type Series } from "./align";
import { type Figure, Z95 } from "./figure";
import { finish, startPhase } from "./phase";
import { sampleRows } from "./sample-rows";

/** Pairs of models trained, each with its own seed. */
const SEEDS = 3;
const ROUNDS = 100;
/** Trees of one model: more than three classes, each with its own tree a round, get fewer rounds. */
const MOST_TREES = 300;
const FEWEST_ROUNDS = 20;
/** Share of the training rows each tree sees, so that seeds differ (Friedman 2002). */
const ROW_SHARE = 0.8;
/** Resamples of the held-out rows. */
const RESAMPLES = 100;
/** Rows times columns beyond which a seeded sample trains. */
const MOST_CELLS = 500_000;
const MOST_CLASSES = 50;
const FEWEST_TRAINING_ROWS = 40;
const FEWEST_TEST_ROWS = 20;

/** How well a model trained on synthetic rows predicts held-out real ones, beside one trained on real rows. */
export interface Utility {
	readonly target: string;
	readonly task: "classification" | "regression";
	/** What `synthetic` and `real` are: higher is better, 1 is perfect. */
	readonly measure: "ROC AUC" | "macro ROC AUC" | "R²";
	/** What a model that learned nothing would get. */
	readonly noSkill: number;
	/** Trained on synthetic rows, tested on held-out real rows: mean over seeds. */
	readonly synthetic: Figure;
	/** Trained on real rows, tested on the same rows. */
	readonly real: Figure;
	/** synthetic − real: below 0, the synthetic rows teach less. */
	readonly difference: Figure;
	readonly seeds: number;
	/** Boosting rounds of each model. */
	readonly rounds: number;
	readonly trainingRows: number;
	readonly testRows: number;
}

/** Utility, or why there is none. */
export type UtilityResult = Utility | { readonly reason: string };

/** The target of every table as classes (a number with two distinct values is one of two classes) or as a number. */
function targets(series: Series): { of: Target[]; classes: string[] | null } {
	if (!isNumericSeries(series)) {
		const classes = series.levels.length;
		return { of: series.codes.map((codes) => ({ kind: "class", codes, classes })), classes: [...series.levels] };
	}
	const distinct = new Set<number>();
	for (const v of series.values[0]!) {
		if (!Number.isNaN(v)) distinct.add(v);
		if (distinct.size > 2) return { of: series.values.map((values) => ({ kind: "number", values })), classes: null };
	}
	const values = [...distinct].sort((a, b) => a - b);
	const of = series.values.map(
		(v): Target => ({ kind: "class", codes: Int32Array.from(v, (x) => values.indexOf(x)), classes: values.length }),
	);
	return { of, classes: values.map(String) };
}

function presentRows(target: Target): Int32Array {
	const n = target.kind === "number" ? target.values.length : target.codes.length;
	const all = Int32Array.from({ length: n }, (_, i) => i);
	return all.filter((i) => (target.kind === "number" ? !Number.isNaN(target.values[i]!) : target.codes[i]! >= 0));
}

function takeTarget(target: Target, rows: Int32Array): Target {
	if (target.kind === "number") return { ...target, values: Float64Array.from(rows, (i) => target.values[i]!) };
	return { ...target, codes: rows.map((i) => target.codes[i]!) };
}

/** A test of one model's predictions that can be repeated under resampling weights. */
function scorer(truth: Target, scores: readonly Float64Array[]): (weights?: Float64Array) => number | null {
	if (truth.kind === "number") return (weights) => rSquared(truth.values, scores[0]!, weights);
	const classes = truth.classes === 2 ? [1] : scores.map((_, k) => k);
	const prepared = classes.map((k) => ({
		scores: scores[k]!,
		positive: truth.codes.map((c) => Number(c === k)),
		order: orderByScore(scores[k]!),
	}));
	return (weights) => {
		let sum = 0;
		let count = 0;
		for (const { scores: s, positive, order } of prepared) {
			const area = orderedAuc(s, positive, order, weights);
			if (area === null) continue;
			sum += area.auc;
			count++;
		}
		return count === 0 ? null : sum / count;
	};
}

/**
 * Train on synthetic, test on real (Esteban, Hyland and Rätsch 2017), against train on real: gradient-boosted trees on
 * equally many rows, three seeds. The intervals join the spread over seeds with that over resampled held-out rows, the
 * difference resampled in pairs.
 */
export async function utility(
	aligned: Aligned,
	tables: { real: number; synthetic: number; heldOut: number },
	targetName: string,
	random: Random,
	run: Run,
): Promise<UtilityResult> {
	const series = aligned.series.find((s) => s.name === targetName);
	if (!series) return { reason: `column "${targetName}" is not one of the columns that can be compared` };
	const inputs = aligned.series.filter((s) => s !== series);
	if (inputs.length === 0) return { reason: "there is no column to predict the target from" };
	const { of, classes } = targets(series);
	if (classes && classes.length > MOST_CLASSES) {
		return { reason: `"${targetName}" has ${classes.length} classes; at most ${MOST_CLASSES} are predicted` };
	}
	if (classes && classes.length < 2)
		return { reason: `"${targetName}" has a single value: there is nothing to predict` };
	const features = (t: number): Feature[] =>
		inputs.map((s) => (isNumericSeries(s) ? { values: s.values[t]! } : { codes: s.codes[t]! }));
	const present = of.map(presentRows);
	const testRows = present[tables.heldOut]!;
	if (testRows.length < FEWEST_TEST_ROWS) {
		return {
			reason: `cannot measure: needs ${FEWEST_TEST_ROWS} held-out rows with a target, there are ${testRows.length}`,
		};
	}
	const n = Math.min(
		present[tables.real]!.length,
		present[tables.synthetic]!.length,
		Math.max(1000, Math.floor(MOST_CELLS / aligned.series.length)),
	);
	if (n < FEWEST_TRAINING_ROWS) {
		return { reason: `cannot measure: needs ${FEWEST_TRAINING_ROWS} rows with a target to learn from, there are ${n}` };
	}
	const truth = takeTarget(of[tables.heldOut]!, testRows);
	const testFeatures = takeFeatures(features(tables.heldOut), testRows);
	const rounds = Math.min(ROUNDS, Math.max(FEWEST_ROUNDS, Math.floor(MOST_TREES / (classes?.length ?? 1))));
	const tick = startPhase(run, "utility", SEEDS * 2 * rounds + RESAMPLES);
	const train = async (table: number, seed: Random): Promise<(weights?: Float64Array) => number | null> => {
		const rows = sampleRows(present[table]!.length, n, seed.stream("rows")).map((i) => present[table]![i]!);
		const options = { rounds, rowShare: ROW_SHARE, random: seed.stream("trees") };
		const model = await finish(boost(takeFeatures(features(table), rows), takeTarget(of[table]!, rows), options), tick);
		const scores = predictScores(model, testFeatures);
		return scorer(truth, truth.kind === "number" ? [scores] : classScores(model, scores));
	};
	const pairs: { synthetic: (w?: Float64Array) => number | null; real: (w?: Float64Array) => number | null }[] = [];
	for (let s = 0; s < SEEDS; s++) {
		const seed = random.stream(`seed ${s}`);
		pairs.push({ synthetic: await train(tables.synthetic, seed), real: await train(tables.real, seed) });
	}
	const point = pairs.map((p) => [p.synthetic(), p.real()] as const);
	if (point.some(([s, r]) => s === null || r === null)) {
		return { reason: `the held-out rows hold a single value of "${targetName}"` };
	}
	const resamples: [number, number][] = [];
	const draws = random.stream("resamples");
	const weights = new Float64Array(testRows.length);
	for (let b = 0; b < RESAMPLES; b++) {
		weights.fill(0);
		for (let i = 0; i < weights.length; i++) weights[draws.int(weights.length)]!++;
		await tick();
		// Two seeds carry the resampling: the held-out rows, not the seeds, are what varies here.
		const drawn = pairs.slice(0, 2).map((p) => [p.synthetic(weights), p.real(weights)] as const);
		if (drawn.some(([s, r]) => s === null || r === null)) continue;
		resamples.push([0, 1].map((k) => drawn.reduce((sum, d) => sum + d[k]!, 0) / drawn.length) as [number, number]);
	}
	const figure = (of: (pair: readonly [number, number]) => number): Figure => {
		const seeds = point.map((p) => of(p as [number, number]));
		const value = average(seeds);
		const error = Math.sqrt(spread(resamples.map(of)) + spread(seeds) / SEEDS);
		return { value, interval: [value - Z95 * error, value + Z95 * error] };
	};
	return {
		target: targetName,
		task: classes ? "classification" : "regression",
		measure: classes ? (classes.length === 2 ? "ROC AUC" : "macro ROC AUC") : "R²",
		noSkill: classes ? 0.5 : 0,
		synthetic: figure(([s]) => s),
		real: figure(([, r]) => r),
		difference: figure(([s, r]) => s - r),
		seeds: SEEDS,
		rounds,
		trainingRows: n,
		testRows: testRows.length,
	};
}

function average(values: readonly number[]): number {
	return values.reduce((sum, v) => sum + v, 0) / values.length;
}

/** Sample variance. */
function spread(values: readonly number[]): number {
	if (values.length < 2) return 0;
	const m = average(values);
	return values.reduce((sum, v) => sum + (v - m) ** 2, 0) / (values.length - 1);
}
