import { describe, expect, test } from "vitest";
import { scalarsOf } from "../../../bench/scalars";
import { createColumnMasker } from "../../../src/generators/diffusion/columns/column-batch";
import { createMasker } from "../../../src/generators/diffusion/masked/masks";
import { createPositions } from "../../../src/generators/diffusion/row-writer";
import { createInputs, NO_POSITION } from "../../../src/nn/mlp/inputs";
import { layOut } from "../../../src/nn/mlp/layout";
import type { Batch } from "../../../src/nn/mlp/network";
import { createRandom } from "../../../src/random";
import { normalQuantile } from "../../../src/statistics/normal";
import type { TokenColumn } from "../../../src/tokens/tokens";
import { emptyBatch } from "../../nn/mlp/batches";

const column = { column: 0, number: 0, code: -1, divisor: 1, remainder: false };
const BINS = 28;
const binned: TokenColumn = { ...column, states: BINS, bins: BINS, scores: new Float32Array(0) };
const few: TokenColumn = {
	...column,
	states: 2,
	bins: 0,
	scores: Float32Array.of(-1, 1),
};
const levels: TokenColumn = { ...column, states: 3, bins: 0 };
const tokens = [binned, few, levels];
const layout = layOut({ tokens, width: 8, layers: 1, pieces: 4 });

describe("what the network sees of a cell", () => {
	test("is the score and an encoding for one of many numbers, the score for one of few, nothing more for a category", () => {
		expect(layout.numbers).toEqual([
			{ at: 0, pieces: 4 },
			{ at: 5, pieces: 0 },
		]);
		const batch = { rows: 1, numbers: new Float32Array(4) } as Batch;
		const inputs = createInputs(tokens, layout, new Int32Array(3), batch.numbers);
		const scalars = () => scalarsOf(layout, batch);
		inputs.reveal(0, 0, 10, normalQuantile(0.375));
		inputs.reveal(0, 1, 1, 0);
		const [z, ...encoding] = scalars().subarray(0, 5);
		expect(z).toBeCloseTo(normalQuantile(0.375), 6);
		// 0.375 of the rows lie below: the first quarter is passed, the second half passed.
		[1, 0, -1, -1].forEach((value, k) => {
			expect(encoding[k]).toBeCloseTo(value, 5);
		});
		expect(scalars()[5]).toBe(1);
		inputs.mask(0, 0);
		expect(batch.numbers[1]).toBe(NO_POSITION);
		expect([...scalars()]).toEqual([0, 0, 0, 0, 0, 1, 0, 0]);
	});
});

const rows = 600;
const states = tokens.map((token) => Uint16Array.from({ length: rows }, (_, r) => r % token.states));
const scores = [new Float32Array(rows), undefined, undefined];
const everyRow = Int32Array.from({ length: rows }, (_, r) => r);

/** A batch of every row, filled for training. */
function training(target: "any" | number, blur: number): Batch {
	const batch = emptyBatch(rows, 3, layout.numbers.length);
	const inputs = createInputs(tokens, layout, batch.codes, batch.numbers);
	const table = { rows, tokens, states, scores };
	const masker =
		target === "any"
			? createMasker(table, target, batch, inputs)
			: createColumnMasker(table, target, batch, inputs, createPositions(table, inputs));
	masker.training(everyRow, createRandom(3), blur);
	return batch;
}

describe("a masker of one column", () => {
	test("reveals the columns before it and has it alone for a target, in every row", () => {
		const { cellStart, cellState, cellValue, codes, revealed } = training(1, 0);
		expect([...cellStart]).toEqual([0, 0, rows, rows]);
		expect(revealed).toBe(1);
		expect(cellState.subarray(0, rows)).toEqual(Int32Array.from(states[1]!));
		expect(cellValue.subarray(0, rows).reduce((a, b) => a + b, 0)).toBeCloseTo(1, 5);
		for (let b = 0; b < rows; b++) {
			const known = layout.rowsOf.map(({ masked }, f) => codes[3 * b + f] !== masked);
			expect(known).toEqual([true, false, false]);
		}
	});
});

describe("blur", () => {
	const targets = (blur: number) => training("any", blur);

	test("moves bins by so much at most, within the column, and leaves categories and values alone", () => {
		const { cellStart, cellRow, cellState } = targets(1 / 7);
		let moved = 0;
		for (let cell = 0; cell < cellStart[3]!; cell++) {
			const f = cell < cellStart[1]! ? 0 : cell < cellStart[2]! ? 1 : 2;
			const distance = Math.abs(cellState[cell]! - states[f]![cellRow[cell]!]!);
			expect(distance).toBeLessThanOrEqual(f === 0 ? 4 : 0);
			expect(cellState[cell]!).toBeLessThan(tokens[f]!.states);
			moved += Number(distance > 0);
		}
		expect(moved).toBeGreaterThan(100);
	});

	test("of nothing leaves bins as they are", () => {
		const { cellStart, cellRow, cellState } = targets(0);
		for (let cell = 0; cell < cellStart[1]!; cell++) expect(cellState[cell]).toBe(states[0]![cellRow[cell]!]);
	});
});
