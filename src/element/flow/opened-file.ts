import type { ReadTableOptions } from "../../table/read-table";

/** One file of a zip archive. */
export interface InArchive {
	readonly archive: Blob;
	readonly entry: string;
}

/** A file, text that was pasted, or one file of several in an archive. */
export type Input = Blob | string | InArchive;

/** What a person says of a file's lines, where the reader was wrong; see `ParseCsvOptions`. */
export type HowRead = Pick<ReadTableOptions, "header" | "skipLines">;

/** A file as it was opened, to be read again. */
export interface OpenedFile {
	readonly input: Input;
	readonly name: string;
	readonly how: HowRead;
}
