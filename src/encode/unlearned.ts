import type { Random } from "../random";
import type { LevelColumn } from "../table/table";
import { freshIdOf, type IdCodec } from "./fresh-ids";
import { TEXT_PLACEHOLDER, type TextCodec } from "./text";

/**
 * A column of ids or text, which are made rather than learned.
 *
 * @param states one a row: 0 there is a value, 1 missing.
 * @param options index of the first row, and the column's own stream: an id depends on those alone.
 */
export function unlearnedColumn(
	name: string,
	codec: IdCodec | TextCodec,
	states: Int32Array,
	options: { readonly offset: number; readonly random: Random },
): LevelColumn {
	if (codec.type === "text") {
		const codes = states.map((state) => (state === 0 ? 0 : -1));
		return { name, kind: "text", codes, levels: [TEXT_PLACEHOLDER] };
	}
	const levels: string[] = [];
	const codes = states.map((state, row) =>
		state === 0 ? levels.push(freshIdOf(codec, options.offset + row, options.random)) - 1 : -1,
	);
	return { name, kind: "id", codes, levels };
}
