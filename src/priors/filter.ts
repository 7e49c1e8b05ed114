/**
 * The filter of unlearnable tables: the out-of-bag test of TabICLv2 with the same trees, depth and level, taken as soon
 * as its outcome is clear. Two things make it cheap: trees of byte-valued inputs (`extra-trees.ts`), and the test's
 * expected outcome after all trees, which the trees grown so far predict.
 */

import type { Random } from "../random";
import { normalCdf } from "../statistics/quantile/normal";
import { isNumeric, type Table } from "../table/table";
import { addTree, createForest, type Forest, type TreeData } from "./extra-trees";

/** What the filter found. Plain data. */
export interface Verdict {
	readonly learnable: boolean;
	/** Share of bootstrap means of the improvement over the mean predictor that are not above 0, in the limit of many. */
	readonly share: number;
	/** Trees that were needed to tell. */
	readonly trees: number;
}

/** TabICLv2's filter: 25 trees of at most 6 levels, rejected where 5 % of the bootstrap means are not above 0. */
const TREES = 25;
const DEPTH = 6;
const LEVEL = 0.05;
/** The normal's 95 % point: bootstrap means of hundreds of rows are normal. */
const CRITICAL = 1.6448536269514722;
/** Trees before the first look. */
const FEWEST = 3;
/**
 * How far the predicted statistic must be from critical, in √(1/trees − 1/25). It was found to differ from the final one
 * by 3 of these on average (720 tables of three sizes), so that twice as much is seldom undone.
 */
const MARGIN = 6;

/** The table as trees read it: numbers and codes alike, missing numbers at the column's middle. */
function treeData(table: Table, target: string): TreeData {
	const inputs = table.columns
		.filter((column) => column.name !== target)
		.map((column) => (isNumeric(column) ? column.values.map((v) => (Number.isNaN(v) ? 0 : v)) : column.codes));
	const y = table.columns.find((column) => column.name === target)!;
	return isNumeric(y)
		? { rows: table.rows, inputs, numbers: y.values, outputs: 1 }
		: { rows: table.rows, inputs, classes: y.codes, outputs: y.levels.length };
}

/** Squared distance of each row's target from the mean target. */
function spread({ rows, classes, numbers, outputs }: TreeData): Float64Array {
	const means = new Float64Array(outputs);
	for (let row = 0; row < rows; row++) means[classes ? classes[row]! : 0]! += (numbers ? numbers[row]! : 1) / rows;
	let squares = 0;
	for (const mean of means) squares += mean * mean;
	return Float64Array.from({ length: rows }, (_, row) =>
		numbers ? (numbers[row]! - means[0]!) ** 2 : 1 - 2 * means[classes![row]!]! + squares,
	);
}

/**
 * The mean improvement of the out-of-bag prediction over the mean, in its standard errors over the rows, as expected
 * once all trees are grown: the error of a mean of c trees holds a c-th of their variance, which more trees average
 * away.
 */
function improvement({ data, sums, squares, counts }: Forest, spreads: Float64Array, trees: number): number {
	const { rows, classes, numbers, outputs } = data;
	const share = (1 - 1 / rows) ** rows;
	let n = 0;
	let sum = 0;
	let sumOfSquares = 0;
	for (let row = 0; row < rows; row++) {
		const c = counts[row]!;
		if (c === 0 || (c === 1 && trees < TREES)) continue;
		let length = 0;
		for (let o = 0; o < outputs; o++) length += sums[row * outputs + o]! ** 2;
		const own = sums[row * outputs + (classes ? classes[row]! : 0)]! / c;
		const error = numbers ? (numbers[row]! - own) ** 2 : 1 - 2 * own + length / (c * c);
		const variance = trees < TREES ? (squares[row]! - length / c) / (c - 1) : 0;
		const gain = spreads[row]! - error + variance * (1 / c - 1 / (share * TREES));
		n++;
		sum += gain;
		sumOfSquares += gain * gain;
	}
	if (n === 0) return Number.NEGATIVE_INFINITY;
	const mean = sum / n;
	const deviation = Math.sqrt(Math.max(0, sumOfSquares / n - mean * mean));
	return mean / (deviation / Math.sqrt(n) || 1e-300);
}
/**
 * Whether anything about the target can be learned from the other columns: extremely randomised trees, out of bag,
 * against the mean (TabICLv2, appendix on filtering).
 *
 * @param early Whether fewer than 25 trees may settle it, where their outcome is clear. Default true.
 */
export function judgeTable(random: Random, table: Table, target: string, early = true): Verdict {
	const data = treeData(table, target);
	const forest = createForest(data, DEPTH);
	const spreads = spread(data);
	for (let trees = 1; ; trees++) {
		addTree(forest, random.stream(`tree/${trees}`));
		if (trees < TREES && (!early || trees < FEWEST)) continue;
		const z = improvement(forest, spreads, trees);
		if (trees === TREES || Math.abs(z - CRITICAL) > MARGIN * Math.sqrt(1 / trees - 1 / TREES)) {
			const share = normalCdf(-z);
			return { learnable: share < LEVEL, share, trees };
		}
	}
}
