// k digits that are always written behind the point, d digits of one cell

import type { Steps } from "../pause";
import { COMMA, type RawColumn, SHORTEST, TEXT } from "../raw-column";
import { sentinelForm } from "../sentinel-forms";
import { type AmountParts, amountParts } from "./amount-parts";
import { ExponentVotes } from "./exponents";
import type { NumberNotation } from "./notation";
import { numberPair } from "./number-notation";

/** How a column of numbers is written, and the cells that are written otherwise. */
export interface NumberStyle {
	readonly notation?: NumberNotation;
	readonly asWritten?: ReadonlyMap<number, string>;
	/** Whether zeros at the end of fractions follow no rule: "3.9", "3.10". */
	readonly uneven: boolean;
}

export interface Numbers {
	readonly raw: RawColumn;
	/** The column's values by row; NaN is missing. */
	readonly values: Float64Array;
	/** Most digits behind the point, as in `NumericColumn`. */
	readonly decimals: number | undefined;
	readonly decimal: "." | ",";
}

const ROWS_A_PIECE = 16_384;
/** Digits always written: none or one, as programs print numbers, or as many as the longest has. */
const FEWEST = [0, 1] as const;

/** How one cell is written; whether a rule of `k` digits would have written its fraction so. */
interface Cell {
	readonly decimals: number;
	/** Whether the fraction ends in a zero. */
	readonly zero: boolean;
	readonly parts?: AmountParts;
}

function obeys({ decimals, zero }: Cell, k: number): boolean {
	return decimals === k || (decimals > k && !zero);
}

/** Told from most cells; the rest are kept as written. */
export function* numberStyle({ raw, values, decimals, decimal }: Numbers): Steps<NumberStyle> {
	const most = decimals ?? 0;
	const cells = raw.texts.map((text) => textCell(text, decimal));
	const rules = new Float64Array(FEWEST.length);
	let [present, full, unequal] = [0, 0, 0];
	const votes = new Votes();
	const exponents = new ExponentVotes();
	for (let row = 0; row < raw.rows; row++) {
		if (Number.isNaN(values[row]!)) continue;
		const cell = cellOf(raw, row, cells, decimal);
		if (!cell) continue;
		present++;
		if (cell.decimals === most) full++;
		else unequal++;
		FEWEST.forEach((k, i) => {
			if (obeys(cell, k)) rules[i]!++;
		});
		votes.add(cell.parts, values[row]!);
		exponents.add(cell.parts?.body ?? "", values[row]!);
		if ((row + 1) % ROWS_A_PIECE === 0) yield;
	}
	const best = FEWEST.reduce((a, b) => (rules[FEWEST.indexOf(b)]! > rules[FEWEST.indexOf(a)]! ? b : a));
	const trimmed = unequal > 0 && (decimals === undefined || rules[FEWEST.indexOf(best)]! > full);
	const always = trimmed ? best : most;
	const rule = exponents.rule();
	const told = votes.notation(decimal, trimmed && !(decimals === undefined && best === 0) ? best : undefined);
	let notation: NumberNotation = rule ? { ...told, exponents: rule } : told;
	const asWritten = yield* exceptions(raw, values, always, notation, decimals);
	const whole = wholeSentinels(asWritten, values);
	if (whole.length > 0) notation = { ...notation, whole };
	const plain = Object.keys(notation).length === 1;
	const uneven = unequal > 0 && Math.max(full, rules[FEWEST.indexOf(best)]!) < present;
	return { ...(plain ? {} : { notation }), ...(asWritten.size > 0 ? { asWritten } : {}), uneven };
}

/** Values that stand for none and are written without decimals wherever they are; they are no exceptions then. */
function wholeSentinels(asWritten: Map<number, string>, values: Float64Array): number[] {
	const found = new Map<number, boolean>();
	for (const [row, text] of asWritten) {
		const value = values[row]!;
		if (sentinelForm(value)) found.set(value, (found.get(value) ?? true) && text.trim() === String(value));
	}
	const whole = [...found].flatMap(([value, all]) => (all ? [value] : []));
	for (const [row] of asWritten) if (whole.includes(values[row]!)) asWritten.delete(row);
	return whole;
}

function* exceptions(
	raw: RawColumn,
	values: Float64Array,
	always: number,
	notation: NumberNotation,
	decimals: number | undefined,
): Steps<Map<number, string>> {
	const { format } = numberPair(notation, decimals);
	const found = new Map<number, string>();
	const marked = notation.group !== undefined || notation.prefix || notation.suffix || notation.plus || notation.minus;
	const right = new Map<number, boolean>();
	for (let row = 0; row < raw.rows; row++) {
		const value = values[row]!;
		if (Number.isNaN(value)) continue;
		const tag = raw.tags[row]!;
		let same: boolean;
		if (tag === TEXT) {
			const code = raw.values[row]!;
			if (!right.has(code)) right.set(code, format(value) === raw.texts[code]!.trim());
			same = right.get(code)!;
		} else if (marked || tag === SHORTEST || notation.bare) same = format(value) === raw.text(row);
		else {
			const comma = tag >= COMMA;
			const cell = packedCell(tag, value);
			same = (cell.decimals === 0 || comma === (notation.decimal === ",")) && obeys(cell, always);
		}
		if (!same) found.set(row, raw.text(row));
		if ((row + 1) % ROWS_A_PIECE === 0) yield;
	}
	return found;
}

function cellOf(
	raw: RawColumn,
	row: number,
	cells: readonly (Cell | undefined)[],
	decimal: "." | ",",
): Cell | undefined {
	const tag = raw.tags[row]!;
	if (tag === TEXT) return cells[raw.values[row]!];
	// Under the other decimal sign, its own separates groups.
	const groups = tag !== SHORTEST && tag % COMMA > 0 && tag >= COMMA !== (decimal === ",");
	return groups ? textCell(raw.text(row), decimal) : packedCell(tag, raw.values[row]!);
}

function packedCell(tag: number, value: number): Cell {
	if (tag === SHORTEST) {
		const fraction = /\.(\d+)/.exec(String(value))?.[1] ?? "";
		return { decimals: fraction.length, zero: false };
	}
	const decimals = tag % COMMA;
	if (decimals === 0) return { decimals, zero: false };
	const shifted = Math.abs(value) * 10 ** (decimals - 1);
	return { decimals, zero: Math.abs(shifted - Math.round(shifted)) < 0.05 };
}

function textCell(text: string, decimal: "." | ","): Cell | undefined {
	const parts = amountParts(text);
	if (!parts) return undefined;
	const fraction = (parts.body.split(/e/i)[0] ?? "").split(decimal)[1] ?? "";
	return { decimals: fraction.length, zero: fraction.endsWith("0"), parts };
}

/** Counts, by rows, how signs, groups, currencies and units are written. */
class Votes {
	private readonly counts = new Map<string, Map<string, number>>();

	add(parts: AmountParts | undefined, value: number): void {
		const body = parts?.body ?? "";
		if (value < 0) this.vote("minus", parts?.minus ?? "-");
		else if (value > 0) this.vote("plus", parts?.plus ? "+" : "");
		if (Math.abs(value) >= 1000)
			this.vote("group", /\d([,.'’\s\u00a0\u2009\u202f])\d{2,3}(?!\d)/.exec(body)?.[1] ?? "");
		if (Math.abs(value) < 1 && value !== 0) this.vote("bare", /^[.,]/.test(body) ? "bare" : "");
		if (/^\d{1,2}(?:,\d\d)+,\d{3}/.test(body)) this.vote("indian", "indian");
		this.vote("prefix", parts?.prefix ?? "");
		this.vote("suffix", parts?.suffix ?? "");
	}

	notation(decimal: "." | ",", fewest: number | undefined): NumberNotation {
		const minus = this.winner("minus");
		const group = this.winner("group");
		const [prefix, suffix] = [this.winner("prefix"), this.winner("suffix")];
		return {
			type: "number",
			...(prefix && { prefix }),
			...(suffix && { suffix }),
			...(group && group !== decimal && { group }),
			...(group && this.winner("indian") && { indian: true as const }),
			...(decimal === "," && { decimal }),
			...(minus && minus !== "-" && { minus: minus as NonNullable<NumberNotation["minus"]> }),
			...(this.winner("plus") && { plus: true as const }),
			...(fewest !== undefined && { fewest }),
			...(this.winner("bare") && { bare: true as const }),
		};
	}

	private vote(question: string, answer: string): void {
		let answers = this.counts.get(question);
		if (!answers) {
			answers = new Map();
			this.counts.set(question, answers);
		}
		answers.set(answer, (answers.get(answer) ?? 0) + 1);
	}

	private winner(question: string): string {
		const answers = [...(this.counts.get(question) ?? [])];
		return answers.reduce((a, b) => (b[1] > a[1] ? b : a), ["", 0] as [string, number])[0];
	}
}
