import type { Random } from "../../random";
import { logUniformInt, permutation, uniform, uniformInt } from "../draws";
import { CATEGORY_MODES, type CategoryMode, categoryWidth } from "./converters";
import type { GraphScmOptions } from "./meta";
import type { Scalars } from "./scalars";

/** How one column is read from its node. */
export interface ColumnPlan {
	readonly name: string;
	/** 0 for numbers. */
	readonly levels: number;
	readonly mode?: CategoryMode;
	/** Components of the node that it reads. */
	readonly width: number;
}

/** What is drawn once for a table before its graph is. */
export interface Hyper {
	readonly features: number;
	/** 0 for regression. */
	readonly classes: number;
	readonly nodes: number;
	/** Features, then the target. */
	readonly columns: readonly ColumnPlan[];
}

/** Most levels of a categorical feature as released. */
const MOST_LEVELS = 9;

/**
 * TabICLv2's table: d ~ U{1 … 100}, classes ~ U{2 … 10}, categories clip(U(−0.5, 1.2), 0, 1) of the columns, their
 * number of levels log-uniform in 2 … limit with the limit log-uniform in 2 … 9, for some of them correlated within
 * the table; 2 … 32 nodes, log-uniform.
 */
export function drawHyper(
	random: Random,
	scalars: Scalars,
	options: Readonly<GraphScmOptions>,
	requested?: number,
): Hyper {
	const { minFeatures, maxFeatures, maxNodes, categoryShare, task } = options;
	const features = requested ?? uniformInt(random.stream("features"), minFeatures, maxFeatures);
	const classes = task === "classification" ? uniformInt(random.stream("classes"), 2, options.classes) : 0;
	const own = random.stream("categories");
	const u = uniform(own, -0.5, 1.2);
	const share = categoryShare === "auto" ? Math.min(1, Math.max(0, u)) : categoryShare;
	const categories = Math.round(features * share);
	const free = scalars.int(own, "local-categories", { low: 0, high: categories, boundaryMass: true });
	const limit = scalars.int(own, "levels/limit", { low: 2, high: MOST_LEVELS, log: true });
	const order = permutation(own, features);
	const levels = new Int32Array(features);
	for (let i = 0; i < categories; i++) {
		levels[order[i]!] =
			i < free ? logUniformInt(own, 2, limit) : scalars.int(own, "levels", { low: 2, high: limit, log: true });
	}
	const columns = [...levels, classes].map((count, i): ColumnPlan => {
		const name = i < features ? `x${i + 1}` : "target";
		if (count === 0) return { name, levels: 0, width: 1 };
		const stream = random.stream(`column/${name}`);
		const mode = CATEGORY_MODES[stream.int(CATEGORY_MODES.length)]!;
		return { name, levels: count, mode, width: categoryWidth(stream, mode, count) };
	});
	const nodes = scalars.int(random.stream("nodes"), "nodes", { low: 2, high: maxNodes, log: true });
	return { features, classes, nodes, columns };
}
