// μ marginals, y noisy marginals, σ² their variance, N total; McKenna, Sheldon and Miklau, "Graphical-model based estimation
// and inference for differential privacy" (ICML 2019), algorithm 2
import type { Conditional } from "./elimination";
import { cliqueMarginals, type JunctionTree, junctionTree, projection } from "./junction-tree";

/** A noisy table over a few variables; the last varies fastest. Plain data. */
export interface Measurement {
	readonly variables: readonly number[];
	readonly values: Float64Array;
	/** Variance of the noise of a cell. */
	readonly variance: number;
}

export interface Estimate {
	readonly tree: JunctionTree;
	/** Estimated table of each clique. */
	readonly marginals: readonly Float64Array[];
	readonly total: number;
	/** Half the weighted squared distance to the measurements. */
	readonly loss: number;
	readonly steps: number;
}

/** The total that measurements of everything agree on best: their sums, weighted by inverse variance; at least 1. */
export function estimateTotal(measurements: readonly Measurement[]): number {
	let weights = 0;
	let sum = 0;
	for (const { values, variance } of measurements) {
		const weight = 1 / (variance * values.length);
		weights += weight;
		sum += weight * values.reduce((a, b) => a + b, 0);
	}
	return Math.max(1, sum / weights);
}

/** Where a measurement's cells lie in the clique that holds it. */
interface Placed {
	readonly clique: number;
	readonly map: Int32Array;
	readonly measurement: Measurement;
}

/** ½ Σ ‖μ_m − y_m‖² / σ², and its gradient by clique. */
function lossOf(placed: readonly Placed[], marginals: readonly Float64Array[]) {
	const gradient = marginals.map((m) => new Float64Array(m.length));
	let loss = 0;
	for (const { clique, map, measurement } of placed) {
		const own = marginals[clique]!;
		const sums = new Float64Array(measurement.values.length);
		for (let i = 0; i < own.length; i++) sums[map[i]!]! += own[i]!;
		const slope = sums.map((sum, i) => {
			const miss = sum - measurement.values[i]!;
			loss += (miss * miss) / (2 * measurement.variance);
			return miss / measurement.variance;
		});
		const into = gradient[clique]!;
		for (let i = 0; i < own.length; i++) into[i]! += slope[map[i]!]!;
	}
	return { loss, gradient };
}

/**
 * The distribution of the graphical model over the measurements' scopes that fits them best: entropic mirror descent on
 * the marginals, its step accepted where the loss falls by half of what the gradient promises.
 *
 * @param variables Every variable, measured or not.
 * @param states States of each.
 * @param steps Most steps. It ends sooner where the loss no longer falls by one part in a million.
 */
export async function estimateMarginals(
	measurements: readonly Measurement[],
	variables: readonly number[],
	states: ArrayLike<number>,
	steps: number,
	pause: (step: number) => Promise<void>,
): Promise<Estimate> {
	const tree = junctionTree(
		measurements.map((m) => m.variables),
		variables,
		states,
	);
	const total = estimateTotal(measurements);
	const placed = measurements.map((measurement): Placed => {
		const clique = tree.cliques.findIndex((c) => measurement.variables.every((v) => c.variables.includes(v)));
		return { clique, map: projection(tree.cliques[clique]!.variables, measurement.variables, states), measurement };
	});
	let theta = tree.cliques.map(({ cells }) => new Float64Array(cells));
	let marginals = cliqueMarginals(tree, theta, total);
	let { loss, gradient } = lossOf(placed, marginals);
	let rate = (2 / total) * Math.min(...measurements.map((m) => m.variance));
	let step = 0;
	let stalled = 0;
	for (; step < steps && stalled < 5; step++) {
		const next = theta.map((t, c) => t.map((value, i) => value - rate * gradient[c]![i]!));
		const tried = cliqueMarginals(tree, next, total);
		const after = lossOf(placed, tried);
		let promised = 0;
		gradient.forEach((g, c) => {
			for (let i = 0; i < g.length; i++) promised += g[i]! * (marginals[c]![i]! - tried[c]![i]!);
		});
		if (loss - after.loss >= 0.5 * promised) {
			stalled = loss - after.loss < 1e-6 * loss ? stalled + 1 : 0;
			theta = next;
			marginals = tried;
			({ loss, gradient } = after);
			rate *= 1.05;
		} else rate *= 0.5;
		await pause(step);
	}
	return { tree, marginals, total, loss, steps: step };
}

/** The estimate as conditionals to sample one after the other. Exact: a junction tree is a directed network. */
export function conditionalsOf({ tree, marginals }: Estimate): Conditional[] {
	return tree.cliques
		.map(({ variables, cells }, c): Conditional => {
			const [variable, ...parents] = variables as [number, ...number[]];
			const own = marginals[c]!;
			// The clique's own variable comes first there, and last in a conditional.
			const configurations = tree.cliques[c]!.separatorCells;
			const width = cells / configurations;
			const weights = new Float64Array(own.length);
			for (let i = 0; i < own.length; i++) {
				weights[(i % configurations) * width + Math.floor(i / configurations)] = own[i]!;
			}
			return { variable, parents, weights };
		})
		.reverse();
}
