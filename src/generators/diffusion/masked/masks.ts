// B rows, F token columns, n masked columns of a row
import type { Inputs } from "../../../nn/mlp/inputs";
import type { Masker } from "../../../nn/mlp/masker";
import type { Batch } from "../../../nn/mlp/network";
import type { Random } from "../../../random";
import type { TokenTable } from "../../../tokens/data";
import { createPositions, createRowWriter } from "../row-writer";

/** Share of a batch's rows whose masked columns are the table's last; the others' are any. */
const ORDERED_SHARE = 0.7;
/** Share of an ordered row's weight that its next column has; the columns behind it share the rest. */
const NEXT_SHARE = 0.5;

/**
 * Most targets a row in training: of wide tables some of the masked cells, chosen anew each time, teach as much as all of
 * them in less time (151 columns, 2,000 rows: detection AUC .88 after 30 s, .86 with all after 49 s; with 16 a step says so
 * little that held-out rows seem to be predicted no better too soon, .95).
 */
const MOST_TARGETS = 32;

/**
 * Masks for training the masked diffusion network. With a linear schedule its bound on the likelihood is that of an
 * any-order autoregressive model (Austin et al. 2021, appendix A.3): the number of masked columns is uniform.
 *
 * @param order "any": any columns are masked; "fixed": mostly the last ones, as in sampling column by column.
 */
export function createMasker(table: TokenTable, order: "any" | "fixed", batch: Batch, inputs: Inputs): Masker {
	const F = table.tokens.length;
	const rowsMost = batch.codes.length / F;
	const weights = new Float32Array(rowsMost * F);
	/** 1 where a cell is revealed. */
	const known = new Uint8Array(rowsMost * F);
	const columns = Int32Array.from({ length: F }, (_, f) => f);
	const shuffled = columns.slice();
	const writer = createRowWriter(table, batch, inputs, createPositions(table, inputs));
	batch.revealed = F;

	/** Says that of row b the first `count` of some columns are revealed. */
	const reveal = (b: number, some: ArrayLike<number>, count: number) => {
		for (let i = 0; i < count; i++) known[b * F + some[i]!] = 1;
	};

	/** Writes the rows, and as targets the cells of positive weight. */
	const fill = (rows: ArrayLike<number>, random?: Random, blur = 0) => {
		for (let f = 0; f < F; f++) writer.write(rows, f, known);
		let cell = 0;
		for (let f = 0; f < F; f++) {
			batch.cellStart[f] = cell;
			for (let b = 0; b < rows.length; b++) {
				const weight = weights[b * F + f]!;
				if (weight === 0) continue;
				batch.cellRow[cell] = b;
				batch.cellState[cell] = writer.target(rows[b]!, f, random, blur);
				batch.cellValue[cell++] = weight;
			}
		}
		batch.cellStart[F] = cell;
	};

	/** Draws which columns of each row are masked, and which of these are targets with what weight. */
	const drawMasks = (B: number, start: number, random: Random) => {
		weights.fill(0, 0, B * F);
		known.fill(0, 0, B * F);
		for (let b = 0; b < B; b++) {
			const masked = Math.min(F, 1 + Math.floor(((start + b / B) % 1) * F));
			const observed = F - masked;
			if (order === "fixed" && random.uniform() < ORDERED_SHARE) {
				reveal(b, columns, observed);
				const behind = masked - 1;
				weights[b * F + observed] = (behind > 0 ? NEXT_SHARE : 1) / B;
				const few = Math.min(MOST_TARGETS - 1, behind);
				const first = few < behind ? random.int(behind) : 0;
				for (let i = 0; i < few; i++) {
					const f = observed + 1 + ((first + Math.floor((i * behind) / few)) % behind);
					weights[b * F + f] = (1 - NEXT_SHARE) / few / B;
				}
			} else {
				const few = Math.min(MOST_TARGETS, masked);
				const drawn = few < masked ? observed + few : observed;
				for (let i = 0; i < drawn; i++) {
					const j = i + random.int(F - i);
					const f = shuffled[i]!;
					shuffled[i] = shuffled[j]!;
					shuffled[j] = f;
				}
				reveal(b, shuffled, observed);
				const weight = 1 / (few * B);
				for (let i = observed; i < observed + few; i++) weights[b * F + shuffled[i]!] = weight;
			}
		}
	};

	/** Reveals the first columns of each row, and makes the next the target. */
	const maskAfter = (B: number, positions: ArrayLike<number>) => {
		weights.fill(0, 0, B * F);
		known.fill(0, 0, B * F);
		for (let b = 0; b < B; b++) {
			reveal(b, columns, positions[b]!);
			weights[b * F + positions[b]!] = 1 / B;
		}
	};

	return {
		columns: F,
		carried: shuffled,
		training(rows, random, blur = 0) {
			drawMasks(rows.length, random.uniform(), random);
			fill(rows, random, blur);
		},
		evaluation(rows, positions) {
			maskAfter(rows.length, positions);
			fill(rows);
		},
	};
}
