// U units of a batch, K copies each, N = U K rows; F columns, I inputs, S states of all columns together
import { createInputs } from "../../../nn/mlp/inputs";
import type { Layout, Shape } from "../../../nn/mlp/layout";
import type { Random } from "../../../random";
import type { TokenTable } from "../../../tokens/data";

/** Share of masks that hide the table's last columns, as sampling does; the others hide any. */
const ORDERED_SHARE = 0.7;
/** Share of such a row's weight that its next column has. */
const NEXT_SHARE = 0.5;

/** The arrays of a batch, of one shape whatever the number of units. */
export interface BatchArrays {
	/** [N, I] */
	readonly inputs: Float32Array;
	/** [N, F] */
	readonly weights: Float32Array;
	/** [N, S] */
	readonly targets: Float32Array;
}

/**
 * Writes units into batches: K copies of each, every one a row of the unit (its only one, or one at random) under a mask of
 * its own.
 *
 * @param unitRows Rows of each unit.
 * @param random Must not be from a seed that is told: who knows the masks of all but one row knows more than is accounted.
 */
export function createPrivateBatches(
	table: TokenTable,
	shape: Shape,
	layout: Layout,
	size: { readonly units: number; readonly copies: number },
	unitRows: (unit: number) => ArrayLike<number>,
	random: Random,
) {
	const { tokens, states, scores } = table;
	const F = tokens.length;
	const N = size.units * size.copies;
	const I = layout.embeddingRows + layout.scalarWidth;
	const firstState: number[] = [];
	let S = 0;
	for (const token of tokens) {
		firstState.push(S);
		S += token.states;
	}
	const count = layout.numbers.length;
	const codes = new Int32Array(F);
	const numbers = new Float32Array(2 * count);
	const inputs = createInputs(shape.tokens, layout, codes, numbers);
	const arrays: BatchArrays = {
		inputs: new Float32Array(N * I),
		weights: new Float32Array(N * F),
		targets: new Float32Array(N * S),
	};
	const order = Int32Array.from({ length: F }, (_, f) => f);
	const weight = new Float32Array(F);

	/** Weights of the hidden columns, 0 of those revealed; they sum to 1. */
	const drawMask = () => {
		const hidden = 1 + random.int(F);
		const revealed = F - hidden;
		weight.fill(0);
		if (random.uniform() < ORDERED_SHARE) {
			weight[revealed] = hidden > 1 ? NEXT_SHARE : 1;
			for (let f = revealed + 1; f < F; f++) weight[f] = (1 - NEXT_SHARE) / (hidden - 1);
			return;
		}
		for (let i = 0; i < hidden; i++) {
			const j = i + random.int(F - i);
			[order[i], order[j]] = [order[j]!, order[i]!];
			weight[order[i]!] = 1 / hidden;
		}
	};

	const writeRow = (n: number, row: number) => {
		for (let f = 0; f < F; f++) {
			const state = states[f]![row]!;
			const w = weight[f]!;
			if (w > 0) {
				inputs.mask(0, f);
				arrays.weights[n * F + f] = w;
				arrays.targets[n * S + firstState[f]! + state] = w;
			} else inputs.reveal(0, f, state, scores[f]?.[row] ?? 0);
			arrays.inputs[n * I + codes[f]!] = 1;
		}
		for (let j = 0; j < count; j++) {
			const [score, position] = [numbers[2 * j]!, numbers[2 * j + 1]!];
			if (position < 0) continue;
			const { at, pieces } = layout.numbers[j]!;
			const from = n * I + layout.embeddingRows + at;
			arrays.inputs[from] = score;
			// Element k rises from −1 to 1 over piece k.
			for (let k = 0; k < pieces; k++) {
				arrays.inputs[from + 1 + k] = Math.min(1, Math.max(-1, 2 * (position - k) - 1));
			}
		}
	};

	return {
		shape: { N, I, F, S },
		arrays,
		/** Writes units, of which there may be fewer than the batch holds: the rows behind them have no weight. */
		write(units: ArrayLike<number>): void {
			for (const array of Object.values(arrays)) array.fill(0);
			for (let u = 0; u < units.length; u++) {
				const rows = unitRows(units[u]!);
				for (let k = 0; k < size.copies; k++) {
					drawMask();
					writeRow(u * size.copies + k, rows[rows.length > 1 ? random.int(rows.length) : 0]!);
				}
			}
		},
	};
}
