import { tableFromIPC } from "@uwdata/flechette";
import { TableError } from "../../errors";
import type { Table } from "../table";
import { tableFromValues, type ValueOptions } from "./table-from-values";

/** Reads Arrow IPC, file or stream. */
export async function readArrow(bytes: Uint8Array, options: ValueOptions): Promise<Table> {
	let columns: { name: string; values: ArrayLike<unknown> }[];
	try {
		const table = tableFromIPC(bytes, { useDate: true, useBigInt: false });
		columns = table.names.map((name, c) => ({ name: String(name), values: table.getChildAt(c).toArray() }));
	} catch (cause) {
		throw new TableError(
			"The Arrow file is damaged or incomplete. Write it again, or export the table as CSV.",
			{},
			cause,
		);
	}
	return tableFromValues(columns, options);
}
