/**
 * Figures of records of care: sets of codes, the codes of consecutive rows of a subject, patterns of missing cells. After the
 * evaluation of HALO (Theodorou, Xiao, Sun 2023), beside prevalence on logarithms and patterns.
 */
// n rows, C codes; p shares in the real table, q in the other
import { type CodeSets, codeSets, codesIn } from "../../table/code-sets";
import { type Column, isNumeric, type LevelColumn, type Table } from "../../table/table";
import { absent, type Figure } from "../figure";

/** A figure of the synthetic rows, and of hold-out rows in their place. */
export interface Beside {
	readonly synthetic: Figure;
	/** Absent without hold-out rows. */
	readonly ceiling?: Figure;
}

/** A column whose cells hold sets of codes. */
export interface SetFigures {
	readonly column: string;
	/** Codes that are compared: those of at least five subjects, the 256 commonest at most. */
	readonly codes: number;
	/** Mean number of these codes a row. */
	readonly perRow: { readonly real: number; readonly synthetic: number };
	/** R² of the shares of rows that have a code, to the line of equality. */
	readonly prevalence: Beside;
	/** The same on logarithms, where rare codes count as much as common ones. */
	readonly prevalenceLog: Beside;
	/** R² of the shares of rows that have both codes of a pair. */
	readonly pairs: Beside;
	/** R² of the shares of rows with a row of the subject before them, that have one code there and one here. */
	readonly consecutive: Beside;
	/** Share of the codes in less than one row in a hundred that occur at all. */
	readonly rare: Beside;
	/** Shares of rows that have each code: real, synthetic; the commonest first. */
	readonly points: readonly (readonly [number, number])[];
}

/** Figures of records of care; a part that a table does not have is absent. */
export interface Care {
	readonly sets: readonly SetFigures[];
	/** Half the summed differences of the shares of patterns of missing cells, over columns with any. */
	readonly missingPatterns?: Beside & { readonly columns: number };
}

const [FEWEST_SUBJECTS, MOST_CODES, RARE] = [5, 256, 0.01];

const named = (table: Table, name: string) => table.columns.find((column) => column.name === name);

/** The column that says whose each row is, where one does. */
function subjectColumn({ columns, subjects, rows }: Table): string | undefined {
	if (!subjects) return undefined;
	const alike = (column: Column) => {
		const of = isNumeric(column) ? column.values : column.codes;
		const [forward, backward] = [new Map<number, number>(), new Map<number, number>()];
		for (let row = 0; row < rows; row++) {
			const [cell, subject] = [of[row]!, subjects[row]!];
			if ((forward.get(cell) ?? subject) !== subject || (backward.get(subject) ?? cell) !== cell) return false;
			forward.set(cell, subject);
			backward.set(subject, cell);
		}
		return forward.size < rows;
	};
	return columns.find(alike)?.name;
}

/** The row before each row of a subject, −1 for a first one; nothing where the table does not say. */
function rowsBefore(table: Table, subject: string | undefined): Int32Array | undefined {
	const column = subject === undefined ? undefined : named(table, subject);
	if (!column) return undefined;
	const last = new Map<number, number>();
	return Int32Array.from(isNumeric(column) ? column.values : column.codes, (who, row) => {
		const before = last.get(who) ?? -1;
		last.set(who, row);
		return before;
	});
}

/** Indices of the codes of each row. */
export interface Coded {
	readonly codes: readonly (readonly number[])[];
	readonly before: Int32Array | undefined;
}

/** @param names the codes that count. */
export function codedRows(
	table: Table,
	column: string,
	delimiter: string,
	names: readonly string[],
	subject?: string,
): Coded {
	const place = new Map(names.map((name, at) => [name, at]));
	const own = named(table, column);
	const before = rowsBefore(table, subject);
	if (!own || isNumeric(own)) return { codes: Array.from({ length: table.rows }, () => []), before };
	const members = own.levels.map((level) => codesIn(level, delimiter).flatMap((code) => place.get(code) ?? []));
	return { codes: Array.from(own.codes, (level) => (level < 0 ? [] : members[level]!)), before };
}

/** 1 − Σ (p − q)² / Σ (p − p̄)²: how much of how p varies q gives back; NaN where p does not vary. */
export function r2(p: Float64Array, q: Float64Array): number {
	const mean = p.reduce((a, b) => a + b, 0) / p.length;
	let [off, all] = [0, 0];
	p.forEach((value, i) => {
		off += (value - q[i]!) ** 2;
		all += (value - mean) ** 2;
	});
	return all === 0 ? Number.NaN : 1 - off / all;
}

/** Shares of the rows that have each code. */
export function prevalence({ codes }: Coded, C: number): Float64Array {
	const counts = new Float64Array(C);
	for (const own of codes) for (const code of own) counts[code]!++;
	return counts.map((count) => count / codes.length);
}

/** Shares of the rows that have both codes, each pair a < b once. */
export function pairs({ codes }: Coded, C: number): Float64Array {
	const counts = new Float64Array((C * (C - 1)) / 2);
	for (const own of codes)
		for (const a of own) for (const b of own) if (a < b) counts[a * C - (a * (a + 1)) / 2 + b - a - 1]!++;
	return counts.map((count) => count / codes.length);
}

/** Shares of the rows after another of their subject that have the second code, the one before the first. */
export function consecutive({ codes, before }: Coded, C: number): Float64Array | undefined {
	if (!before) return undefined;
	const counts = new Float64Array(C * C);
	let followed = 0;
	codes.forEach((own, row) => {
		if (before[row]! < 0) return;
		followed++;
		for (const a of codes[before[row]!]!) for (const b of own) counts[a * C + b]!++;
	});
	return followed === 0 ? undefined : counts.map((count) => count / followed);
}

/** Shares on logarithms, none below that of half a row. */
export const logShares = (shares: Float64Array, rows: number): Float64Array =>
	shares.map((share) => Math.log10(Math.max(0.5 / rows, share)));

/** Half the summed differences of the shares of patterns. */
export function patternDistance(a: readonly string[], b: readonly string[]): number {
	const share = new Map<string, number>();
	for (const pattern of a) share.set(pattern, (share.get(pattern) ?? 0) + 1 / a.length);
	for (const pattern of b) share.set(pattern, (share.get(pattern) ?? 0) - 1 / b.length);
	return [...share.values()].reduce((sum, difference) => sum + Math.abs(difference), 0) / 2;
}

/** Which cells of a row are missing, a digit a column. */
export function patternsOf(table: Table, columns: readonly string[]): string[] {
	const missing = columns.map((name) => {
		const own = named(table, name);
		if (!own) return () => true;
		return isNumeric(own) ? (row: number) => Number.isNaN(own.values[row]!) : (row: number) => own.codes[row]! < 0;
	});
	return Array.from({ length: table.rows }, (_, row) => missing.map((gap) => (gap(row) ? "0" : "1")).join(""));
}

const figureOf = (value: number | undefined, reason: string): Figure =>
	value === undefined || !Number.isFinite(value) ? absent(reason) : { value };

/** The codes of enough subjects, the commonest first. */
function commonCodes(table: Table, column: LevelColumn, { codes, members }: CodeSets): string[] {
	const subjects = codes.map(() => new Set<number>());
	const rows = new Float64Array(codes.length);
	column.codes.forEach((level, row) => {
		for (const code of level < 0 ? [] : members[level]!) {
			rows[code]!++;
			if (subjects[code]!.size < FEWEST_SUBJECTS) subjects[code]!.add(table.subjects?.[row] ?? row);
		}
	});
	const common = Array.from(codes.keys()).filter((code) => subjects[code]!.size >= FEWEST_SUBJECTS);
	return common
		.sort((a, b) => rows[b]! - rows[a]!)
		.slice(0, MOST_CODES)
		.map((code) => codes[code]!);
}

function setFigures(
	real: Table,
	synthetic: Table,
	holdout: Table | undefined,
	column: LevelColumn,
	sets: CodeSets,
): SetFigures {
	const names = commonCodes(real, column, sets);
	const C = names.length;
	const subject = subjectColumn(real);
	const coded = (table: Table) => codedRows(table, column.name, sets.delimiter, names, subject);
	const own = coded(real);
	const others = { synthetic: coded(synthetic), ...(holdout && { ceiling: coded(holdout) }) };
	const p = prevalence(own, C);
	const few = p.reduce((n, share) => n + Number(share < RARE), 0);
	const compare = (of: (coded: Coded) => Float64Array | undefined, reason = "all codes are equally common"): Beside => {
		const a = of(own);
		const one = (coded: Coded) => {
			const b = a && of(coded);
			return figureOf(b && r2(a, b), b ? reason : "rows of one subject after another are not marked in all tables");
		};
		return { synthetic: one(others.synthetic), ...(others.ceiling && { ceiling: one(others.ceiling) }) };
	};
	const rareIn = (coded: Coded) => {
		const q = prevalence(coded, C);
		const occur = p.reduce((n, share, code) => n + Number(share < RARE && q[code]! > 0), 0);
		return figureOf(few > 0 ? occur / few : undefined, "no code is rare");
	};
	const perRow = ({ codes }: Coded) => codes.reduce((sum, { length }) => sum + length, 0) / Math.max(1, codes.length);
	const q = prevalence(others.synthetic, C);
	return {
		column: column.name,
		codes: C,
		perRow: { real: perRow(own), synthetic: perRow(others.synthetic) },
		prevalence: compare((coded) => prevalence(coded, C)),
		prevalenceLog: compare((coded) => logShares(prevalence(coded, C), coded.codes.length)),
		pairs: compare((coded) => pairs(coded, C)),
		consecutive: compare((coded) => consecutive(coded, C)),
		rare: { synthetic: rareIn(others.synthetic), ...(others.ceiling && { ceiling: rareIn(others.ceiling) }) },
		points: Array.from(p, (share, code) => [share, q[code]!] as const),
	};
}

/** What a table has to be measured as records of care: columns of sets, and whether subjects have several rows. Nothing: it has neither. */
export function careParts(real: Table): { sets: { column: LevelColumn; sets: CodeSets }[] } | undefined {
	const sets = real.columns.flatMap((column) => {
		const found = isNumeric(column) ? undefined : codeSets(column);
		return found ? [{ column: column as LevelColumn, sets: found }] : [];
	});
	const several = real.subjects && new Set(real.subjects).size < real.rows;
	return sets.length > 0 || several ? { sets } : undefined;
}

/**
 * The figures of records of care.
 *
 * @param compared Columns whose cells are learned: of those with missing cells the patterns are compared.
 */
export async function compareCare(
	{ real, synthetic, holdout }: { readonly real: Table; readonly synthetic: Table; readonly holdout?: Table },
	parts: NonNullable<ReturnType<typeof careParts>>,
	compared: readonly string[],
	tick: () => Promise<void>,
): Promise<Care> {
	const sets: SetFigures[] = [];
	for (const { column, sets: found } of parts.sets) {
		if (!named(synthetic, column.name)) continue;
		sets.push(setFigures(real, synthetic, holdout, column, found));
		await tick();
	}
	const gaps = compared.filter((name) => patternsOf(real, [name]).includes("0"));
	await tick();
	if (gaps.length < 2) return { sets };
	const own = patternsOf(real, gaps);
	const distance = (table: Table): Figure => ({ value: patternDistance(own, patternsOf(table, gaps)) });
	return {
		sets,
		missingPatterns: {
			columns: gaps.length,
			synthetic: distance(synthetic),
			...(holdout && { ceiling: distance(holdout) }),
		},
	};
}
