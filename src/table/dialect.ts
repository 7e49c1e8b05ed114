/** How a CSV file is laid out around its cells. Plain data. */
export interface Dialect {
	/** What separates cells: one character, or several. */
	readonly delimiter: string;
	readonly newline: "\n" | "\r\n" | "\r";
	/** Whether the file begins with a byte order mark. */
	readonly bom?: true;
	/** Columns whose every cell is in quotes, "all" with missing ones; absent: only cells that need them are. */
	readonly quoted?: "all" | readonly string[];
	/** Whether the names of the columns are all in quotes. */
	readonly quotedHeader?: true;
}
