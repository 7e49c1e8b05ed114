import type { Finding } from "../../deidentify/finding";
import { inspectTable, spansIn } from "../../deidentify/inspect";
import { libraries } from "../../deidentify/libraries";
import { ownersOf, tallyCells } from "../../encode/protection";
import { type Column, isNumeric, type Table } from "../../table/table";
import type { Run } from "../../worker/run";
import type { Aligned, Tables } from "../align";
import { startPhase } from "../phase";
import type { RealIdentifiers } from "./found-identifiers";
import { plain } from "./identifier-forms";
import { type Rate, wilson } from "./intervals";
import { countRows, plainColumns } from "./plain-columns";
import { allIdentifiers } from "./real-identifiers";

/** What is inside the texts of a column. */
export interface RealSpans {
	readonly column: string;
	/** Names, addresses and numbers inside synthetic texts that are inside real ones too. */
	readonly real: number;
	/** Synthetic texts looked at. */
	readonly texts: number;
}

/** Rows that columns which others may know single out in both tables. */
export interface UniqueCombinations {
	readonly columns: readonly string[];
	/** Of the synthetic rows: those whose combination occurs once there and once in the real table. */
	readonly synthetic: Rate;
	/** The same of as many held-out rows; absent without them. */
	readonly heldOut?: Rate;
}

/** What the tables share that tells of people. */
export interface People {
	/** What the real table's columns hold; those that identify nobody left out. */
	readonly identifying: readonly Pick<Finding, "column" | "identifies" | "what">[];
	readonly identifiers: readonly RealIdentifiers[];
	readonly spans: readonly RealSpans[];
	readonly combinations: UniqueCombinations | { readonly reason: string };
	/** Synthetic cells with a category that fewer than five subjects of the real table have, and all cells of categories. */
	readonly rare: { readonly cells: number; readonly of: number };
	/** Where the real table says whose each row is: how many there are, on both sides of the split, and the most rows of one. */
	readonly subjects?: { readonly real: number; readonly shared: number; readonly mostRows: number };
}

/** Subjects that a category must have before it may be repeated. */
export const FEWEST_SUBJECTS = 5;
/** Columns that others may know, at most: more single everybody out. */
const MOST_KNOWN = 5;
/** Different texts looked into, on either side. */
const MOST_TEXTS = 2000;

function textsOf(column: Column | undefined): string[] {
	if (!column || isNumeric(column)) return [];
	const used = new Set(column.codes);
	return column.levels.filter((level, code) => used.has(code) && /\s/.test(level)).slice(0, MOST_TEXTS);
}

/** What stands inside the synthetic texts of a column and inside its real ones. */
async function realSpans(name: string, real: readonly Table[], synthetic: Table): Promise<RealSpans[]> {
	const of = (table: Table) => textsOf(table.columns.find((column) => column.name === name));
	const own = real.flatMap(of);
	const other = of(synthetic);
	if (other.length === 0) return [];
	const within = async (texts: string[]) =>
		(await spansIn(texts)).flatMap((spans, i) => spans.map(({ start, end }) => plain(texts[i]!.slice(start, end))));
	const known = new Set(await within(own));
	const found = (await within(other)).filter((span) => known.has(span));
	return [{ column: name, real: found.length, texts: other.length }];
}

function uniqueCombinations(aligned: Aligned, tables: Tables, findings: readonly Finding[]): People["combinations"] {
	const known = findings.filter(({ identifies }) => identifies === "together with others").map(({ column }) => column);
	const at = aligned.series.flatMap(({ name }, i) => (known.includes(name) ? [i] : [])).slice(0, MOST_KNOWN);
	if (at.length < 2) return { reason: "fewer than two columns were found that others may know of a person" };
	const { real, synthetic, heldOut } = tables;
	const columnsOf = (t: number) => {
		const all = plainColumns(aligned, t);
		return at.map((i) => all[i]!);
	};
	const training = columnsOf(real);
	const inReal = countRows(training, aligned.rows[real]!);
	const rate = (t: number, rows: number): Rate => {
		const own = columnsOf(t);
		const { of } = countRows(own, rows);
		let hits = 0;
		for (const [row, count] of of) if (count === 1 && inReal.of.get(inReal.index.find(own, row)) === 1) hits++;
		return wilson(hits, rows);
	};
	// Fewer rows have more that occur once: both sides as many.
	const rows = Math.min(aligned.rows[synthetic]!, heldOut === null ? Number.POSITIVE_INFINITY : aligned.rows[heldOut]!);
	return {
		columns: at.map((i) => aligned.series[i]!.name),
		synthetic: rate(synthetic, rows),
		...(heldOut !== null && { heldOut: rate(heldOut, rows) }),
	};
}

function rareCells(real: Table, synthetic: Table): People["rare"] {
	const owners = ownersOf(real);
	let [cells, of] = [0, 0];
	for (const column of real.columns) {
		const other = synthetic.columns.find(({ name }) => name === column.name);
		if (isNumeric(column) || (column.kind !== "category" && column.kind !== "boolean")) continue;
		if (!other || isNumeric(other)) continue;
		const tally = tallyCells(column.codes, owners);
		const rare = new Set(
			column.levels.filter((_, code) => (tally.get(code)?.subjects ?? FEWEST_SUBJECTS) < FEWEST_SUBJECTS),
		);
		const isRare = other.levels.map((level) => rare.has(level));
		for (const code of other.codes) {
			if (code < 0) continue;
			of++;
			if (isRare[code]) cells++;
		}
	}
	return { cells, of };
}

function subjectsOf(real: Table, heldOut: Table | undefined): People["subjects"] {
	if (!real.subjects) return undefined;
	const rows = new Map<number, number>();
	for (const subject of real.subjects) rows.set(subject, (rows.get(subject) ?? 0) + 1);
	const others = new Set(heldOut?.subjects);
	const shared = [...rows.keys()].filter((subject) => others.has(subject)).length;
	return { real: rows.size, shared, mostRows: Math.max(...rows.values()) };
}

/** Columns whose kind is another than in the real table as they were given: what cannot be read as real cells may still be one. */
function asGiven(synthetic: Table, written: Table): Table {
	const columns = synthetic.columns.map((column) => {
		const own = written.columns.find(({ name }) => name === column.name);
		return own && isNumeric(own) !== isNumeric(column) ? own : column;
	});
	return { ...synthetic, columns };
}

/**
 * Looks for people of the real table in the synthetic one: identifiers, names inside texts, combinations, rare categories.
 * @param written the synthetic table as it was given.
 */
export async function people(
	aligned: Aligned,
	{ real, synthetic, holdout }: { real: Table; synthetic: Table; holdout?: Table },
	written: Table,
	tables: Tables,
	run: Run,
): Promise<People> {
	const tick = startPhase(run, "people", real.columns.length + 2);
	const inspected = (await inspectTable(real, { step: () => tick() })).findings;
	const findings = inspected.filter(({ inName }) => !inName);
	const named = inspected.filter(({ column, inName }) => inName && synthetic.columns.some((c) => c.name === column));
	const identifying = findings.filter(({ identifies }) => identifies !== "no");
	const direct = identifying.filter(({ identifies }) => identifies === "directly");
	const known = await libraries();
	const everyone = holdout ? [real, holdout] : [real];
	const spans: RealSpans[] = [];
	for (const { name, kind } of real.columns) {
		if (kind === "text" || identifying.some(({ column, what }) => column === name && what === "free-text")) {
			spans.push(...(await realSpans(name, everyone, synthetic)));
		}
	}
	await tick();
	const subjects = subjectsOf(real, holdout);
	const found: People = {
		identifying: identifying.map(({ column, identifies, what }) => ({ column, identifies, what })),
		identifiers: [
			...named.map(({ column, what }) => ({ column, what, real: 1, cells: 1, running: false, inName: true as const })),
			...direct
				.filter(({ what }) => what !== "free-text")
				.flatMap((finding) => allIdentifiers(finding, everyone, asGiven(synthetic, written), known)),
		],
		spans,
		combinations: uniqueCombinations(aligned, tables, findings),
		rare: rareCells(real, synthetic),
		...(subjects && { subjects }),
	};
	await tick();
	return found;
}
