import { parseNumber } from "../number-text";
import { withExponent } from "./exponents";
import type { NumberNotation } from "./notation";

/** The two directions between a number and its text. `parse` gives NaN for what is no such number. */
export interface TextPair {
	parse(text: string): number;
	format(value: number): string;
}

/** Digits behind the point beyond which a number is written as JavaScript writes it: the shortest that reads back. */
const MOST_DECIMALS = 15;

/** Numbers as a column writes them; without a notation, plainly. `decimals` as in `NumericColumn`. */
export function numberPair(notation: NumberNotation = { type: "number" }, decimals: number | undefined): TextPair {
	const { prefix = "", suffix = "", decimal = ".", minus, plus, fewest, exponents, whole } = notation;
	const digits = decimals === undefined || decimals > MOST_DECIMALS ? undefined : decimals;
	return {
		parse(text) {
			const { negative, body } = withoutMarks(text, prefix.trim(), suffix.trim());
			const read = parseNumber(body, decimal, true);
			return read ? (negative ? -read.value || 0 : read.value) : Number.NaN;
		},
		format(value) {
			const size = Math.abs(value);
			const plain = digits === undefined || whole?.includes(value) ? String(size) : size.toFixed(digits);
			let written = fewest === undefined || whole?.includes(value) ? plain : withFewest(plain, fewest);
			if (exponents) written = withExponent(size, exponents) ?? written;
			const negative = value < 0 && /[1-9]/.test(written);
			written = withMarks(written, notation);
			const sign = negative ? (minus === "−" ? "−" : "-") : plus && value > 0 ? "+" : "";
			if (negative && minus === "brackets") return `(${prefix}${written}${suffix})`;
			if (negative && minus === "trailing") return `${prefix}${written}${suffix}-`;
			if (minus === "inside") return `${prefix}${sign}${written}${suffix}`;
			return `${sign}${prefix}${written}${suffix}`;
		},
	};
}

/** The digits of an amount, and whether it is marked as negative in any of the usual ways. */
function withoutMarks(text: string, prefix: string, suffix: string): { negative: boolean; body: string } {
	let body = text.trim();
	let negative = false;
	const strip = (pattern: RegExp) => {
		if (!pattern.test(body)) return;
		negative ||= !body.includes("+");
		body = body.replace(pattern, "$1").trim();
	};
	strip(/^\((.*)\)$/);
	strip(/^(.*[^-−])[-−]$/);
	if (prefix || suffix) strip(/^[-−+](.*)$/);
	if (prefix && body.startsWith(prefix)) body = body.slice(prefix.length).trim();
	if (suffix && body.endsWith(suffix)) body = body.slice(0, -suffix.length).trim();
	return { negative, body };
}

/** `digits` without zeros at the end of its fraction, but for the first `fewest` places behind the point. */
function withFewest(digits: string, fewest: number): string {
	if (/e/.test(digits)) return digits;
	const [whole, fraction = ""] = digits.split(".");
	const kept = fraction.replace(/0+$/, "").padEnd(Math.min(fewest, 15), "0");
	return kept ? `${whole}.${kept}` : whole!;
}

function withMarks(digits: string, { group, indian, decimal, bare }: NumberNotation): string {
	let [whole, fraction] = digits.split(".") as [string, string | undefined];
	if (group !== undefined && !/e/i.test(digits)) {
		const places = indian ? /\B(?=(?:\d\d)*\d{3}$)/g : /\B(?=(?:\d{3})+$)/g;
		whole = whole.replace(places, group);
	}
	if (bare && whole === "0" && fraction) whole = "";
	return fraction === undefined ? whole : whole + (decimal ?? ".") + fraction;
}
