import { type FileMetaData, parquetMetadata, parquetReadObjects } from "hyparquet";
import { compressors } from "hyparquet-compressors";
import { ByteWriter, ParquetWriter, parquetWriteBuffer, schemaFromColumnData } from "hyparquet-writer";
import { TableError } from "../../errors";
import { cellText } from "../cell-text";
import { type Column, isNumeric, type Table } from "../table";
import { checkPages, checkSchema } from "./parquet-pages";
import { recordColumns } from "./record-columns";
import { tableFromValues, type ValueOptions } from "./table-from-values";

/** Cells of a file at most: read as values they take some two gigabytes. */
const MOST_CELLS = 2 ** 26;

/** Refuses more cells than there is memory for. A billion equal values lie in a few bytes, so the file's own length says nothing. */
function refuseHuge({ row_groups }: FileMetaData): void {
	const cells = row_groups.reduce((sum, { num_rows, columns }) => sum + Number(num_rows) * columns.length, 0);
	if (cells <= MOST_CELLS) return;
	const rows = row_groups.reduce((sum, { num_rows }) => sum + Number(num_rows), 0);
	const columns = Math.max(...row_groups.map((group) => group.columns.length));
	const said = [rows, cells, MOST_CELLS, Math.floor(MOST_CELLS / columns)].map((n) => n.toLocaleString("en"));
	throw new TableError(
		`The Parquet file states ${said[0]} rows with ${said[1]} cells; at most ${said[2]} fit into memory. Write at most ${said[3]} of its rows, or fewer columns, to a file of their own.`,
		{ rows, columns, cells, most: MOST_CELLS },
	);
}

/**
 * Reads a Parquet file.
 *
 * @throws TableError where it is damaged, or states more cells than fit into memory.
 */
export async function readParquet(bytes: ArrayBuffer, options: ValueOptions): Promise<Table> {
	let records: Record<string, unknown>[];
	try {
		const unmarked = parquetMetadata(bytes, { geoparquet: false });
		refuseHuge(unmarked);
		checkSchema(unmarked);
		checkPages(bytes, unmarked, compressors);
		// Marks columns of places, which passes over the schema by what it says of itself.
		const metadata = parquetMetadata(bytes);
		records = await parquetReadObjects({ file: bytes, metadata, compressors });
	} catch (cause) {
		if (cause instanceof TableError) throw cause;
		throw new TableError(
			"The Parquet file is damaged or incomplete. Write it again, or export the table as CSV.",
			{},
			cause,
		);
	}
	return tableFromValues(recordColumns(records), options);
}

/** Writes a table as Parquet: plain numbers as doubles, dates as timestamps, everything else as text as it is written. */
export function writeParquet(table: Table): Uint8Array {
	return new Uint8Array(parquetWriteBuffer({ columnData: columnData(table) }));
}

/** Tables of the same columns as one Parquet file, piece by piece, a row group a table; nothing where there is no table. */
export async function* parquetPieces(tables: AsyncIterable<Table> | Iterable<Table>): AsyncGenerator<Uint8Array, void> {
	const bytes = new ByteWriter();
	let writer: ParquetWriter | undefined;
	const take = () => {
		const piece = bytes.getBytes().slice();
		bytes.index = 0;
		return piece;
	};
	for await (const table of tables) {
		const columns = columnData(table);
		writer ??= new ParquetWriter({ writer: bytes, schema: schemaFromColumnData({ columnData: columns }) });
		if (table.rows > 0) {
			const untyped = columns.map(({ name, data }) => ({ name, data, offsetIndex: false }));
			await writer.write({ columnData: untyped, rowGroupSize: table.rows });
		}
		yield take();
	}
	if (!writer) return;
	await writer.finish();
	yield take();
}

function columnData(table: Table) {
	return table.columns.map((column) => {
		const { name } = column;
		if (isNumeric(column) && column.kind === "datetime") {
			const data = Array.from(column.values, (v) => (Number.isNaN(v) ? null : new Date(v)));
			return { name, data, type: "TIMESTAMP" as const, nullable: true };
		}
		if (isPlainNumber(column)) {
			const data = Array.from(column.values, (v) => (Number.isNaN(v) ? null : v));
			return { name, data, type: "DOUBLE" as const, nullable: true };
		}
		const text = cellText(column);
		const data = Array.from({ length: table.rows }, (_, row) => text(row) ?? null);
		return { name, data, type: "STRING" as const, nullable: true };
	});
}

/** Numbers that mean what they are, and not a time or an amount below a limit. */
function isPlainNumber(column: Column): column is Extract<Column, { values: Float64Array }> {
	return (
		isNumeric(column) && column.kind !== "datetime" && !column.words && (column.notation?.type ?? "number") === "number"
	);
}
