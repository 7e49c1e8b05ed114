/** Conditions of a request on columns that are not learned as they are. */
import { OptionError } from "../errors";
import { isWholeDay, readInstant } from "../table/read-instant";
import { type Column, isNumeric, type Table } from "../table/table";
import { cellKey } from "./cells";
import { DAY_MS } from "./date-unit";
import { type Cell, type ColumnShape, columnOf, findColumn, isNumericShape } from "./steps/column-shape";
import type { Step } from "./steps/step";
import { spells } from "./truth";

/** What a request asks of one column: a value, one of several, or a range; null is missing. */
type Wanted = string | number | boolean | null | readonly (string | number | boolean | null)[] | object;
export type GivenCells = Readonly<Record<string, Wanted>>;

/** A request's conditions, parted into those the model obeys and those that its rows are held against. */
export interface PartedGiven {
	readonly inner: GivenCells | undefined;
	/** Columns whose condition is checked on rows as they leave. */
	readonly left: readonly string[];
}

function refuse(column: ColumnShape, text: string, value: unknown): never {
	throw new OptionError(`given: ${text}`, { option: "given", column: column.name, value });
}

/** A bound or value of a numeric column, and whether it is a day of a column that has times as well. */
function readNumber(shape: ColumnShape, value: unknown): { value: number; day: boolean } {
	if (typeof value === "number" && Number.isFinite(value)) return { value, day: false };
	if (typeof value === "string" && value.trim() !== "") {
		if (shape.kind !== "datetime") {
			const number = Number(value);
			if (Number.isFinite(number)) return { value: number, day: false };
		} else {
			const format = "format" in shape ? shape.format : undefined;
			const instant = readInstant(value, format);
			if (!Number.isNaN(instant)) return { value: instant, day: isWholeDay(value, format) };
		}
	}
	const noun = shape.kind === "datetime" ? "date as the column writes it, and no ISO text" : "number";
	return refuse(shape, `"${shape.name}" is of kind ${shape.kind}; ${JSON.stringify(value)} is no ${noun}.`, value);
}

/** Whether a cell satisfies what is wanted of its column. */
export function wantedCell(shape: ColumnShape, wanted: Wanted): (cell: Cell) => boolean {
	if (typeof wanted === "object" && wanted !== null && !Array.isArray(wanted)) {
		const { min, max, ...unknown } = wanted as { min?: unknown; max?: unknown };
		if (Object.keys(unknown).length > 0 || (min === undefined && max === undefined)) {
			refuse(shape, `a range for "${shape.name}" has min, max or both, not ${JSON.stringify(wanted)}.`, wanted);
		}
		if (!isNumericShape(shape))
			refuse(shape, `"${shape.name}" has levels; a range fits numbers and dates only.`, wanted);
		const low = min === undefined ? Number.NEGATIVE_INFINITY : readNumber(shape, min).value;
		const top = max === undefined ? undefined : readNumber(shape, max);
		const high = top === undefined ? Number.POSITIVE_INFINITY : top.value + (top.day ? DAY_MS - 1 : 0);
		if (low > high) refuse(shape, `the range of "${shape.name}" runs from ${min} down to ${max}.`, wanted);
		return (cell) => typeof cell === "number" && cell >= low && cell <= high;
	}
	const list = (Array.isArray(wanted) ? wanted : [wanted]) as (string | number | boolean | null)[];
	if (list.length === 0) refuse(shape, `the list for "${shape.name}" is empty.`, wanted);
	if (!isNumericShape(shape)) {
		const words = new Set(list.map((value) => (value === null ? null : String(value))));
		const truths = list.filter((value) => typeof value === "boolean");
		return (cell) =>
			words.has(cell as string | null) || truths.some((truth) => cell !== null && spells(String(cell), truth));
	}
	const text = cellKey(
		columnOf(
			shape,
			list.map((value) => (value === null ? null : readNumber(shape, value).value)),
		),
	);
	const keys = new Set(list.map((_, row) => text(row)));
	return (cell) => keys.has(cellKey(columnOf(shape, [cell]))(0));
}

/** Rows of a table that do not satisfy the conditions on `columns`. */
export function disobeying(table: Table, given: GivenCells, columns: readonly string[]): Uint8Array {
	const broken = new Uint8Array(table.rows);
	for (const name of columns) {
		const column = findColumn(table, name)!;
		const { shape, cell } = reading(column);
		const wanted = wantedCell(shape, given[name]!);
		const verdicts = new Map<Cell, boolean>();
		for (let row = 0; row < table.rows; row++) {
			const value = cell(row);
			let verdict = verdicts.get(value);
			if (verdict === undefined) {
				verdict = wanted(value);
				verdicts.set(value, verdict);
			}
			if (!verdict) broken[row] = 1;
		}
	}
	return broken;
}

function reading(column: Column): { shape: ColumnShape; cell: (row: number) => Cell } {
	if (isNumeric(column)) {
		return { shape: column, cell: (row) => (Number.isNaN(column.values[row]!) ? null : column.values[row]!) };
	}
	return { shape: column, cell: (row) => column.levels[column.codes[row]!] ?? null };
}

/** Cells of the one column that a lookup is by, whose value is wanted. */
function keysOf(step: Step, wanted: Wanted): string[] | undefined {
	if (step.type !== "determined" || step.predictor.type !== "lookup" || step.by.length !== 1) return undefined;
	const { keys, values } = step.predictor;
	const fits = wantedCell(step.column, wanted);
	return keys.filter((_, place) => fits(values[place]!));
}

/** Columns that a step changes or takes out, and that need not be learned as they are. */
export function targetsOf(step: Step): readonly string[] {
	if (step.type === "merged") return step.columns.map(({ name }) => name);
	return step.type === "blank" ? [] : [step.column.name];
}

/**
 * Parts conditions: those on a column that one other determines become conditions on that one; those on other columns
 * that are worked out are left to be checked.
 */
export function partGiven(steps: readonly Step[], shapes: readonly ColumnShape[], given: GivenCells): PartedGiven {
	const inner: Record<string, Wanted> = { ...given };
	const left = new Set<string>();
	// In the order of undoing, so that what a condition becomes is there when its own column is looked at.
	for (const step of steps) {
		for (const name of targetsOf(step)) {
			if (!Object.hasOwn(inner, name)) continue;
			const wanted = inner[name]!;
			const learned = (step.type === "determined" || step.type === "computed") && step.learned;
			if (!learned) delete inner[name];
			if (Object.hasOwn(given, name)) left.add(name);
			const keys = keysOf(step, wanted);
			if (keys === undefined || step.type !== "determined" || learned) continue;
			const by = step.by[0]!;
			const shape = shapes.find((s) => s.name === by)!;
			const own = Object.hasOwn(inner, by) ? wantedCell(shape, inner[by]!) : () => true;
			const cells = keys
				.map((key): Cell => (key === "\u0000" ? null : isNumericShape(shape) ? Number(key) : key))
				.filter(own);
			if (cells.length === 0) {
				refuse(step.column, `no "${by}" that was learned goes with the "${name}" that is asked for; widen it.`, wanted);
			}
			inner[by] = cells;
		}
	}
	return { inner: Object.keys(inner).length > 0 ? inner : undefined, left: [...left] };
}
