import type { Steps } from "./pause";
import { type RawColumn, TEXT } from "./raw-column";

/** A column as codes into its levels. */
export interface Levels {
	codes: Int32Array;
	/** Distinct values as written, in order of first appearance. */
	levels: string[];
	/** Rows of each level. */
	counts: number[];
	/** First row of each level. */
	firstRows: number[];
}

const UNSEEN = -2;

/** The column's cells as they were written; `isMissing` tells which texts are not values. */
export function* readLevels(raw: RawColumn, isMissing: (text: string) => boolean): Steps<Levels> {
	const { rows, tags, values } = raw;
	const codes = new Int32Array(rows);
	const read: Levels = { codes, levels: [], counts: [], firstRows: [] };
	const byText = new Map<string, number>();
	const byCode = new Int32Array(raw.texts.length).fill(UNSEEN);
	const codeOf = (text: string, row: number): number => {
		const known = byText.get(text);
		if (known !== undefined) return known;
		const code = read.levels.length;
		read.levels.push(text);
		read.counts.push(0);
		read.firstRows.push(row);
		byText.set(text, code);
		return code;
	};
	for (let row = 0; row < rows; row++) {
		let code: number;
		if (tags[row] === TEXT) {
			const index = values[row]!;
			code = byCode[index]!;
			if (code === UNSEEN) {
				const text = raw.texts[index]!;
				code = byCode[index] = isMissing(text) ? -1 : codeOf(text, row);
			}
		} else {
			const text = raw.text(row);
			code = isMissing(text) ? -1 : codeOf(text, row);
		}
		codes[row] = code;
		if (code >= 0) read.counts[code]!++;
		if (row % 8192 === 8191) yield;
	}
	return read;
}
