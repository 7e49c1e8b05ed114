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
	readonly frequencies: number;
	/** 0: one a column. */
	readonly samplingSteps: number;
	/** Rows kept out of training, to tell when to stop. */
	readonly heldOutRows: number;
	/** Looks at them over the planned steps. */
	readonly checks: number;
	/** Looks without progress after which training ends. */
	readonly patience: number;
	readonly weightDecay: number;
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
 * The rules for a table of `rows` rows.
 *
 * - batchRows: a sixteenth of the rows, 128 to 512. Small tables need many different steps more than smooth ones; a
 *   batch of 512 keeps matrix products at full speed.
 * - steps: as many as pass every row 80 times, 300 to 2,000: by then the held-out score has turned on every table
 *   measured, and large ones have seen enough at 2,000.
 * - width: 256 units; 384 above 30 columns, whose relations grow with their pairs; 128 below 1,000 rows, which a wider
 *   network would learn by heart.
 * - bins: a number's bins hold 40 rows each, 10 to 64: fewer rows would make a bin's frequency a guess.
 * - heldOutRows: a tenth, at most 2,048.
 */
export function rulesFor(encoder: Encoder, options: Required<DiffusionOptions>): Rules {
	const { rows } = encoder;
	const columns = encoder.columns.length;
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
	const batchRows = whole(options, "batchRows", 8, 8192) || clamp(2 ** Math.round(Math.log2(rows / 16)), 128, 512);
	const width = whole(options, "width", 8, 2048) || (rows < 1000 ? 128 : columns > 30 ? 384 : 256);
	return {
		batchRows,
		steps: whole(options, "steps", 1, 1_000_000) || clamp(Math.round((80 * rows) / batchRows), 300, 2000),
		width: Math.ceil(width / 8) * 8,
		layers: whole(options, "layers", 1, 64) || 3,
		bins: whole(options, "bins", 2, 1024) || clamp(Math.round(rows / 40), 10, 64),
		frequencies: 5,
		samplingSteps: whole(options, "samplingSteps", 1, 100_000),
		heldOutRows: rows < FEWEST_TO_HOLD_OUT ? 0 : Math.min(2048, Math.floor(rows / 10)),
		checks: 20,
		patience: 6,
		weightDecay: 0.1,
	};
}
