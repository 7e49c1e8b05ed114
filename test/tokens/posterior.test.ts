import fc from "fast-check";
import { expect, test } from "vitest";
import type { Conditional } from "../../src/statistics/elimination";
import { planFilling, posterior } from "../../src/tokens/network/posterior";

/** A network of up to five variables, each with any of those before it as parents; weights add up to anything. */
const networks = fc
	.tuple(
		fc.array(fc.integer({ min: 2, max: 4 }), { minLength: 2, maxLength: 5 }),
		fc.integer({ min: 0, max: 2 ** 31 - 1 }),
	)
	.map(([sizes, seed]) => {
		let word = seed | 1;
		const uniform = () => {
			word = (Math.imul(word, 48271) >>> 0) % 2147483647 || 1;
			return word / 2147483647;
		};
		const network = sizes.map((size, variable): Conditional => {
			const parents = sizes.map((_, p) => p).filter((p) => p < variable && uniform() < 0.6);
			const cells = parents.reduce((product, p) => product * sizes[p]!, size);
			return { variable, parents, weights: Float64Array.from({ length: cells }, uniform) };
		});
		const limits = sizes.map((size) =>
			Float64Array.from({ length: size }, (_, s) => (s === 0 ? 1 : uniform() < 0.4 ? 0 : uniform())),
		);
		return { sizes, network, limits };
	});

function weightOf({ variable, parents, weights }: Conditional, states: ArrayLike<number>, sizes: readonly number[]) {
	const width = sizes[variable]!;
	const start = parents.reduce((at, p) => at * sizes[p]! + states[p]!, 0) * width;
	return {
		weight: weights[start + states[variable]!]!,
		total: weights.subarray(start, start + width).reduce((a, b) => a + b, 0),
	};
}

/** The probability of every cell of the joint table, by the product of conditionals. */
function joint(conditionals: readonly Conditional[], sizes: readonly number[]): number[] {
	const cells = sizes.reduce((a, b) => a * b, 1);
	return Array.from({ length: cells }, (_, cell) => {
		const states = sizes.map((size, v) => Math.floor(cell / sizes.slice(v + 1).reduce((a, b) => a * b, 1)) % size);
		return conditionals.reduce((product, conditional) => {
			const { weight, total } = weightOf(conditional, states, sizes);
			return total > 0 ? (product * weight) / total : 0;
		}, 1);
	});
}

const statesOf = (cell: number, sizes: readonly number[]) =>
	sizes.map((size, v) => Math.floor(cell / sizes.slice(v + 1).reduce((a, b) => a * b, 1)) % size);

test("the network under evidence is the joint table restricted and normalised, by brute force to 1e-9", () => {
	fc.assert(
		fc.property(networks, fc.array(fc.nat(4)), ({ sizes, network, limits }, picked) => {
			const evidence = new Map(picked.filter((v) => v < sizes.length).map((v) => [v, limits[v]!]));
			const weighted = joint(network, sizes).map((p, cell) =>
				statesOf(cell, sizes).reduce((w, state, v) => w * (evidence.get(v)?.[state] ?? 1), p),
			);
			const total = weighted.reduce((a, b) => a + b, 0);
			const exact = posterior(network, evidence, sizes)!;
			expect(exact.total).toBeCloseTo(total, 9);
			joint(exact.conditionals, sizes).forEach((p, cell) => {
				expect(Math.abs(p - weighted[cell]! / total)).toBeLessThan(1e-9);
			});
		}),
		{ numRuns: 200, seed: 1 },
	);
});

test("missing cells of a row follow the joint table given its known cells", () => {
	fc.assert(
		fc.property(networks, fc.integer({ min: 1, max: 31 }), fc.nat(1000), ({ sizes, network, limits }, mask, pick) => {
			const missing = sizes.map((_, v) => v).filter((v) => mask & (1 << v));
			if (missing.length === 0) return;
			const known = Int32Array.from(sizes, (size, v) => (missing.includes(v) ? -1 : pick % size));
			const present = new Map([[missing[0]!, limits[missing[0]!]!]]);
			const filling = planFilling(network, missing, present, sizes)!;
			const conditionals = filling.conditionals(known);
			const whole = joint(network, sizes).map((p, cell) => {
				const states = statesOf(cell, sizes);
				const fits = states.every((state, v) => known[v]! < 0 || state === known[v]);
				return fits ? p * limits[missing[0]!]![states[missing[0]!]!]! : 0;
			});
			const total = whole.reduce((a, b) => a + b, 0);
			whole.forEach((p, cell) => {
				if (p === 0) return;
				const states = statesOf(cell, sizes);
				const own = conditionals.reduce((product, conditional) => {
					const { weight, total } = weightOf(conditional, states, sizes);
					return (product * weight) / total;
				}, 1);
				expect(Math.abs(own - p / total)).toBeLessThan(1e-9);
			});
		}),
		{ numRuns: 200, seed: 2 },
	);
});
