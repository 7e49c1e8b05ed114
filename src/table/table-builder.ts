import { TableError } from "../errors";
import { columnNames, warnOfNoHeader } from "./csv-header";
import type { RecordBatch } from "./csv-records";
import { numbered, readAsData, whyData } from "./first-row";
import type { Pause } from "./pause";
import { RawColumn } from "./raw-column";

const CELLS_A_PIECE = 4096;

export interface BuilderOptions {
	/** Spellings that mean missing although they may be numbers. */
	readonly missing?: readonly string[];
	readonly maxColumns: number;
	/** Rows at the end that are left out. */
	readonly footerLines?: number;
	/** What is done with rows that have fewer cells than the header. */
	readonly shortRows?: "refuse" | "fill";
	/** Whether the first row names the columns; absent: as its cells tell. */
	readonly header?: boolean;
}

/** Collects records into columns: the first that is not blank names them, unless it is data. */
export class TableBuilder {
	rows = 0;
	private columns: RawColumn[] | undefined;
	private readonly maxColumns: number;
	private readonly warnings: string[];
	private readonly pause: Pause;

	private readonly notNumbers: ReadonlySet<string> | undefined;

	/** The last records, which may be the footer. */
	private readonly waiting: { record: readonly string[]; line: () => number; strays: boolean }[] = [];
	private readonly footerLines: number;
	private readonly fillsShortRows: boolean;
	private readonly header: boolean | undefined;
	private filled = 0;

	constructor(options: BuilderOptions, warnings: string[], pause: Pause) {
		const { missing, maxColumns, footerLines = 0, shortRows = "refuse", header } = options;
		this.header = header;
		this.notNumbers = missing?.length ? new Set(missing.map((text) => text.trim())) : undefined;
		this.maxColumns = maxColumns;
		this.footerLines = footerLines;
		this.fillsShortRows = shortRows === "fill";
		this.warnings = warnings;
		this.pause = pause;
	}

	async add({ records, line, dialect }: RecordBatch): Promise<void> {
		// Among lines that end with a line feed, a stray carriage return before it belongs to the line's end.
		const strays = dialect.newline === "\n";
		let cells = 0;
		for (let i = 0; i < records.length; i++) {
			const record = records[i]!;
			if (record.length === 1 && record[0]!.trim() === "") continue;
			let names = false;
			if (!this.columns) {
				names = this.namesColumns(record, records.slice(i + 1));
				this.columns = this.begin(record, names);
			}
			if (!names) {
				this.waiting.push({ record, line: () => line(i), strays });
				if (this.waiting.length > this.footerLines) {
					if (this.rows === this.columns[0]!.capacity) await this.reserve(2 * this.rows);
					const next = this.waiting.shift()!;
					this.addRow(next.record, next.line, next.strays);
				}
			}
			cells += record.length;
			if (cells > CELLS_A_PIECE) {
				cells = 0;
				await this.pause();
			}
		}
	}

	/** The columns; throws `TableError` where there is no header or no row. */
	finish(): RawColumn[] {
		if (!this.columns) {
			throw new TableError("The table is empty: it has no header and no row. Choose a file with content.", { rows: 0 });
		}
		if (this.rows === 0) {
			const names = this.columns.slice(0, 5).map((column) => `"${column.name.slice(0, 40)}"`);
			const more = this.columns.length > 5 ? " …" : "";
			throw new TableError(
				`The table has a header (${names.join(", ")}${more}) but no row below it. Add at least one row of values.`,
				{ rows: 0 },
			);
		}
		if (this.filled > 0) {
			this.warnings.push(`${this.filled} rows have fewer cells than the header; their last cells are missing.`);
		}
		if (this.header === undefined) warnOfNoHeader(this.columns, this.warnings);
		return this.columns;
	}

	/** Whether the first row names the columns; says so where it looks like data. */
	private namesColumns(first: readonly string[], below: readonly (readonly string[])[]): boolean {
		if (this.header !== undefined) return this.header;
		const why = whyData(first, below);
		if (why) this.warnings.push(readAsData(why));
		return why === undefined;
	}

	private begin(header: readonly string[], names: boolean): RawColumn[] {
		if (header.length > this.maxColumns) {
			throw new TableError(
				`The header has ${header.length} columns, more than the ${this.maxColumns} allowed. ` +
					'Choose fewer columns, or allow more with the "maxColumns" option.',
				{ row: 0, columns: header.length },
			);
		}
		const called = names ? columnNames(header, this.warnings, this.header) : numbered(header.length);
		return called.map((name) => new RawColumn(name, this.notNumbers));
	}

	/** Makes room for more rows, column by column: all in one piece, a long table would hold the page up. */
	private async reserve(rows: number): Promise<void> {
		for (const column of this.columns!) {
			column.reserve(rows);
			await this.pause();
		}
	}

	private addRow(record: readonly string[], line: () => number, strays: boolean): void {
		const columns = this.columns!;
		const last = columns.length - 1;
		if (this.fillsShortRows && record.length < columns.length) {
			this.filled++;
			const filled = [...record, ...new Array<string>(columns.length - record.length).fill("")];
			this.addRow(filled, line, strays);
			return;
		}
		if (record.length !== columns.length && !hasOnlyBlanksBeyond(record, columns.length)) {
			throw ragged(columns, record, this.rows + 1, line());
		}
		this.rows++;
		for (let c = 0; c < last; c++) columns[c]!.push(record[c]!);
		const cell = record[last]!;
		columns[last]!.push(strays && cell.endsWith("\r") ? cell.slice(0, -1) : cell);
	}
}

function hasOnlyBlanksBeyond(record: readonly string[], width: number): boolean {
	if (record.length < width) return false;
	for (let c = width; c < record.length; c++) if (record[c]!.trim() !== "") return false;
	return true;
}

function ragged(columns: readonly RawColumn[], record: readonly string[], row: number, line: number): TableError {
	const width = columns.length;
	const short = record.length < width;
	const column = columns[short ? record.length : width - 1]!.name;
	const place = short
		? `its first missing cell is that of column "${column}"`
		: `its first surplus cell, after column "${column}", is "${record[width]!.slice(0, 40)}"`;
	const remedy = short
		? 'Add cells there, or set "shortRows" to "fill"; where the table ends in notes, give their number as "footerLines".'
		: "Remove cells there, and put a cell that contains the delimiter into quotes; " +
			'where lines stand before the header, give their number as "skipLines".';
	return new TableError(
		`Row ${row} (line ${line}) has ${record.length} cells, but the header has ${width}; ${place}. ${remedy}`,
		{ row, line, column, cells: record.length, columns: width },
	);
}
