// W width, S scalar inputs, K states of a column, P its states padded to a multiple of 8
import { embeddingRows, type TokenColumn } from "./tokens";

/** What determines a network's shape. Plain data. */
export interface Shape {
	readonly tokens: readonly TokenColumn[];
	/** Units of the residual stream, a multiple of 8. */
	readonly width: number;
	/** Residual blocks. */
	readonly layers: number;
	/** Ramps on which a number of many states enters, besides its score. */
	readonly ramps: number;
}

/** Where each parameter lies in one flat array: all matrices first (they decay), then all biases (they do not). */
export interface Layout {
	/** embedding[rows, W]. */
	readonly embedding: number;
	readonly embeddingRows: number;
	/** scalars[S, W]; S is padded to a multiple of 4. */
	readonly scalars: number;
	readonly scalarWidth: number;
	/** Position of each token column's first scalar input. */
	readonly scalarOf: readonly number[];
	/** How many scalar inputs it has: none for levels; the score for a number, and ramps where it has more states than they, or than 32. */
	readonly scalarCount: readonly number[];
	/** blocks[l]: matrix[W, W] and bias[W]. */
	readonly blocks: readonly { readonly matrix: number; readonly bias: number }[];
	/** heads[f]: matrix[W, P] and bias[P]. */
	readonly heads: readonly { readonly matrix: number; readonly bias: number; readonly padded: number }[];
	/** Number of parameters that decay; they come first. */
	readonly decaying: number;
	/** Number of parameters in all. */
	readonly size: number;
}

/** Up to as many states a number's score alone may say which it is. */
const MOST_WITHOUT_RAMPS = 32;

const pad = (n: number, to: number) => Math.ceil(n / to) * to;

/** Lays out the parameters of a shape; every piece begins at a multiple of 16 floats. */
export function layOut({ tokens, width, layers, ramps }: Shape): Layout {
	let size = 0;
	const place = (n: number) => {
		const at = size;
		size += pad(n, 16);
		return at;
	};
	const rows = tokens.reduce((sum, token) => sum + embeddingRows(token), 0);
	let scalars = 0;
	const scalarCount = tokens.map(({ scores, states }) =>
		!scores ? 0 : states > Math.min(ramps, MOST_WITHOUT_RAMPS) ? 1 + ramps : 1,
	);
	const scalarOf = scalarCount.map((count) => {
		scalars += count;
		return scalars - count;
	});
	const scalarWidth = pad(scalars, 4);
	const embedding = place(rows * width);
	const scalarMatrix = place(scalarWidth * width);
	const matrices = Array.from({ length: layers }, () => place(width * width));
	const padded = tokens.map((token) => pad(token.states, 8));
	const heads = padded.map((p) => place(width * p));
	const decaying = size;
	const biases = matrices.map(() => place(width));
	const headBiases = padded.map((p) => place(p));
	return {
		embedding,
		embeddingRows: rows,
		scalars: scalarMatrix,
		scalarWidth,
		scalarOf,
		scalarCount,
		blocks: matrices.map((matrix, l) => ({ matrix, bias: biases[l] as number })),
		heads: heads.map((matrix, f) => ({ matrix, bias: headBiases[f] as number, padded: padded[f] as number })),
		decaying,
		size,
	};
}
