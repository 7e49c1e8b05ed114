import type { Dialect } from "./dialect";

/** Rows by which the habit is told. */
const SAMPLE_ROWS = 500;

/** Which cells a CSV text puts in quotes, column by column; `beginning` is the text from its header on. */
export function sniffQuoting(
	beginning: string,
	{ delimiter, newline }: Pick<Dialect, "delimiter" | "newline">,
	names: readonly string[],
): Pick<Dialect, "quoted" | "quotedHeader"> {
	if (!beginning.includes('"')) return {};
	const bare = new Uint8Array(names.length);
	const quoted = new Uint8Array(names.length);
	let [column, row, header, empty, at] = [0, 0, true, false, 0];
	while (at < beginning.length && row <= SAMPLE_ROWS) {
		const isQuoted = beginning[at] === '"';
		let end = at;
		if (isQuoted) {
			end = at + 1;
			while (end < beginning.length && (beginning[end] !== '"' || beginning[end + 1] === '"')) {
				end += beginning[end] === '"' ? 2 : 1;
			}
			end++;
		}
		while (end < beginning.length && !beginning.startsWith(delimiter, end) && !beginning.startsWith(newline, end))
			end++;
		if (end >= beginning.length) break;
		const none = end === at;
		if (row === 0) header &&= isQuoted;
		else if (none) empty = true;
		else if (column < names.length) (isQuoted ? quoted : bare)[column] = 1;
		const ends = beginning.startsWith(newline, end);
		at = end + (ends ? newline.length : delimiter.length);
		column = ends ? 0 : column + 1;
		if (ends) row++;
	}
	const always = names.filter((_, c) => quoted[c] && !bare[c]);
	const all = always.length === names.length && !empty;
	return {
		...(always.length > 0 && { quoted: all ? ("all" as const) : always }),
		...(header && row > 0 && { quotedHeader: true as const }),
	};
}
