// n rows that have a row before them, B codes before, A codes after
import { codesIn } from "./code-sets";
import type { LevelColumn, Table } from "./table";

/** χ² of a pair of codes from which the first is told to predict the second: p = 1e-9, for tens of thousands of pairs. */
const TELLING = 37;
/** Rows that must have both: χ² of fewer says nothing. */
const FEWEST = 8;

/** Rows of each code as bits. */
function bits(column: LevelColumn, codes: readonly string[], delimiter: string, rows: Int32Array): Uint32Array[] {
	const place = new Map(codes.map((code, at) => [code, at]));
	const members = column.levels.map((level) => codesIn(level, delimiter).flatMap((code) => place.get(code) ?? []));
	const words = codes.map(() => new Uint32Array(Math.ceil(rows.length / 32)));
	rows.forEach((row, i) => {
		const level = column.codes[row]!;
		if (level >= 0) for (const code of members[level]!) words[code]![i >> 5]! |= 1 << (i & 31);
	});
	return words;
}

function ones(word: number): number {
	let x = word - ((word >>> 1) & 0x55555555);
	x = (x & 0x33333333) + ((x >>> 2) & 0x33333333);
	return Math.imul((x + (x >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}

const count = (words: Uint32Array) => words.reduce((sum, word) => sum + ones(word), 0);

/** The codes of a column of previous sets that predict some code of the sets after them, by a χ² test of every pair. */
export function tellingCodes(
	table: Table,
	previous: string,
	name: string,
	{ codes, delimiter }: { readonly codes: readonly string[]; readonly delimiter: string },
): string[] {
	const column = (of: string) => table.columns.find((one) => one.name === of) as LevelColumn;
	const before = column(previous);
	const rows = Int32Array.from(before.codes.keys()).filter((row) => before.codes[row]! >= 0);
	const n = rows.length;
	const B = bits(before, codes, delimiter, rows);
	const A = bits(column(name), codes, delimiter, rows);
	const after = A.map(count);
	return codes.filter((_, b) => {
		const own = count(B[b]!);
		return A.some((words, a) => {
			let both = 0;
			words.forEach((word, w) => {
				both += ones(word & B[b]![w]!);
			});
			if (both < FEWEST) return false;
			const difference = both * n - own * after[a]!;
			return (n * difference * difference) / (own * (n - own) * after[a]! * (n - after[a]!)) > TELLING;
		});
	});
}
