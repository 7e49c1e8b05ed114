import type { Encoder } from "../../encode/encoder";
import { OptionError } from "../../errors";
import type { DiffusionOptions } from "./meta";

/** What training and drawing go by: the options, and where they leave it open the table. */
export interface Rules {
	readonly steps: number;
	readonly batchRows: number;
	readonly width: number;
	readonly layers: number;
	readonly bins: number;
	readonly ramps: number;
	/** 0: one a column. */
	readonly samplingSteps: number;
	/** Rows kept out of training, to tell when to stop. */
	readonly heldOutRows: number;
	/** Looks at them over the planned steps. */
	readonly checks: number;
	/** Looks without progress after which training ends. */
	readonly patience: number;
	readonly weightDecay: number;
	/** Share of the activations dropped in training. */
	readonly dropout: number;
}

const clamp = (x: number, low: number, high: number) => Math.min(high, Math.max(low, x));

/** Below this many rows nothing is held out: the rows are needed more. */
const FEWEST_TO_HOLD_OUT = 40;

function whole(options: Required<DiffusionOptions>, name: keyof DiffusionOptions, low: number, high: number): number {
	const value = options[name];
	if (Number.isInteger(value) && (value === 0 || (value >= low && value <= high))) return value;
	throw new OptionError(
		`${name} is ${value}; it must be a whole number from ${low} to ${high}, or 0 to follow from the table.`,
		{ option: name, value },
	);
}

/**
 * What keeps a network from learning rows by heart, by the number of rows: the fewer, the narrower the network, the
 * coarser its inputs, the more it forgets on the way. Measured on the five tables of the bench; see the README.
 */
const SIZES = [
	{ below: 300, width: 64, ramps: 8, dropout: 0.5, weightDecay: 1 },
	{ below: 8000, width: 128, ramps: 8, dropout: 0.25, weightDecay: 0.5 },
	{ below: 20_000, width: 256, ramps: 32, dropout: 0.3, weightDecay: 0.3 },
	{ below: Number.POSITIVE_INFINITY, width: 256, ramps: 32, dropout: 0, weightDecay: 0 },
] as const;

/** Above this many columns the network is half as wide again: relations grow with the pairs of columns. */
const MANY_COLUMNS = 30;

/** A run of less than this share of the plan's steps is one in a hurry. */
const HURRY_SHARE = 0.5;

/**
 * The rules for a table of n rows.
 *
 * - steps: 150 + 0.45 n, at most 2,000, or 3,000 where one order is trained most: a plan that the held-out rows may cut
 *   short, but on a few hundred rows they are too few to tell, and more steps bring rows nearer to those learned
 *   (insurance: closest-record share .551 after 596 steps, .542 after 450; penguins: .63 after 447).
 * - batchRows: one in 24 rows, as a power of two from 128 to 1,024: small tables need many different steps more than
 *   smooth ones.
 * - in a hurry, where far fewer steps are asked for: five eighths of those rows and one block less, which learn as much
 *   in that time (Adult, 500 steps: detection .584, with all rows and blocks .570 for twice the seconds).
 * - bins: 0.6 √n, from 10 to 64: a bin's frequency is known about as well as there are bins to compare.
 * - heldOutRows: a tenth, at most 2,048.
 */
export function rulesFor(encoder: Encoder, options: Required<DiffusionOptions>): Rules {
	const { rows } = encoder;
	const { learningRate, protect } = options;
	if (!(learningRate > 0 && learningRate <= 1)) {
		throw new OptionError(`learningRate is ${learningRate}; it must be above 0 and at most 1.`, {
			option: "learningRate",
			value: learningRate,
		});
	}
	if (!(protect >= 1)) {
		throw new OptionError(`protect is ${protect}; it must be at least 1, which switches protection off.`, {
			option: "protect",
			value: protect,
		});
	}
	const size = SIZES.find(({ below }) => rows < below)!;
	const plan = Math.min(isOrdered(encoder) ? 3000 : 2000, Math.round(150 + 0.45 * rows));
	const steps = whole(options, "steps", 1, 1_000_000) || plan;
	const hurry = steps < HURRY_SHARE * plan;
	const share = clamp(2 ** Math.round(Math.log2(rows / 24)), 128, 1024) * (hurry ? 5 / 8 : 1);
	const wide = encoder.columns.length > MANY_COLUMNS ? 1.5 : 1;
	const width = whole(options, "width", 8, 2048) || size.width * wide;
	return {
		batchRows: whole(options, "batchRows", 8, 8192) || share,
		steps,
		width: Math.ceil(width / 8) * 8,
		layers: whole(options, "layers", 1, 64) || (hurry ? 2 : 3),
		bins: whole(options, "bins", 2, 1024) || clamp(Math.round(0.6 * Math.sqrt(rows)), 10, 64),
		ramps: size.ramps,
		samplingSteps: whole(options, "samplingSteps", 1, 100_000),
		heldOutRows: rows < FEWEST_TO_HOLD_OUT ? 0 : Math.min(2048, Math.floor(rows / 10)),
		checks: 40,
		patience: 8,
		weightDecay: size.weightDecay,
		dropout: size.dropout,
	};
}

/** Share of numbers of many values from which one order of drawing is trained more than the others. */
const ORDERED_FROM = 0.4;

/**
 * Whether rows are drawn in the table's own order, which is then trained most, or in any. Numbers of many values gain
 * from one order: each is learned in few contexts, and finely. Levels gain from all of them: what is known of each is
 * averaged over orders. (Adult, 5 of 15 columns such numbers: shape error 0.54 % in any order, 0.70 % in one;
 * California, 8 of 10: detection .631 in one, .642 in any.)
 */
export function isOrdered({ columns }: Pick<Encoder, "columns">): boolean {
	const learned = columns.filter(({ number, code }) => number >= 0 || code >= 0);
	return learned.filter(({ number }) => number >= 0).length >= ORDERED_FROM * learned.length;
}
