import { TableError } from "../errors";

/** What the parser reports of a quote, `index` being the first character behind it. */
export interface QuoteProblem {
	code: "MissingQuotes" | "InvalidQuotes";
	row: number;
	index: number;
}

/** The refusal of a quote that is not closed, or closed before its cell ends; row 0 is the header. */
export function misplacedQuote({ code }: QuoteProblem, row: number, line: number, column: string): TableError {
	const place = `${row === 0 ? "the header" : `row ${row}`}, ${column} (line ${line})`;
	const details = { row, line, column };
	if (code === "MissingQuotes") {
		return new TableError(
			`A quote opens in ${place} and is never closed. Close it, or double every quote that belongs to the text.`,
			details,
		);
	}
	return new TableError(
		`In ${place}, text follows a closing quote. Double every quote that belongs to the text ("" for ").`,
		details,
	);
}

/** The refusal of a row that goes on beyond all measure. */
export function endlessRow(record: number, line: number, characters: number): TableError {
	const row = record === 0 ? "The header" : `Row ${record}`;
	return new TableError(
		`${row} (line ${line}) goes on for more than ${characters} characters. Most often a quote is opened there and ` +
			"never closed: close it, or double the quotes that belong to the text.",
		{ row: record, line },
	);
}
