import { TableError } from "../../errors";
import { readTable } from "../../page/on-demand";
import type { CsvProgress } from "../../table/csv";
import type { TableFormat } from "../../table/format-table";
import type { Source } from "./choices";

/** A list or an object: no CSV header begins so. */
const JSON_START = /^\uFEFF?\s*(?:\[\s*(?:[[{\]]|$)|\{\s*(?:"|\}|$))/;

/** Characters among which an object says that it holds noisy marginals. */
const SNIFFED = 1_000_000;

/** A file, or text that was pasted. */
export type Input = Blob | string;

export interface ReadOptions {
	signal?: AbortSignal;
	onProgress?: (progress: CsvProgress) => void;
}

/** Whether a file is noisy marginals as JSON and no table. */
export async function holdsMarginals(input: Input): Promise<boolean> {
	const start = (length: number) =>
		typeof input === "string" ? input.slice(0, length) : input.slice(0, length).text();
	if (!/^\uFEFF?\s*\{/.test(await start(64))) return false;
	return /"marginals"\s*:\s*\[/.test(await start(SNIFFED));
}

/** Reads a file or pasted text, in any format that `readTable` reads, as a table. */
export async function readSource(input: Input, name: string, options: ReadOptions = {}): Promise<Source> {
	if (typeof input === "string" && input.trim() === "") {
		throw new TableError(
			"There is nothing to read yet. Paste some rows first, with the column names in the first line.",
		);
	}
	const start = typeof input === "string" ? input.slice(0, 64) : await input.slice(0, 64).text();
	const table = await readTable(input, options);
	return { name, format: formatOf(name, start), inferred: table, table, kinds: {} };
}

/** The format to write in: that of the file, where it can be written, told from its beginning or, if packed, its name. */
function formatOf(name: string, start: string): TableFormat {
	const plain = name.replace(/\.(gz|zip)$/i, "");
	if (start.startsWith("PAR1") || (plain !== name && /\.parquet$/i.test(plain))) return "parquet";
	if (JSON_START.test(start) || (plain !== name && /\.(jsonl?|ndjson)$/i.test(plain))) return "jsonl";
	return "csv";
}
