import type { Evidence, Habits } from "./evidence";
import { type AmountParts, amountParts, isWordUnit } from "./notation/amount-parts";
import { numberStyle } from "./notation/number-style";
import { type Decimal, parseNumber, readsOnlyAs } from "./number-text";
import { type OddCells, oddCells } from "./odd-cells";
import type { Steps } from "./pause";
import { packedNumber, TEXT } from "./raw-column";
import type { NumericColumn } from "./table";

/** Different amounts below which a unit in letters makes categories ("36 months", "60 months"). */
const FEWEST_MEASURES = 10;

/**
 * Amounts with a currency, a unit or a percent sign, with negative ones in brackets or with a sign behind, and
 * measurements of which some are only known to lie below or above a limit; `undefined` where the column's texts are
 * no such amounts, or in several currencies.
 */
export function* readAmounts(evidence: Evidence, habits: Habits, warnings: string[]): Steps<NumericColumn | undefined> {
	const { raw, tally, valueCodes } = evidence;
	if (valueCodes.length === 0) return undefined;
	const parts = new Map<number, AmountParts>();
	for (const code of valueCodes) {
		const taken = amountParts(raw.texts[code]!);
		if (taken) parts.set(code, taken);
	}
	yield;
	const unit = commonUnit(parts, evidence);
	if (!unit || (isWordUnit(unit.suffix) && parts.size < FEWEST_MEASURES)) return undefined;
	const decimal = decimalOf([...parts.values()], evidence, habits);
	if (!decimal) return undefined;
	const limits = new Map<string, number>();
	const numbers = new Map<number, number>();
	let decimals: number | undefined = 0;
	for (const [code, taken] of parts) {
		const read = sameUnit(taken, unit) ? parseNumber(taken.body, decimal) : undefined;
		if (!read) continue;
		numbers.set(code, taken.negative ? -read.value || 0 : read.value);
		decimals = decimals === undefined || read.decimals === undefined ? undefined : Math.max(decimals, read.decimals);
	}
	const values = new Float64Array(raw.rows).fill(Number.NaN);
	for (let row = 0; row < raw.rows; row++) {
		if (row % 65_536 === 65_535) yield;
		if (raw.tags[row] === TEXT) values[row] = numbers.get(raw.values[row]!) ?? Number.NaN;
		else {
			const read = packedNumber(raw, row, decimal);
			if (!read) return undefined;
			values[row] = read.value;
			decimals = decimals === undefined || read.decimals === undefined ? undefined : Math.max(decimals, read.decimals);
		}
	}
	const bad: OddCells = yield* oddCells(
		evidence,
		valueCodes.filter((code) => !numbers.has(code)),
	);
	if (!bad.tolerable || values.every((value) => Object.is(value, values[0]))) return undefined;
	if (tally.packed > 0 && (unit.prefix || unit.suffix)) return undefined;
	// Limits are taken out of the numbers while their style is told.
	const measured = values.slice();
	const words = boundWords(evidence, parts, numbers, decimals, limits);
	for (let row = 0; row < raw.rows; row++) {
		if (row % 65_536 === 65_535) yield;
		const limit = raw.tags[row] === TEXT ? limits.get(raw.texts[raw.values[row]!]!.trim()) : undefined;
		if (limit === undefined) continue;
		values[row] = limit;
		measured[row] = Number.NaN;
	}
	const { notation, asWritten } = yield* numberStyle({ raw, values: measured, decimals, decimal });
	bad.warn("amounts", warnings);
	let [min, max] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
	for (const value of values) {
		min = Math.min(min, Number.isNaN(value) ? min : value);
		max = Math.max(max, Number.isNaN(value) ? max : value);
	}
	const whole = decimals === 0 && words.length === 0;
	const example = raw.texts[valueCodes[0]!]!.trim();
	const limited = words.length
		? `, ${words
				.map(({ text }) => `"${text}"`)
				.slice(0, 3)
				.join(", ")} a value of its own`
		: "";
	return {
		name: raw.name,
		kind: whole ? "integer" : "number",
		values,
		...(decimals !== undefined && { decimals }),
		...(notation && { notation }),
		...(words.length > 0 && { words }),
		...(asWritten && { asWritten }),
		reason: `Amounts written like "${example}" from ${min} to ${max}${limited}.`,
	};
}

/** The currency or unit of most texts; nothing where there is no special mark at all, or no agreement. */
function commonUnit(parts: ReadonlyMap<number, AmountParts>, { tally, valueCodes }: Evidence): AmountParts | undefined {
	if (parts.size === 0 || parts.size < 0.9 * valueCodes.length) return undefined;
	const all = [...parts.values()];
	const first = all[0]!;
	const agreeing = all.filter((taken) => sameUnit(taken, first)).length;
	const unit = agreeing * 2 > all.length ? first : all.at(-1)!;
	const special = all.some(({ prefix, suffix, minus, bound }) => prefix || suffix || bound || /[a-z−]/.test(minus));
	// Every number in brackets is a list, not a debt, unless all have cents.
	const listed =
		tally.packed === 0 &&
		all.length === valueCodes.length &&
		all.every(({ minus }) => minus === "brackets") &&
		!all.every(({ body }) => /[.,]\d\d$/.test(body));
	return special && !(listed && !unit.prefix && !unit.suffix && first.minus === "brackets") ? unit : undefined;
}

function sameUnit(a: AmountParts, b: AmountParts): boolean {
	return a.prefix.trim() === b.prefix.trim() && a.suffix.trim() === b.suffix.trim();
}

/** The decimal sign that bodies and plain numbers show together; nothing where they contradict each other. */
function decimalOf(parts: readonly AmountParts[], { tally }: Evidence, { shown, likely }: Habits): Decimal | undefined {
	const seen = new Set(parts.map(({ body }) => readsOnlyAs(body)));
	if (tally.packed > 0) seen.add(tally.decimal);
	seen.delete("neither");
	if (seen.has(".") && seen.has(",")) return undefined;
	if (seen.has(".")) return ".";
	if (seen.has(",")) return ",";
	return shown ?? (parts.some(({ body }) => body.includes(",")) ? likely : ".");
}

/** A value beside the limit for each text that gives only a limit: half a unit of the last digit below or above it. */
function boundWords(
	{ raw }: Evidence,
	parts: ReadonlyMap<number, AmountParts>,
	numbers: ReadonlyMap<number, number>,
	decimals: number | undefined,
	limits: Map<string, number>,
): { text: string; value: number }[] {
	const words: { text: string; value: number }[] = [];
	const taken = new Set<number>();
	for (const [code, { bound }] of parts) {
		const limit = numbers.get(code);
		if (bound === "" || limit === undefined) continue;
		const text = raw.texts[code]!.trim();
		let beside = decimals === undefined ? Math.max(Math.abs(limit), 1) * 1e-9 : 0.5 / 10 ** decimals;
		while (taken.has(bound === "<" ? limit - beside : limit + beside)) beside /= 2;
		const value = bound === "<" ? limit - beside : limit + beside;
		taken.add(value);
		limits.set(text, value);
		words.push({ text, value });
	}
	return words;
}
