import { SchemaError } from "../errors";
import { checkArgument } from "../options/check";
import { show } from "../options/choose";
import { checkTable } from "./check-table";
import { convertColumn } from "./convert-column";
import type { Kind, Table } from "./table";

const KINDS: readonly Kind[] = ["number", "integer", "category", "boolean", "datetime", "id", "text"];

/**
 * The table with other kinds for some columns; the others are shared, not copied.
 *
 * @throws SchemaError where the table has no such column, or a value does not fit: the first one and its row are named.
 */
export function withKinds(table: Table, kinds: Readonly<Record<string, Kind>>): Table {
	checkTable(table);
	checkArgument("kinds", kinds, { type: "object" });
	const byColumn = kindsByColumn(kinds, table.columns);
	const columns = table.columns.map((column) => {
		const kind = byColumn.get(column.name);
		return kind === undefined ? column : convertColumn(column, kind);
	});
	return { ...table, columns };
}

/** Checks kinds given by column name against the columns there are. */
export function kindsByColumn(
	kinds: Readonly<Record<string, Kind>>,
	columns: readonly { readonly name: string }[],
): Map<string, Kind> {
	const names = new Set(columns.map((column) => column.name));
	const byColumn = new Map<string, Kind>();
	for (const [name, kind] of Object.entries(kinds)) {
		if (!names.has(name)) {
			const some = [...names].slice(0, 10).join(", ");
			const more = names.size > 10 ? ", …" : "";
			throw new SchemaError(`A kind was given for column "${name}", but the table has ${some}${more}.`, {
				column: name,
			});
		}
		if (!KINDS.includes(kind)) {
			throw new SchemaError(
				`${show(kind)}, given for column "${name}", is not a valid kind; use one of ${KINDS.join(", ")}.`,
				{
					column: name,
					kind,
				},
			);
		}
		byColumn.set(name, kind);
	}
	return byColumn;
}
