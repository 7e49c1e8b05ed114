import { type Column, isNumeric, type LevelColumn, type NumericColumn, type Table } from "../../table/table";

/** A column without its cells: name, kind and how it is written. Plain data. */
export type ColumnShape = Omit<NumericColumn, "values" | "asWritten"> | Omit<LevelColumn, "codes" | "levels">;

export function shapeOf(column: Column): ColumnShape {
	if (isNumeric(column)) {
		const { values: _, reason: __, asWritten: ___, ...shape } = column;
		return shape;
	}
	const { codes: _, levels: __, reason: ___, ...shape } = column;
	return shape;
}

/** A cell as plain data: a number, a level's text, null for missing. */
export type Cell = number | string | null;

export function isNumericShape(shape: ColumnShape): shape is Omit<NumericColumn, "values" | "asWritten"> {
	return shape.kind === "number" || shape.kind === "integer" || shape.kind === "datetime";
}

/** A column of `shape` with these cells. */
export function columnOf(shape: ColumnShape, cells: readonly Cell[]): Column {
	if (isNumericShape(shape)) {
		return { ...shape, values: Float64Array.from(cells, (cell) => (typeof cell === "number" ? cell : Number.NaN)) };
	}
	const levels: string[] = [];
	const places = new Map<string, number>();
	const codes = Int32Array.from(cells, (cell) => {
		if (cell === null) return -1;
		const level = String(cell);
		let place = places.get(level);
		if (place === undefined) {
			place = levels.push(level) - 1;
			places.set(level, place);
		}
		return place;
	});
	return { ...shape, codes, levels };
}

export function cellAt(column: Column, row: number): Cell {
	if (!isNumeric(column)) return column.levels[column.codes[row]!] ?? null;
	const value = column.values[row]!;
	return Number.isNaN(value) ? null : value;
}

export function findColumn(table: Table, name: string): Column | undefined {
	return table.columns.find((column) => column.name === name);
}

/** The table with `column` in the place of the one of its name, or behind the others where there is none. */
export function putColumn(table: Table, column: Column): Table {
	const known = table.columns.some(({ name }) => name === column.name);
	const columns = known
		? table.columns.map((old) => (old.name === column.name ? column : old))
		: [...table.columns, column];
	return { ...table, columns };
}

export function dropColumn(table: Table, name: string): Table {
	return { ...table, columns: table.columns.filter((column) => column.name !== name) };
}

/** Rounds as a column of `shape` is written; what is missing (NaN) stays so. */
export function rounded(shape: ColumnShape, value: number): number {
	if (!isNumericShape(shape) || shape.kind === "datetime") return Math.round(value);
	const decimals = shape.kind === "integer" ? 0 : shape.decimals;
	if (decimals === undefined || decimals > 15) return value;
	// By way of text: a product of decimals may lie a hair beside the half.
	const scale = 10 ** decimals;
	const scaled = Math.abs(value) * scale;
	const whole = Math.floor(scaled + 0.5 + scaled * 1e-12);
	// Adding 0 takes the sign off −0.
	return Number(`${value < 0 ? "-" : ""}${(whole / scale).toFixed(decimals)}`) + 0;
}
