import type { Random } from "../../random";
import { rocAuc } from "../../statistics/trees/auc";
import { boost, predictScores } from "../../statistics/trees/boost";
import { type Feature, takeFeatures } from "../../statistics/trees/features";
import type { Run } from "../../worker/run";
import { type Aligned, isNumericSeries } from "../align";
import { Z95 } from "../figure";
import { finish, type ReportPhase, startPhase } from "../phase";
import { sampleRows } from "../sample-rows";
import { MOST_AGAINST_EACH_OTHER } from "../some-columns";

/** Folds of the cross-validation. */
const FOLDS = 3;
/** Boosting rounds a fold. */
export const DETECTION_ROUNDS = 100;
/** Below this many rows a side the trees have nothing to split and would call every table perfect. */
const FEWEST_ROWS = 60;
/** Rows a side beyond which a seeded sample is taken. */
const MOST_ROWS = 20_000;

/** Whether trees can tell synthetic rows from held-out real ones. */
export interface Detection {
	/** Area under the ROC curve, mean over folds: 0.5 cannot tell, 1 always can. Null where it cannot be measured. */
	readonly auc: number | null;
	/** 95 % interval from DeLong's variance of each fold; widened where people have several rows; it leaves out what another sample would train. */
	readonly interval?: readonly [number, number];
	/** SDMetrics' detection score, 1 − mean(2·max(0.5, AUC) − 1): 1 cannot tell, 0 always can. */
	readonly score?: number;
	readonly folds?: readonly number[];
	/** Rows of each side. */
	readonly rows?: number;
	readonly reason?: string;
}

function sideBySide(aligned: Aligned, a: number, b: number, rowsA: Int32Array, rowsB: Int32Array): Feature[] {
	const n = rowsA.length;
	return aligned.series.map((series): Feature => {
		if (isNumericSeries(series)) {
			const values = new Float64Array(n + rowsB.length);
			for (let i = 0; i < n; i++) values[i] = series.values[a]![rowsA[i]!]!;
			for (let i = 0; i < rowsB.length; i++) values[n + i] = series.values[b]![rowsB[i]!]!;
			return { values };
		}
		const codes = new Int32Array(n + rowsB.length);
		for (let i = 0; i < n; i++) codes[i] = series.codes[a]![rowsA[i]!]!;
		for (let i = 0; i < rowsB.length; i++) codes[n + i] = series.codes[b]![rowsB[i]!]!;
		return { codes };
	});
}

/**
 * Classifier two-sample test (Lopez-Paz and Oquab 2017): gradient-boosted trees, 100 rounds, three stratified folds,
 * rows of table `other` against as many rows of table `heldOut`. It must be given held-out rows: against the rows a
 * generator learned from, near copies push the area below one half and look perfect. All rows of a person are in one
 * fold: the trees would memorise the other rows of a person, and tell even real rows from real rows.
 *
 * @param subjects whose each row of the two tables is.
 */
export async function detection(
	aligned: Aligned,
	heldOut: number,
	other: number,
	random: Random,
	run: Run,
	phase: ReportPhase = "detection",
	subjects: { readonly heldOut?: Int32Array | undefined; readonly other?: Int32Array | undefined } = {},
): Promise<Detection> {
	const rows = Math.min(aligned.rows[heldOut]!, aligned.rows[other]!, MOST_ROWS);
	if (aligned.series.length === 0) return { auc: null, reason: "no column can be compared" };
	if (rows < FEWEST_ROWS) {
		return { auc: null, rows, reason: `cannot measure: needs ${FEWEST_ROWS} rows a side, there are ${rows}` };
	}
	const chosen = [
		sampleRows(aligned.rows[heldOut]!, rows, random),
		sampleRows(aligned.rows[other]!, rows, random),
	] as const;
	const features = sideBySide(aligned, heldOut, other, ...chosen);
	const label = Int32Array.from({ length: 2 * rows }, (_, i) => Number(i >= rows));
	const fold = new Uint8Array(2 * rows);
	let rowsEach = 1;
	for (const [side, owners] of [subjects.heldOut, subjects.other].entries()) {
		const start = side * rows;
		const order = random.shuffle(Int32Array.from({ length: rows }, (_, i) => start + i));
		const places = new Map<number, number>();
		for (const row of order) {
			const owner = owners ? owners[chosen[side]![row - start]!]! : row;
			if (!places.has(owner)) places.set(owner, places.size);
			fold[row] = places.get(owner)! % FOLDS;
		}
		rowsEach = Math.max(rowsEach, rows / places.size);
	}
	const tick = startPhase(run, phase, FOLDS * DETECTION_ROUNDS);
	const areas: number[] = [];
	let variance = 0;
	for (let k = 0; k < FOLDS; k++) {
		const all = Int32Array.from(fold.keys());
		const train = all.filter((i) => fold[i] !== k);
		const test = all.filter((i) => fold[i] === k);
		const target = { kind: "class", codes: train.map((i) => label[i]!), classes: 2 } as const;
		const options = { rounds: DETECTION_ROUNDS, featuresEach: MOST_AGAINST_EACH_OTHER, random };
		const model = await finish(boost(takeFeatures(features, train), target, options), tick);
		const scores = predictScores(model, takeFeatures(features, test));
		const area = rocAuc(
			scores,
			test.map((i) => label[i]!),
		)!;
		areas.push(area.auc);
		variance += area.standardError ** 2;
	}
	const auc = areas.reduce((sum, a) => sum + a, 0) / FOLDS;
	// Rows of one person tell no more than one row, at worst.
	const error = (Z95 * Math.sqrt(rowsEach * variance)) / FOLDS;
	return {
		auc,
		interval: [Math.max(0, auc - error), Math.min(1, auc + error)],
		score: 1 - areas.reduce((sum, a) => sum + 2 * Math.max(0.5, a) - 1, 0) / FOLDS,
		folds: areas,
		rows,
	};
}
