import { type Kind, parseCsv, type Table } from "../../src/index";
import { drawSample } from "../sample";

/** A table the user brought, with what is needed to read it again otherwise. */
export interface Source {
	name: string;
	/** The text it was read from. */
	input: Blob | string;
	table: Table;
	/** Kinds the user chose over those inferred. */
	kinds: Readonly<Record<string, Kind>>;
}

/** Reads a file or pasted text. */
export async function openText(input: File | string, name: string): Promise<Source> {
	if (typeof input === "string" && input.trim() === "")
		throw new Error("There is nothing to read yet. Paste some rows first.");
	return { name, input, table: checked(await parseCsv(input)), kinds: {} };
}

/** The sample table, read through the same door as any file. */
export async function sampleSource(): Promise<Source> {
	return openText(await drawSample(), "clinic-visits.csv");
}

/** Reads one column as another kind. */
export async function retype(source: Source, name: string, kind: Kind): Promise<Source> {
	const kinds = { ...source.kinds, [name]: kind };
	return { ...source, kinds, table: await parseCsv(source.input, { kinds }) };
}

function checked(table: Table): Table {
	if (table.columns.length === 0 || table.rows === 0) {
		throw new Error("There are no rows in it. A first line with column names and one row below are the least.");
	}
	return table;
}
