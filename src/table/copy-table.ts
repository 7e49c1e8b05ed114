import { asMemoryError } from "./memory-error";
import { createPause } from "./pause";
import { type Column, isNumeric, type Table } from "./table";

/** Cells copied between two looks at the clock: a millisecond or two of work. */
const CELLS_A_PIECE = 1 << 18;

/**
 * A copy of `table` whose cells can be given away, made with pauses for messages and frames: cloning a large table in
 * one piece would hold the page up. The names of levels are shared, not copied.
 *
 * @throws the signal's reason once it is aborted; BackendError where there is no memory for it.
 */
export async function copyTable(table: Table, signal?: AbortSignal): Promise<Table> {
	try {
		return await copied(table, signal);
	} catch (cause) {
		throw asMemoryError(cause);
	}
}

async function copied(table: Table, signal: AbortSignal | undefined): Promise<Table> {
	const pause = createPause(signal);
	async function copy<T extends Float64Array | Int32Array>(from: T, to: T): Promise<T> {
		for (let at = 0; at < from.length; at += CELLS_A_PIECE) {
			to.set(from.subarray(at, at + CELLS_A_PIECE), at);
			await pause();
		}
		return to;
	}
	const columns: Column[] = [];
	for (const column of table.columns) {
		if (isNumeric(column)) {
			columns.push({ ...column, values: await copy(column.values, new Float64Array(column.values.length)) });
		} else columns.push({ ...column, codes: await copy(column.codes, new Int32Array(column.codes.length)) });
	}
	const subjects = table.subjects && (await copy(table.subjects, new Int32Array(table.rows)));
	return { ...table, columns, ...(subjects && { subjects }) };
}
