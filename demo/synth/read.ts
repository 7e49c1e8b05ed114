import { type CsvProgress, type Kind, parseCsv, type Table, withKinds } from "../../src/index";

/** A table the user brought, with what is needed to read it again otherwise. */
export interface Source {
	name: string;
	/** As it was read, with the kinds inferred. */
	inferred: Table;
	/** With the kinds the user chose. */
	table: Table;
	/** Kinds the user chose over those inferred. */
	kinds: Readonly<Record<string, Kind>>;
}

export interface ReadOptions {
	signal?: AbortSignal;
	onProgress?: (progress: CsvProgress) => void;
}

/** Reads a file or pasted text. */
export async function openText(input: File | string, name: string, options: ReadOptions = {}): Promise<Source> {
	if (typeof input === "string" && input.trim() === "") {
		throw new Error("There is nothing to read yet. Paste some rows first, with the column names in the first line.");
	}
	const table = await parseCsv(input, options);
	return { name, inferred: table, table, kinds: {} };
}

/** The sample table, read through the same door as any file. */
export async function sampleSource(options: ReadOptions = {}): Promise<Source> {
	const { drawSample } = await import("../sample");
	return openText(await drawSample(), "clinic-visits.csv", options);
}

/** Takes one column for another kind; throws a sentence that names the first value that does not fit. */
export function retype(source: Source, name: string, kind: Kind): Source {
	const kinds = { ...source.kinds, [name]: kind };
	return { ...source, kinds, table: withKinds(source.inferred, kinds) };
}
