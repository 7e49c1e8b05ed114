import { expect, test } from "vitest";
import { ancestors, descendants, topologicalOrder } from "../../src/causal/graph";
import { latentProjection } from "../../src/causal/latent-projection";
import { createRandom } from "../../src/random";
import { dSeparated } from "./d-separation";
import { plainProjection } from "./plain-projection";

// The sprinkler network, Pearl 2009, Figure 1.2: season 0, rain 1, sprinkler 2, wet 3, slippery 4.
const SPRINKLER = [[], [0], [0], [1, 2], [3]];

test("ancestors and descendants include the nodes themselves", () => {
	expect([...ancestors(SPRINKLER, [3])].sort()).toEqual([0, 1, 2, 3]);
	expect([...descendants(SPRINKLER, [2])].sort()).toEqual([2, 3, 4]);
});

test("d-separation answers the questions of Pearl 2009, page 18", () => {
	expect(dSeparated(SPRINKLER, [1], [2], [0])).toBe(true);
	expect(dSeparated(SPRINKLER, [1], [2], [0, 4])).toBe(false); // a consequence of the collider opens it
	expect(dSeparated(SPRINKLER, [1], [2], [])).toBe(false);
	expect(dSeparated(SPRINKLER, [0], [4], [3])).toBe(true);
	expect(dSeparated(SPRINKLER, [0], [4], [1])).toBe(false);
});

test("conditioning on a collider's parent does not open it", () => {
	const m = [[], [], [0, 1], [2]]; // 0 → 2 ← 1, 2 → 3
	expect(dSeparated(m, [0], [1], [])).toBe(true);
	expect(dSeparated(m, [0], [1], [3])).toBe(false);
	expect(dSeparated(m, [0], [3], [2])).toBe(true);
});

test("a latent common cause becomes a bidirected edge, a latent mediator a directed one", () => {
	const confounded = [[], [0], [0, 1]]; // 0 latent
	expect(latentProjection(confounded, [1, 2])).toEqual({ directed: [[0, 1]], bidirected: [[0, 1]] });
	const chain = [[], [0], [1]]; // 1 latent
	expect(latentProjection(chain, [0, 2])).toEqual({ directed: [[0, 1]], bidirected: [] });
	const far = [[], [0], [0], [1], [2]]; // 0, 1, 2 latent
	expect(latentProjection(far, [3, 4])).toEqual({ directed: [], bidirected: [[0, 1]] });
});

test("two columns read from one node share its edges and are joined", () => {
	expect(latentProjection([[], [0]], [0, 0, 1])).toEqual({
		directed: [
			[0, 2],
			[1, 2],
		],
		bidirected: [[0, 1]],
	});
});

test("the projection is its definition's, for any graph, order of nodes and number of columns", () => {
	const random = createRandom("projections");
	for (let round = 0; round < 60; round++) {
		const nodes = 2 + random.int(50);
		const names = random.shuffle(Array.from({ length: nodes }, (_, i) => i));
		const parents: number[][] = names.map(() => []);
		for (let j = 1; j < nodes; j++) {
			for (let k = random.int(3); k > 0; k--) {
				const parent = names[random.int(j)]!;
				if (!parents[names[j]!]!.includes(parent)) parents[names[j]!]!.push(parent);
			}
		}
		const observed = Array.from({ length: 1 + random.int(45) }, () => random.int(nodes));
		expect(latentProjection(parents, observed)).toEqual(plainProjection(parents, observed));
	}
	expect(() => latentProjection([[1], [0]], [0])).toThrow(/cycle: 0 → 1 → 0/);
	expect(() => latentProjection([[]], [1])).toThrow(/no node 1/);
});

test("the projection keeps every separation among observed nodes that the full graph has", () => {
	// 5 observed of 7 nodes; m-separation checked through the canonical graph of the projection.
	const full = [[], [], [0], [0, 1], [1, 2], [3], [4, 5]];
	const observed = [2, 3, 4, 5, 6];
	const { directed, bidirected } = latentProjection(full, observed);
	const canonical: number[][] = observed.map(() => []);
	for (const [a, b] of directed) canonical[b]!.push(a);
	for (const [a, b] of bidirected) {
		canonical.push([]);
		canonical[a]!.push(canonical.length - 1);
		canonical[b]!.push(canonical.length - 1);
	}
	for (let a = 0; a < 5; a++)
		for (let b = a + 1; b < 5; b++)
			for (let set = 0; set < 32; set++) {
				const given = [0, 1, 2, 3, 4].filter((i) => (set >> i) & 1 && i !== a && i !== b);
				expect(dSeparated(canonical, [a], [b], given)).toBe(
					dSeparated(
						full,
						[observed[a]!],
						[observed[b]!],
						given.map((i) => observed[i]!),
					),
				);
			}
});

test("an order puts parents first and otherwise keeps the given one; a cycle is shown as its path", () => {
	expect(topologicalOrder([[2], [], [], [0]])).toEqual({ order: [2, 0, 1, 3] });
	expect(topologicalOrder([[1], [2], [0]])).toEqual({ cycle: [0, 1, 2, 0] });
	expect(topologicalOrder([[0]])).toEqual({ cycle: [0, 0] });
	const chain = Array.from({ length: 100_000 }, (_, i) => (i < 99_999 ? [i + 1] : []));
	expect(topologicalOrder(chain)).toHaveProperty("order.length", 100_000);
});
