import { checkOptions } from "../options/check";
import { COUNT } from "../options/option";
import { createRandom } from "../random";
import { checkTable } from "../table/check-table";
import { createPause, paced, type Steps } from "../table/pause";
import { type Column, isNumeric, type Table } from "../table/table";
import { type Codec, codecSteps, isWithheld } from "./encoder";
import { fewestForNumbers, fewestSubjects, type Owners, ownersOf, ROWS_A_BREATH, subjectSteps } from "./protection";

/** What protection keeps of a column from being learned. */
export interface ProtectedColumn {
	readonly column: string;
	/**
	 * `withheld`: every synthetic cell is missing. `constant`: one value is left of several. `pooled`: categories that too few
	 * have become one. `filled`: no cell is missing, for too few were.
	 */
	readonly what: "withheld" | "constant" | "pooled" | "filled";
	/** Why, one sentence a person can read. It names no value that is protected. */
	readonly sentence: string;
}

export interface ProtectionPreviewOptions {
	/** Fewest subjects behind whatever leaves, as the generators' option. Default 5. */
	readonly protect?: number;
}

/** Subjects above which a number always has a distribution, without fitting it. */
const PLENTY = 20;

function valuesOf(codec: Codec): number {
	if (codec.type === "levels") return codec.levels.length;
	if (codec.type === "values") return codec.values.length;
	return codec.type === "quantile" ? codec.atoms.length + codec.x.length : 2;
}

/** How many distinct values a column has: `most` at most. */
function* distinct(column: Column, most: number): Steps<number> {
	const cells = isNumeric(column) ? column.values : column.codes;
	const seen = new Set<number>();
	for (let row = 0; row < cells.length; row++) {
		if (row % ROWS_A_BREATH === 0) yield;
		const cell = cells[row] as number;
		if (Number.isNaN(cell) || (!isNumeric(column) && cell < 0)) continue;
		if (seen.add(cell).size >= most) break;
	}
	return seen.size;
}

function* previewColumn(
	column: Column,
	rows: number,
	fewest: number,
	owners: Owners | undefined,
): Steps<ProtectedColumn[]> {
	const isMissing = (row: number) => (isNumeric(column) ? Number.isNaN(column.values[row]!) : column.codes[row]! < 0);
	const have = yield* subjectSteps(rows, owners, (row) => !isMissing(row));
	if (have === 0) return [];
	const whose = owners ? "people (or other subjects)" : "rows";
	const { name } = column;
	const found: ProtectedColumn[] = [];
	const say = (what: ProtectedColumn["what"], sentence: string) => found.push({ column: name, what, sentence });
	const codec =
		isNumeric(column) && have > PLENTY * fewest
			? undefined
			: yield* codecSteps(column, { protect: fewest }, createRandom("preview"), owners);
	if (codec && isWithheld(codec)) {
		const needed = isNumeric(column) ? fewestForNumbers(fewest) : fewest;
		const why =
			have < needed
				? `${have} ${whose} have a value, and it takes ${needed}`
				: `no value in it is shared by ${fewest} ${whose}`;
		say("withheld", `"${name}" is left empty: ${why}.`);
		return found;
	}
	if (codec?.type === "levels") {
		const { other, levels } = codec;
		const rare = (yield* distinct(column, rows)) - levels.length + (other === undefined ? 0 : 1);
		const become = other === undefined ? "are counted as the most frequent one" : `become "${levels[other]}"`;
		if (rare > 0) {
			say("pooled", `In "${name}" categories that fewer than ${fewest} ${whose} have ${become}; there are ${rare}.`);
		}
	}
	if (codec && valuesOf(codec) === 1 && (yield* distinct(column, 2)) > 1) {
		say("constant", `"${name}" has one value only: fewer than ${fewest} ${whose} have any other.`);
	}
	const gaps = yield* subjectSteps(rows, owners, isMissing);
	if (gaps > 0 && gaps < fewest) {
		say("filled", `"${name}" has no missing cell: fewer than ${fewest} ${whose} have one.`);
	}
	return found;
}

/**
 * What cannot be learned from a table because too few subjects share it, before anything is learned: to be shown to the
 * person who decides. Takes a second for 50,000 rows of 30 columns.
 */
export async function protectionPreview(
	table: Table,
	options: ProtectionPreviewOptions = {},
): Promise<ProtectedColumn[]> {
	checkTable(table);
	checkOptions("protectionPreview", options, { protect: COUNT });
	const { protect = 5 } = options;
	const fewest = fewestSubjects(protect);
	const owners = ownersOf(table);
	const pause = createPause();
	const found: ProtectedColumn[] = [];
	for (const column of table.columns)
		found.push(...(await paced(previewColumn(column, table.rows, fewest, owners), pause)));
	return found;
}
