// W width, S scalar inputs, K states of a column, P what its logits are made of
import { COMPONENTS } from "../../nn/kernels/primitives";
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
	/**
	 * Where bins are a mixture of logistics, by how much of each column's they may depart from it, bin by bin; absent
	 * where bins are unrelated.
	 */
	readonly free?: readonly number[];
}

/** What the logits of a column are made of. */
export interface Head {
	/** matrix[W, P]. */
	readonly matrix: number;
	/** bias[P]. */
	readonly bias: number;
	/** P: the states and, behind them, the mixture's components, padded to a multiple of 8. */
	readonly padded: number;
	/** Of bins that are a mixture: the place in P from which the components lie, as `mixBins` has them, and `Shape.free`. */
	readonly mixture?: { readonly at: number; readonly free: number };
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
	readonly heads: readonly Head[];
	/** Number of parameters that decay; they come first. */
	readonly decaying: number;
	/** Number of parameters in all. */
	readonly size: number;
}

/** Up to as many states a number's score alone may say which it is. */
const MOST_WITHOUT_RAMPS = 32;

/** With fewer bins there is nothing to mix. */
const FEWEST_MIXED = 4;

const pad = (n: number, to: number) => Math.ceil(n / to) * to;

/** Lays out the parameters of a shape; every piece begins at a multiple of 16 floats. */
export function layOut({ tokens, width, layers, ramps, free }: Shape): Layout {
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
	const mixtures = tokens.map(({ bins, states }, f) =>
		free && bins >= FEWEST_MIXED ? { at: pad(states, 4), free: free[f]! } : undefined,
	);
	const padded = tokens.map(({ states }, f) => {
		const mixture = mixtures[f];
		return pad(mixture ? mixture.at + 3 * COMPONENTS : states, 8);
	});
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
		heads: heads.map((matrix, f) => {
			const mixture = mixtures[f];
			return { matrix, bias: headBiases[f]!, padded: padded[f]!, ...(mixture && { mixture }) };
		}),
		decaying,
		size,
	};
}
