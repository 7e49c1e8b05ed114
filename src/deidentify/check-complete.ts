import { SchemaError } from "../errors";
import type { Table } from "../table/table";
import type { DeidentifySaved } from "./plan";

const quoted = (names: readonly string[]) =>
	`${names
		.slice(0, 10)
		.map((name) => `"${name}"`)
		.join(", ")}${names.length > 10 ? ", …" : ""}`;

/**
 * Refuses to complete a table with columns that were not learned: their cells would be lost, and a column of the model
 * invented in the place of one that is only called otherwise.
 *
 * @throws SchemaError naming them, and what the model has.
 */
export function checkComplete({ columns }: Table, { columns: plans, dropped }: DeidentifySaved): void {
	const learned = new Set(plans.map(({ name }) => name));
	const unknown = columns.map(({ name }) => name).filter((name) => !learned.has(name));
	if (unknown.length === 0) return;
	const left = unknown.filter((name) => dropped.includes(name));
	const why =
		left.length === unknown.length
			? `The model was learned without ${quoted(left)}.`
			: `The model does not know ${quoted(unknown)}; it learned ${quoted([...learned])}.`;
	throw new SchemaError(`${why} Name the columns as the learned table has them, and leave others out.`, {
		columns: unknown,
	});
}
