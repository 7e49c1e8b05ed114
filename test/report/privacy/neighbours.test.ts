import fc from "fast-check";
import { expect, test } from "vitest";
import { createRandom } from "../../../src/random";
import { buildTree, createSearch } from "../../../src/report/privacy/neighbours";

/** The slow twin: every distance, sorted. */
function bruteForce(points: Float64Array, columns: number, query: Float64Array, active: readonly number[]): number[] {
	const out: number[] = [];
	for (let i = 0; i < points.length / columns; i++) {
		out.push(active.reduce((d, c) => d + Math.min(1, Math.abs(points[i * columns + c]! - query[c]!)), 0));
	}
	return out.sort((a, b) => a - b);
}

test("the tree finds the distances that comparing with every point finds", () => {
	fc.assert(
		fc.property(
			fc.integer(),
			fc.integer({ min: 1, max: 300 }),
			fc.integer({ min: 1, max: 7 }),
			(seed, count, columns) => {
				const random = createRandom(seed);
				// Even columns are levels or coarse numbers with many ties and missing ones, odd columns are numbers.
				const cell = (c: number): number =>
					c % 2 === 1 ? random.uniform() * 1.2 : random.int(9) === 0 ? 1e6 : random.int(4) * (c % 4 === 0 ? 1 : 0.3);
				const points = Float64Array.from({ length: count * columns }, (_, i) => cell(i % columns));
				const tree = buildTree(points, columns);
				const all = Array.from({ length: columns }, (_, c) => c);
				for (const active of [all, all.filter((c) => c !== random.int(columns))]) {
					const search = createSearch(tree, 3, active);
					for (let q = 0; q < 5; q++) {
						const query = Float64Array.from(all, cell);
						search.find(query, 0);
						const expected = bruteForce(points, columns, query, active);
						search.distances.forEach((d, k) => {
							if (k < count) expect(d).toBeCloseTo(expected[k]!, 10);
							else expect(d).toBe(Number.POSITIVE_INFINITY);
						});
					}
				}
			},
		),
		{ numRuns: 60, seed: 11 },
	);
});

test("a row can be passed over, so that it does not find itself", () => {
	const points = Float64Array.of(0, 0.5, 0.9);
	const search = createSearch(buildTree(points, 1), 1);
	search.find(points, 0, 0);
	expect(search.rows[0]).toBe(1);
});
