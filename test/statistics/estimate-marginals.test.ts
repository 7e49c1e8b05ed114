import fc from "fast-check";
import { expect, test } from "vitest";
import { conditionalsOf, estimateMarginals, estimateTotal } from "../../src/statistics/estimate-marginals";
import { cliqueMarginals, junctionTree, projection } from "../../src/statistics/junction-tree";

const noPause = async () => {};

test("marginals of a junction tree are those of the whole table, whatever the scopes", () => {
	const states = [2, 3, 4, 2];
	const sets = [
		[
			[0, 1],
			[1, 2],
			[2, 3],
		],
		[
			[0, 1],
			[1, 2],
			[0, 2],
			[2, 3],
		],
		[[0, 1], [2]],
		[[0, 1, 2, 3]],
		[[3]],
		[
			[2, 1],
			[1, 2],
			[0, 3],
		],
	];
	fc.assert(
		fc.property(
			fc.constantFrom(...sets),
			fc.infiniteStream(fc.double({ min: -2, max: 2, noNaN: true })),
			(scopes, numbers) => {
				const tree = junctionTree(scopes, [0, 1, 2, 3], states);
				const theta = tree.cliques.map(({ cells }) =>
					Float64Array.from({ length: cells }, () => numbers.next().value as number),
				);
				const all = [0, 1, 2, 3];
				const maps = tree.cliques.map(({ variables }) => projection(all, variables, states));
				const joint = Float64Array.from({ length: 48 }, (_, cell) =>
					Math.exp(theta.reduce((sum, t, c) => sum + t[maps[c]![cell]!]!, 0)),
				);
				const total = joint.reduce((a, b) => a + b, 0);
				cliqueMarginals(tree, theta, 100).forEach((marginal, c) => {
					const expected = new Float64Array(marginal.length);
					joint.forEach((p, cell) => {
						expected[maps[c]![cell]!]! += (100 * p) / total;
					});
					marginal.forEach((value, i) => {
						expect(Math.abs(value - expected[i]!)).toBeLessThan(1e-9 * 100);
					});
				});
			},
		),
		{ numRuns: 60, seed: 1 },
	);
});

test("one table is projected onto what counts can be (vector computed by hand)", async () => {
	const values = Float64Array.of(10, -3, 5, 2, 0, 6);
	const estimate = await estimateMarginals([{ variables: [0, 1], values, variance: 1 }], [0, 1], [2, 3], 5000, noPause);
	const map = projection(estimate.tree.cliques[0]!.variables, [0, 1], [2, 3]);
	const table = new Float64Array(6);
	estimate.marginals[0]!.forEach((value, i) => {
		table[map[i]!]! += value;
	});
	[9.25, 0, 4.25, 1.25, 0, 5.25].forEach((value, i) => {
		expect(table[i]).toBeCloseTo(value, 1);
	});
});

test("two measurements of one column are weighted by inverse variance", async () => {
	const measurements = [
		{ variables: [0], values: Float64Array.of(12, 8), variance: 1 },
		{ variables: [0], values: Float64Array.of(10, 10), variance: 4 },
	];
	expect(estimateTotal(measurements)).toBeCloseTo(20, 9);
	const estimate = await estimateMarginals(measurements, [0], [2], 2000, noPause);
	expect(estimate.marginals[0]![0]).toBeCloseTo(11.6, 3);
	expect(estimate.marginals[0]![1]).toBeCloseTo(8.4, 3);
});

test("the estimate's conditionals multiply to its joint table", async () => {
	const states = [2, 3, 2];
	const measurements = [
		{ variables: [0, 1], values: Float64Array.of(5, 1, 4, 2, 7, 1), variance: 1 },
		{ variables: [1, 2], values: Float64Array.of(3, 4, 6, 2, 1, 4), variance: 1 },
	];
	const estimate = await estimateMarginals(measurements, [0, 1, 2], states, 2000, noPause);
	const conditionals = conditionalsOf(estimate);
	for (const { variable, parents, weights } of conditionals) {
		expect(weights.length).toBe(states[variable]! * parents.reduce((product, p) => product * states[p]!, 1));
	}
	const pair = new Float64Array(6);
	for (let cell = 0; cell < 12; cell++) {
		const at = [Math.floor(cell / 6), Math.floor(cell / 2) % 3, cell % 2];
		const p = conditionals.reduce((product, { variable, parents, weights }) => {
			const width = states[variable]!;
			const start = parents.reduce((index, parent) => index * states[parent]! + at[parent]!, 0) * width;
			const total = weights.subarray(start, start + width).reduce((a, b) => a + b, 0);
			return (product * weights[start + at[variable]!]!) / total;
		}, 1);
		pair[at[0]! * 3 + at[1]!]! += 20 * p;
	}
	measurements[0]!.values.forEach((value, i) => {
		expect(Math.abs(pair[i]! - value)).toBeLessThan(0.5);
	});
});
