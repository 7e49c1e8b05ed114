import { createInputs } from "../src/generators/diffusion/inputs";
import type { Layout, Shape } from "../src/generators/diffusion/layout";
import type { Batch } from "../src/generators/diffusion/network";
import { embeddingRows, type TokenColumn } from "../src/generators/diffusion/tokens";
import type { Random } from "../src/random";

/**
 * Levels of the columns of the census table "Adult" (Becker and Kohavi 1996, its names file), "missing" among them;
 * numbers of many values as bins, and two of these with a value that half the rows share.
 */
const ADULT = [
	{ states: 64, bins: 64 },
	{ states: 9, bins: 0 },
	{ states: 64, bins: 64 },
	{ states: 16, bins: 0 },
	{ states: 16, bins: 0, numeric: true },
	{ states: 7, bins: 0 },
	{ states: 15, bins: 0 },
	{ states: 6, bins: 0 },
	{ states: 5, bins: 0 },
	{ states: 2, bins: 0 },
	{ states: 65, bins: 64 },
	{ states: 65, bins: 64 },
	{ states: 65, bins: 64 },
	{ states: 42, bins: 0 },
	{ states: 2, bins: 0 },
];

/** The shape of the default generator's network on Adult. */
export function adultShape(width: number, layers: number): Shape {
	let embedding = 0;
	const tokens = ADULT.map(({ numeric, ...size }, column): TokenColumn => {
		const token = { column, ...size, number: -1, code: column, divisor: 1, remainder: false, embedding };
		embedding += embeddingRows(size);
		if (size.bins === 0 && !numeric) return token;
		const scores = Float32Array.from({ length: size.states - size.bins }, (_, i) => Math.sin(i));
		return { ...token, number: size.bins ? 0 : -1, scores };
	});
	return { tokens, width, layers, ramps: 5 };
}

/** Fills a batch with random rows: about two thirds of the cells are masked, all of them asked for. */
export function fillTraining({ tokens }: Shape, layout: Layout, batch: Batch, rows: number, random: Random): void {
	const F = tokens.length;
	const inputs = createInputs(tokens, layout, batch.codes, batch.scalars);
	const masked = Uint8Array.from({ length: rows * F }, () => (random.int(3) > 0 ? 1 : 0));
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
			if (!masked[b * F + f]) continue;
			batch.cellRow[cell] = b;
			batch.cellState[cell] = random.int(token.states);
			batch.cellValue[cell++] = 1 / (rows * F);
		}
	});
	batch.cellStart[F] = cell;
	batch.rows = rows;
}

/** Asks for column f of all rows of the batch. */
export function askForColumn({ tokens }: Shape, batch: Batch, f: number, random: Random): void {
	for (let g = 0; g <= tokens.length; g++) batch.cellStart[g] = g <= f ? 0 : batch.rows;
	for (let b = 0; b < batch.rows; b++) {
		batch.cellRow[b] = b;
		batch.cellValue[b] = random.uniform();
	}
}
