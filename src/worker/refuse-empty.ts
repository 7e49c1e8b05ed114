import { TableError } from "../errors";
import type { Model } from "../generators/generator";
import { type Column, isNumeric, type Table } from "../table/table";

const holdsSomething = (column: Column) =>
	isNumeric(column) ? column.values.some((v) => !Number.isNaN(v)) : column.codes.some((code) => code >= 0);

/**
 * Refuses a model of which every cell would come out empty, because too few people share any value of the table it learned:
 * as with a table of one or two rows. Columns whose values are made up are not empty.
 *
 * @param table as it was given; @param learned as the generator was given it.
 */
export function refuseEmpty(table: Table, learned: Table, options: unknown, model: Model<unknown>): void {
	const names = new Set(learned.columns.map(({ name }) => name));
	const told = table.columns.filter(holdsSomething).map(({ name }) => name);
	if (!told.every((name) => names.has(name))) return;
	const left = learned.columns.filter(holdsSomething).map(({ name }) => name);
	if (model.diagnostics?.withheld !== left.join(", ")) return;
	const { protect } = options as { protect?: number };
	const rows = table.rows === 1 ? "1 row" : `${table.rows} rows`;
	throw new TableError(
		`Nothing can be learned from this table of ${rows}: whatever leaves must be shared by ${protect} people (or rows), ` +
			"and no value in it is, so that every cell would come out empty. Add rows, " +
			'or set the option "protect" to 1 where nobody can be recognised by these values.',
		{ rows: table.rows, protect },
	);
}
