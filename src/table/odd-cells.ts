import type { Evidence } from "./evidence";
import type { Steps } from "./pause";
import { TEXT } from "./raw-column";

/** Share of the rows that may hold something else in a column of numbers or dates, and how many different things. */
const MOST_ROWS = 0.05;
const MOST_TEXTS = 3;
/** Share of the rows below which it does not matter how many different things they hold: slips. */
const SLIPS = 0.01;
/** Rows and different values of the column's own kind without which nothing is odd. */
const FEWEST_ROWS = 20;
const FEWEST_VALUES = 5;

/** Rows looked at between two stops for breath. */
const ROWS_A_PIECE = 1 << 16;

/** Cells that do not fit the kind of nearly all others. */
export interface OddCells {
	/** Whether they are so few that the column is of that kind all the same, and they are missing in it. */
	readonly tolerable: boolean;
	/** Tells of them, if there are any; `kind` in the plural. */
	warn(kind: string, warnings: string[]): void;
}

/** @param codes Texts that do not fit. */
export function* oddCells({ raw, tally, valueCodes }: Evidence, codes: readonly number[]): Steps<OddCells> {
	if (codes.length === 0) return { tolerable: true, warn: () => {} };
	const odd = new Set(codes);
	let rows = 0;
	let present = 0;
	const own = new Set(valueCodes);
	for (let row = 0; row < raw.rows; row++) {
		if (row % ROWS_A_PIECE === 0) yield;
		const code = raw.tags[row] === TEXT ? raw.values[row]! : -1;
		if (odd.has(code)) rows++;
		if (code < 0 || own.has(code)) present++;
	}
	const share = rows / present;
	const enough = present - rows >= FEWEST_ROWS && valueCodes.length - codes.length + tally.packed >= FEWEST_VALUES;
	const few =
		share <= SLIPS || (share <= MOST_ROWS && codes.length <= MOST_TEXTS) || (rows === 1 && share <= MOST_ROWS);
	return {
		tolerable: enough && few,
		warn(kind, warnings) {
			const shown = codes
				.slice(0, MOST_TEXTS)
				.map((code) => `"${raw.texts[code]!.slice(0, 40)}"`)
				.join(", ");
			const place = `row ${tally.textRows[codes[0]!]! + 1}`;
			const cells = rows === 1 ? `${shown} in ${place} is` : `${rows} cells (${shown}; the first in ${place}) are`;
			warnings.push(
				`Column "${raw.name}": ${cells} read as missing among ${kind}. ` +
					'Give the column the kind "category" if it means something.',
			);
		},
	};
}
