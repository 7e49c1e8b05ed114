import { isNumeric } from "../../table/table";
import type { Task } from "../prior";

/**
 * A task's truth as one line of JSON, without its table and its model: index, target, what each column is, the graph and
 * the facts.
 */
export function formatTruth({ index, target, table, graph, facts }: Task): string {
	const columns = table.columns.map((column) =>
		isNumeric(column)
			? { name: column.name, kind: column.kind }
			: { name: column.name, kind: column.kind, levels: column.levels },
	);
	return `${JSON.stringify({ index, rows: table.rows, target, columns, graph, facts })}\n`;
}
