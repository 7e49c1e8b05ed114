// N rows, I inputs, W width, S states of all columns together, F columns; the network is that of `nn/mlp/network`
import type { LayerPass } from "../../../nn/ghost-clipping";
import type { Layout, Shape } from "../../../nn/mlp/layout";
import { add, div, exp, matMul, minimum, mul, sigmoid, sub, type Tensor2D, transpose } from "../../../nn/tf";

/** Logits are cut here, where the exponential still is a number. */
const MOST_LOGIT = 60;

/** A stretch of parameters: rows of a matrix, or of biases one row, as `Layout` has them. */
interface Piece {
	readonly at: number;
	readonly rows: number;
	readonly columns: number;
	/** Floats from one row to the next. */
	readonly stride: number;
}

/** A tensor of parameters and where its columns lie in the layout. */
export interface Part {
	readonly shape: readonly [rows: number, columns: number];
	/** Pieces next to one another, or below one another where they have all columns. */
	readonly pieces: readonly Piece[];
}

/** The tensors of a shape, in the order of `passes`: inputs, each block's matrix and bias, heads' matrix and bias. */
export function partsOf({ tokens, width: W }: Shape, layout: Layout): Part[] {
	const { embedding, embeddingRows, scalars, scalarWidth, blocks, heads } = layout;
	const states = tokens.reduce((sum, token) => sum + token.states, 0);
	const inputs: Piece[] = [
		{ at: embedding, rows: embeddingRows, columns: W, stride: W },
		{ at: scalars, rows: scalarWidth, columns: W, stride: W },
	];
	return [
		{ shape: [embeddingRows + scalarWidth, W], pieces: inputs.filter(({ rows }) => rows > 0) },
		...blocks.flatMap(({ matrix, bias }): Part[] => [
			{ shape: [W, W], pieces: [{ at: matrix, rows: W, columns: W, stride: W }] },
			{ shape: [1, W], pieces: [{ at: bias, rows: 1, columns: W, stride: W }] },
		]),
		{
			shape: [W, states],
			pieces: heads.map(({ matrix, padded }, f) => {
				return { at: matrix, rows: W, columns: tokens[f]!.states, stride: padded };
			}),
		},
		{
			shape: [1, states],
			pieces: heads.map(({ bias, padded }, f) => {
				return { at: bias, rows: 1, columns: tokens[f]!.states, stride: padded };
			}),
		},
	];
}

/** Visits each parameter of the parts: its position in the parts one after another, and in the layout. */
export function eachParameter(parts: readonly Part[], visit: (packed: number, laidOut: number) => void): void {
	let start = 0;
	for (const { shape, pieces } of parts) {
		const [, columns] = shape;
		const below = pieces.every((piece) => piece.columns === columns);
		let [row, column] = [0, 0];
		for (const piece of pieces) {
			for (let i = 0; i < piece.rows; i++) {
				for (let j = 0; j < piece.columns; j++) {
					visit(start + (row + i) * columns + column + j, piece.at + i * piece.stride + j);
				}
			}
			if (below) row += piece.rows;
			else column += piece.columns;
		}
		start += shape[0] * columns;
	}
}

/** How many parameters the parts have. */
export const sizeOf = (parts: readonly Part[]): number =>
	parts.reduce((sum, { shape }) => sum + shape[0] * shape[1], 0);

/** A batch as tensors. */
export interface PrivateBatch {
	/** (N, I): the revealed columns' rows of the embedding table, masks, scores and encodings. */
	readonly inputs: Tensor2D;
	/** (N, F): weight of each column's loss; 0 where it is revealed. */
	readonly weights: Tensor2D;
	/** (N, S): the same weight at the true state, else 0. */
	readonly targets: Tensor2D;
}

/**
 * Passes the batch forth and back: what went through each dense layer, of the loss Σ weight · (−log softmax(z)[true]).
 *
 * @param parameters In the order of `partsOf`.
 * @param spans (S, F): 1 where a state is the column's.
 */
export function passes(
	parameters: readonly Tensor2D[],
	{ inputs, weights, targets }: PrivateBatch,
	spans: Tensor2D,
): LayerPass[] {
	const layers = (parameters.length - 3) / 2;
	const [into] = parameters as [Tensor2D];
	const [heads, bias] = parameters.slice(-2) as [Tensor2D, Tensor2D];
	const acts: Tensor2D[] = [];
	const slopes: Tensor2D[] = [];
	let h = matMul(inputs, into) as Tensor2D;
	for (let l = 0; l <= layers; l++) {
		const s = sigmoid(h);
		const a = mul(h, s) as Tensor2D;
		acts.push(a);
		// silu′ = s + h s (1 − s)
		slopes.push(add(s, mul(a, sub(1, s))) as Tensor2D);
		if (l === layers) break;
		h = add(h, add(matMul(a, parameters[1 + 2 * l]!), parameters[2 + 2 * l]!)) as Tensor2D;
	}
	const z = add(matMul(acts[layers]!, heads), bias) as Tensor2D;
	const e = exp(minimum(z, MOST_LOGIT)) as Tensor2D;
	const ofColumn = transpose(spans);
	const scale = matMul(div(weights, add(matMul(e, spans), 1e-30)) as Tensor2D, ofColumn);
	const dz = sub(mul(e, scale), targets) as Tensor2D;
	const found: LayerPass[] = [{ input: acts[layers]!, gradient: dz, bias: true }];
	let dh = mul(matMul(dz, transpose(heads)), slopes[layers]!) as Tensor2D;
	for (let l = layers - 1; l >= 0; l--) {
		found.unshift({ input: acts[l]!, gradient: dh, bias: true });
		dh = add(dh, mul(matMul(dh, transpose(parameters[1 + 2 * l]!)), slopes[l]!)) as Tensor2D;
	}
	found.unshift({ input: inputs, gradient: dh, bias: false });
	return found;
}

/** (S, F) of `passes`, row by row. */
export function spansOf({ tokens }: Shape): Float32Array {
	const states = tokens.reduce((sum, token) => sum + token.states, 0);
	const spans = new Float32Array(states * tokens.length);
	let s = 0;
	tokens.forEach((token, f) => {
		for (let k = 0; k < token.states; k++) spans[s++ * tokens.length + f] = 1;
	});
	return spans;
}
