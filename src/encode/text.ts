import type { LevelColumn } from "../table/table";

/** What stands where free text stood: its words are neither learned nor repeated. */
export const TEXT_PLACEHOLDER = "(text withheld)";

/** A column of free text, of which only is learned whether there was any. */
export interface TextCodec {
	readonly type: "text";
	readonly missing: boolean;
	/** Training rows with text, and without. */
	readonly counts: Float64Array;
}

export function fitText(column: LevelColumn): TextCodec {
	const absent = column.codes.reduce((total, code) => total + (code < 0 ? 1 : 0), 0);
	return { type: "text", missing: absent > 0, counts: Float64Array.of(column.codes.length - absent, absent) };
}
