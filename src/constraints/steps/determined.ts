/** A column that follows from others: it is looked up after sampling, not learned. */
import { isNumeric, type Table } from "../../table/table";
import {
	type Cell,
	type ColumnShape,
	cellAt,
	columnOf,
	dropColumn,
	findColumn,
	putColumn,
	shapeOf,
} from "./column-shape";
import { fitLookup, fitTree, type Predictor, predict } from "./predictor";

export interface DeterminedStep {
	readonly type: "determined";
	readonly column: ColumnShape;
	readonly by: readonly string[];
	readonly predictor: Predictor;
	/** What a row gets that the lookup does not know: the commonest value of such rows. */
	readonly otherwise: Cell;
	/** Whether the column is learned all the same, since the lookup knows too few of the rows; it then overwrites. */
	readonly learned: boolean;
}

/** Share of the rows that a lookup must know for its column not to be learned. */
const KNOWN = 0.995;

/** @param fewest subjects that share what is stored. */
export function determinedStep(table: Table, name: string, by: readonly string[], fewest?: number): DeterminedStep {
	const column = findColumn(table, name)!;
	const { lookup, coverage } = fitLookup(table, name, by, fewest);
	const common = { type: "determined", column: shapeOf(column), by } as const;
	const known = new Set(lookup.values);
	if (coverage < KNOWN && by.some((input) => isNumeric(findColumn(table, input)!))) {
		const { tree, coverage: right } = fitTree(table, name, by, fewest);
		if (right >= KNOWN) return { ...common, predictor: tree, otherwise: null, learned: false };
	}
	const left = predict(lookup, table, by);
	const counts = new Map<Cell, number>();
	for (let row = 0; row < table.rows; row++) {
		// A value that no entry holds may be one person's.
		const cell = cellAt(column, row);
		if (left[row] === undefined && known.has(cell)) counts.set(cell, (counts.get(cell) ?? 0) + 1);
	}
	const commonest = [...counts].sort((a, b) => b[1] - a[1])[0]?.[0] ?? lookup.values[0] ?? null;
	return { ...common, predictor: lookup, otherwise: commonest, learned: coverage < KNOWN };
}

export function forwardDetermined({ column, learned }: DeterminedStep, table: Table): Table {
	return learned ? table : dropColumn(table, column.name);
}

export function backDetermined({ column, by, predictor, otherwise, learned }: DeterminedStep, table: Table): Table {
	const values = predict(predictor, table, by);
	const drawn = learned ? findColumn(table, column.name) : undefined;
	const cells = values.map((value, row) => (value !== undefined ? value : drawn ? cellAt(drawn, row) : otherwise));
	return putColumn(table, columnOf(column, cells));
}
