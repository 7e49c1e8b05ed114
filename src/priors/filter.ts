import type { Random } from "../random";
import { isNumeric, type Table } from "../table/table";
import { addTree, createOutOfBag, type OutOfBag, type TreeData } from "./extra-trees";

/** What the filter found. Plain data. */
export interface Verdict {
	readonly learnable: boolean;
	/** Share of bootstrap means of the improvement over the mean predictor that are not above 0. */
	readonly share: number;
	/** Trees that were needed to tell. */
	readonly trees: number;
}

/** TabICLv2's filter: 25 trees of at most 6 levels, 200 bootstrap means, rejected at a share of 0.05. */
const TREES = 25;
const DEPTH = 6;
const BOOTSTRAPS = 200;
const LEVEL = 0.05;
/** Trees after which the test is taken early; more trees only average away the error, so a pass stays one. */
const EARLY = [6, 12];

/** The table as trees read it: numbers and codes alike, missing cells at the column's middle. */
function treeData(table: Table, target: string): TreeData {
	const inputs = table.columns
		.filter((column) => column.name !== target)
		.map((column) =>
			isNumeric(column)
				? Float32Array.from(column.values, (v) => (Number.isNaN(v) ? 0 : v))
				: Float32Array.from(column.codes),
		);
	const y = table.columns.find((column) => column.name === target)!;
	return isNumeric(y)
		? { rows: table.rows, inputs, numbers: y.values, outputs: 1 }
		: { rows: table.rows, inputs, classes: y.codes, outputs: y.levels.length };
}

/** Squared error of the mean predictor less that of the out-of-bag prediction, for each row that has one. */
function improvements({ rows, classes, numbers, outputs }: TreeData, { sums, counts }: OutOfBag): Float64Array {
	const means = new Float64Array(outputs);
	for (let row = 0; row < rows; row++) {
		if (classes) means[classes[row]!]! += 1 / rows;
		else means[0]! += numbers![row]! / rows;
	}
	const gains: number[] = [];
	for (let row = 0; row < rows; row++) {
		if (counts[row] === 0) continue;
		let gain = 0;
		for (let o = 0; o < outputs; o++) {
			const y = classes ? (classes[row] === o ? 1 : 0) : numbers![row]!;
			gain += (y - means[o]!) ** 2 - (y - sums[row * outputs + o]! / counts[row]!) ** 2;
		}
		gains.push(gain);
	}
	return Float64Array.from(gains);
}

/**
 * Share of the bootstrap means of `gains` that are at most 0. Where the mean is more than five of its own standard errors
 * from 0, none or all are, and no bootstrap is drawn.
 */
function shareNotAbove(random: Random, gains: Float64Array): number {
	let mean = 0;
	let squares = 0;
	for (const gain of gains) mean += gain / gains.length;
	for (const gain of gains) squares += (gain - mean) ** 2 / gains.length;
	const z = mean / Math.sqrt(squares / gains.length);
	if (z > 5) return 0;
	if (z < -5) return 1;
	let below = 0;
	for (let b = 0; b < BOOTSTRAPS; b++) {
		let sum = 0;
		for (let i = 0; i < gains.length; i++) sum += gains[random.int(gains.length)]!;
		if (sum <= 0) below++;
	}
	return below / BOOTSTRAPS;
}

/**
 * Whether anything about the target can be learned from the other columns: extremely randomised trees, out of bag,
 * against the mean (TabICLv2, appendix on filtering). With `early` (default) the test is also taken after 6 and 12
 * trees and a table that passes clearly (no bootstrap mean at or below 0) is let through then.
 */
export function judgeTable(random: Random, table: Table, target: string, early = true): Verdict {
	const data = treeData(table, target);
	const outOfBag = createOutOfBag(data);
	for (let trees = 1; trees <= TREES; trees++) {
		addTree(data, random.stream(`tree/${trees}`), DEPTH, outOfBag);
		if (trees === TREES || (early && EARLY.includes(trees))) {
			const gains = improvements(data, outOfBag);
			const share = gains.length > 0 ? shareNotAbove(random.stream(`bootstrap/${trees}`), gains) : 1;
			if (trees === TREES) return { learnable: share < LEVEL, share, trees };
			if (share === 0) return { learnable: true, share, trees };
		}
	}
	throw new RangeError("The filter needs at least one tree.");
}
