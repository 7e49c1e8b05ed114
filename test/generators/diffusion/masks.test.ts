import { describe, expect, test } from "vitest";
import { createMasker } from "../../../src/generators/diffusion/masked/masks";
import { createInputs } from "../../../src/nn/mlp/inputs";
import { layOut } from "../../../src/nn/mlp/layout";
import { createRandom } from "../../../src/random";
import type { TokenColumn } from "../../../src/tokens/tokens";
import { emptyBatch } from "../../nn/mlp/batches";

const F = 60;
const ROWS = 180;
const BATCHES = 400;
const MOST_TARGETS = 32;

const tokens = Array.from({ length: F }, (_, f): TokenColumn => {
	return { column: f, number: -1, code: f, divisor: 1, remainder: false, states: 3, bins: 0 };
});
const layout = layOut({ tokens, width: 8, layers: 1, pieces: 4 });
const table = {
	rows: ROWS,
	tokens,
	states: tokens.map(() => Uint16Array.from({ length: ROWS }, (_, row) => row % 3)),
	scores: tokens.map(() => undefined),
};
const everyRow = Int32Array.from({ length: ROWS }, (_, row) => row);

/** Mean weight that a row gives each column over many batches; checks every batch. */
function meanWeights(asked: "any" | "fixed"): Float64Array {
	const batch = emptyBatch(ROWS, F, 0);
	const masker = createMasker(table, asked, batch, createInputs(tokens, layout, batch.codes, batch.numbers));
	const random = createRandom(asked);
	const weights = new Float64Array(F);
	for (let each = 0; each < BATCHES; each++) {
		masker.training(everyRow, random);
		const cells = new Int32Array(ROWS);
		let sum = 0;
		for (let f = 0; f < F; f++) {
			for (let cell = batch.cellStart[f]!; cell < batch.cellStart[f + 1]!; cell++) {
				const b = batch.cellRow[cell]!;
				if (batch.codes[b * F + f] !== layout.rowsOf[f]!.masked)
					throw new Error(`column ${f} is a target and revealed`);
				cells[b]!++;
				sum += batch.cellValue[cell]!;
				weights[f]! += batch.cellValue[cell]! / BATCHES;
			}
		}
		expect(Math.min(...cells)).toBeGreaterThanOrEqual(1);
		expect(Math.max(...cells)).toBe(MOST_TARGETS);
		expect(sum).toBeCloseTo(1, 4);
	}
	return weights;
}

// Over 72,000 rows a column's mean weight is known to about 3 %.
const close = (got: number, wanted: number) => expect(Math.abs(got / wanted - 1)).toBeLessThan(0.12);

describe("of a wide table's masked columns", () => {
	test("32 at most are targets, in any order each with the weight that it has where all are", () => {
		for (const weight of meanWeights("any")) close(weight, 1 / F);
	});

	test("in one order too, where the next has half of it and those behind it share the rest", () => {
		const ordered = 0.7;
		const got = meanWeights("fixed");
		for (let f = 0; f < F; f++) {
			let wanted = (1 - ordered) / F;
			for (let told = 0; told <= f; told++) {
				const behind = F - 1 - told;
				const share = told === f ? (behind > 0 ? 0.5 : 1) : 0.5 / behind;
				wanted += (ordered * share) / F;
			}
			close(got[f]!, wanted);
		}
	});
});
