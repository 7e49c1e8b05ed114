import fc from "fast-check";
import { expect, test } from "vitest";
import { layerGraph } from "../../src/charts/layers";

const graphs = fc.integer({ min: 0, max: 30 }).chain((count) =>
	fc.tuple(
		fc.constant(count),
		fc
			.array(fc.tuple(fc.nat(Math.max(0, count - 1)), fc.nat(Math.max(0, count - 1))), { maxLength: 60 })
			.map((pairs) => pairs.filter(([a, b]) => a < b)),
	),
);

test("every effect lies below its causes, and no two nodes of a layer lie on each other", () => {
	fc.assert(
		fc.property(graphs, ([count, edges]) => {
			const { layer, place, layers } = layerGraph(count, edges);
			for (const [parent, child] of edges) expect(layer[child]).toBeGreaterThan(layer[parent] as number);
			const seen = new Set(layer.map((at, node) => `${at}:${place[node]}`));
			expect(seen.size).toBe(count);
			expect(layer.every((at) => at >= 0 && at < layers)).toBe(true);
			expect(place.every((at) => at > 0 && at < 1)).toBe(true);
		}),
	);
});

test("nodes may be listed in any order", () => {
	const { layer } = layerGraph(3, [
		[2, 1],
		[1, 0],
	]);
	expect(layer).toEqual([2, 1, 0]);
});

test("edges that need not cross do not", () => {
	// Two chains whose second nodes are listed the wrong way round.
	const { place } = layerGraph(4, [
		[0, 3],
		[1, 2],
	]);
	expect(((place[0] as number) - (place[1] as number)) * ((place[3] as number) - (place[2] as number))).toBeGreaterThan(
		0,
	);
});

test("a cause with late effects only stands just above them", () => {
	const { layer } = layerGraph(4, [
		[0, 1],
		[1, 3],
		[2, 3],
	]);
	expect(layer).toEqual([0, 1, 1, 2]);
});
