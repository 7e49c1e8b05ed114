import type { Random } from "../../random";
import type { Run } from "../../worker/run";
import { type Figure, withError } from "../figure";
import { startPhase } from "../phase";
import { sampleRows } from "../sample-rows";
import { affordable } from "./affordable";
import { buildTree, createSearch } from "./neighbours";
import { type Space, takePoints } from "./space";

/** Rows whose nearest neighbour is this much nearer than the second are counted as memorised (Fang and others 2024). */
const MEMORISED_RATIO = 1 / 3;
/** Queries between two chances to stop. */
const CHUNK = 20;
/** Synthetic rows beyond which a seeded sample is asked; 10,000 leave an error of half a per cent. */
const MOST_QUERIES = 10_000;
const FEWEST_QUERIES = 1000;
/** Rows times columns of reference rows beyond which a seeded sample stands for them. */
const MOST_REFERENCE_CELLS = 1_000_000;
const FEWEST_REFERENCES = 50;

/** Distances to the closest record: an alarm for copies, no evidence of privacy. */
export interface ClosestRecord {
	/**
	 * Share of synthetic rows nearer to a training row than to any of as many held-out rows, ties counted half.
	 * 0.5 is what further real rows give; clearly more means rows were copied or nearly so.
	 */
	readonly share: Figure;
	/** SDMetrics' DCROverfittingProtection on the same distances: min(2·(1 − share with ties not counted), 1). */
	readonly overfittingProtection: Figure;
	/** Median distance of a synthetic row to its nearest training and held-out row, 0 … 1 of the largest possible. */
	readonly medianToTraining: number | null;
	readonly medianToHeldOut: number | null;
	/** Nearest-neighbour distance ratio to the training rows, d₁ / d₂: 5th percentile over synthetic and held-out rows. */
	readonly ratio: Figure;
	readonly heldOutRatio: Figure;
	/** Share of rows with d₁ / d₂ below one third, synthetic and held-out. */
	readonly memorised: Figure;
	readonly heldOutMemorised: Figure;
	/** Rows of each of the two reference sets. */
	readonly references: number;
	readonly queries: number;
}

/** 1 where the training row is nearer, ½ where both are as near, 0 where it is farther. */
const closer = (toTraining: number, toHeldOut: number): number =>
	toTraining < toHeldOut ? 1 : toTraining === toHeldOut ? 0.5 : 0;

/** Jackknife variance of a mean over queries under other references; `change` is what a query changes without its nearest. */
function referenceVariance(nearest: Int32Array, change: Float64Array, references: number): number {
	const changes = new Float64Array(references);
	for (let i = 0; i < nearest.length; i++) changes[nearest[i]!]! += change[i]! / nearest.length;
	const mean = changes.reduce((sum, d) => sum + d, 0) / references;
	return (changes.reduce((sum, d) => sum + (d - mean) ** 2, 0) * (references - 1)) / references;
}

/**
 * P(d_training < d_held-out) + ½ P(equal), with the interval under other synthetic rows and, where the number of
 * `references` is given, other samples of references: many rows have the same one for their nearest.
 */
export function closerShare(toTraining: Nearest, toHeldOut: Nearest, references = 0): Figure {
	const n = toTraining.first.length;
	if (n === 0) return { value: null, reason: "no synthetic rows" };
	const found = toTraining.first.map((d, i) => closer(d, toHeldOut.first[i]!));
	let sum = 0;
	let squares = 0;
	for (const x of found) {
		sum += x;
		squares += x * x;
	}
	const value = sum / n;
	// One more of each outcome keeps the interval from closing at 0 and 1.
	const variance = Math.max((squares - n * value * value) / n, (value * (1 - value) * n + 0.25) / (n + 1) / n);
	const between =
		references < 2
			? 0
			: referenceVariance(
					toTraining.nearest,
					toTraining.second.map((d, i) => found[i]! - closer(d, toHeldOut.first[i]!)),
					references,
				) +
				referenceVariance(
					toHeldOut.nearest,
					toHeldOut.second.map((d, i) => found[i]! - closer(toTraining.first[i]!, d)),
					references,
				);
	return withError(value, Math.sqrt(variance / n + between), 0, 1);
}

/** SDMetrics' DCROverfittingProtection from the same distances: ties speak for the synthetic table there. */
export function overfittingProtection(toTraining: Float64Array, toHeldOut: Float64Array): number | null {
	if (toTraining.length === 0) return null;
	let closer = 0;
	for (let i = 0; i < toTraining.length; i++) closer += Number(toTraining[i]! < toHeldOut[i]!);
	return Math.min(2 * (1 - closer / toTraining.length), 1);
}

/** Distances d₁ ≤ d₂ of each query to its two nearest references, as shares of the largest possible distance. */
export interface Nearest {
	readonly first: Float64Array;
	readonly second: Float64Array;
	/** Row number of the nearest reference. */
	readonly nearest: Int32Array;
}

export async function nearestDistances(
	references: Float64Array,
	queries: Float64Array,
	columns: number,
	tick: () => Promise<void>,
): Promise<Nearest> {
	const count = columns === 0 ? 0 : queries.length / columns;
	const first = new Float64Array(count);
	const second = new Float64Array(count);
	const nearest = new Int32Array(count);
	const search = createSearch(buildTree(references, columns), 2);
	for (let i = 0; i < count; i++) {
		search.find(queries, i * columns);
		first[i] = search.distances[0]! / columns;
		second[i] = search.distances[1]! / columns;
		nearest[i] = search.rows[0]!;
		if (i % CHUNK === CHUNK - 1) await tick();
	}
	return { first, second, nearest };
}

/** The value at share `q` of the ascending order. */
export function quantile(values: Float64Array, q: number): number | null {
	if (values.length === 0) return null;
	const sorted = values.slice().sort();
	const at = q * (sorted.length - 1);
	const low = Math.floor(at);
	const high = Math.ceil(at);
	return sorted[low]! + (at - low) * (sorted[high]! - sorted[low]!);
}

/** d₁ / d₂, 1 where both are 0: a row with two equal nearest neighbours singles out neither. */
function ratios({ first, second }: Nearest): Float64Array {
	return first.map((d, i) => (second[i]! > 0 && Number.isFinite(second[i]!) ? d / second[i]! : 1));
}

function shareBelow(values: Float64Array, limit: number): Figure {
	if (values.length === 0) return { value: null, reason: "no rows" };
	let count = 0;
	for (const v of values) count += Number(v < limit);
	const p = count / values.length;
	const smoothed = (count + 1) / (values.length + 2);
	return withError(p, Math.sqrt((smoothed * (1 - smoothed)) / values.length), 0, 1);
}

/** Distances from synthetic rows to training rows and to equally many held-out ones; `space` holds all three. */
export async function closestRecord(
	space: Space,
	tables: { real: number; synthetic: number; heldOut: number },
	random: Random,
	run: Run,
): Promise<ClosestRecord | { reason: string }> {
	const { columns, points } = space;
	if (columns === 0) return { reason: "no column can be compared" };
	const rowsOf = (t: number): number => points[t]!.length / columns;
	const references = Math.min(
		rowsOf(tables.real),
		rowsOf(tables.heldOut),
		Math.max(1000, Math.floor(MOST_REFERENCE_CELLS / columns)),
	);
	if (references < FEWEST_REFERENCES) {
		return {
			reason: `cannot measure: needs ${FEWEST_REFERENCES} training and held-out ${space.unit}, there are ${references}`,
		};
	}
	const pick = (t: number, count: number): Float64Array =>
		takePoints(points[t]!, columns, sampleRows(rowsOf(t), count, random));
	const training = pick(tables.real, references);
	const heldOut = pick(tables.heldOut, references);
	const asked = affordable(MOST_QUERIES, FEWEST_QUERIES, 3 * references * columns, columns);
	const synthetic = pick(tables.synthetic, asked);
	const queries = synthetic.length / columns;
	const controls = pick(tables.heldOut, asked);
	const tick = startPhase(run, "closest records", Math.ceil((2 * queries + controls.length / columns) / CHUNK));
	const toTraining = await nearestDistances(training, synthetic, columns, tick);
	const toHeldOut = await nearestDistances(heldOut, synthetic, columns, tick);
	const control = await nearestDistances(training, controls, columns, tick);
	const syntheticRatios = ratios(toTraining);
	const controlRatios = ratios(control);
	return {
		share: closerShare(toTraining, toHeldOut, references),
		overfittingProtection: { value: overfittingProtection(toTraining.first, toHeldOut.first) },
		medianToTraining: quantile(toTraining.first, 0.5),
		medianToHeldOut: quantile(toHeldOut.first, 0.5),
		ratio: { value: quantile(syntheticRatios, 0.05) },
		heldOutRatio: { value: quantile(controlRatios, 0.05) },
		memorised: shareBelow(syntheticRatios, MEMORISED_RATIO),
		heldOutMemorised: shareBelow(controlRatios, MEMORISED_RATIO),
		references,
		queries,
	};
}
