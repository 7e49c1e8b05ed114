// n rows, F columns
import type { Encoder } from "../../encode/encoder";
import type { TrainingHyperparameters } from "../../nn/mlp/train";
import type { DiffusionOptions } from "./meta";
import { FEWEST_TO_HOLD_OUT, type Method, NUMERIC_FROM, numericShare } from "./method";

/** Hyperparameters of the masked network, and of sampling. */
export interface Hyperparameters extends TrainingHyperparameters {
	readonly width: number;
	readonly layers: number;
	/** Bins per numeric column. */
	readonly bins: number;
	/** Pieces of a number's piecewise-linear encoding. */
	readonly pieces: number;
	/** Steps in which a row is sampled at most. */
	readonly samplingSteps: number;
	/** Whether columns are sampled in one order, which is then trained most, or in any. */
	readonly ordered: boolean;
	/** Of column networks, where there are any. */
	readonly columns?: ColumnHyperparameters;
}

export interface ColumnHyperparameters extends TrainingHyperparameters {
	readonly width: number;
	readonly layers: number;
}

const clamp = (x: number, low: number, high: number) => Math.min(high, Math.max(low, x));

/** The multiple of `step` nearest to x, between bounds. */
const rounded = (x: number, step: number, low: number, high: number) => clamp(step * Math.round(x / step), low, high);

/** Rows above which a network of these sizes memorises so little that nothing need be dropped. */
const MANY_ROWS = 2 ** 15;

/**
 * At the end of the decay parameters swing least, and that shows in the marginals, so they are kept even where held-out
 * rows were predicted a little better before (Adult: shape error 0.49 % at the end, 0.62 % at the best score).
 */
const MASKED = { checks: 40, patience: 8, levelShare: 0.6, blurShare: 1, keepBest: false } as const;

/**
 * A column network predicts one column, so it is small, and of many steps takes as many as its column needs: some memorise
 * after a third of the steps that others gain from, mostly in the decay, so that is short.
 */
const COLUMN = { checks: 40, patience: 2, levelShare: 0.8, blurShare: 0.4, keepBest: true } as const;
const COLUMN_STEPS = 2000;
/** Steps of all column networks together at most (81 closely dependent columns: AUC .889 after 40,000, .796 after 60,000). */
const MOST_COLUMN_STEPS = 60_000;
/** Pieces of the encodings of all numbers together at most. */
const MOST_PIECES = 1024;
/**
 * Rows below which one order is trained most: few rows have none to spare for the other orders (insurance: AUC .626 in any
 * order, .582 in one). Above, categories gain from all orders (Adult: trend error 1.15 % in any order, 1.40 % in one).
 */
const ORDERED_BELOW = 2000;
/**
 * Steps in which a row is sampled by the masked network at most. Numbers sampled at once, each ignoring the others, are
 * distinguished from real ones (41 columns: AUC .66 in 32 steps, .63 in 41), categories are not (81 columns: .62 and .63).
 */
const [MOST_SAMPLING_STEPS, MOST_NUMERIC_SAMPLING_STEPS] = [32, 128];
/** Fewer steps than this share of the plan's, and batches and network are smaller, to learn as much in less time. */
const HURRY_SHARE = 0.5;

/**
 * Hyperparameters as smooth functions of the table's rows n and columns F, where the options leave them open. With
 * l = log₂(2¹⁵ / n), 0 for larger tables:
 *
 * - width 0.72 √n F^¼, 24 to 384: dependences grow with pairs of columns, what can be learned of them with rows;
 * - dropout 0.1 l, at most a quarter, and weight decay twice that: the fewer rows, the more would be memorised;
 * - steps 32 √n, at most 2,000: held-out rows may end training sooner, but of a few hundred rows they are too few to tell;
 * - batches of n / 24 rows, 128 to 1,024: small tables need many different steps more than smooth ones;
 * - bins of 28 rows, 10 to 64, or 128 with column networks; √n / 6 pieces of encoding, or with column networks √n / 1.6;
 * - column networks: width 2.4 √n, 16 to 64; dropout 0.24 l, and no more than 0.36 + 0.02 l, which falls as held-out rows
 *   are predicted better: by e for 2 nats where there are 40 columns or more, and hardly where there are few, whose networks
 *   would memorise more.
 */
export function hyperparametersFor(
	encoder: Encoder,
	method: Method["name"],
	options: Required<DiffusionOptions>,
): Hyperparameters {
	const { rows } = encoder;
	const F = Math.max(1, encoder.columns.length);
	const root = Math.sqrt(rows);
	const scarcity = Math.max(0, Math.log2(MANY_ROWS / rows));
	const columns = method === "columns";
	const numeric = columns || numericShare(encoder) >= NUMERIC_FROM;
	const plan = Math.round(Math.min(numeric && !columns ? 4500 : 2000, 32 * root));
	const steps = options.steps || plan;
	const hurry = steps < HURRY_SHARE * plan;
	const dropout = Math.min(0.25, 0.1 * scarcity);
	const layers = options.layers || (hurry ? 2 : 3);
	const heldOutRows = rows < FEWEST_TO_HOLD_OUT ? 0 : Math.min(2048, Math.floor(rows / 10));
	const mostSteps = numeric ? MOST_NUMERIC_SAMPLING_STEPS : MOST_SAMPLING_STEPS;
	const columnDropout = Math.min(0.24 * scarcity, 0.36 + 0.02 * scarcity);
	const columnWidth = rounded(2.4 * root, 8, 16, 64);
	return {
		...MASKED,
		steps,
		batchRows: options.batchRows || rounded(rows / 24, 64, 128, 1024) * (hurry ? 5 / 8 : 1),
		width: options.width ? 8 * Math.ceil(options.width / 8) : rounded(0.72 * root * F ** 0.25, 8, 24, 384),
		layers,
		heldOutRows,
		dropout,
		dropoutNats: Number.POSITIVE_INFINITY,
		weightDecay: 2 * dropout,
		bins: options.bins || clamp(Math.round(rows / 28), 10, columns ? 128 : 64),
		pieces: rounded(root / (columns ? 1.6 : 6), 8, 8, clamp(8 * Math.floor(MOST_PIECES / F / 8), 8, columns ? 64 : 32)),
		samplingSteps: options.samplingSteps || (columns ? Number.POSITIVE_INFINITY : mostSteps),
		ordered: columns || numeric || rows < ORDERED_BELOW,
		...(columns && {
			columns: {
				...COLUMN,
				steps: Math.ceil(Math.min(COLUMN_STEPS, MOST_COLUMN_STEPS / F) * Math.min(1, steps / plan)),
				batchRows: options.batchRows || rounded(rows / 20, 64, 64, 512),
				width: 8 * Math.ceil(Math.min(columnWidth, options.width || columnWidth) / 8),
				layers: Math.min(3, layers),
				heldOutRows,
				dropout: columnDropout,
				dropoutNats: 2 * Math.max(1, 40 / F) ** 2,
				weightDecay: columnDropout / 4,
			},
		}),
	};
}
