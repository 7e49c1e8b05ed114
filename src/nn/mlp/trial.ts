/** Batches of made-up rows, for steps that are only timed. */
import type { Random } from "../../random";
import { createInputs } from "./inputs";
import type { Layout, Shape } from "./layout";
import type { Batch } from "./network";

/**
 * Fills a batch with random rows: about two thirds of the cells are masked, all of them targets; for a network of one
 * head the later half of the columns, of which the first is the target.
 */
export function fillBatch(
	{ tokens, oneHead }: Shape,
	layout: Layout,
	batch: Batch,
	rows: number,
	random: Random,
): void {
	const F = tokens.length;
	const target = oneHead ? Math.floor(F / 2) : undefined;
	batch.revealed = target ?? F;
	const inputs = createInputs(tokens, layout, batch.codes, batch.numbers);
	const masked = Uint8Array.from({ length: rows * F }, (_, cell) =>
		target === undefined ? Number(random.int(3) > 0) : Number(cell % F >= target),
	);
	for (let b = 0; b < rows; b++) {
		tokens.forEach((token, f) => {
			if (masked[b * F + f]) inputs.mask(b, f);
			else inputs.reveal(b, f, random.int(token.states), random.normal());
		});
	}
	let cell = 0;
	tokens.forEach((token, f) => {
		batch.cellStart[f] = cell;
		for (let b = 0; b < rows; b++) {
			if (!masked[b * F + f] || (target !== undefined && f !== target)) continue;
			batch.cellRow[cell] = b;
			batch.cellState[cell] = random.int(token.states);
			batch.cellValue[cell++] = 1 / (rows * F);
		}
	});
	batch.cellStart[F] = cell;
	batch.rows = rows;
}

/** Makes column f of all rows of the batch the target. */
export function targetColumn({ tokens }: Shape, batch: Batch, f: number, random: Random): void {
	for (let g = 0; g <= tokens.length; g++) batch.cellStart[g] = g <= f ? 0 : batch.rows;
	for (let b = 0; b < batch.rows; b++) {
		batch.cellRow[b] = b;
		batch.cellValue[b] = random.uniform();
	}
}
