import { TableError } from "../../errors";
import { parseCsv } from "../../page/on-demand";
import type { CsvProgress } from "../../table/csv";
import type { Source } from "./choices";

/** A list of objects or lists, or an object: no CSV header begins so. */
const JSON_START = /^\uFEFF?\s*(?:\[\s*[[{]|\{\s*"[^"]*"\s*:)/;

/** A file, or text that was pasted. */
export type Input = Blob | string;

export interface ReadOptions {
	signal?: AbortSignal;
	onProgress?: (progress: CsvProgress) => void;
}

/** Reads a file or pasted text as a table. */
export async function readSource(input: Input, name: string, options: ReadOptions = {}): Promise<Source> {
	if (typeof input === "string" && input.trim() === "") {
		throw new TableError(
			"There is nothing to read yet. Paste some rows first, with the column names in the first line.",
		);
	}
	const start = typeof input === "string" ? input.slice(0, 200) : await input.slice(0, 200).text();
	if (JSON_START.test(start)) {
		throw new TableError(
			`${name} is JSON, which would be read as a table of one column. Save it as CSV: one row a line, the column names in the first line.`,
		);
	}
	const table = await parseCsv(input, options);
	return { name, inferred: table, table, kinds: {} };
}
