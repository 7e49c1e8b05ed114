import { type Column, isNumeric, type Table } from "../table/table";

/** Rows sampled to see it: a column of which one cell in twenty is filled shows none of them once in 170 times. */
export const SEEN = 100;
/** Names in a sentence. */
const MOST_NAMES = 5;

function isBare(column: Column): boolean {
	if (isNumeric(column)) return column.values.every(Number.isNaN);
	return column.codes.every((code) => code < 0 || column.levels[code] === "other");
}

/**
 * What to be warned of where noise hides so much that learned columns come out empty or as "other". Computed from rows of
 * the model, so that it costs nothing of the budget; a column that was empty before is named with the others.
 *
 * @param learned Names and kinds of what the generator was given.
 * @param rows Some of the model's.
 */
export function leftByNoise(learned: Table, rows: Table): string | undefined {
	const drawn = new Map(rows.columns.map((column) => [column.name, column]));
	const own = learned.columns.filter(({ name, kind }) => kind !== "id" && kind !== "text" && drawn.has(name));
	const bare = own.filter(({ name }) => isBare(drawn.get(name)!)).map(({ name }) => `"${name}"`);
	if (bare.length === 0) return undefined;
	const remedy =
		"Raise epsilon, take more rows or fewer columns, or state ranges and categories that are public (privacy.domains).";
	if (bare.length === own.length) {
		return `Noise left nothing of this table: every column that was learned comes out empty or as "other". ${remedy}`;
	}
	const named = bare.slice(0, MOST_NAMES).join(", ");
	const further = bare.length > MOST_NAMES ? ` and ${bare.length - MOST_NAMES} more` : "";
	return `Noise left nothing of ${bare.length} of ${own.length} columns, which come out empty or as "other": ${named}${further}. ${remedy}`;
}
