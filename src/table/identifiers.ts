import type { NumericStatistics } from "./tally";

/** Rows below which nothing but a name can tell an identifier from a measure. */
const FEWEST_ROWS = 20;
/** Different values up to which codes repeat enough to be groups, whatever their column is called. */
const FEW_CODES = 20;
/** Share of different values above which a column called an identifier is one. */
const IDENTIFIER_SHARE = 0.2;
/** Repeats expected by chance from which their absence says something. */
const TELLING_REPEATS = 5;
const LONG_CODE_DIGITS = 8;

const IDENTIFIERS = new Set("id ids uuid guid ssn mrn iban key rowid rownumber rownum".split(" "));
const IDENTIFIED = "row record case patient customer client user person member account order subject employee student";
const NUMBERED = new Set(`${IDENTIFIED} serial line invoice policy claim`.split(" "));
const JOINED = new RegExp(`^(${IDENTIFIED.replaceAll(" ", "|")})(id|no|nr|number)$`);
const CODES = new Set("code codes zip zipcode postcode postalcode plz phone telephone mobile fax fips".split(" "));
const MONEY =
	"amount total sum price cost revenue sale income salary wage profit loss budget asset capital equity turnover";
const MORE_MONEY = "liability debt balance value payment paid fee tax gross net loan deposit premium spend spending";
const COUNTS = "population area distance volume weight views visits size bytes employee count quantity qty";
const OTHERS =
	"betrag summe umsatz preis kosten wert gehalt montant prix total importe precio valor omsetning belop beløp";
const AMOUNTS = new Set(`${MONEY} ${MORE_MONEY} ${COUNTS} ${OTHERS}`.split(" "));

/** Whether a header says that the column identifies what its rows are about: "id", "CustomerId", "row_number", "uuid". */
export function namesIdentifier(name: string): boolean {
	const words = headerWords(name);
	const last = words.at(-1) ?? "";
	if (IDENTIFIERS.has(last) || JOINED.test(last) || /^unnamed: ?0$/i.test(name)) return true;
	if (["number", "no", "nr", "num"].includes(last)) return words.slice(0, -1).some((word) => NUMBERED.has(word));
	return words.length === 1 && last === "index";
}

/** Whether a header says that the column's numbers stand for something else: an identifier's, or "zip code", "phone". */
export function namesCode(name: string): boolean {
	return namesIdentifier(name) || CODES.has(headerWords(name).at(-1) ?? "");
}

/** Whether a header says that its numbers are measured or counted: "total_assets", "net price". */
export function namesAmount(name: string): boolean {
	return headerWords(name).some((word) => AMOUNTS.has(word) || AMOUNTS.has(word.replace(/s$/, "")));
}

/** The words of a header in lower case: "CustomerId", "customer_id" and "customer id" are the same two. */
function headerWords(name: string): string[] {
	return name
		.replace(/([\p{Ll}\d])(\p{Lu})/gu, "$1 $2")
		.toLowerCase()
		.split(/[^\p{L}\d]+/u)
		.filter((word) => word !== "");
}

/** Whether a column whose name says so identifies its rows, or only groups them: `distinct` values in `rows` cells. */
export function identifiesByName(name: string, rows: number, distinct: number): boolean {
	if (!namesIdentifier(name)) return false;
	return distinct === rows || (distinct > FEW_CODES && distinct >= IDENTIFIER_SHARE * rows);
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
	const unique = distinct === n;
	if (identifiesByName(name, n, distinct)) {
		return `Its name says so, and ${unique ? "no value occurs twice" : `${distinct} different values occur in ${n} rows`}.`;
	}
	if (n < FEWEST_ROWS || looksLikeYears(min, max)) return undefined;
	if (column.countsUp && min >= 0 && min <= 1) return `It counts the rows, from ${min} to ${max}.`;
	const range = max - min + 1;
	const expected = n + range * Math.expm1(n * Math.log1p(-1 / range));
	const repeats = n - distinct;
	if (expected >= TELLING_REPEATS && repeats * 20 <= expected) {
		const seen = unique ? "never repeat" : `repeat ${repeats} times`;
		return `Whole numbers that ${seen} in ${n} rows, where chance alone would repeat about ${Math.round(expected)}.`;
	}
	const digits = String(min).length;
	if (namesAmount(name)) return undefined;
	if (unique && min > 0 && digits >= LONG_CODE_DIGITS && String(max).length === digits) {
		return `Codes of ${digits} digits, no two alike.`;
	}
	return undefined;
}

function looksLikeYears(min: number, max: number): boolean {
	return min >= 1500 && max <= 2200;
}
