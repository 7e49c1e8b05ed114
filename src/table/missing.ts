/** Spellings that mean "missing" in any column. The empty cell always does. */
const ANYWHERE = [
	...["", "NA", "N/A", "n/a", "#N/A", "#NA", "<NA>", "NULL", "null", "NaN", "nan", "?"],
	...["#DIV/0!", "#VALUE!", "#REF!", "#NUM!", "#NAME?", "#NULL!"],
];

/**
 * Spellings that mean "missing" only in a column that otherwise holds nothing but numbers, dates or truth values.
 * In a column of words they may be an answer ("None" to "Allergies?"), and a synthetic table that repeats them loses nothing.
 */
const AMONG_VALUES = [
	...["None", "none", "NONE", "-", "--", "–", ".", "na", "Na", "Null", "Nan", "NAN", "n.a.", "N.A.", "NaT", "missing"],
	...["unknown", "Unknown", "inf", "-inf", "+inf", "Inf", "-Inf", "Infinity", "-Infinity", "0000-00-00"],
];

/** Tells missing cells; a cell's blanks around the text do not count. */
export interface MissingSpellings {
	/** Missing in a column of any kind. */
	anywhere(text: string): boolean;
	/** Missing in a column whose other cells are numbers, dates or truth values. */
	amongValues(text: string): boolean;
	/** Missing because the caller named it. */
	named(text: string): boolean;
}

/** The usual spellings, and those given for every column alike. */
export function missingSpellings(given: readonly string[] = []): MissingSpellings {
	const named = new Set(given.map((text) => text.trim()));
	const anywhere = new Set([...ANYWHERE, ...named]);
	const amongValues = new Set([...anywhere, ...AMONG_VALUES]);
	return {
		anywhere: (text) => anywhere.has(text.trim()),
		amongValues: (text) => amongValues.has(text.trim()),
		named: (text) => named.has(text.trim()),
	};
}
