// W width, S scalars (scores and their piecewise-linear encodings), K states of a column, P what its logits are made of
import { COMPONENTS } from "../kernels/primitives";

/** A column of a table as the network sees it. */
export interface StateColumn {
	/** How many states it has, bins first. At least 2. */
	readonly states: number;
	/** How many of them are bins of the score, each holding as many rows as any other. */
	readonly bins: number;
	/**
	 * Numeric columns: the score of each state that is one value, by state less bins; NaN for missing. Absent for
	 * categories.
	 */
	readonly scores?: Float32Array;
}

/** Rows of the embedding table that a column has: one for all its bins, one a further state, the last for "masked". */
export interface EmbeddingRows {
	readonly first: number;
	readonly bins: number;
	readonly masked: number;
}

/** Row of the embedding table for a state. */
export function stateRow({ first, bins }: EmbeddingRows, state: number): number {
	return bins === 0 ? first + state : first + Math.max(0, state - bins + 1);
}

/** An upper end above which there is nothing. */
const NO_CUT = 1e4;

/**
 * Upper ends of a column's bins, as the logits of the shares of rows below them, padded as `Primitives.mixBins` has them.
 */
export function cutsOf({ bins }: Pick<StateColumn, "bins">): Float32Array {
	return Float32Array.from({ length: 4 * Math.ceil(bins / 4) }, (_, i) => {
		const share = (i + 1) / bins;
		return share < 1 ? Math.log(share / (1 - share)) : NO_CUT;
	});
}

/** What determines a network's shape. Plain data. */
export interface Shape<Column extends StateColumn = StateColumn> {
	readonly tokens: readonly Column[];
	/** Units of the residual stream, a multiple of 8. */
	readonly width: number;
	/** Residual blocks. */
	readonly layers: number;
	/** Pieces of the encoding by which a number of many states enters, besides its score. */
	readonly pieces: number;
	/**
	 * Where bins are a mixture of logistics: by column, the weight c of the bins' own logits beside it (see `network`); absent
	 * where bins are unrelated.
	 */
	readonly residual?: readonly number[];
	/** Whether it answers for one column at a time, as column networks do: all heads then lie in one place. */
	readonly oneHead?: boolean;
}

/** A number as the network sees it: its score, and a piecewise-linear encoding. */
export interface NumberInput {
	/** Row of `Layout.scalars` that the score is multiplied by; those of the encoding's pieces follow. */
	readonly at: number;
	/** 0 where the number has as few states as a score alone can tell apart. */
	readonly pieces: number;
}

/** What the logits of a column are made of. */
export interface Head {
	/** matrix[W, P]. */
	readonly matrix: number;
	/** bias[P]. */
	readonly bias: number;
	/** P: the states and, behind them, the mixture's components, padded to a multiple of 8. */
	readonly padded: number;
	/** Of bins that are a mixture: the position in P from which the components lie, as `mixBins` has them, and `Shape.residual`. */
	readonly mixture?: { readonly at: number; readonly residual: number };
}

/** Where each parameter lies in one flat array: all matrices first (they decay), then all biases (they do not). */
export interface Layout {
	/** embedding[rows, W]. */
	readonly embedding: number;
	readonly embeddingRows: number;
	/** Each column's rows of it. */
	readonly rowsOf: readonly EmbeddingRows[];
	/** scalars[S, W]; S is padded to a multiple of 4. */
	readonly scalars: number;
	readonly scalarWidth: number;
	/** The token columns that are numbers; encoded are those of more states than there are pieces, or than 32. */
	readonly numbers: readonly NumberInput[];
	/** Each token column's position in `numbers`, that of the next number for levels, and the count of numbers. */
	readonly numberOf: readonly number[];
	/** blocks[l]: matrix[W, W] and bias[W]. */
	readonly blocks: readonly { readonly matrix: number; readonly bias: number }[];
	readonly heads: readonly Head[];
	/** Number of parameters that decay; they come first. */
	readonly decaying: number;
	/** Number of parameters in all. */
	readonly size: number;
}

/** Up to as many states a number's score alone may say which it is. */
const MOST_UNENCODED = 32;

/** With fewer bins there is nothing to mix. */
const FEWEST_MIXED = 4;

const pad = (n: number, to: number) => Math.ceil(n / to) * to;

/** Lays out the parameters of a shape; every piece begins at a multiple of 16 floats. */
export function layOut({ tokens, width, layers, pieces, residual, oneHead }: Shape): Layout {
	let size = 0;
	const place = (n: number) => {
		const at = size;
		size += pad(n, 16);
		return at;
	};
	let rows = 0;
	const rowsOf = tokens.map(({ states, bins }): EmbeddingRows => {
		const first = rows;
		rows += Math.min(1, bins) + (states - bins) + 1;
		return { first, bins, masked: rows - 1 };
	});
	let scalars = 0;
	const numbers: NumberInput[] = [];
	const numberOf = [0];
	for (const { scores, states } of tokens) {
		if (scores) {
			const own = states > Math.min(pieces, MOST_UNENCODED) ? pieces : 0;
			numbers.push({ at: scalars, pieces: own });
			scalars += 1 + own;
		}
		numberOf.push(numbers.length);
	}
	const scalarWidth = pad(scalars, 4);
	const embedding = place(rows * width);
	const scalarMatrix = place(scalarWidth * width);
	const matrices = Array.from({ length: layers }, () => place(width * width));
	const mixtures = tokens.map(({ bins, states }, f) =>
		residual && bins >= FEWEST_MIXED ? { at: pad(states, 4), residual: residual[f]! } : undefined,
	);
	const padded = tokens.map(({ states }, f) => {
		const mixture = mixtures[f];
		return pad(mixture ? mixture.at + 3 * COMPONENTS : states, 8);
	});
	const placeHeads = (sizes: readonly number[]) => {
		if (!oneHead) return sizes.map(place);
		const at = place(Math.max(0, ...sizes));
		return sizes.map(() => at);
	};
	const heads = placeHeads(padded.map((p) => width * p));
	const decaying = size;
	const biases = matrices.map(() => place(width));
	const headBiases = placeHeads(padded);
	return {
		embedding,
		embeddingRows: rows,
		rowsOf,
		scalars: scalarMatrix,
		scalarWidth,
		numbers,
		numberOf,
		blocks: matrices.map((matrix, l) => ({ matrix, bias: biases[l] as number })),
		heads: heads.map((matrix, f) => {
			const mixture = mixtures[f];
			return { matrix, bias: headBiases[f]!, padded: padded[f]!, ...(mixture && { mixture }) };
		}),
		decaying,
		size,
	};
}

/**
 * Stretches [from, to) of a network's parameters that a network of column f alone has a use for: all embeddings ("masked" is
 * said of the columns behind it too), the scores and encodings of the numbers before it, the blocks, and its own head.
 */
function stretches({ width: W }: Shape, layout: Layout, f: number): [from: number, to: number][] {
	const { embedding, embeddingRows, scalars, scalarWidth, numbers, numberOf, blocks } = layout;
	const before = numbers[numberOf[f]!]?.at ?? scalarWidth;
	const head = layout.heads[f]!;
	return [
		[embedding, embedding + embeddingRows * W],
		[scalars, scalars + before * W],
		...blocks.flatMap(({ matrix, bias }): [number, number][] => [
			[matrix, matrix + W * W],
			[bias, bias + W],
		]),
		[head.matrix, head.matrix + W * head.padded],
		[head.bias, head.bias + head.padded],
	];
}

/** How many parameters the network of column f has. */
export function sliceLength(shape: Shape, layout: Layout, f: number): number {
	return stretches(shape, layout, f).reduce((sum, [from, to]) => sum + to - from, 0);
}

/** The parameters of column f's network out of those of a whole one, one stretch after the other. */
export function sliceColumn(shape: Shape, layout: Layout, f: number, parameters: Float32Array): Float32Array {
	const slice = new Float32Array(sliceLength(shape, layout, f));
	let at = 0;
	for (const [from, to] of stretches(shape, layout, f)) {
		slice.set(parameters.subarray(from, to), at);
		at += to - from;
	}
	return slice;
}

/** Writes column f's parameters to where a whole network has them; what else stands there has no bearing on it. */
export function restoreColumn(shape: Shape, layout: Layout, f: number, slice: Float32Array, into: Float32Array): void {
	let at = 0;
	for (const [from, to] of stretches(shape, layout, f)) {
		into.set(slice.subarray(at, at + to - from), from);
		at += to - from;
	}
}
