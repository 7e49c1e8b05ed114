import { OptionError } from "../../errors";
import { type Column, isNumeric } from "../../table/table";
import type { Task } from "../prior";

/** Feature columns and target of a task, in the order of the file. */
export function fileColumns(task: Task, features: number): (Column | undefined)[] {
	const inputs = task.table.columns.filter((column) => column.name !== task.target);
	if (inputs.length > features) {
		throw new OptionError(
			`Table ${task.index} has ${inputs.length} features, the file has columns for ${features}; give the largest number as \`features\`.`,
			{ option: "features", value: features, table: task.index },
		);
	}
	const padded: (Column | undefined)[] = Array.from({ length: features }, (_, i) => inputs[i]);
	return [...padded, task.table.columns.find((column) => column.name === task.target)];
}

/** Numbers as they are, levels as their codes, missing cells as nulls. */
export function cells(column: Column | undefined, rows: number): (number | null)[] {
	const values: (number | null)[] = new Array(rows).fill(null);
	if (!column) return values;
	for (let row = 0; row < rows; row++) {
		const value = isNumeric(column) ? column.values[row]! : column.codes[row]!;
		if (isNumeric(column) ? !Number.isNaN(value) : value >= 0) values[row] = value;
	}
	return values;
}
