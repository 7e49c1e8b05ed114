import { OptionError, StandinError, TableError } from "../errors";
import { checkOptions } from "../options/check";
import { OPTIONS as CSV_OPTIONS, type ParseCsvOptions, parseCsv } from "./csv";
import { asMemoryError } from "./memory-error";
import { readAs, schemaLayout } from "./read-as";
import type { TextSource } from "./read-text";
import type { Table } from "./table";

export interface ReadTableOptions extends ParseCsvOptions {
	/** Sheet of an Excel workbook. Default: the first that has rows. */
	sheet?: string;
	/** File of a zip archive; needed where it holds several. */
	entry?: string;
}

/** What a table can be read from: a file, its bytes, a stream of them, or text. */
export type TableSource = TextSource | ArrayBuffer | Uint8Array;

const DEFAULT_MAX_BYTES = 2 ** 30;
/** Files within each other: a gzip in a zip, and no more. */
const DEEPEST = 3;

/**
 * Reads a table from any of its formats, told from the content: CSV, JSON, JSON lines, Parquet, Arrow, Excel, and any of
 * them in gzip or, alone or named, in zip. The reader of each is loaded when it is needed. Options of CSV apply to CSV,
 * `header` and `skipLines` to Excel too, `kinds`, `missing`, `schema`, `signal` and `maxBytes` to all.
 *
 * @throws TableError where the content is no table; OptionError where an option or the source cannot be used; BackendError
 * where there is not enough memory.
 */
export async function readTable(source: TableSource, options: ReadTableOptions = {}): Promise<Table> {
	checkOptions("readTable", options, { ...CSV_OPTIONS, sheet: { type: "text" }, entry: { type: "text" } });
	try {
		return await read(source, options, 0);
	} catch (cause) {
		throw asMemoryError(cause);
	}
}

async function read(source: TableSource, options: ReadTableOptions, depth: number): Promise<Table> {
	const { sheet, entry, ...csv } = options;
	const { maxBytes = DEFAULT_MAX_BYTES, signal } = options;
	if (typeof source === "string") return looksLikeJson(source) ? readJsonText(source, options) : parseCsv(source, csv);
	const file = await asBlob(source, maxBytes, signal);
	signal?.throwIfAborted();
	const head = new Uint8Array(await file.slice(0, 64).arrayBuffer());
	const starts = (...bytes: number[]) => bytes.every((byte, i) => head[i] === byte);
	const isArrow = starts(0x41, 0x52, 0x52, 0x4f, 0x57, 0x31) || starts(0xff, 0xff, 0xff, 0xff);
	const isGzip = starts(0x1f, 0x8b);
	const isZip = starts(0x50, 0x4b, 0x03, 0x04);
	if ((isGzip || isZip) && depth >= DEEPEST)
		throw new TableError("The file is packed too many times. Unpack it first.", {});
	if (isGzip) {
		const unpacked = file.stream().pipeThrough(new DecompressionStream("gzip"));
		return read(await collect(unpacked as ReadableStream<Uint8Array>, maxBytes, signal), options, depth + 1);
	}
	const whole = () => {
		checkSize(file.size, maxBytes);
		return file.arrayBuffer();
	};
	if (isZip) {
		const bytes = await whole();
		const found = (await import("./formats/zip")).tableInZip(new Uint8Array(bytes), entry, maxBytes);
		if (found) return read(found.bytes as Uint8Array<ArrayBuffer>, options, depth + 1);
		return settled(await (await import("./formats/excel")).readExcel(bytes, sheet, options), options);
	}
	if (starts(0x50, 0x41, 0x52, 0x31)) {
		return settled(await (await import("./formats/parquet")).readParquet(await whole(), options), options);
	}
	if (isArrow) {
		return settled(await (await import("./formats/arrow")).readArrow(new Uint8Array(await whole()), options), options);
	}
	const beginning = new TextDecoder().decode(head);
	if (looksLikeJson(beginning)) {
		checkSize(file.size, maxBytes);
		return readJsonText(await file.text(), options);
	}
	return parseCsv(file, csv);
}

/** A CSV header may begin with a bracket, but not with a bracket and what JSON has behind it. */
function looksLikeJson(text: string): boolean {
	return /^\ufeff?\s*(?:\{\s*(?:"|\}|$)|\[\s*(?:\{|\[|\]|$|(?:-?\d[\d.eE+-]*|"[^"]*"|true|false|null)\s*[,\]]))/.test(
		text,
	);
}

async function readJsonText(text: string, options: ReadTableOptions): Promise<Table> {
	return settled(await (await import("./formats/json")).readJson(text, options), options);
}

/** The table read by the schema that was given, as `parseCsv` does it. */
function settled(table: Table, { schema }: ReadTableOptions): Table {
	if (!schema) return table;
	return readAs(table, schemaLayout(schema));
}

function checkSize(bytes: number, maxBytes: number): void {
	if (bytes <= maxBytes) return;
	throw new TableError(`The file is longer than ${maxBytes} bytes. Allow more with the "maxBytes" option.`, {
		maxBytes,
	});
}

async function asBlob(source: Exclude<TableSource, string>, maxBytes: number, signal?: AbortSignal): Promise<Blob> {
	if (source instanceof Blob) return source;
	if (source instanceof ArrayBuffer || ArrayBuffer.isView(source)) return new Blob([source as BlobPart]);
	if (typeof (source as ReadableStream | undefined)?.getReader === "function") {
		return collect(source as ReadableStream<Uint8Array | string>, maxBytes, signal);
	}
	throw new OptionError("The source of a table must be text, a Blob, bytes or a ReadableStream.", { option: "source" });
}

async function collect(
	stream: ReadableStream<Uint8Array | string>,
	maxBytes: number,
	signal: AbortSignal | undefined,
): Promise<Blob> {
	const parts: BlobPart[] = [];
	let bytes = 0;
	const reader = stream.getReader();
	const stop = () => void reader.cancel(signal?.reason).catch(() => {});
	signal?.addEventListener("abort", stop, { once: true });
	try {
		for (;;) {
			const { done, value } = await reader.read();
			signal?.throwIfAborted();
			if (done) return new Blob(parts);
			bytes += value.length;
			checkSize(bytes, maxBytes);
			parts.push(value as BlobPart);
		}
	} catch (cause) {
		// Engines name a broken stream differently: what is neither ours nor the caller's is the unpacking's.
		if (cause instanceof StandinError || signal?.aborted) throw cause;
		throw new TableError(
			"The file cannot be read to its end: it is cut off or damaged. Copy or pack it again.",
			{},
			cause,
		);
	} finally {
		signal?.removeEventListener("abort", stop);
		await reader.cancel().catch(() => {});
	}
}
