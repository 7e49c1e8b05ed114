import type { ColumnMetaData, Compressors, DataReader, FileMetaData, PageHeader, SchemaTree } from "hyparquet";
import { parquetSchema } from "hyparquet";
import { parquetHeader } from "hyparquet/src/column.js";
import { decompressPage } from "hyparquet/src/datapage.js";
import { readRleBitPackedHybrid } from "hyparquet/src/encoding.js";
import { getMaxDefinitionLevel, getMaxRepetitionLevel, getTreePath, isFlatColumn } from "hyparquet/src/schema.js";
import { passDeltas, passRuns } from "./parquet-runs";

/** Bytes of a page that is unpacked, at most; writers make pages of about one megabyte. */
const MOST_PAGE_BYTES = 2 ** 29;

interface ColumnChunk {
	readonly meta: ColumnMetaData;
	readonly path: SchemaTree[];
	readonly compressors: Compressors;
}

/** Throws where a group of columns has a number of members that there cannot be: the reader would pass over the schema for ever. */
export function checkSchema({ schema }: FileMetaData): void {
	for (const { num_children } of schema) whole(num_children ?? 0, "count of columns in a group", schema.length);
}

/**
 * Throws where what a Parquet file says of its pages is not so. Its reader trusts these numbers: a length that is missing or
 * negative, or a count beyond the table's, would keep it busy for ever or fill the memory.
 */
export function checkPages(file: ArrayBuffer, metadata: FileMetaData, compressors: Compressors): void {
	const schema = parquetSchema(metadata);
	for (const { columns, num_rows } of metadata.row_groups) {
		const rows = whole(num_rows, "count of rows");
		if (rows > 0 && columns.length === 0) throw new Error(`No column has the ${rows} rows.`);
		const paths = new Set<string>();
		for (const { meta_data: meta } of columns) {
			if (!meta) throw new Error("A column is not described.");
			// The reader takes the first of a name; whatever is wrong with another would be an error that nobody catches.
			const path = JSON.stringify(meta.path_in_schema);
			if (paths.has(path)) throw new Error(`Two columns are called ${path}.`);
			paths.add(path);
			const start = whole(meta.dictionary_page_offset || meta.data_page_offset, "start");
			const bytes = whole(meta.total_compressed_size, "length", file.byteLength - start);
			const reader = { view: new DataView(file, start, bytes), offset: 0 };
			checkChunk(reader, { meta, path: getTreePath(schema, meta.path_in_schema), compressors }, rows);
		}
	}
}

/** Walks the pages of a column as far as they are read. */
function checkChunk(reader: DataReader, chunk: ColumnChunk, rows: number): void {
	const flat = isFlatColumn(chunk.path);
	const most = flat ? rows : whole(chunk.meta.num_values, "count of values");
	let values = 0;
	while ((!flat || values < rows) && reader.offset < reader.view.byteLength - 1) {
		const header = parquetHeader(reader);
		const bytes = whole(header.compressed_page_size, "page's length", reader.view.byteLength - reader.offset);
		whole(header.uncompressed_page_size, "page's length", MOST_PAGE_BYTES);
		const body = new Uint8Array(reader.view.buffer as ArrayBuffer, reader.view.byteOffset + reader.offset, bytes);
		reader.offset += bytes;
		values += checkPage(body, header, chunk, most - values);
	}
	// Every row has a value or the word that it has none.
	if (values < rows) throw new Error(`The pages hold ${values} values of ${rows} rows.`);
}

/** How many values the page holds, at most `most`. */
function checkPage(body: Uint8Array<ArrayBuffer>, header: PageHeader, chunk: ColumnChunk, most: number): number {
	const { data_page_header: v1, data_page_header_v2: v2, dictionary_page_header: dictionary } = header;
	if (header.type === "DICTIONARY_PAGE" && dictionary) {
		whole(dictionary.num_values, "count of levels", header.uncompressed_page_size * 8);
		return 0;
	}
	const levels = { repetition: getMaxRepetitionLevel(chunk.path), definition: getMaxDefinitionLevel(chunk.path) };
	const { codec, type } = chunk.meta;
	if (header.type === "DATA_PAGE" && v1) {
		const count = whole(v1.num_values, "count of values", most);
		const reader = readerOf(decompressPage(body, header.uncompressed_page_size, codec, chunk.compressors));
		if (levels.repetition) passRuns(reader, bits(levels.repetition), count);
		const there = levels.definition ? passDefined(reader, levels.definition, count) : count;
		checkValues(reader, v1.encoding, type, there, 1);
		return count;
	}
	if (header.type === "DATA_PAGE_V2" && v2) {
		const count = whole(v2.num_values, "count of values", most);
		const there = count - whole(v2.num_nulls, "count of missing values", count);
		const repetition = whole(v2.repetition_levels_byte_length, "length of levels", body.length);
		const both = repetition + whole(v2.definition_levels_byte_length, "length of levels", body.length - repetition);
		const reader = readerOf(body);
		if (levels.repetition) passRuns(reader, bits(levels.repetition), count, repetition);
		reader.offset = repetition;
		if (levels.definition) passRuns(reader, bits(levels.definition), count, both - repetition);
		const packed = body.subarray(reader.offset);
		const compressed = v2.is_compressed !== false;
		const page = compressed
			? decompressPage(packed, header.uncompressed_page_size - both, codec, chunk.compressors)
			: packed;
		checkValues(readerOf(page), v2.encoding, type, there, 2);
		return count;
	}
	throw new Error(`A page of type ${header.type} is not described.`);
}

/** Passes over the levels that say which of `count` values are there, and counts those. */
function passDefined(reader: DataReader, highest: number, count: number): number {
	const again = { ...reader };
	passRuns(reader, bits(highest), count);
	const levels = new Array<number>(count);
	readRleBitPackedHybrid(again, bits(highest), levels);
	let there = 0;
	for (let i = 0; i < count; i++) if (levels[i] === highest) there++;
	return there;
}

/** Checks `count` values as version 1 or 2 of a page lays them out. */
function checkValues(reader: DataReader, encoding: string, type: string, count: number, version: 1 | 2): void {
	const indices = encoding.endsWith("_DICTIONARY");
	if (version === 1 ? type === "BOOLEAN" && (indices || encoding === "RLE") : encoding === "RLE") {
		passRuns(reader, 1, count);
	} else if (indices || encoding === "RLE") {
		const width = reader.view.getUint8(reader.offset++);
		// Indices of no bits have no runs in version 1.
		if (width > 0 || version === 2) passRuns(reader, width, count, reader.view.byteLength - reader.offset);
	} else if (encoding.startsWith("DELTA_")) {
		const two = encoding === "DELTA_BYTE_ARRAY";
		passDeltas(reader, count, two);
		if (two) passDeltas(reader, count, false);
	}
}

/** `value` as a whole number from 0 to `most`, or an error that names it. */
function whole(value: unknown, what: string, most = Number.MAX_SAFE_INTEGER): number {
	const number = typeof value === "bigint" ? Number(value) : value;
	if (typeof number === "number" && Number.isSafeInteger(number) && number >= 0 && number <= most) return number;
	throw new Error(`The ${what} is ${number}, not a whole number from 0 to ${most}.`);
}

const bits = (highest: number) => 32 - Math.clz32(highest);
const readerOf = (page: Uint8Array): DataReader => ({
	view: new DataView(page.buffer, page.byteOffset, page.byteLength),
	offset: 0,
});
