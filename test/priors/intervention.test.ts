import { expect, test } from "vitest";
import { sampleTable } from "../../src/causal/columns";
import { sampleNodes } from "../../src/causal/sample";
import type { Noise } from "../../src/causal/scm";
import { drawModel } from "../../src/priors/draw-model";
import type { TaskGraph } from "../../src/priors/prior";
import { isNumeric, type Table } from "../../src/table/table";
import { plainProjection } from "../causal/plain-projection";
import { collect, NAMES } from "./collect";

/** Columns that are reached from `start` along directed pairs of the projected graph. */
function descendants({ observed }: TaskGraph, start: number): Set<number> {
	const found = new Set([start]);
	for (const column of found) for (const [from, to] of observed.directed) if (from === column) found.add(to);
	return found;
}

const cells = (table: Table, column: number) => {
	const c = table.columns[column]!;
	return isNumeric(c) ? c.values : c.codes;
};

test.each(NAMES)("%s: the frozen model gives the table it was calibrated on", async (name) => {
	for (let index = 0; index < 6; index++) {
		const { drawn, table } = await drawModel(name, { seed: "frozen", index, rows: 70, features: 5 }, { filter: false });
		const again = sampleTable(drawn.model, { rows: 70, random: drawn.noise }, drawn.families);
		expect(again).toEqual(table);
		const part = sampleTable(drawn.model, { rows: 20, offset: 31, random: drawn.noise }, drawn.families);
		for (const c of part.columns.keys()) expect(cells(part, c)).toEqual(cells(table, c).slice(31, 51));
		// The model is plain data: it survives the way through a worker.
		const copy = structuredClone(drawn.model);
		expect(sampleTable(copy, { rows: 70, random: drawn.noise }, drawn.families)).toEqual(table);
	}
});

test.each(NAMES)("%s: setting a column leaves its non-descendants untouched to the last bit", async (name) => {
	let moved = 0;
	let possible = 0;
	for (let index = 0; index < 10; index++) {
		const request = { tables: 1, offset: index, rows: 60, features: 6 };
		const [before] = await collect(name, request, { filter: false });
		for (let column = 0; column < 6; column++) {
			const c = before!.table.columns[column]!;
			const setting = isNumeric(c) ? 1.5 : c.levels[c.codes[0]!]!;
			const [after] = await collect(name, { ...request, do: { [c.name]: setting } }, { filter: false });
			const below = descendants(before!.graph, column);
			before!.table.columns.forEach((_, other) => {
				const same = cells(before!.table, other).every((v, row) => Object.is(v, cells(after!.table, other)[row]));
				if (!below.has(other)) expect(same, `${c.name} moved ${other} of table ${index}`).toBe(true);
				else if (other !== column) {
					possible++;
					if (!same) moved++;
				}
			});
			const set = after!.table.columns[column]!;
			if (isNumeric(set)) expect(new Set(set.values).size).toBe(1);
			else expect(set.codes.every((code) => set.levels[code] === setting)).toBe(true);
		}
	}
	// Some descendants hardly react (a saturated unit, a far threshold); most must.
	if (possible > 0) expect(moved / possible).toBeGreaterThan(0.4);
});

test.each(NAMES)("%s: the observed graph is the latent graph's projection", async (name) => {
	for (const { graph, table } of await collect(name, { tables: 8, rows: 40, features: 5 }, { filter: false })) {
		const parents = graph.nodes.map((): number[] => []);
		for (const [from, to] of graph.edges) {
			expect(from).toBeLessThan(to);
			parents[to]!.push(from);
		}
		const observed = table.columns.map((column) => graph.columnNodes[column.name]!);
		const expected = plainProjection(parents, observed);
		const sorted = (pairs: readonly (readonly [number, number])[]) => pairs.map((p) => p.join()).sort();
		expect(sorted(graph.observed.directed)).toEqual(sorted(expected.directed));
		expect(sorted(graph.observed.bidirected)).toEqual(sorted(expected.bidirected));
	}
});

const correlation = (a: ArrayLike<number>, b: ArrayLike<number>) => {
	const n = a.length;
	const mean = (x: ArrayLike<number>) => Array.from(x).reduce((s, v) => s + v, 0) / n;
	const [ma, mb] = [mean(a), mean(b)];
	let ab = 0;
	let aa = 0;
	let bb = 0;
	for (let i = 0; i < n; i++) {
		ab += (a[i]! - ma) * (b[i]! - mb);
		aa += (a[i]! - ma) ** 2;
		bb += (b[i]! - mb) ** 2;
	}
	return aa > 0 && bb > 0 ? ab / Math.sqrt(aa * bb) : 0;
};

test("columns without a common ancestor are independent", async () => {
	// Pairs joined by no edge of the mixed graph and by no directed path have no trek between them.
	const rows = 1000;
	const scores: number[] = [];
	for (const name of ["graph-scm", "tree-scm", "mlp-scm"] as const) {
		for (const { graph, table } of await collect(
			name,
			{ tables: 12, rows, features: 8 },
			{ filter: false, noise: "on" },
		)) {
			const reach = table.columns.map((_, c) => descendants(graph, c));
			const confounded = new Set(graph.observed.bidirected.flatMap(([a, b]) => [`${a},${b}`, `${b},${a}`]));
			const trek = (a: number, b: number) =>
				table.columns.some((_, u) =>
					table.columns.some(
						(_, v) => (u === v || confounded.has(`${u},${v}`)) && reach[u]!.has(a) && reach[v]!.has(b),
					),
				);
			for (let a = 0; a < 9; a++) {
				for (let b = a + 1; b < 9; b++) {
					if (!trek(a, b)) scores.push(correlation(cells(table, a), cells(table, b)) * Math.sqrt(rows));
				}
			}
		}
	}
	expect(scores.length).toBeGreaterThan(100);
	const squares = scores.reduce((s, z) => s + z * z, 0) / scores.length;
	// Under independence each score is about N(0, 1).
	expect(squares).toBeGreaterThan(0.6);
	expect(squares).toBeLessThan(1.5);
	expect(Math.max(...scores.map(Math.abs))).toBeLessThan(5);
});

test("given its parents, a node with noise is independent of its non-descendants", async () => {
	const rows = 600;
	const scores: number[] = [];
	for (let index = 0; index < 4; index++) {
		const { drawn } = await drawModel(
			"graph-scm",
			{ seed: "markov", index, rows, features: 4 },
			{ filter: false, noise: "on" },
		);
		const { nodes } = drawn.model;
		const values = sampleNodes(drawn.model, { rows, random: drawn.noise }, drawn.families);
		const silent: Noise = { uniform: (out) => out.fill(0.5), normal: (out) => out.fill(0), abducted: () => undefined };
		nodes.forEach((node, i) => {
			if (node.mechanism.family !== "graph-node" || node.parents.length === 0) return;
			const mean = new Float32Array(rows * node.width);
			const at = {
				parents: node.parents.map((p) => values[p]!),
				rows,
				width: node.width,
				noise: silent,
				name: node.name,
			};
			drawn.families["graph-node"]!.evaluate(
				node.mechanism.parameters,
				{ ...at, rowNumber: (r: number) => r } as never,
				mean,
			);
			// What the parents leave open: the first component's own noise.
			const rest = Float64Array.from({ length: rows }, (_, r) => {
				return values[i]!.values[r * node.width]! - mean[r * node.width]!;
			});
			for (let j = 0; j < i; j++) {
				const { values: other, width } = values[j]!;
				scores.push(
					correlation(
						rest,
						Float64Array.from({ length: rows }, (_, r) => other[r * width]!),
					) * Math.sqrt(rows),
				);
			}
		});
	}
	expect(scores.length).toBeGreaterThan(20);
	expect(Math.max(...scores.map(Math.abs))).toBeLessThan(5);
	expect(scores.reduce((s, z) => s + z * z, 0) / scores.length).toBeLessThan(1.6);
});
