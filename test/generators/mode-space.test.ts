import { expect, test } from "vitest";
import { decode, encode, fitEncoder } from "../../src/encode/encoder";
import { createModeSpace, fitModes, fromModes, toModes, writeRow } from "../../src/generators/mode-space";
import { createPairDistance } from "../../src/generators/pair-distance";
import { createRandom } from "../../src/random";
import { cellsOf } from "../encode/tables";
import { mixed } from "./contract";

const random = createRandom("modes");
const encoder = fitEncoder(mixed, { protect: 5 }, random.stream("encoder"));
const matrix = encode(encoder, mixed, random.stream("encode"));
const space = createModeSpace(encoder, fitModes(encoder, matrix, 10, 5));
const rows = toModes(space, matrix, random.stream("draw"));

test("modes and scalars give back what they were made of: numbers, atoms, missing cells, categories", () => {
	const back = fromModes(space, encoder, rows);
	expect(back.codes).toEqual(matrix.codes);
	const options = { offset: 0, random: random.stream("values") };
	const [again, before] = [decode(encoder, back, options), decode(encoder, matrix, options)];
	for (const name of ["age", "income", "city", "smoker"]) {
		const [a, b] = [again, before].map((table) => cellsOf(table.columns.find((c) => c.name === name)!));
		// α is bounded: a number four deviations from its mode comes back nearer.
		const same = a!.filter((cell, row) => cell === b![row] || Math.abs(Number(cell) - Number(b![row])) <= 1);
		expect(same.length / a!.length).toBeGreaterThan(0.99);
	}
});

test("a row of the networks has its scalars and one state of each column", () => {
	const x = new Float32Array(space.D);
	writeRow(space, rows, 7, x, 0);
	for (const { start, states } of space.columns) {
		const own = x.subarray(space.N + start, space.N + start + states);
		expect(own.reduce((sum, v) => sum + v, 0)).toBe(1);
	}
	expect(space.D).toBe(space.N + space.columns.reduce((sum, { states }) => sum + states, 0));
});

test("the distance of pairs is 0 to the same rows and grows as dependence is lost", () => {
	const distance = createPairDistance(space, rows);
	expect(distance(rows)).toBeCloseTo(0, 12);
	const shifted = {
		...rows,
		states: rows.states.map((own, c) => own.map((_, row) => own[(row + 17 * c) % rows.rows]!)),
	};
	expect(distance(shifted)).toBeGreaterThan(0.1);
	const constant = { ...rows, states: rows.states.map((own) => own.map(() => 0)) };
	expect(distance(constant)).toBeGreaterThan(distance(shifted));
	expect(distance(constant)).toBeLessThanOrEqual(1);
});
