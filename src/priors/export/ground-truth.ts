import { isNumeric } from "../../table/table";
import type { Task } from "../prior";

/**
 * A task's ground truth as one line of JSON, without its table and its model: index, target, kinds and levels of the
 * columns, causal graph and diagnostics.
 */
export function formatGroundTruth({ index, target, table, graph, diagnostics }: Task): string {
	const columns = table.columns.map((column) =>
		isNumeric(column)
			? { name: column.name, kind: column.kind }
			: { name: column.name, kind: column.kind, levels: column.levels },
	);
	return `${JSON.stringify({ index, rows: table.rows, target, columns, graph, diagnostics })}\n`;
}
