import type { Steps } from "./pause";
import { type RawColumn, SHORTEST, TEXT } from "./raw-column";

/** Rows counted between two breaths. */
const ROWS_A_PIECE = 16_384;

/** What the plain numbers of a column have in common. */
export interface NumericStatistics {
	/** Numbers counted. */
	present: number;
	min: number;
	max: number;
	/** Whether every number is whole. */
	whole: boolean;
	/** Whether every whole number is held exactly, that is, within ±(2^53 − 1). */
	exact: boolean;
	/** Most digits behind the point; `undefined` once a number was written with an exponent or more than 15 digits. */
	decimals: number | undefined;
	/** Whether each number is its predecessor plus one. */
	countsUp: boolean;
}

export function emptyStatistics(): NumericStatistics {
	return {
		present: 0,
		min: Number.POSITIVE_INFINITY,
		max: Number.NEGATIVE_INFINITY,
		whole: true,
		exact: true,
		decimals: 0,
		countsUp: true,
	};
}

/** Counts one number in; `previous` is the one before. */
export function countNumber(into: NumericStatistics, value: number, decimals: number | undefined, previous: number) {
	if (into.present++ > 0 && value !== previous + 1) into.countsUp = false;
	if (value < into.min) into.min = value;
	if (value > into.max) into.max = value;
	if (into.whole && !Number.isInteger(value)) into.whole = false;
	if (into.decimals !== undefined && !(decimals! <= into.decimals)) into.decimals = decimals;
}

/** A raw column counted: its plain numbers, and how often each text occurs and where first. */
export interface Tally {
	readonly numbers: NumericStatistics;
	/** Occurrences of each of the column's texts. */
	readonly textCounts: Uint32Array;
	/** Row in which each text occurs first. */
	readonly textRows: Uint32Array;
}

export function* tally(column: RawColumn): Steps<Tally> {
	const { rows, values, tags } = column;
	const numbers = emptyStatistics();
	const textCounts = new Uint32Array(column.texts.length);
	const textRows = new Uint32Array(column.texts.length);
	let previous = Number.NaN;
	for (let row = 0; row < rows; row++) {
		const tag = tags[row]!;
		const value = values[row]!;
		if (tag === TEXT) {
			if (textCounts[value]!++ === 0) textRows[value] = row;
		} else {
			const whole = tag === SHORTEST && Number.isInteger(value);
			if (whole && !Number.isSafeInteger(value)) numbers.exact = false;
			countNumber(numbers, value, tag !== SHORTEST ? tag : whole ? 0 : undefined, previous);
			previous = value;
		}
		if ((row + 1) % ROWS_A_PIECE === 0) yield;
	}
	return { numbers, textCounts, textRows };
}

/** How many different numbers there are, NaN not counted. */
export function* countDistinct(values: Float64Array): Steps<number> {
	const seen = new DistinctNumbers();
	for (let row = 0; row < values.length; row++) {
		seen.add(values[row]!);
		if ((row + 1) % ROWS_A_PIECE === 0) yield;
	}
	return seen.size;
}

/** A set of numbers that only grows: open addressing in typed arrays, a tenth of a `Set`'s memory. */
export class DistinctNumbers {
	size = 0;
	private slots = new Float64Array(64).fill(Number.NaN);
	private readonly scratch = new Float64Array(1);
	private readonly words = new Uint32Array(this.scratch.buffer);

	/** Adds a number; NaN is none. */
	add(value: number): void {
		if (Number.isNaN(value)) return;
		if (this.size * 2 >= this.slots.length) this.grow();
		this.insert(value === 0 ? 0 : value);
	}

	private insert(value: number): void {
		const mask = this.slots.length - 1;
		this.scratch[0] = value;
		const hash = Math.imul(this.words[0]! ^ Math.imul(this.words[1]!, 0x9e3779b1), 0x85ebca6b);
		let at = (hash ^ (hash >>> 15)) & mask;
		for (;;) {
			const held = this.slots[at]!;
			if (held === value) return;
			if (Number.isNaN(held)) break;
			at = (at + 1) & mask;
		}
		this.slots[at] = value;
		this.size++;
	}

	private grow(): void {
		const old = this.slots;
		this.slots = new Float64Array(old.length * 2).fill(Number.NaN);
		this.size = 0;
		for (const value of old) if (!Number.isNaN(value)) this.insert(value);
	}
}
