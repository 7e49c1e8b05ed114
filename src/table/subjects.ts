import { OptionError } from "../errors";
import { isNumeric, type Table } from "./table";

/**
 * Whose each row is by the values of `name`, for `Table.subjects`: equal values are one subject, numbered from 0 in order of
 * first appearance; a row without a value is a subject of its own, numbered after the others.
 *
 * @throws OptionError where there is no such column.
 */
export function subjectsOf(table: Table, name: string): Int32Array {
	const column = table.columns.find((one) => one.name === name);
	if (!column) {
		const names = table.columns.map((one) => one.name).join(", ");
		throw new OptionError(`subject: there is no column "${name}"; there are ${names}.`, {
			option: "subject",
			value: name,
		});
	}
	const cells = isNumeric(column) ? column.values : column.codes;
	const isMissing = isNumeric(column) ? (cell: number) => Number.isNaN(cell) : (cell: number) => cell < 0;
	const numbers = new Map<number, number>();
	const subjects = new Int32Array(table.rows).fill(-1);
	for (const [row, cell] of cells.entries()) {
		if (isMissing(cell)) continue;
		const number = numbers.get(cell) ?? numbers.size;
		numbers.set(cell, number);
		subjects[row] = number;
	}
	let next = numbers.size;
	for (const [row, subject] of subjects.entries()) if (subject < 0) subjects[row] = next++;
	return subjects;
}

/** The table with `subjects` by a column; as it is where none is named. */
export function withSubjects(table: Table, name: string | undefined): Table {
	return name === undefined ? table : { ...table, subjects: subjectsOf(table, name) };
}
