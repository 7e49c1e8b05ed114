import { CausalModelError } from "../errors";
import type { Column, Table } from "../table/table";
import { FAMILIES } from "./families";
import { evaluateRows, sampleNodes } from "./sample";
import type { CausalColumn, CausalModelData, CausalRequest, Families, NodeValues } from "./scm";

/** Samples a table: every node, then the columns read from them. */
export function sampleTable(model: CausalModelData, request: CausalRequest, families: Families = FAMILIES): Table {
	return readColumns(model, sampleNodes(model, request, families), request, families);
}

/** Reads the table's columns from sampled nodes. `request` must be the one the nodes were sampled with. */
export function readColumns(
	model: CausalModelData,
	sampled: readonly NodeValues[],
	request: CausalRequest,
	families: Families = FAMILIES,
): Table {
	const columns = model.columns.map((column): Column => {
		const values = columnValues(column, sampled, request, families);
		if (column.missing !== undefined) {
			const hidden = sampled[column.missing]!.values;
			for (let row = 0; row < request.rows; row++) if (hidden[row]! !== 0) values[row] = Number.NaN;
		}
		return formatColumn(column, values);
	});
	return { rows: request.rows, columns };
}

function columnValues(
	column: CausalColumn,
	sampled: readonly NodeValues[],
	request: CausalRequest,
	families: Families,
): Float64Array {
	const { values, width } = sampled[column.node]!;
	const from = column.component ?? 0;
	const count = column.convert ? (column.components ?? 1) : 1;
	const slice = new Float64Array(request.rows * count);
	if (count === 1) for (let row = 0; row < request.rows; row++) slice[row] = values[row * width + from]!;
	else {
		for (let row = 0; row < request.rows; row++) {
			for (let i = 0; i < count; i++) slice[row * count + i] = values[row * width + from + i]!;
		}
	}
	if (!column.convert) return slice;
	const out = new Float64Array(request.rows);
	const parents = [{ values: slice, width: count }];
	evaluateRows(column.convert, column.name, `column/${column.name}`, parents, out, 1, request, families);
	return out;
}

/** The last moment that a calendar date names, in milliseconds on either side of 1970 (ECMA-262, 21.4.1.1). */
const LAST_MOMENT = 8.64e15;

/** Milliseconds of a day, for dates written without a time. */
const DAY = 86_400_000;

function formatColumn(column: CausalColumn, values: Float64Array): Column {
	const { name, kind, levels, decimals, format } = column;
	if (kind === "number" || kind === "integer" || kind === "datetime") {
		if (kind === "datetime" && values.some((value) => Math.abs(value) > LAST_MOMENT)) {
			throw new CausalModelError(
				`"${name}" leaves the calendar: dates lie within 271,821 years of 1970. A number that is added to a date counts days.`,
				{ name },
			);
		}
		if (kind === "datetime" && format === "YYYY-MM-DD") {
			for (let row = 0; row < values.length; row++) values[row] = Math.floor(values[row]! / DAY) * DAY;
		}
		return {
			name,
			kind,
			values,
			...(decimals === undefined ? {} : { decimals }),
			...(format === undefined ? {} : { format }),
		};
	}
	const codes = new Int32Array(values.length);
	if (levels) {
		for (let row = 0; row < values.length; row++) codes[row] = Number.isNaN(values[row]) ? -1 : values[row]!;
		return { name, kind, codes, levels };
	}
	// Identifiers have no levels of their own: each number is written out.
	const index = new Map<number, number>();
	const written: string[] = [];
	for (let row = 0; row < values.length; row++) {
		const value = values[row]!;
		let code = Number.isNaN(value) ? -1 : index.get(value);
		if (code === undefined) {
			code = written.length;
			index.set(value, code);
			written.push(writeId(value, format));
		}
		codes[row] = code;
	}
	return { name, kind, codes, levels: written };
}

/** An identifier's text: `format` with its run of `#` replaced by the number, padded with zeros to that width. */
function writeId(value: number, format = "#"): string {
	return format.replace(/#+/, (run) => String(value).padStart(run.length, "0"));
}
