import type { CausalColumn, NodeValues } from "../causal/scm";
import type { Random } from "../random";
import { gamma, permutation, uniformInt } from "./draws";
import type { TaskOptions } from "./options";
import {
	calibrateNumber,
	calibrateThresholds,
	component,
	isDegenerate,
	numberColumn,
	rankBoundaries,
	thresholdColumn,
	valueBoundaries,
} from "./reading";

/** Where a column is read: node and component. */
export interface Place {
	readonly node: number;
	readonly component: number;
}

/**
 * Which of the columns become categories: with probability 0.2 a table has any, then each column with a probability
 * p ~ U(0, 1) of the table's own (TabPFN and TabICL); with `share` given, that share of the columns, at random.
 */
export function drawCategoryColumns(random: Random, columns: number, share: number | "auto"): Uint8Array {
	const chosen = new Uint8Array(columns);
	if (share === "auto") {
		const any = random.uniform() < 0.2;
		const p = random.uniform();
		for (let i = 0; i < columns; i++) chosen[i] = random.uniform() < p && any ? 1 : 0;
	} else {
		const order = permutation(random, columns);
		for (let i = 0; i < Math.round(share * columns); i++) chosen[order[i]!] = 1;
	}
	return chosen;
}

/** Columns "x1" … and their categories, read from numbers: ranks of max(round Gamma(1, 10), 2) bins. */
export function readFeatures(
	random: Random,
	values: readonly NodeValues[],
	places: readonly Place[],
	share: number | "auto",
): CausalColumn[] | string {
	const categories = drawCategoryColumns(random.stream("categories"), places.length, share);
	const columns: CausalColumn[] = [];
	for (let i = 0; i < places.length; i++) {
		const { node, component: from } = places[i]!;
		const name = `x${i + 1}`;
		const x = component(values[node]!, from);
		const fault = isDegenerate(x);
		if (fault === "not finite") return `column ${name} is not finite`;
		if (categories[i] && !fault) {
			const own = random.stream(name);
			const count = Math.max(2, Math.round(gamma(own, 1, 10)));
			const boundaries = rankBoundaries(own, x, count - 1);
			// In order with probability 0.3 (TabPFN's multiclass_ordered_prob).
			const shuffle = own.uniform() < 0.3 ? undefined : own;
			columns.push(thresholdColumn(name, node, from, calibrateThresholds(x, boundaries, shuffle)));
		} else columns.push(numberColumn(name, node, from, calibrateNumber(x)));
	}
	return columns;
}

/** How many classes a table is to have: 2 with probability ½, else U{2 … most} (TabICL). */
export function drawClasses(random: Random, most: number): number {
	return random.uniform() < 0.5 ? 2 : uniformInt(random, 2, most);
}

/** The target "target" read from a number: standardised, or cut into classes whose labels are shuffled. */
export function readTarget(
	random: Random,
	values: readonly NodeValues[],
	{ node, component: from }: Place,
	options: Readonly<Pick<TaskOptions, "task" | "classes">>,
	by: "rank" | "value",
): CausalColumn | string {
	const y = component(values[node]!, from);
	const fault = isDegenerate(y);
	if (fault) return `the target is ${fault}`;
	if (options.task === "regression") return numberColumn("target", node, from, calibrateNumber(y));
	const count = drawClasses(random, options.classes);
	const boundaries = (by === "rank" ? rankBoundaries : valueBoundaries)(random, y, count - 1);
	const bins = calibrateThresholds(y, boundaries, random.stream("labels"));
	if (bins.codes.length < 2) return "the target has one class";
	return thresholdColumn("target", node, from, bins);
}
