// B rows, F token columns, N numbers, S their scalars, R embedding rows, K states of a column, P these padded

import type { Reserved } from "../../random";
import { scalarWords } from "../kernels/gpu/dense";
import { GRADIENT_TILE_WORDS, type GradientJob, gradientTiles } from "../kernels/gpu/gradients";
import { CELL_TILE_WORDS, COLUMN_WORDS } from "../kernels/gpu/heads";
import { DROPOUT_BANK, TILE } from "../kernels/gpu/tile";
import { cutsOf, type Layout, type Shape } from "./layout";
import type { Batch, Update } from "./network";

/** Pairs of random words that hold a bank, wherever in the first it begins. */
export const BANK_PAIRS = DROPOUT_BANK / 8 + 1;

const maskWords = (padded: number) => Math.ceil(padded / 32);

/**
 * The matrices whose gradients are products, with where these go.
 *
 * @param target the column that a network of one head answers for.
 */
function gradientJobs({ width, layers, oneHead }: Shape, layout: Layout, target: number): GradientJob[] {
	const blocks = layout.blocks
		.slice(0, layers)
		.map((block, index): GradientJob => ({ kind: "block", index, m: width, n: width, ...block }));
	const heads = layout.heads.map(
		({ matrix, bias, padded }, index): GradientJob => ({ kind: "head", index, m: width, n: padded, matrix, bias }),
	);
	const { scalarWidth: S, scalars: matrix } = layout;
	const scalars: GradientJob[] = S > 0 ? [{ kind: "scalars", index: 0, m: S, n: width, matrix }] : [];
	return [...blocks, ...(oneHead ? heads.slice(target, target + 1) : heads), ...scalars];
}

/** Words of each region of the inputs, in the order in which they lie. */
function plan(shape: Shape, layout: Layout, batchRows: number, training: boolean, gradientWords: number) {
	const F = shape.tokens.length;
	const cells = batchRows * F;
	const train = (n: number) => (training ? n : 0);
	return {
		columns: COLUMN_WORDS * F,
		cuts: layout.heads.reduce((sum, { mixture }, f) => sum + (mixture ? cutsOf(shape.tokens[f]!).length : 0), 0),
		gradientTiles: gradientWords,
		scalars: layout.scalarWidth,
		// These five are written together.
		dropout: 2 + shape.layers + 1,
		cellStart: F + 1,
		logitStart: F,
		allowedStart: F,
		cellTiles: CELL_TILE_WORDS * (Math.floor(cells / TILE) + F),
		codes: cells,
		numbers: 2 * batchRows * layout.numbers.length,
		bank: train(2 * BANK_PAIRS),
		cellRow: cells,
		cellState: cells,
		cellValue: cells,
		cellOf: train(cells),
		embedStart: train(layout.embeddingRows + 1),
		embedList: train(cells),
		allowed: batchRows * layout.heads.reduce((sum, { padded }) => sum + maskWords(padded), 0),
	};
}

type Region = keyof ReturnType<typeof plan>;

/**
 * What the network's kernels read, in one block of memory that mirrors a GPU buffer: the batch as its caller writes it,
 * and the lists that follow from it, made anew for every step without allocation.
 */
export class GpuInputs {
	readonly batch: Batch;
	/** Position of each region, in words. */
	readonly at: Readonly<Record<Region, number>>;
	readonly bytes: number;
	/** Tiles of the gradients' list. */
	gradientTiles = 0;
	/** The column whose head is in that list, where there is one head for all. */
	private listed = Number.NaN;
	/** The random words by which activations are dropped in the batch at hand; absent where none are. */
	bank: Reserved | undefined;
	/** Tiles of up to 32 cells of one column, in the batch at hand. */
	cellTiles = 0;
	private readonly words: Uint32Array<ArrayBuffer>;
	private readonly floats: Float32Array;
	private readonly next: Uint32Array;

	constructor(
		private readonly shape: Shape,
		private readonly layout: Layout,
		batchRows: number,
		training: boolean,
	) {
		const padded = layout.heads.map((head) => head.padded);
		const widest = padded.indexOf(Math.max(...padded));
		const sizes = plan(shape, layout, batchRows, training, training ? this.gradientList(widest).length : 0);
		let size = 0;
		this.at = Object.fromEntries(
			Object.entries(sizes).map(([name, words]) => {
				const at = size;
				size += words;
				return [name, at];
			}),
		) as Record<Region, number>;
		this.words = new Uint32Array(size);
		this.floats = new Float32Array(this.words.buffer);
		this.bytes = this.words.byteLength;
		this.next = new Uint32Array(training ? layout.embeddingRows : 0);
		this.words.set(scalarWords(layout.numbers, layout.scalarWidth), this.at.scalars);
		let cut = this.at.cuts;
		layout.heads.forEach(({ matrix, bias, padded, mixture }, f) => {
			const { states, bins } = shape.tokens[f]!;
			const column = this.at.columns + COLUMN_WORDS * f;
			this.words.set([matrix, bias, padded, states], column);
			if (!mixture) return;
			this.words.set([mixture.at, bins, 0, cut], column + 4);
			this.floats[column + 6] = mixture.residual;
			const cuts = cutsOf(shape.tokens[f]!);
			this.floats.set(cuts, cut);
			cut += cuts.length;
		});
		const { buffer } = this.words;
		const ints = (name: Region) => new Int32Array(buffer, 4 * this.at[name], sizes[name]);
		const floats = (name: Region) => new Float32Array(buffer, 4 * this.at[name], sizes[name]);
		this.batch = {
			rows: 0,
			revealed: shape.tokens.length,
			codes: ints("codes"),
			numbers: floats("numbers"),
			cellStart: ints("cellStart"),
			cellRow: ints("cellRow"),
			cellState: ints("cellState"),
			cellValue: floats("cellValue"),
		};
	}

	/** Cells of the batch at hand. */
	get cells(): number {
		return this.batch.cellStart[this.shape.tokens.length]!;
	}

	private gradientList(target: number): Uint32Array {
		return gradientTiles(gradientJobs(this.shape, this.layout, target));
	}

	/** Lists the gradients that the batch asks for, where it is not the list there is. */
	private listGradients(queue: GPUQueue, buffer: GPUBuffer): void {
		const target = this.shape.oneHead ? this.batch.revealed : 0;
		if (target === this.listed) return;
		const { words, at } = this;
		const list = this.gradientList(target);
		words.set(list, at.gradientTiles);
		queue.writeBuffer(buffer, 4 * at.gradientTiles, words, at.gradientTiles, list.length);
		this.listed = target;
		this.gradientTiles = list.length / GRADIENT_TILE_WORDS;
	}

	/** Writes what no step changes. */
	uploadStatic(queue: GPUQueue, buffer: GPUBuffer): void {
		queue.writeBuffer(buffer, 0, this.words, 0, this.at.dropout);
	}

	/**
	 * Decides what the next step drops: the same elements as in `linear-memory`, from the same random numbers, which the GPU
	 * computes itself.
	 */
	private drop({ dropout, random }: Update): void {
		const { at, words } = this;
		const threshold = Math.round(256 * dropout);
		words[at.dropout] = threshold;
		this.bank = threshold > 0 ? random.reserve(DROPOUT_BANK / 4) : undefined;
		if (threshold === 0) return;
		this.floats[at.dropout + 1] = 1 / (1 - threshold / 256);
		for (let l = 0; l <= this.shape.layers; l++) words[at.dropout + 2 + l] = random.int(DROPOUT_BANK / 4) * 4;
	}

	/**
	 * Lists the batch's cells in tiles and writes it.
	 *
	 * @param update what tells the activations to drop; none by default.
	 * @returns the sum over the cells of P.
	 */
	upload(queue: GPUQueue, buffer: GPUBuffer, update?: Update): number {
		const { at, batch, words } = this;
		const { cellStart } = batch;
		let logits = 0;
		let allowed = 0;
		let tile = at.cellTiles;
		this.layout.heads.forEach(({ padded }, f) => {
			const n = cellStart[f + 1]! - cellStart[f]!;
			words[at.logitStart + f] = logits;
			words[at.allowedStart + f] = allowed;
			logits += n * padded;
			allowed += n * maskWords(padded);
			for (let first = 0; first < n; first += TILE) {
				words[tile++] = f;
				words[tile++] = first;
			}
		});
		this.cellTiles = (tile - at.cellTiles) / CELL_TILE_WORDS;
		const write = (from: number, length: number) => {
			if (length > 0) queue.writeBuffer(buffer, 4 * from, words, from, length);
		};
		words[at.dropout] = 0;
		this.bank = undefined;
		if (update) this.drop(update);
		write(at.dropout, tile - at.dropout);
		write(at.codes, batch.rows * this.shape.tokens.length);
		write(at.numbers, 2 * batch.rows * this.layout.numbers.length);
		for (const region of [at.cellRow, at.cellState, at.cellValue]) write(region, this.cells);
		return logits;
	}

	/** Writes the lists that gradients are summed by: their tiles, the cells of each row, and the rows that look up each embedding. */
	uploadInverse(queue: GPUQueue, buffer: GPUBuffer): void {
		this.listGradients(queue, buffer);
		const { at, batch, words, next } = this;
		const F = this.shape.tokens.length;
		const codes = batch.rows * F;
		words.fill(0, at.cellOf, at.cellOf + codes);
		for (let f = 0; f < F; f++) {
			const start = batch.cellStart[f]!;
			for (let cell = start; cell < batch.cellStart[f + 1]!; cell++) {
				words[at.cellOf + batch.cellRow[cell]! * F + f] = cell - start + 1;
			}
		}
		next.fill(0);
		for (let i = 0; i < codes; i++) next[batch.codes[i]!]!++;
		let start = 0;
		for (let e = 0; e < next.length; e++) {
			words[at.embedStart + e] = start;
			const n = next[e]!;
			next[e] = start;
			start += n;
		}
		words[at.embedStart + next.length] = start;
		for (let b = 0, i = 0; b < batch.rows; b++) {
			for (let f = 0; f < F; f++) words[at.embedList + next[batch.codes[i++]!]!++] = b;
		}
		queue.writeBuffer(buffer, 4 * at.cellOf, words, at.cellOf, codes);
		queue.writeBuffer(buffer, 4 * at.embedStart, words, at.embedStart, next.length + 1);
		queue.writeBuffer(buffer, 4 * at.embedList, words, at.embedList, codes);
	}

	/** Writes which states each cell may take, a bit a state. Returns whether any cell is restricted. */
	uploadAllowed(queue: GPUQueue, buffer: GPUBuffer): boolean {
		const { at, batch, words } = this;
		const { cellAllowed, cellStart } = batch;
		if (!cellAllowed) return false;
		let to = at.allowed;
		this.layout.heads.forEach(({ padded }, f) => {
			const each = maskWords(padded);
			let same: Uint8Array | undefined;
			for (let cell = cellStart[f]!; cell < cellStart[f + 1]!; cell++) {
				const allowed = cellAllowed[cell];
				// Neighbouring cells mostly share one array.
				if (allowed && allowed === same) words.copyWithin(to, to - each, to);
				else if (allowed) {
					words.fill(0, to, to + each);
					allowed.forEach((may, k) => {
						if (may) words[to + (k >> 5)]! |= 1 << (k & 31);
					});
				} else words.fill(0xffffffff, to, to + each);
				same = allowed;
				to += each;
			}
		});
		queue.writeBuffer(buffer, 4 * at.allowed, words, at.allowed, to - at.allowed);
		return true;
	}
}
