import { OptionError, TableError } from "../../errors";
import { readTable } from "../../page/on-demand";
import type { CsvProgress } from "../../table/csv";
import type { TableFormat } from "../../table/format-table";
import type { Source } from "./choices";
import type { HowRead, InArchive, Input, OpenedFile } from "./opened-file";

/** A list or an object: no CSV header begins so. */
const JSON_START = /^\uFEFF?\s*(?:\[\s*(?:[[{\]]|$)|\{\s*(?:"|\}|$))/;

/** Characters among which an object says that it holds noisy marginals. */
const SNIFFED = 1_000_000;

/** Thrown for a zip archive with several tables: which one is for the person to say. */
export class SeveralFiles extends Error {
	readonly archive: Blob;
	readonly entries: readonly string[];

	constructor(archive: Blob, entries: readonly string[], cause: Error) {
		super(cause.message, { cause });
		this.archive = archive;
		this.entries = entries;
	}
}

export interface ReadOptions extends HowRead {
	signal?: AbortSignal;
	onProgress?: (progress: CsvProgress) => void;
}

const isInArchive = (input: Input): input is InArchive => typeof input === "object" && "archive" in input;

/** Whether a file is noisy marginals as JSON and no table. */
export async function holdsMarginals(input: Input): Promise<boolean> {
	if (isInArchive(input)) return false;
	const start = (length: number) =>
		typeof input === "string" ? input.slice(0, length) : input.slice(0, length).text();
	if (!/^\uFEFF?\s*\{/.test(await start(64))) return false;
	return /"marginals"\s*:\s*\[/.test(await start(SNIFFED));
}

/** Reads a file or pasted text, in any format that `readTable` reads, as a table. */
export async function readSource(file: OpenedFile, reading: Omit<ReadOptions, keyof HowRead> = {}): Promise<Source> {
	const { input, name, how } = file;
	const options: ReadOptions = { ...how, ...reading };
	if (typeof input === "string" && input.trim() === "") {
		throw new TableError(
			"There is nothing to read yet. Paste some rows first, with the column names in the first line.",
		);
	}
	if (isInArchive(input)) {
		const table = await readTable(input.archive, { ...options, entry: input.entry });
		return { name, format: formatOf(`${input.entry}.zip`, ""), inferred: table, table, kinds: {}, file };
	}
	const start = typeof input === "string" ? input.slice(0, 64) : await input.slice(0, 64).text();
	const table = await readTable(input, options).catch((error: unknown) => {
		const entries = error instanceof OptionError && error.details.entries;
		throw entries && input instanceof Blob ? new SeveralFiles(input, entries as string[], error) : error;
	});
	return { name, format: formatOf(name, start), inferred: table, table, kinds: {}, file };
}

/** The format to write in: that of the file, where it can be written, told from its beginning or, if packed, its name. */
function formatOf(name: string, start: string): TableFormat {
	const plain = name.replace(/\.(gz|zip)$/i, "");
	if (start.startsWith("PAR1") || (plain !== name && /\.parquet$/i.test(plain))) return "parquet";
	if (JSON_START.test(start) || (plain !== name && /\.(jsonl?|ndjson)$/i.test(plain))) return "jsonl";
	return "csv";
}
