/**
 * A column while it is read: numbers as numbers, everything else in a dictionary, so that memory grows with the
 * values and not with the text. What was written can always be had back, because the kind is decided at the end.
 */

import { type Decimal, type NumberText, parseNumber } from "./number-text";

/** Tag of a cell whose text is `texts[values[row]]`. Any other tag means a number in `values[row]`. */
export const TEXT = 255;
/** Tag of a number written as JavaScript writes it. */
export const SHORTEST = 254;
/** Tags 0 … 15 are the digits behind a decimal point; this and above, up to 31, those behind a decimal comma. */
export const COMMA = 16;

/** Digits that a double always carries: text with no more comes back from the number unchanged. */
const EXACT_DIGITS = 15;
/** Small, because a table may have a hundred thousand columns and one row. */
const FIRST_CAPACITY = 8;
const NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d{1,3})?$/;

export class RawColumn {
	readonly name: string;
	rows = 0;
	values = new Float64Array(FIRST_CAPACITY);
	tags = new Uint8Array(FIRST_CAPACITY);
	/** Distinct texts that are not plain numbers, in order of first appearance. */
	texts: string[] = [];
	private readonly codes = new Map<string, number>();

	/** Plain numbers that mean missing ("-999"), and so are kept as texts. */
	private readonly notNumbers: ReadonlySet<string> | undefined;

	constructor(name: string, notNumbers?: ReadonlySet<string>) {
		this.name = name;
		this.notNumbers = notNumbers;
	}

	/** Cells there is room for. */
	get capacity(): number {
		return this.tags.length;
	}

	/** Appends one cell, for which there must be room. */
	push(cell: string): void {
		const row = this.rows++;
		const tag = this.notNumbers?.has(cell) ? TEXT : plainNumberTag(cell);
		this.tags[row] = tag;
		this.values[row] =
			tag === TEXT ? this.code(cell) : Number(tag >= COMMA && tag !== SHORTEST ? cell.replace(",", ".") : cell);
	}

	/** Makes room for `capacity` cells. */
	reserve(capacity: number): void {
		const values = new Float64Array(capacity);
		values.set(this.values);
		this.values = values;
		const tags = new Uint8Array(capacity);
		tags.set(this.tags);
		this.tags = tags;
	}

	/** The cell's text as it was written (long decimals: as JavaScript writes the number they stand for). */
	text(row: number): string {
		const tag = this.tags[row]!;
		const value = this.values[row]!;
		if (tag === TEXT) return this.texts[value]!;
		if (tag === SHORTEST) return String(value);
		return tag < COMMA ? value.toFixed(tag) : value.toFixed(tag - COMMA).replace(".", ",");
	}

	/** Gives up the cells, once the column they became is made. */
	release(): void {
		this.values = new Float64Array(0);
		this.tags = new Uint8Array(0);
		this.texts = [];
		this.codes.clear();
	}

	private code(cell: string): number {
		const known = this.codes.get(cell);
		if (known !== undefined) return known;
		// A cell is a view into the chunk it was cut from; joining copies it, so that the chunk can be freed.
		const copy = cell.length > 12 ? [cell.slice(0, 1), cell.slice(1)].join("") : cell;
		const code = this.texts.length;
		this.texts.push(copy);
		this.codes.set(copy, code);
		return code;
	}
}

/** The number of a cell that is one, under a decimal sign; `undefined` where it is none under that. */
export function packedNumber(raw: RawColumn, row: number, decimal: Decimal): NumberText | undefined {
	const tag = raw.tags[row]!;
	const value = raw.values[row]!;
	if (tag === 0) return { value, decimals: 0 };
	if (tag === SHORTEST) return { value, decimals: Number.isSafeInteger(value) ? 0 : undefined };
	if (tag >= COMMA === (decimal === ",")) return { value, decimals: tag % COMMA };
	return parseNumber(raw.text(row), decimal);
}

/** How `cell` can be packed into a number and written again unchanged; `TEXT` where it cannot. */
function plainNumberTag(cell: string): number {
	const length = cell.length;
	const start = cell.charCodeAt(0) === 45 ? 1 : 0; // "-"
	if (length === start) return TEXT;
	const first = cell.charCodeAt(start) - 48;
	if (!(first >= 0 && first <= 9)) return TEXT;
	let digits = 0;
	let nonzero = false;
	let point = -1;
	for (let at = start; at < length; at++) {
		const digit = cell.charCodeAt(at) - 48;
		if (digit >= 0 && digit <= 9) {
			digits++;
			if (digit > 0) nonzero = true;
		} else if ((digit === -2 || digit === -4) && point < 0 && at < length - 1) point = at;
		else return longNumberTag(cell);
	}
	const whole = point < 0 ? digits : point - start;
	if (first === 0 && whole > 1) return TEXT; // "007" is a code
	if (!nonzero && start === 1) return TEXT; // "-0.0"
	if (digits > EXACT_DIGITS) return longNumberTag(cell);
	const decimals = point < 0 ? 0 : length - 1 - point;
	return point >= 0 && cell.charCodeAt(point) === 44 ? COMMA + decimals : decimals;
}

/** Exponents and long decimals; integers only where the double holds them exactly. */
function longNumberTag(cell: string): number {
	if (cell.length > 40 || !NUMBER.test(cell)) return TEXT;
	const value = Number(cell);
	if (!Number.isFinite(value)) return TEXT;
	const shortest = String(value);
	if (shortest === cell) return SHORTEST;
	// More digits than a double holds: a measure loses nothing that was measured.
	return /^-?\d+\.\d+$/.test(cell) && value !== 0 && Math.abs(value) <= Number.MAX_SAFE_INTEGER ? SHORTEST : TEXT;
}
