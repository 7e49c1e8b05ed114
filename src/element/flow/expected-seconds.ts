import type { Table } from "../../table/table";
import type { Choices } from "./choices";

/** Multiplications a second of this package's wasm kernels on two cores, to an order: see the README's times. */
const PACE = 6e9;

/**
 * Seconds that learning will take on a processor, to an order; undefined where there is no ground for a guess. Only a
 * method of a fixed number of steps can tell before it begins.
 */
export function expectedSeconds(table: Table, { generator, options }: Choices): number | undefined {
	if (generator !== "tabddpm") return undefined;
	const {
		steps = 2000,
		batchRows = 1024,
		layers = [256, 256, 256],
	} = options as {
		steps?: number;
		batchRows?: number;
		layers?: readonly number[];
	};
	const width = table.columns.reduce((sum, column) => sum + widthOf(column), 0);
	const widths = [width, ...layers, width];
	const weights = widths.slice(1).reduce((sum, next, i) => sum + next * (widths[i] as number), 0);
	const batch = Math.min(batchRows, 2 ** Math.ceil(Math.log2(Math.max(1, table.rows))));
	// Forward, and backward for inputs and weights: three products, two operations each.
	return (6 * batch * weights * steps) / PACE;
}

function widthOf(column: Table["columns"][number]): number {
	if ("values" in column) return 1;
	return column.kind === "id" || column.kind === "text" ? 0 : Math.min(200, column.levels.length + 1);
}
