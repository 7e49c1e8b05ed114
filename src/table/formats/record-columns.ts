import type { ValueColumn } from "./table-from-values";

/** Records as columns, in the order in which their keys appear; a key that a record lacks is missing there. */
export function recordColumns(records: readonly Readonly<Record<string, unknown>>[]): ValueColumn[] {
	const columns = new Map<string, unknown[]>();
	records.forEach((record, row) => {
		for (const key of Object.keys(record)) {
			let values = columns.get(key);
			if (!values) {
				values = new Array(records.length).fill(null);
				columns.set(key, values);
			}
			values[row] = record[key];
		}
	});
	return Array.from(columns, ([name, values]) => ({ name, values }));
}
