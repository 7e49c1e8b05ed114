import readWorkbook from "read-excel-file/universal";
import { OptionError, TableError } from "../../errors";
import type { Table } from "../table";
import { tableFromValues, type ValueOptions } from "./table-from-values";

/** Reads one sheet of an Excel workbook, the first that has rows unless one is named; its first row names the columns. */
export async function readExcel(bytes: ArrayBuffer, sheet: string | undefined, options: ValueOptions): Promise<Table> {
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
	const [header, ...rows] = chosen.data;
	const width = Math.max(...chosen.data.map((row) => row.length));
	const filled = rows.filter((row) => row.some((cell) => cell !== null));
	const columns = Array.from({ length: width }, (_, c) => ({
		name: String(header?.[c] ?? ""),
		values: filled.map((row) => row[c] ?? null),
	}));
	const table = await tableFromValues(columns, options);
	const others = sheets.filter(({ data, sheet: name }) => name !== chosen.sheet && data.length > 1);
	if (sheet !== undefined || others.length === 0) return table;
	const told = `Sheet "${chosen.sheet}" was read; there are others (${names}), which the "sheet" option names.`;
	return { ...table, warnings: [...(table.warnings ?? []), told] };
}
