// B rows, F token columns, n masked columns of a row

import type { Inputs } from "../../../nn/mlp/inputs";
import type { Masker } from "../../../nn/mlp/masker";
import type { Batch } from "../../../nn/mlp/network";
import type { Random } from "../../../random";
import type { TokenTable } from "../../../tokens/data";

/** Share of a batch's rows whose masked columns are the table's last; the others' are any. */
const ORDERED_SHARE = 0.7;
/** Share of an ordered row's weight that its next column has; the columns behind it share the rest. */
const NEXT_SHARE = 0.5;

/**
 * Most cells of a row that are asked for in training: of wide tables some of the masked ones, drawn anew each time, teach
 * as much as all of them in less time (151 columns, 2,000 rows: told apart at .88 after 30 s, at .86 with all after 49 s; with
 * 16 a step says so little that held-out rows seem to be predicted no better too soon, .95).
 */
const MOST_ASKED = 32;

/**
 * Which cells are asked for: any columns, given any others; mostly the last ones, given the first; or one column, given
 * all before it.
 */
export type Asked = "any" | "last" | number;

/** The places of a column's rows among its ramps, worked out when first asked for. */
export type Places = (f: number) => Float32Array;

export function createPlaces({ rows, tokens, states, scores }: TokenTable, inputs: Inputs): Places {
	const none = new Float32Array(rows);
	const found: Float32Array[] = [];
	return (f) => {
		// Levels have no place that anybody reads.
		if (!tokens[f]!.scores) return none;
		const own = scores[f] ?? none;
		found[f] ??= Float32Array.from(states[f]!, (state, row) => inputs.place(f, state, own[row]!));
		return found[f];
	};
}

/** @param places of the same table and inputs, where several maskers share them. */
export function createMasker(
	table: TokenTable,
	asked: Asked,
	batch: Batch,
	inputs: Inputs,
	places = createPlaces(table, inputs),
): Masker {
	const F = table.tokens.length;
	const rowsMost = batch.codes.length / F;
	const weights = new Float32Array(rowsMost * F);
	/** 1 where a cell is revealed. */
	const known = new Uint8Array(rowsMost * F);
	const order = Int32Array.from({ length: F }, (_, f) => f);
	const shuffled = order.slice();
	const link = typeof asked === "number" ? asked : undefined;
	/** Columns from here on are masked in every row, and stay so. */
	const revealed = link ?? F;
	batch.revealed = revealed;

	/** Says that of row b the first `count` of some columns are revealed. */
	const tell = (b: number, columns: ArrayLike<number>, count: number) => {
		for (let i = 0; i < count; i++) known[b * F + columns[i]!] = 1;
	};
	if (link !== undefined) {
		for (let b = 0; b < rowsMost; b++) {
			tell(b, order, link);
			for (let f = link; f < F; f++) inputs.mask(b, f);
		}
	}

	const noScores = new Float32Array(table.rows);

	/** Writes the batch's cells, column by column, for each lies in an array of its own. */
	const write = (rows: ArrayLike<number>) => {
		for (let f = 0; f < revealed; f++) {
			const states = table.states[f]!;
			const scores = table.scores[f] ?? noScores;
			const placed = places(f);
			for (let b = 0; b < rows.length; b++) {
				const row = rows[b]!;
				if (known[b * F + f]) inputs.reveal(b, f, states[row]!, scores[row]!, placed[row]!);
				else inputs.mask(b, f);
			}
		}
	};

	/** A bin moved by a triangular error of at most `reach` bins, reflected at the ends. */
	const blurred = (state: number, bins: number, reach: number, random: Random) => {
		const moved = state + Math.round((random.uniform() + random.uniform() - 1) * reach);
		return moved < 0 ? -1 - moved : moved >= bins ? 2 * bins - 1 - moved : moved;
	};

	/** Lists the cells of positive weight by column. */
	const ask = (rows: ArrayLike<number>, random?: Random, blur = 0) => {
		let cell = 0;
		for (let f = 0; f < F; f++) {
			batch.cellStart[f] = cell;
			if (link !== undefined && f !== link) continue;
			const { bins } = table.tokens[f]!;
			const states = table.states[f]!;
			const reach = blur * bins;
			for (let b = 0; b < rows.length; b++) {
				const weight = link === undefined ? weights[b * F + f]! : 1 / rows.length;
				if (weight === 0) continue;
				batch.cellRow[cell] = b;
				const state = states[rows[b]!]!;
				batch.cellState[cell] = random && reach > 0 && state < bins ? blurred(state, bins, reach, random) : state;
				batch.cellValue[cell++] = weight;
			}
		}
		batch.cellStart[F] = cell;
		batch.rows = rows.length;
	};

	/** Draws which columns of each row are masked, and which of these are asked for with what weight. */
	const drawMasks = (B: number, start: number, random: Random) => {
		weights.fill(0, 0, B * F);
		known.fill(0, 0, B * F);
		for (let b = 0; b < B; b++) {
			const masked = Math.min(F, 1 + Math.floor(((start + b / B) % 1) * F));
			const told = F - masked;
			if (asked === "last" && random.uniform() < ORDERED_SHARE) {
				tell(b, order, told);
				const behind = masked - 1;
				weights[b * F + told] = (behind > 0 ? NEXT_SHARE : 1) / B;
				const few = Math.min(MOST_ASKED - 1, behind);
				const first = few < behind ? random.int(behind) : 0;
				for (let i = 0; i < few; i++) {
					const f = told + 1 + ((first + Math.floor((i * behind) / few)) % behind);
					weights[b * F + f] = (1 - NEXT_SHARE) / few / B;
				}
			} else {
				const few = Math.min(MOST_ASKED, masked);
				const drawn = few < masked ? told + few : told;
				for (let i = 0; i < drawn; i++) {
					const j = i + random.int(F - i);
					const f = shuffled[i]!;
					shuffled[i] = shuffled[j]!;
					shuffled[j] = f;
				}
				tell(b, shuffled, told);
				const weight = 1 / (few * B);
				for (let i = told; i < told + few; i++) weights[b * F + shuffled[i]!] = weight;
			}
		}
	};

	/** Reveals the first columns of each row, and asks for the next. */
	const maskAfter = (B: number, positions: ArrayLike<number>) => {
		weights.fill(0, 0, B * F);
		known.fill(0, 0, B * F);
		for (let b = 0; b < B; b++) {
			tell(b, order, positions[b]!);
			weights[b * F + positions[b]!] = 1 / B;
		}
	};

	return {
		columns: link === undefined ? F : 1,
		training(rows, random, blur = 0) {
			const start = random.uniform();
			if (link === undefined) drawMasks(rows.length, start, random);
			write(rows);
			ask(rows, random, blur);
		},
		evaluation(rows, positions) {
			if (link === undefined) maskAfter(rows.length, positions);
			write(rows);
			ask(rows);
		},
	};
}
