/** Options of reading and writing tables, alike in every command. */

import type { TableFormat } from "../index";
import { OptionError, type ReadTableOptions, readTable, type Table, TableError } from "../index";
import { COUNT } from "../options/option";
import { typedName } from "./arguments";
import type { CommandOption } from "./command";
import { readBytes, STREAM } from "./files";
import { say, type Terminal } from "./terminal";

const list = (text: string) => text.split(",");

/** How tables are read: `ReadTableOptions`, but for what only programs can give. */
export const READ = {
	kinds: {
		accepts: { type: "object" },
		help: 'Kinds of columns that would be taken for others, e.g. {"zip":"category"}.',
	},
	delimiter: { accepts: { type: "text" }, help: "What separates cells, where CSV does not tell." },
	decimal: { accepts: { type: "choice", choices: [".", ","] }, help: "The decimal point, where columns do not tell." },
	missing: { accepts: { type: "text" }, read: list, value: "TEXT,…", help: "Further spellings of missing values." },
	header: {
		accepts: { type: "boolean" },
		help: "The first row names the columns, whatever it looks like; --no-header: it is data.",
	},
	skipLines: { accepts: COUNT, help: "Lines before the header to leave out." },
	footerLines: { accepts: COUNT, help: "Rows at the end to leave out." },
	comment: { accepts: { type: "text" }, help: "What lines begin with that are left out." },
	shortRows: {
		accepts: { type: "choice", choices: ["refuse", "fill"] },
		help: "What is done with rows that have too few cells.",
	},
	encoding: {
		accepts: { type: "text" },
		help: "Encoding of the text, e.g. windows-1252; told from the bytes by default.",
	},
	maxBytes: { accepts: COUNT, help: "Longest table read, in bytes. Default 1 GiB." },
	maxColumns: { accepts: COUNT, help: "Most columns. Default 100,000." },
	maxRowCharacters: { accepts: COUNT, help: "Longest row, in characters. Default 32 Mi." },
	sheet: { accepts: { type: "text" }, help: "Sheet of an Excel workbook. Default: the first that has rows." },
	entry: { accepts: { type: "text" }, help: "File of a zip archive that holds several." },
} satisfies Record<Exclude<keyof ReadTableOptions, "schema" | "signal" | "onProgress">, CommandOption>;

/** A message with options as the command line has them: `"shortRows"` is `--short-rows`. */
function asTyped(message: string): string {
	return Object.keys(READ).reduce((text, name) => {
		const typed = `--${typedName(name)}`;
		return text
			.replaceAll(`the option "${name}"`, typed)
			.replaceAll(`the "${name}" option`, typed)
			.replaceAll(`"${name}"`, typed)
			.replace(/[A-Z]/.test(name) ? new RegExp(`\\b${name}\\b`, "g") : /$^/, typed);
	}, message);
}

/**
 * A table from a file, or from standard input for "-", in any format that `readTable` knows. What reading it changed or
 * assumed is said, and errors name the file.
 */
export async function readInput(path: string, options: object, terminal: Terminal): Promise<Table> {
	const name = path === STREAM ? "standard input" : path;
	const bytes = await readBytes(path, terminal);
	try {
		const table = await readTable(bytes, { ...options, signal: terminal.signal });
		if (!terminal.json) for (const warning of table.warnings ?? []) say(terminal, `${name}: ${asTyped(warning)}`);
		return table;
	} catch (error) {
		if (error instanceof TableError || error instanceof OptionError)
			error.message = `${name}: ${asTyped(error.message)}`;
		throw error;
	}
}

/** What reading the table changed or assumed, for a result in JSON. */
export const warningsOf = ({ warnings }: Table) => warnings && { warnings };

export const FORMATS: readonly TableFormat[] = ["csv", "jsonl", "parquet"];

/** How tables are written. */
export const WRITE = {
	out: {
		accepts: { type: "text" },
		letter: "o",
		value: "FILE",
		file: "written",
		help: "Where it is written. Default: standard output.",
	},
	format: {
		accepts: { type: "choice", choices: FORMATS },
		help: "Default: by the ending of --out, else csv.",
	},
	csvDelimiter: { accepts: { type: "text" }, help: "What separates cells. Default: as in the learned table." },
	csvNewline: {
		accepts: { type: "choice", choices: ["crlf", "lf", "cr"] },
		help: "What ends a line. Default: as in the learned table.",
	},
	csvMissing: { accepts: { type: "text" }, help: "How a missing value is written. Default: as in the learned table." },
	csvQuote: { accepts: { type: "choice", choices: ["all", "needed"] }, help: "Which cells are in quotes." },
	csvBom: { accepts: { type: "boolean" }, help: "Begin with a byte order mark, by which spreadsheets know UTF-8." },
	defuseFormulas: {
		accepts: { type: "boolean" },
		help: "Put an apostrophe before cells that a spreadsheet would run as a formula.",
	},
} satisfies Record<string, CommandOption>;

const ENDINGS: Readonly<Record<string, string>> = { tsv: "csv", txt: "csv", ndjson: "jsonl" };

/** The format that was named, or the one that the ending of the file names; csv where neither does. */
export function formatOf<Format extends string>(
	{ format, out }: { readonly format?: unknown; readonly out?: unknown },
	formats: readonly Format[],
): Format {
	if (format !== undefined) return format as Format;
	const ending = /\.(\w+)$/.exec(String(out ?? ""))?.[1]?.toLowerCase();
	if (ending === undefined) return formats[0]!;
	const named = (ENDINGS[ending] ?? ending) as Format;
	if (formats.includes(named)) return named;
	throw new OptionError(
		`“.${ending}” is no ending of a format that can be written; name one by --format: ${formats.join(", ")}.`,
		{
			option: "format",
			value: ending,
		},
	);
}

const NEWLINES: Readonly<Record<string, "\r\n" | "\n" | "\r">> = { crlf: "\r\n", lf: "\n", cr: "\r" };

/** What of the options is for the writer of CSV. */
export function csvOptions(given: Readonly<Record<string, unknown>>): object {
	const { csvDelimiter, csvNewline, csvMissing, csvQuote, csvBom, defuseFormulas } = given;
	const all = {
		delimiter: csvDelimiter,
		newline: csvNewline && NEWLINES[csvNewline as string],
		missing: csvMissing,
		quote: csvQuote,
		bom: csvBom,
		defuseFormulas,
	};
	return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
}
