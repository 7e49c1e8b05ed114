/**
 * Structure of prior draws against the distributions their sources document: what is expected, in closed form or by
 * quadrature, what was observed in n draws, and the difference in standard errors.
 */

import { priors } from "../src/priors";
import { drawCategoryColumns, drawClasses } from "../src/priors/columns";
import { CATEGORY_MODES } from "../src/priors/graph-scm/converters";
import { drawHyper as drawGraphHyper } from "../src/priors/graph-scm/hyper";
import { FUNCTION_FAMILIES } from "../src/priors/graph-scm/meta";
import { drawCauchyGraph, drawRandomGraph } from "../src/priors/graph-scm/random-graph";
import { createScalars } from "../src/priors/graph-scm/scalars";
import { priorMetas } from "../src/priors/metas";
import { drawHyper } from "../src/priors/mlp-scm/hyper";
import { createRandom, type Random } from "../src/random";
import { exp, log } from "../src/statistics/elementary";
import { normalCdf } from "../src/statistics/quantile/normal";

export interface Statistic {
	readonly prior: string;
	readonly name: string;
	/** Absent where no closed form is known: the figure is then a description. */
	readonly expected?: number;
	readonly observed: number;
	/** (observed − expected) / standard error. */
	readonly z?: number;
	readonly source: string;
}

/** Collects values of named statistics. */
function collector(prior: string, source: string) {
	const values = new Map<string, number[]>();
	return {
		add(name: string, value: number) {
			if (!values.has(name)) values.set(name, []);
			values.get(name)!.push(value);
		},
		statistic(name: string, expected?: number): Statistic {
			const x = values.get(name) ?? [];
			const mean = x.reduce((a, b) => a + b, 0) / x.length;
			const variance = x.reduce((a, b) => a + (b - mean) ** 2, 0) / (x.length - 1);
			const z = expected === undefined ? undefined : (mean - expected) / Math.sqrt(variance / x.length || 1e-300);
			return { prior, name, expected, observed: mean, z, source };
		},
	};
}

/** Mean of f over u ~ U(low, high), by the midpoint rule. */
function average(f: (u: number) => number, low: number, high: number, steps = 4000): number {
	let sum = 0;
	for (let i = 0; i < steps; i++) sum += f(low + ((i + 0.5) * (high - low)) / steps);
	return sum / steps;
}

/** E TN(μ, μ r), μ and r log-uniform: μ (1 + r φ(1/r) / Φ(1/r)); the truncation at 1e6 does not matter. */
function meanTruncated(minMean: number, maxMean: number): number {
	const mean = (maxMean - minMean) / log(maxMean / minMean);
	const factor = average(
		(u) => {
			const r = exp(u);
			return 1 + (r * exp(-0.5 / (r * r))) / (Math.sqrt(2 * Math.PI) * normalCdf(1 / r));
		},
		log(0.01),
		0,
	);
	return mean * factor;
}

const TABICL = "TabICL (2025), released hyper-priors";
const TABICL2 = "TabICLv2 (2026), appendix on the prior";

function networkStatistics(n: number, root: Random): Statistic[] {
	const { add, statistic } = collector("mlp-scm", TABICL);
	const options = priorMetas["mlp-scm"].defaults;
	for (let i = 0; i < n; i++) {
		const own = root.stream(i);
		const hyper = drawHyper({ meta: own.stream("meta"), random: own.stream("random") }, options);
		add("features", hyper.features);
		add("share of SCM (is_causal)", hyper.isCausal ? 1 : 0);
		add("linear maps", hyper.layers);
		if (hyper.isCausal) add("causes of an SCM", hyper.causes);
		else add("hidden units of a BNN", hyper.hidden);
		add("weight deviation", hyper.initStd);
		add("noise deviation", hyper.noiseStd);
		add("dropout", hyper.dropout);
		add("share with activations drawn per layer", hyper.activation === "each-layer" ? 1 : 0);
		add("share of block-wise dropout", hyper.blockWise ? 1 : 0);
		add("share of normal causes", hyper.sampling === "normal" ? 1 : 0);
		add("share of two classes", drawClasses(own.stream("classes"), 10) === 2 ? 1 : 0);
		const categories = drawCategoryColumns(own.stream("categories"), 50, "auto");
		add("category share", categories.reduce((a, b) => a + b, 0) / 50);
	}
	// Softmax of [1, U(−3, 5), U(−3, 5)]: mean weight of the first.
	const firstOfThree = average((a) => average((b) => exp(1) / (exp(1) + exp(a) + exp(b)), -3, 5, 200), -3, 5, 200);
	return [
		statistic("features", 51),
		// Logits 1 and U(−3, 5) are symmetric about 1.
		statistic("share of SCM (is_causal)", 0.5),
		statistic("linear maps", 2 + meanTruncated(1, 6)),
		statistic("causes of an SCM", 1 + meanTruncated(1, 12)),
		statistic("hidden units of a BNN", 4 + meanTruncated(5, 130)),
		statistic("weight deviation", meanTruncated(0.01, 10)),
		statistic("noise deviation", meanTruncated(1e-4, 0.3)),
		statistic("dropout", 0.45),
		statistic("share with activations drawn per layer"),
		statistic("share of block-wise dropout", 0.5),
		statistic("share of normal causes", firstOfThree),
		statistic("share of two classes", 0.5 + 0.5 / 9),
		statistic("category share", 0.2 * 0.5),
	];
}

async function treeStatistics(n: number, root: Random): Promise<Statistic[]> {
	const { add, statistic } = collector("tree-scm", TABICL);
	const draw = await (await priors["tree-scm"]()).prepare({
		...priorMetas["tree-scm"].defaults,
		task: "regression",
	} as never);
	for (let index = 0; index < n; index++) {
		const drawn = draw({ index, attempt: 0, rows: 24, features: 2, root, random: root.stream(index) });
		if (typeof drawn === "string") continue;
		const { layers, hidden, shapes } = drawn.diagnostics as {
			layers: number;
			hidden: number;
			shapes: { depth: number; trees: number }[];
		};
		add("layers", layers);
		add("hidden outputs", hidden);
		for (const { depth, trees } of shapes) {
			add("depth", depth);
			add("trees a layer", trees);
		}
	}
	// E min(⌊Exp(mean 2)⌋, m) = Σ_{k ≤ m} e^(−k / 2).
	return [
		statistic("layers", 1.5),
		statistic("hidden outputs", 6),
		statistic("depth", 2 + exp(-0.5) + exp(-1)),
		statistic("trees a layer", 1 + exp(-0.5) + exp(-1) + exp(-1.5)),
	];
}

async function graphStatistics(n: number, root: Random): Promise<Statistic[]> {
	const { add, statistic } = collector("graph-scm", TABICL2);
	const options = priorMetas["graph-scm"].defaults;
	for (let i = 0; i < n; i++) {
		const own = root.stream(i);
		const scalars = createScalars(own.stream("scalars"));
		const v = scalars.real(own.stream("v"), "v", { low: 0, high: 1 });
		add("correlated scalar, mean", v);
		add("correlated scalar, squared distance from ½", (v - 0.5) ** 2);
		const hyper = drawGraphHyper(own.stream("hyper"), scalars, options);
		add("features", hyper.features);
		add("classes", hyper.classes);
		add("nodes", hyper.nodes);
		const wide = drawGraphHyper(own.stream("wide"), scalars, options, 100);
		const levels = wide.columns.slice(0, -1).map((c) => c.levels);
		const categories = levels.filter((count) => count > 0);
		add("category share of 100 columns", categories.length / 100);
		add("share of tables without a category", categories.length === 0 ? 1 : 0);
		add("share of tables of categories alone", categories.length === 100 ? 1 : 0);
		if (categories.length > 0) add("levels of a category", categories[0]!);
		const edges = drawCauchyGraph(own.stream("edges"), 12).reduce((sum, parents) => sum + parents.length, 0);
		add("edges among 12 nodes", edges);
		const graph = drawRandomGraph(own.stream("graph"), hyper.nodes, hyper.features);
		add("roots", graph.parents.filter((parents) => parents.length === 0).length);
		add("parents of a node", graph.parents.reduce((sum, parents) => sum + parents.length, 0) / hyper.nodes);
		add("graphs drawn until features and target share an ancestor", graph.draws);
	}
	const statistics = [
		statistic("correlated scalar, mean", 0.5),
		// Var = E[m (1 − m)] E[1 / (s + 1)] + Var m, and E[1 / (s + 1)] = ln(s / (1 + s)) between the ends over ln 1e5.
		statistic(
			"correlated scalar, squared distance from ½",
			(log(1e4 / (1 + 1e4)) - log(0.1 / 1.1)) / log(1e5) / 6 + 1 / 12,
		),
		statistic("features", 50.5),
		statistic("classes", 6),
		statistic("nodes"),
		// round(100 · clip(U(−0.5, 1.2), 0, 1)).
		statistic("category share of 100 columns", 0.7 / 1.7),
		statistic("share of tables without a category", 0.505 / 1.7),
		statistic("share of tables of categories alone", 0.205 / 1.7),
		statistic("levels of a category"),
		// c + aᵢ + bⱼ is symmetric about 0, so that an edge has probability ½.
		statistic("edges among 12 nodes", 33),
		statistic("roots"),
		statistic("parents of a node"),
		statistic("graphs drawn until features and target share an ancestor"),
	];
	return [...statistics, ...(await familyStatistics(Math.ceil(n / 10), root.stream("families")))];
}

async function familyStatistics(n: number, root: Random): Promise<Statistic[]> {
	const { add, statistic } = collector("graph-scm", TABICL2);
	const draw = await (await priors["graph-scm"]()).prepare({
		...priorMetas["graph-scm"].defaults,
		maxNodes: 8,
	} as never);
	for (let index = 0; index < n; index++) {
		const drawn = draw({ index, attempt: 0, rows: 12, features: 2, root, random: root.stream(index) });
		if (typeof drawn === "string") continue;
		const { functions, modes } = drawn.diagnostics as { functions: string[]; modes: string[] };
		for (const used of functions) for (const f of FUNCTION_FAMILIES) add(`function ${f}`, used === f ? 1 : 0);
		for (const used of modes) {
			if (used !== "number") for (const mode of CATEGORY_MODES) add(`category mode ${mode}`, used === mode ? 1 : 0);
		}
	}
	return [
		...FUNCTION_FAMILIES.map((f) => statistic(`function ${f}`, 1 / 8)),
		...CATEGORY_MODES.map((mode) => statistic(`category mode ${mode}`, 1 / 7)),
	];
}

/** All statistics of n draws of each prior. */
export async function structureStatistics(n: number, seed: number | string): Promise<Statistic[]> {
	const root = createRandom(seed);
	return [
		...networkStatistics(n, root.stream("mlp-scm")),
		...(await treeStatistics(n, root.stream("tree-scm"))),
		...(await graphStatistics(n, root.stream("graph-scm"))),
	];
}
