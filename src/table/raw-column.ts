/**
 * A column while it is read: numbers as numbers, everything else in a dictionary, so that memory grows with the
 * values and not with the text. What was written can always be had back, because the kind is decided at the end.
 */

/** Tag of a cell whose text is `texts[values[row]]`. Any other tag means a number in `values[row]`. */
export const TEXT = 255;
/** Tag of a number written as JavaScript writes it. Tags 0 … 15 are the digits written behind the decimal point. */
export const SHORTEST = 254;

/** Digits that a double always carries: text with no more comes back from the number unchanged. */
const EXACT_DIGITS = 15;
const FIRST_CAPACITY = 64;
const NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d{1,3})?$/;

export class RawColumn {
	readonly name: string;
	rows = 0;
	values = new Float64Array(FIRST_CAPACITY);
	tags = new Uint8Array(FIRST_CAPACITY);
	/** Distinct texts that are not plain numbers, in order of first appearance. */
	readonly texts: string[] = [];
	private readonly codes = new Map<string, number>();

	constructor(name: string) {
		this.name = name;
	}

	/** Appends one cell. */
	push(cell: string): void {
		const row = this.rows++;
		if (row === this.tags.length) this.grow();
		const tag = plainNumberTag(cell);
		this.tags[row] = tag;
		this.values[row] = tag === TEXT ? this.code(cell) : Number(cell);
	}

	/** The cell's text as it was written (long decimals: as JavaScript writes the number they stand for). */
	text(row: number): string {
		const tag = this.tags[row]!;
		const value = this.values[row]!;
		return tag === TEXT ? this.texts[value]! : tag === SHORTEST ? String(value) : value.toFixed(tag);
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

	private grow(): void {
		const capacity = this.tags.length * 2;
		const values = new Float64Array(capacity);
		values.set(this.values);
		this.values = values;
		const tags = new Uint8Array(capacity);
		tags.set(this.tags);
		this.tags = tags;
	}
}

/** How `cell` can be packed into a number and written again unchanged; `TEXT` where it cannot. */
function plainNumberTag(cell: string): number {
	const length = cell.length;
	let at = cell.charCodeAt(0) === 45 ? 1 : 0; // "-"
	if (length === at) return TEXT;
	const start = at;
	const first = cell.charCodeAt(at) - 48;
	if (!(first >= 0 && first <= 9)) return TEXT;
	let digits = 0;
	let nonzero = false;
	let point = -1;
	for (; at < length; at++) {
		const digit = cell.charCodeAt(at) - 48;
		if (digit >= 0 && digit <= 9) {
			digits++;
			if (digit > 0) nonzero = true;
		} else if (digit === -2 && point < 0 && at < length - 1) point = at;
		else return longNumberTag(cell);
	}
	const whole = point < 0 ? digits : point - start;
	if (first === 0 && whole > 1) return TEXT; // "007" is a code
	if (!nonzero && cell.charCodeAt(0) === 45) return TEXT; // "-0.0"
	return digits <= EXACT_DIGITS ? (point < 0 ? 0 : length - 1 - point) : longNumberTag(cell);
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
