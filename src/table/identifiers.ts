import type { NumericStatistics } from "./tally";

/** Rows below which nothing but a name can tell an identifier from a measure. */
const FEWEST_ROWS = 20;

/** Whether a header says that the column identifies or encodes: "id", "CustomerId", "row_number", "uuid", "zip code". */
export function namesIdentifier(name: string): boolean {
	const words = headerWords(name);
	const last = words[words.length - 1] ?? "";
	const rest = words.slice(0, -1);
	if (["id", "ids", "uuid", "guid", "ssn", "mrn", "iban", "rowid", "rownumber", "rownum"].includes(last)) return true;
	if (["number", "no", "nr", "num"].includes(last)) {
		return rest.some((w) => ["row", "case", "patient", "customer", "account", "record", "serial", "line"].includes(w));
	}
	return /^unnamed: ?0$/i.test(name) || (words.length === 1 && ["index", "key"].includes(last));
}

/** The words of a header in lower case: "CustomerId", "customer_id" and "customer id" are the same two. */
export function headerWords(name: string): string[] {
	return name
		.replace(/([\p{Ll}\d])(\p{Lu})/gu, "$1 $2")
		.toLowerCase()
		.split(/[^\p{L}\d]+/u)
		.filter((word) => word !== "");
}

/**
 * Why a column of whole numbers identifies its rows rather than measuring them; `undefined` where it measures.
 *
 * Measures repeat. `n` values spread over a range of `R` whole numbers would by chance agree in
 * n − R(1 − (1 − 1/R)^n) cases at least (an uneven spread only adds to that); a column that hardly ever repeats
 * where it should have was drawn without replacement, as identifiers are.
 */
export function identifierReason(name: string, column: NumericStatistics, distinct: number): string | undefined {
	const { present: n, min, max } = column;
	if (n === 0 || distinct < 2) return undefined;
	const unique = distinct === n;
	if (namesIdentifier(name)) {
		if (unique) return "Its name says so, and no value occurs twice.";
		if (n >= FEWEST_ROWS && distinct > 20 && distinct >= 0.2 * n) {
			return `Its name says so: ${distinct} different whole numbers in ${n} rows.`;
		}
		return undefined;
	}
	if (n < FEWEST_ROWS || looksLikeYears(min, max)) return undefined;
	if (column.countsUp && min >= 0 && min <= 1) return `It counts the rows, from ${min} to ${max}.`;
	const range = max - min + 1;
	const expected = n + range * Math.expm1(n * Math.log1p(-1 / range));
	const repeats = n - distinct;
	if (expected >= 5 && repeats * 20 <= expected) {
		return unique
			? `Whole numbers that never repeat in ${n} rows, although chance alone would repeat about ${Math.round(expected)}.`
			: `Whole numbers that repeat ${repeats} times in ${n} rows, where chance alone would about ${Math.round(expected)} times.`;
	}
	const digits = String(min).length;
	if (unique && min > 0 && digits >= 8 && String(max).length === digits) {
		return `Codes of ${digits} digits, no two alike.`;
	}
	return undefined;
}

function looksLikeYears(min: number, max: number): boolean {
	return min >= 1500 && max <= 2200;
}
