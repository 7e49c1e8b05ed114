import readWorkbook from "read-excel-file/universal";
import { OptionError, TableError } from "../../errors";
import { numbered, readAsData, whyData } from "../first-row";
import type { Table } from "../table";
import { leftOut, titleRows } from "../title-lines";
import { tableFromValues, type ValueColumn, type ValueOptions } from "./table-from-values";

/** What of the options of CSV is for workbooks as well. */
export interface ExcelOptions extends ValueOptions {
	readonly header?: boolean;
	readonly skipLines?: number;
}

const text = (cell: unknown) => (cell === null || cell === undefined ? "" : String(cell));

/**
 * Reads one sheet of an Excel workbook, the first that has rows unless one is named; its first row names the columns, unless
 * it looks like data, and rows of one cell above it are left out as a title.
 */
export async function readExcel(bytes: ArrayBuffer, sheet: string | undefined, options: ExcelOptions): Promise<Table> {
	let sheets: { sheet: string; data: unknown[][] }[];
	try {
		sheets = (await readWorkbook(bytes)) as { sheet: string; data: unknown[][] }[];
	} catch (cause) {
		throw new TableError(
			"The Excel workbook is damaged, incomplete or protected by a password. Save it again in Excel, or save it as CSV.",
			{},
			cause,
		);
	}
	const names = sheets.map(({ sheet: name }) => `"${name}"`).join(", ");
	const chosen =
		sheet === undefined ? sheets.find(({ data }) => data.length > 1) : sheets.find((s) => s.sheet === sheet);
	if (!chosen) {
		if (sheet === undefined)
			throw new TableError(`No sheet of the workbook (${names}) has a header and a row below it.`, {});
		throw new OptionError(`The workbook has no sheet "${sheet}"; it has ${names}.`, { option: "sheet", value: sheet });
	}
	const warnings: string[] = [];
	const columns = columnsOf(chosen.data, options, warnings);
	const read = await tableFromValues(columns, options);
	const told = [...warnings, ...(read.warnings ?? [])];
	const table = told.length > 0 ? { ...read, warnings: told } : read;
	const others = sheets.filter(({ data, sheet: name }) => name !== chosen.sheet && data.length > 1);
	if (sheet !== undefined || others.length === 0) return table;
	const more = `Sheet "${chosen.sheet}" was read; there are others (${names}), which the "sheet" option names.`;
	return { ...table, warnings: [...told, more] };
}

/** The columns of a sheet's rows. Says in `warnings` what is left out above them, and that the first row is read as data. */
function columnsOf(data: readonly (readonly unknown[])[], options: ExcelOptions, warnings: string[]): ValueColumn[] {
	const width = data.reduce((most, row) => Math.max(most, row.length), 0);
	const beginning = data.slice(0, 60).map((row) => Array.from({ length: width }, (_, c) => text(row[c])));
	const title = options.skipLines ?? titleRows(beginning) ?? 0;
	if (options.skipLines === undefined && title > 0) warnings.push(leftOut(title));
	const first = beginning[title] ?? Array.from({ length: width }, (_, c) => text(data[title]?.[c]));
	const why = options.header === undefined ? whyData(first, beginning.slice(title + 1)) : undefined;
	if (why) warnings.push(readAsData(why));
	const names = options.header === false || why !== undefined ? numbered(width) : first;
	const rows = data.slice(title + (names === first ? 1 : 0));
	const filled = rows.filter((row) => row.some((cell) => cell !== null));
	return names.map((name, c) => ({ name, values: filled.map((row) => row[c] ?? null) }));
}
