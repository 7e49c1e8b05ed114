import { TableError } from "../../errors";
import { columnNames } from "../csv-header";
import { inferColumns } from "../infer-table";
import { missingSpellings } from "../missing";
import { createPause, paced } from "../pause";
import { RawColumn } from "../raw-column";
import type { Kind, Table } from "../table";
import { kindsByColumn } from "../with-kinds";

/** What readers of typed files share with `parseCsv`. */
export interface ValueOptions {
	readonly kinds?: Readonly<Record<string, Kind>>;
	readonly missing?: readonly string[];
	readonly signal?: AbortSignal;
}

/** A column of a typed file: its name and one value a row. */
export interface ValueColumn {
	readonly name: string;
	readonly values: ArrayLike<unknown>;
}

const CELLS_A_PIECE = 4096;
const MIDNIGHT = /T00:00:00\.000Z$/;

/**
 * A table from typed values, by the same rules as from text: what a column means is told from its values, because a file
 * that types its columns types codes as numbers and dates as text too.
 */
export async function tableFromValues(columns: readonly ValueColumn[], options: ValueOptions): Promise<Table> {
	const rows = columns[0]?.values.length ?? 0;
	if (columns.length === 0 || rows === 0) {
		throw new TableError("The table has no row. Choose a file with at least one row of values.", { rows: 0 });
	}
	const warnings: string[] = [];
	const pause = createPause(options.signal);
	const notNumbers = options.missing?.length ? new Set(options.missing.map((text) => text.trim())) : undefined;
	const names = columnNames(
		columns.map(({ name }) => name),
		warnings,
	);
	const raws: RawColumn[] = [];
	for (const [c, { values }] of columns.entries()) {
		const raw = new RawColumn(names[c]!, notNumbers);
		raw.reserve(Math.max(raw.capacity, rows));
		const write = writer(values);
		for (let row = 0; row < rows; row++) {
			raw.push(write(values[row]));
			if (row % CELLS_A_PIECE === 0) await pause();
		}
		raws.push(raw);
	}
	const kinds = options.kinds && kindsByColumn(options.kinds, raws);
	const inferring = { missing: missingSpellings(options.missing), likelyDecimal: ".", kinds } as const;
	const inferred = await paced(inferColumns(raws, inferring, warnings), pause);
	options.signal?.throwIfAborted();
	return { rows, columns: inferred, ...(warnings.length > 0 && { warnings }) };
}

/** Values as text: dates without a time as days, lists and objects as JSON. */
function writer(values: ArrayLike<unknown>): (value: unknown) => string {
	let [days, whole] = [true, true];
	for (let row = 0; row < values.length; row++) {
		const value = values[row];
		if (!(value instanceof Date) || Number.isNaN(value.getTime())) continue;
		const iso = value.toISOString();
		if (!MIDNIGHT.test(iso)) days = false;
		if (!iso.endsWith(".000Z")) whole = false;
	}
	return (value) => {
		if (value === null || value === undefined) return "";
		if (typeof value === "number") return Number.isNaN(value) ? "" : String(value);
		if (value instanceof Date) {
			if (Number.isNaN(value.getTime())) return "";
			const iso = value.toISOString();
			return days ? iso.slice(0, 10) : iso.slice(0, whole ? 19 : 23).replace("T", " ");
		}
		if (typeof value !== "object") return String(value);
		return JSON.stringify(value, (_, inner) => (typeof inner === "bigint" ? String(inner) : inner));
	};
}
