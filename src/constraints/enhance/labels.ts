/** A target as trees predict it that learned from real rows, and sampled anew from what they predict. */
import { OptionError } from "../../errors";
import { type Boosted, predictScores } from "../../statistics/trees/boost";
import { isNumeric, type Table } from "../../table/table";
import { columnOf, findColumn, shapeOf } from "../steps/column-shape";
import { binsOf, type Cut, features } from "./coarse";
import { FOLDS, trainHalf } from "./half-trained";

/** What is known of a target. Plain data. */
export interface Labels {
	readonly column: string;
	/** Categories that are predicted: those that enough subjects share. */
	readonly levels: readonly string[];
	/** The model of each half of the rows: rows of even place, rows of odd place. */
	readonly models: readonly Boosted[];
}

const MOST_LABELS = 20;

/**
 * Learns to predict column `name` from all others.
 *
 * @param what names the option in a refusal, such as "fair: target".
 * @throws OptionError where it is no column of 2 to 20 categories.
 */
export async function learnLabels(
	real: Table,
	name: string,
	cuts: readonly Cut[],
	tick: () => Promise<void>,
	what: string,
): Promise<Labels> {
	const levels = labelLevels(name, cuts, what);
	const at = cuts.findIndex((cut) => cut.name === name);
	const others = cuts.filter((_, c) => c !== at);
	const all = features(
		others,
		others.map((own) => binsOf(own, real)),
	);
	const codes = binsOf(cuts[at]!, real);
	const known = Array.from(codes.keys()).filter((row) => codes[row]! >= 0 && codes[row]! < levels.length);
	const inFold = (fold: number) => known.filter((row) => row % 2 === fold);
	const models: Boosted[] = [];
	for (const fold of FOLDS) {
		models.push(await trainHalf(all, codes, levels.length, [inFold(fold), inFold(1 - fold)], tick));
	}
	return { column: name, levels, models };
}

/** The categories of a target. Throws as `learnLabels`. */
export function labelLevels(name: string, cuts: readonly Cut[], what: string): readonly string[] {
	const cut = cuts.find((own) => own.name === name);
	if (cut && !("edges" in cut) && cut.levels.length >= 2 && cut.levels.length <= MOST_LABELS) return cut.levels;
	throw new OptionError(
		`${what} is "${name}"; it must be a column of 2 to ${MOST_LABELS} categories that is learned, and that five people share each.`,
		{ option: what.split(":")[0]!, value: name },
	);
}

/** Probability of each category for each row (rows × categories): the mean of the models asked. */
export function labelOdds(labels: Labels, cuts: readonly Cut[], table: Table, models = labels.models): Float64Array {
	const { column: name, levels } = labels;
	const others = cuts.filter((cut) => cut.name !== name);
	const all = features(
		others,
		others.map((cut) => binsOf(cut, table)),
	);
	const K = levels.length;
	const odds = new Float64Array(table.rows * K);
	for (const model of models) {
		const scores = predictScores(model, all);
		for (let row = 0; row < table.rows; row++) {
			const own = K === 2 ? [0, scores[row]!] : Array.from(scores.subarray(row * K, (row + 1) * K));
			const most = Math.max(...own);
			const total = own.reduce((sum, score) => sum + Math.exp(score - most), 0);
			for (const [k, score] of own.entries()) odds[row * K + k]! += Math.exp(score - most) / total / models.length;
		}
	}
	return odds;
}

/** Samples the target of each row by its odds; a missing one stays missing. */
export function relabel(
	table: Table,
	{ column: name, levels }: Labels,
	odds: Float64Array,
	uniform: (row: number) => number,
): Table {
	const column = findColumn(table, name);
	if (!column || isNumeric(column)) return table;
	const K = levels.length;
	const cells = Array.from(column.codes, (code, row) => {
		if (code < 0) return null;
		let left = uniform(row);
		let k = 0;
		while (k < K - 1 && left >= odds[row * K + k]!) left -= odds[row * K + k++]!;
		return levels[k]!;
	});
	const columns = table.columns.map((old) => (old.name === name ? columnOf(shapeOf(old), cells) : old));
	return { ...table, columns };
}
