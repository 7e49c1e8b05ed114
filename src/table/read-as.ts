import { OptionError, SchemaError } from "../errors";
import { show } from "../options/choose";
import { cellFormat } from "./cell-format";
import { cellText } from "./cell-text";
import { checkTable } from "./check-table";
import { type ColumnLayout, layoutOf, type TableLayout } from "./layout";
import { missingSpellings } from "./missing";
import { levelReader, numericReader } from "./read-cell";
import { type Column, isNumeric, type LevelColumn, type NumericColumn, type Table } from "./table";

/** What becomes of a cell that its column cannot hold: the table is refused, or the cell is missing. */
export type Unreadable = "refuse" | "missing";

/**
 * The table with the columns of `layout` read as that says, whatever kinds they were given when they were read by
 * themselves: a batch of a few rows may look like anything. Columns that the layout does not know stay as they are. Every
 * cell is still written as it came.
 *
 * @throws SchemaError naming the first cell that its column cannot hold, where those are refused.
 */
export function readAs(table: Table, layout: TableLayout, unreadable: Unreadable = "refuse"): Table {
	if (!Array.isArray(layout?.columns) || !layout.columns.every((column) => typeof column?.name === "string")) {
		throw new OptionError("schema has no columns; take a table, or the layout of one.", { option: "schema" });
	}
	const byName = new Map(layout.columns.map((column) => [column.name, column]));
	const columns = table.columns.map((column) => {
		const known = byName.get(column.name);
		return known ? readColumn(column, known, unreadable) : column;
	});
	return { ...table, columns };
}

const KINDS: readonly unknown[] = ["number", "integer", "datetime", "category", "boolean", "id", "text"];

/**
 * The layout that the option `schema` stands for: a table's own with all of its levels, or itself.
 *
 * @throws SchemaError for what is no table, OptionError for what is no layout.
 */
export function schemaLayout(schema: Table | TableLayout): TableLayout {
	if ("rows" in schema) return layoutOf(checkTable(schema, "schema"), true);
	for (const column of Array.isArray(schema.columns) ? schema.columns : []) {
		const { name, kind, levels = [] } = (column ?? {}) as Partial<ColumnLayout>;
		if (KINDS.includes(kind) && Array.isArray(levels) && levels.every((level) => typeof level === "string")) continue;
		const message = `schema: what it says of the column ${show(name)} is no layout; take a table, or the layout of one.`;
		throw new OptionError(message, { option: "schema", column: name });
	}
	return schema;
}

function readColumn(column: Column, layout: ColumnLayout, unreadable: Unreadable): Column {
	if (isNumeric(column) && sameWriting(column, layout)) return column;
	const texts = columnTexts(column, layout);
	if (layout.kind === "number" || layout.kind === "integer" || layout.kind === "datetime") {
		return readNumeric(column, texts, layout as ColumnLayout & Pick<NumericColumn, "kind">, unreadable);
	}
	return readLevels(column, texts, layout as ColumnLayout & Pick<LevelColumn, "kind">);
}

function sameWriting(column: NumericColumn, layout: ColumnLayout): boolean {
	const facts = ({ kind, decimals, format, notation, words }: ColumnLayout | NumericColumn) =>
		JSON.stringify([kind, decimals, format, notation, words]);
	return facts(column) === facts(layout);
}

const usual = missingSpellings();

/** The column's cells as they stood in its file; `undefined` where they mean missing in a column of that layout. */
function columnTexts(column: Column, layout: ColumnLayout): (row: number) => string | undefined {
	const text = cellText(column);
	const values = layout.kind === "number" || layout.kind === "integer" || layout.kind === "datetime";
	const levels = new Set(layout.levels);
	return (row) => {
		const cell = text(row) ?? column.asWritten?.get(row) ?? column.missing ?? "";
		const missing =
			cell === layout.marker || (values || layout.kind === "boolean" ? usual.amongValues(cell) : usual.anywhere(cell));
		return missing && !levels.has(cell) ? undefined : cell;
	};
}

function readNumeric(
	column: Column,
	texts: (row: number) => string | undefined,
	layout: ColumnLayout & Pick<NumericColumn, "kind">,
	unreadable: Unreadable,
): NumericColumn {
	const { name, kind, decimals, format, notation, words, marker } = layout;
	const read = numericReader(layout);
	const write = cellFormat(layout).format;
	const rows = isNumeric(column) ? column.values.length : column.codes.length;
	const values = new Float64Array(rows);
	const asWritten = new Map<number, string>();
	const known = new Map<string, { value: number; same: boolean }>();
	for (let row = 0; row < rows; row++) {
		const text = texts(row);
		if (text === undefined) {
			values[row] = Number.NaN;
			continue;
		}
		let cell = known.get(text);
		if (!cell) {
			const value = meantValue(column, row, text, kind, read);
			cell = { value, same: write(value) === text };
			if (known.size < 100_000) known.set(text, cell);
		}
		if (Number.isNaN(cell.value) && unreadable === "refuse") throw refusal(layout, text, row);
		values[row] = cell.value;
		if (!cell.same) asWritten.set(row, text);
	}
	return {
		name,
		kind,
		values,
		...(decimals !== undefined && { decimals }),
		...(format !== undefined && { format }),
		...(notation && { notation }),
		...(words && { words }),
		...(marker !== undefined && { missing: marker }),
		...(asWritten.size > 0 && { asWritten }),
	};
}

/** What a cell means in the layout; where its text means nothing there, what it meant to whoever read it. */
function meantValue(
	column: Column,
	row: number,
	text: string,
	kind: NumericColumn["kind"],
	read: (text: string) => number,
) {
	const value = read(text);
	if (!Number.isNaN(value) || !isNumeric(column)) return value;
	// A time of day is no amount, and a date neither.
	const alike = (column.kind === "datetime") === (kind === "datetime") && !column.format && !column.notation;
	return alike ? column.values[row]! : Number.NaN;
}

function readLevels(
	column: Column,
	texts: (row: number) => string | undefined,
	layout: ColumnLayout & Pick<LevelColumn, "kind">,
): LevelColumn {
	const { name, kind, marker } = layout;
	const find = levelReader(layout);
	const rows = isNumeric(column) ? column.values.length : column.codes.length;
	const codes = new Int32Array(rows);
	const levels: string[] = [];
	const codeOf = new Map<string, number>();
	const asWritten = new Map<number, string>();
	const found = new Map<string, string>();
	for (let row = 0; row < rows; row++) {
		const text = texts(row);
		if (text === undefined) {
			codes[row] = -1;
			continue;
		}
		let level = found.get(text);
		if (level === undefined) {
			level = find(text);
			found.set(text, level);
		}
		if (level !== text) asWritten.set(row, text);
		let code = codeOf.get(level);
		if (code === undefined) {
			code = levels.push(level) - 1;
			codeOf.set(level, code);
		}
		codes[row] = code;
	}
	return {
		name,
		kind,
		codes,
		levels,
		...(marker !== undefined && { missing: marker }),
		...(asWritten.size > 0 && { asWritten }),
	};
}

function refusal(layout: ColumnLayout, text: string, row: number): SchemaError {
	const { name, kind, format, notation } = layout;
	const shown = text.length > 40 ? `${text.slice(0, 40)}…` : text;
	const written = format ?? (notation && "format" in notation ? notation.format : undefined);
	const how = written === undefined ? `of kind ${kind}` : `of kind ${kind}, written as ${written}`;
	return new SchemaError(
		`Row ${row + 1} holds "${shown}" in column "${name}", which the model learned ${how}. Correct the cell, or leave it empty.`,
		{ column: name, row: row + 1, value: shown },
	);
}
