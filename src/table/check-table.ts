import { SchemaError } from "../errors";
import { show } from "../options/choose";
import { isNumeric, type Table } from "./table";

/** Refuses what is not a column, but for its number of cells. */
function checkColumn(column: unknown, place: string, argument: string): void {
	const refuse = (what: string): never => {
		throw new SchemaError(`${place} ${what}. Take a Table as parseCsv returns it.`, { argument });
	};
	if (typeof column !== "object" || column === null) refuse(`is ${show(column)}, and no column`);
	const { name, kind, values, codes, levels } = column as Partial<Record<string, unknown>>;
	if (typeof name !== "string") refuse(`has the name ${show(name)}, which is no text`);
	if (kind === "number" || kind === "integer" || kind === "datetime") {
		if (!(values instanceof Float64Array)) refuse(`is of kind ${kind}, and its values are no Float64Array`);
		return;
	}
	if (kind !== "category" && kind !== "boolean" && kind !== "id" && kind !== "text") {
		refuse(`is of kind ${show(kind)}, which there is not`);
	}
	if (!(codes instanceof Int32Array)) refuse(`is of kind ${kind}, and its codes are no Int32Array`);
	if (!Array.isArray(levels) || !levels.every((level) => typeof level === "string")) {
		refuse("has levels that are no list of texts");
	}
}

/** Refuses what is not a table before it is copied into a worker. */
export function checkTable(table: Table, argument = "table"): Table {
	const shape = table as Partial<Table> | null | undefined;
	if (typeof shape !== "object" || shape === null || !Array.isArray(shape.columns)) {
		throw new SchemaError(
			`${argument} is ${show(table)}; it must be a Table, { rows, columns }, as parseCsv returns. For text or a file call parseCsv first.`,
			{ argument },
		);
	}
	const seen = new Set<string>();
	for (const [c, column] of table.columns.entries()) {
		checkColumn(column, `Column ${c + 1} of ${argument}`, argument);
		const cells = isNumeric(column) ? column.values : column.codes;
		if (cells.length !== table.rows) {
			throw new SchemaError(
				`Column "${column.name}" of ${argument} has ${cells.length} values, but ${argument}.rows is ${table.rows}.`,
				{ argument, column: column.name },
			);
		}
		if (seen.has(column.name)) {
			throw new SchemaError(`${argument} has two columns called "${column.name}"; rename one.`, {
				argument,
				column: column.name,
			});
		}
		seen.add(column.name);
	}
	return table;
}
