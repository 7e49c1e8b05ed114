/** Rows below the first that it is held against. */
const ROWS = 50;
/** Share of a column's cells that must be written as the first row's cell is, for that to be one of them. */
const ALIKE = 0.8;
/** Digits from which a cell that is written like those below it is no name of a column; years have four. */
const FEWEST_DIGITS = 5;
const EMAIL = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;
const DAY = /^\d{1,4}[-./]\d{1,2}[-./]\d{1,4}/;

const isNumber = (text: string) => text !== "" && Number.isFinite(Number(text.replace(",", ".")));

/** How a text is written: its digits and letters by class, one for a run of letters. */
const shapeOf = (text: string) => text.replace(/\d/g, "9").replace(/\p{L}+/gu, "a");

/** What a first row's cell is, where the cells below are of the same kind and no column is called like that. */
function kindOf(name: string, below: readonly string[]): string | undefined {
	const share = (test: (text: string) => boolean) => below.filter(test).length / below.length;
	if (EMAIL.test(name)) return share((text) => EMAIL.test(text)) >= 0.5 ? "an e-mail address" : undefined;
	const shape = shapeOf(name);
	if (DAY.test(name)) return share((text) => shapeOf(text) === shape) >= ALIKE ? "a date" : undefined;
	const digits = name.replace(/\D/g, "").length;
	if (digits < FEWEST_DIGITS) return undefined;
	if (share((text) => shapeOf(text) === shape) >= ALIKE) return isNumber(name) ? "a number" : "a code";
	return undefined;
}

/**
 * Why the first row must be one of data rather than of names, as a clause; nothing where it may be names. It is data where
 * cells of it are an e-mail address, a date, a long number or a code above others of their kind, or half of its cells
 * are values of their own columns; and few words stand above numbers alone, as names do.
 */
export function whyData(first: readonly string[], rows: readonly (readonly string[])[]): string | undefined {
	const names = first.map((cell) => cell.trim());
	const below = rows.slice(0, ROWS).filter((row) => row.length >= Math.min(2, names.length));
	// Files that were put together repeat their header.
	if (below.length < 2 || below.some((row) => names.every((name, c) => row[c]?.trim() === name))) return undefined;
	// A row that numbers the columns, or an axis of measurements.
	if (names.every((name) => name === "" || isNumber(name))) return undefined;
	let [words, numbers, labels] = [0, 0, 0];
	const told: string[] = [];
	names.forEach((name, c) => {
		const cells = below.flatMap((row) => row[c]?.trim() || []);
		if (name === "" || cells.length === 0) return;
		const kind = kindOf(name, cells);
		if (kind) told.push(`column ${c + 1} begins with ${kind} above others`);
		const figures = cells.every(isNumber);
		if (isNumber(name)) numbers += figures ? 1 : 0;
		else if (figures) labels++;
		else if (cells.includes(name)) words++;
	});
	if (told.length > labels) return told[0];
	if (labels === 0 && words > 0 && names.length > 1 && 2 * (words + numbers) >= names.length) {
		return "half of its cells or more are values of their own columns";
	}
	return undefined;
}

/** Names of columns that have none. */
export const numbered = (width: number) => Array.from({ length: width }, (_, c) => `column_${c + 1}`);

/** Says that the first row was read as data. */
export const readAsData = (why: string) =>
	`The first row is read as data, because ${why}; the columns are called "column_1", "column_2" and so on. ` +
	'If it names the columns, set the option "header" to true.';
