import { describe, expect, test } from "vitest";
import { sampleTable } from "../../src/causal/columns";
import { counterfactualTable } from "../../src/causal/counterfactual";
import { FAMILIES } from "../../src/causal/families";
import { descendants } from "../../src/causal/graph";
import { sampleNodes } from "../../src/causal/sample";
import type { CausalModelData, CausalNode, Families, Interventions } from "../../src/causal/scm";
import { createRandom } from "../../src/random";

const random = createRandom("scm");

/** A family with vector-valued nodes: every component is the sum of the parents' components plus its own noise. */
const FAMILIES_HERE: Families = {
	...FAMILIES,
	spread: {
		evaluate(_, { parents, rows, width, noise }, out) {
			noise.normal(out, width);
			for (const parent of parents)
				for (let row = 0; row < rows; row++)
					for (let i = 0; i < width; i++)
						out[row * width + i] = out[row * width + i]! + parent.values[row * parent.width + (i % parent.width)]!;
		},
	},
};

const linear = (name: string, parents: number[], weights: number[], sd = 1): CausalNode => ({
	name,
	width: 1,
	parents,
	mechanism: { family: "linear", parameters: { intercept: 0, weights: Float64Array.from(weights), sd } },
});
const vector = (name: string, width: number, parents: number[]): CausalNode => ({
	name,
	width,
	parents,
	precision: "single",
	mechanism: { family: "spread", parameters: null },
});

// a → b → d ← c, v (3 wide) ← a, w (2 wide) ← v and c, e alone
const MODEL: CausalModelData = {
	nodes: [
		linear("a", [], []),
		linear("b", [0], [2]),
		linear("c", [], []),
		linear("d", [1, 2], [0.5, -1]),
		vector("v", 3, [0]),
		vector("w", 2, [4, 2]),
		linear("e", [], []),
	],
	columns: [
		{ name: "b", kind: "number", node: 1 },
		{ name: "w1", kind: "number", node: 5, component: 1 },
		{
			name: "cut",
			kind: "category",
			node: 3,
			levels: ["low", "middle", "high"],
			convert: { family: "thresholds", parameters: { thresholds: Float64Array.of(-1, 1) } },
		},
		{
			name: "pick",
			kind: "category",
			node: 4,
			components: 3,
			levels: ["x", "y", "z"],
			convert: { family: "gumbel-max", parameters: { scale: 2 } },
		},
		{ name: "sometimes", kind: "number", node: 0, missing: 6 },
	],
};

const draw = (actions: Interventions = {}, rows = 300, offset = 0) =>
	sampleNodes(MODEL, { rows, offset, random, do: actions }, FAMILIES_HERE);

describe("interventions change descendants, bit for bit nothing else", () => {
	const actions: [string, Interventions][] = [
		["hard", { b: { set: 3 } }],
		["shift", { a: { shift: 1 } }],
		["scale", { c: { scale: -2 } }],
		["one component of a vector", { v: { component: 1, set: 9 } }],
		[
			"another mechanism",
			{ b: { mechanism: { family: "linear", parameters: { intercept: 1, weights: [], sd: 2 } }, parents: [] } },
		],
	];
	test.each(actions)("%s", (_, action) => {
		const before = draw();
		const after = draw(action);
		const acted = Object.keys(action).map((name) => MODEL.nodes.findIndex((node) => node.name === name));
		const reached = descendants(
			MODEL.nodes.map(({ parents }) => parents),
			acted,
		);
		for (const [i] of MODEL.nodes.entries()) {
			if (reached.has(i)) expect(after[i]!.values).not.toEqual(before[i]!.values);
			else expect(after[i]!.values).toEqual(before[i]!.values);
		}
	});

	test("a replaced mechanism keeps the node's noise", () => {
		const noise = draw()[2]!.values; // c is its noise
		const action = { mechanism: { family: "linear", parameters: { intercept: 5, weights: [], sd: 3 } } };
		const moved = draw({ c: action })[2]!.values;
		for (const [row, value] of noise.entries()) expect(moved[row]).toBe(5 + 3 * value);
	});
});

test("rows are the same in chunks of any size", () => {
	const whole = sampleTable(MODEL, { rows: 10_000, random }, FAMILIES_HERE);
	for (const size of [1, 999, 4097]) {
		for (const offset of [0, 5000]) {
			const chunk = sampleTable(MODEL, { rows: size, offset, random }, FAMILIES_HERE);
			for (const [i, column] of chunk.columns.entries()) {
				const all = whole.columns[i]!;
				if ("values" in column && "values" in all)
					expect(column.values).toEqual(all.values.slice(offset, offset + size));
				else if ("codes" in column && "codes" in all)
					expect(column.codes).toEqual(all.codes.slice(offset, offset + size));
			}
		}
	}
});

test("a model is plain data: its structured clone draws the same table", () => {
	expect(sampleTable(structuredClone(MODEL), { rows: 50, random }, FAMILIES_HERE)).toEqual(
		sampleTable(MODEL, { rows: 50, random }, FAMILIES_HERE),
	);
});

test("linear nodes are abducted from a table's rows; nodes without an inverse are refused where the action reaches", () => {
	const columns = ["a", "b", "c", "d"].map((name, node) => ({ name, kind: "number" as const, node }));
	const nodes = MODEL.nodes.slice(0, 4);
	const model: CausalModelData = { nodes, columns };
	const table = sampleTable(model, { rows: 60, random });
	const after = counterfactualTable(model, model, { a: { shift: 1 } }, table, FAMILIES);
	const column = (of: typeof table, i: number) => (of.columns[i] as { values: Float64Array }).values;
	for (let row = 0; row < 60; row++) {
		expect(column(after, 1)[row]).toBeCloseTo(column(table, 1)[row]! + 2, 12);
		expect(column(after, 3)[row]).toBeCloseTo(column(table, 3)[row]! + 1, 12);
	}
	expect(column(after, 2)).toEqual(column(table, 2));
	const opaque: CausalModelData = {
		nodes: [...nodes, vector("v", 1, [0])],
		columns: [...columns, { name: "v", kind: "number", node: 4 }],
	};
	const seen = sampleTable(opaque, { rows: 5, random }, FAMILIES_HERE);
	expect(() => counterfactualTable(opaque, opaque, { a: { set: 1 } }, seen, FAMILIES_HERE)).toThrow(
		'The noise of "v" cannot be recovered from its value: its mechanism (spread) is not invertible',
	);
});

test("gumbel-max draws from the softmax", () => {
	const model: CausalModelData = {
		nodes: [{ name: "z", width: 3, parents: [], mechanism: { family: "constant", parameters: null } }],
		columns: [
			{
				name: "k",
				kind: "category",
				node: 0,
				components: 3,
				levels: ["a", "b", "c"],
				convert: { family: "gumbel-max", parameters: { bias: [0, Math.log(2), Math.log(5)] } },
			},
		],
	};
	const families: Families = { ...FAMILIES, constant: { evaluate: (_, __, out) => out.fill(0) } };
	const table = sampleTable(model, { rows: 40_000, random }, families);
	const column = table.columns[0]!;
	const counts = [0, 0, 0];
	if ("codes" in column) for (const code of column.codes) counts[code] = counts[code]! + 1;
	for (const [k, p] of [1 / 8, 2 / 8, 5 / 8].entries())
		expect(Math.abs(counts[k]! / 40_000 - p)).toBeLessThan(4 * Math.sqrt((p * (1 - p)) / 40_000));
});

test("wrong structure is refused by name", () => {
	const request = { rows: 1, random };
	expect(() => sampleNodes({ nodes: [linear("a", [1], [1]), linear("b", [], [])], columns: [] }, request)).toThrow(
		'A parent of "a" (node 1) does not come before it',
	);
	expect(() => sampleNodes({ nodes: [vector("v", 2, [])], columns: [] }, request)).toThrow(
		'"v" uses the family "spread"',
	);
	expect(() => draw({ q: { set: 1 } })).toThrow('There is no node "q" to intervene on');
	expect(() => draw({ v: { component: 2, components: 2, set: 1 } })).toThrow('"v" has 3 components');
});
