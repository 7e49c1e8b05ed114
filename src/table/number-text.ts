/**
 * Numbers as people write them: "1234.5", "1,234.5", "1 234,5", "1.234,5", "1'234.5", "26,78,673", "+3", "−3", ".5",
 * "1e-7".
 * Texts that begin with a needless zero ("007") are codes, not numbers.
 */

/** The character between whole and fraction. */
export type Decimal = "." | ",";

/** Characters beyond which a text is not a number that anybody wrote. */
const LONGEST = 400;
const BLANKS = "\\u0020\\u00a0\\u2009\\u202f";

function pattern(decimal: Decimal, group: string): RegExp {
	const point = decimal === "." ? "\\." : ",";
	const grouped = `[1-9]\\d{0,2}(?:([${group}])\\d{3})(?:\\1\\d{3})*`;
	return new RegExp(`^[+-]?(?:(?:0|[1-9]\\d*|${grouped})(?:${point}(\\d*))?|${point}(\\d+))([eE][+-]?\\d{1,3})?$`);
}

const PATTERNS: Record<Decimal, RegExp> = {
	".": pattern(".", `,'’${BLANKS}`),
	",": pattern(",", `.'’${BLANKS}`),
};

/** Lakhs and crores: groups of two beyond the first thousand ("26,78,673"). */
const INDIAN = /^[+-]?[1-9]\d?(?:,\d\d)+,\d{3}(?:\.(\d+))?$/;

/** A number read from text, and how many digits stood behind its point (`undefined` with an exponent). */
export interface NumberText {
	readonly value: number;
	readonly decimals: number | undefined;
}

/**
 * Reads `text` as one number; `undefined` where it is none, is infinite, or is a whole number beyond 2^53 that would
 * lose digits, unless that is `tolerated`.
 */
export function parseNumber(text: string, decimal: Decimal, tolerated = false): NumberText | undefined {
	const trimmed = text.trim().replace(/^−/, "-");
	if (trimmed.length > LONGEST) return undefined;
	const indian = decimal === "." ? INDIAN.exec(trimmed) : null;
	if (indian) return { value: Number(trimmed.replaceAll(",", "")), decimals: indian[1]?.length ?? 0 };
	const match = PATTERNS[decimal].exec(trimmed);
	if (!match) return undefined;
	const plain = match[1] === undefined ? trimmed : trimmed.replaceAll(match[1], "");
	const value = Number(decimal === "," ? plain.replace(",", ".") : plain);
	if (!Number.isFinite(value)) return undefined;
	const fraction = match[2] ?? match[3] ?? "";
	if (!tolerated && fraction === "" && !match[4] && !Number.isSafeInteger(value)) return undefined;
	return { value: value === 0 ? 0 : value, decimals: match[4] ? undefined : fraction.length };
}

/** Whether `text` has a group separator or a decimal point that the two conventions read differently. */
export function readsOnlyAs(text: string): Decimal | "either" | "neither" {
	const point = parseNumber(text, ".");
	const comma = parseNumber(text, ",");
	if (point && comma) return "either";
	return point ? "." : comma ? "," : "neither";
}
