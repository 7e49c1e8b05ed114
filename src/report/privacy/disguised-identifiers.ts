/**
 * Real identifiers written so that others may have the same by chance: numbers without their letters, country or zeros, names
 * without what stands between or with an initial, names split over two columns. How often chance gives them is measured
 * beside: numbers by those with another last digit, names by given and family names of different cells.
 */
import type { What } from "../../deidentify/finding";
import { type Column, isNumeric, type Table } from "../../table/table";
import type { RealIdentifiers } from "./found-identifiers";
import {
	digitForms,
	FEWEST_DIGITS,
	folded,
	type NamePair,
	namePair,
	pairForm,
	type Spelling,
} from "./identifier-forms";
import { rateInterval, wilson } from "./intervals";

/** Real forms found below which nothing is said. */
const FEWEST_FOUND = 3;
/** Different values looked at in a column, and rows in which two columns are joined. */
const MOST_VALUES = 20_000;
/** Other cells with which each is recombined. */
const ROTATIONS = 5;
/** Numbers below have too few digits to be somebody's. */
const LEAST = 10 ** (FEWEST_DIGITS - 1);
/** Share of a column's words that must be real names for it to be joined with another one. */
const NAMES = 0.2;

/** What is looked for: the numbers, or the pairs of names, of a real column. */
interface Sought {
	readonly numbers: ReadonlySet<string>;
	readonly pairs: ReadonlySet<string>;
	readonly words: ReadonlySet<string>;
}

/** A column's different texts, and how many cells have each; of numbers only whole ones that may be somebody's. */
function countTexts(column: Column): Map<string, number> {
	const counts = new Map<string, number>();
	if (isNumeric(column)) {
		const numbers = new Map<number, number>();
		if (column.kind === "datetime") return counts;
		for (const v of column.values) if (v >= LEAST && Number.isInteger(v)) numbers.set(v, (numbers.get(v) ?? 0) + 1);
		for (const [v, count] of numbers) counts.set(String(v), count);
		return counts;
	}
	const cells = new Float64Array(column.levels.length);
	for (const code of column.codes) if (code >= 0) cells[code]!++;
	for (const [code, level] of column.levels.entries()) {
		if (cells[code]! > 0) counts.set(level, (counts.get(level) ?? 0) + cells[code]!);
	}
	return counts;
}

const splits = (what: What) => what !== "email" && what !== "url" && what !== "address" && what !== "name";

/** What of a real column's cells may be written otherwise. */
function soughtOf(columns: readonly Column[], spelling: Spelling): Sought {
	const [numbers, pairs, words] = [new Set<string>(), new Set<string>(), new Set<string>()];
	for (const text of columns.flatMap((column) => [...countTexts(column).keys()])) {
		if (splits(spelling.what)) for (const form of digitForms(text, spelling)) numbers.add(form);
		if (spelling.what !== "name") continue;
		const pair = namePair(text);
		if (!pair) continue;
		if (!pair.short) pairs.add(pairForm(pair.given, pair.family, false));
		pairs.add(pairForm(pair.given, pair.family, true));
		words.add(pair.given).add(pair.family);
	}
	return { numbers, pairs, words };
}

/** How much of what was tried is real, and how much of what chance would give; both of different values. */
interface Tally {
	found: number;
	tried: number;
	byChance: number;
	chances: number;
}

const empty = (): Tally => ({ found: 0, tried: 0, byChance: 0, chances: 0 });

/** The share that chance gives, where what was found is surely above it. */
function aboveChance({ found, tried, byChance, chances }: Tally): number | undefined {
	if (found < FEWEST_FOUND) return undefined;
	const [least] = rateInterval(wilson(found, tried));
	const [, most] = rateInterval(wilson(byChance, chances));
	return least > most ? byChance / chances : undefined;
}

/** Whether a number is one of those sought, and how many of those with another last digit are. */
function tallyNumber(forms: readonly string[], sought: ReadonlySet<string>, tally: Tally): void {
	const found = forms.some((form) => sought.has(form));
	tally.tried++;
	if (found) tally.found++;
	for (let digit = 0; digit < 10; digit++) {
		const others = forms.map((form) => form.slice(0, -1) + digit).filter((other, i) => other !== forms[i]);
		if (others.length === 0) continue;
		tally.chances++;
		if (others.some((other) => sought.has(other))) tally.byChance++;
	}
}

/** Which pairs are sought, and how many are where each given name goes with the family names of others. */
function tallyPairs(pairs: readonly NamePair[], sought: ReadonlySet<string>, tally: Tally): boolean[] {
	const form = ({ given, short }: NamePair, { family }: NamePair) => pairForm(given, family, short);
	const found = pairs.map((pair) => sought.has(form(pair, pair)));
	tally.tried += pairs.length;
	tally.found += found.filter(Boolean).length;
	const step = Math.max(1, Math.floor(pairs.length / (ROTATIONS + 1)));
	for (let turn = 1; turn <= ROTATIONS; turn++) {
		for (const [i, pair] of pairs.entries()) {
			const other = pairs[(i + turn * step) % pairs.length]!;
			if (other.short !== pair.short || form(pair, other) === form(pair, pair)) continue;
			tally.chances++;
			if (sought.has(form(pair, other))) tally.byChance++;
		}
	}
	return found;
}

/** Looks at one column; `isUsual` says which texts are not looked at: they were found already, or real rows have them there. */
function inColumn(column: Column, sought: Sought, spelling: Spelling, isUsual: () => (text: string) => boolean) {
	const counts = countTexts(column);
	const read = [...counts.keys()].slice(0, MOST_VALUES).flatMap((text) => {
		const pair = spelling.what === "name" ? namePair(text) : undefined;
		const forms = spelling.what === "name" ? [] : digitForms(text, spelling);
		return pair || forms.length > 0 ? [{ text, pair, forms }] : [];
	});
	const isSought = ({ pair, forms }: (typeof read)[number]) =>
		pair ? sought.pairs.has(pairForm(pair.given, pair.family, pair.short)) : forms.some((f) => sought.numbers.has(f));
	if (read.filter(isSought).length < FEWEST_FOUND) return undefined;
	const usual = isUsual();
	const unusual = read.filter(({ text }) => !usual(text));
	const tally = empty();
	tallyPairs(
		unusual.flatMap(({ pair }) => pair ?? []),
		sought.pairs,
		tally,
	);
	for (const { pair, forms } of unusual) if (!pair) tallyNumber(forms, sought.numbers, tally);
	const byChance = aboveChance(tally);
	if (byChance === undefined) return undefined;
	return { byChance, cells: unusual.filter(isSought).reduce((sum, { text }) => sum + counts.get(text)!, 0) };
}

/** A column's cells as single words, −1 where there is none; nothing where too few are real names. */
function namesIn(column: Column, words: ReadonlySet<string>): string[] | undefined {
	if (isNumeric(column)) return undefined;
	const names = column.levels.map((level) => {
		const parts = folded(level).match(/[\p{L}\p{N}'’]{2,}/gu) ?? [];
		return parts.at(-1) ?? "";
	});
	const used = [...new Set(column.codes)].filter((code) => code >= 0);
	const real = used.filter((code) => words.has(names[code]!)).length;
	if (real < FEWEST_FOUND || real < NAMES * used.length) return undefined;
	return Array.from(column.codes, (code) => (code < 0 ? "" : names[code]!));
}

/** Names that stand in two columns of the synthetic table, the given name in one and the family name in the other. */
function inTwoColumns(
	table: Table,
	sought: Sought,
	own: string,
): { columns: [string, string]; byChance: number; cells: number }[] {
	const named = table.columns.flatMap(({ name }, i) => {
		const names = name === own ? undefined : namesIn(table.columns[i]!, sought.words);
		return names ? [{ name, names }] : [];
	});
	return named.flatMap((one, i) =>
		named.slice(i + 1).flatMap((other) => {
			const pairs = new Map<string, NamePair>();
			const rows = new Map<string, number>();
			for (let row = 0; row < Math.min(table.rows, MOST_VALUES); row++) {
				const [given, family] = [one.names[row]!, other.names[row]!];
				if (given === "" || family === "") continue;
				const key = pairForm(given, family, false);
				pairs.set(key, { given, family, short: false });
				rows.set(key, (rows.get(key) ?? 0) + 1);
			}
			const tally = empty();
			const keys = [...pairs.keys()];
			const found = tallyPairs([...pairs.values()], sought.pairs, tally);
			const byChance = aboveChance(tally);
			if (byChance === undefined) return [];
			const cells = keys.reduce((sum, key, at) => sum + (found[at] ? rows.get(key)! : 0), 0);
			return [{ columns: [one.name, other.name] as [string, string], byChance, cells }];
		}),
	);
}

/**
 * Identifiers of a real column that the synthetic table holds written otherwise: in the same column, in another one, in two.
 *
 * @param known whether a text of that synthetic column was found already, as it stands.
 */
export function disguisedIdentifiers(
	column: string,
	spelling: Spelling,
	real: readonly Table[],
	synthetic: Table,
	known: (text: string, column: string) => boolean,
): RealIdentifiers[] {
	const of = (table: Table, name: string) => table.columns.find((one) => one.name === name) ?? [];
	const sought = soughtOf(
		real.flatMap((table) => of(table, column)),
		spelling,
	);
	if (sought.numbers.size + sought.pairs.size === 0) return [];
	const base = { column, what: spelling.what, running: false };
	const single = synthetic.columns.flatMap((other): RealIdentifiers[] => {
		const isOwn = other.name === column;
		const found = inColumn(other, sought, spelling, () => {
			const own = isOwn ? [] : real.flatMap((table) => of(table, other.name));
			const usual = new Set(own.flatMap((one) => [...countTexts(one).keys()]));
			return (text) => usual.has(text) || known(text, other.name);
		});
		if (!found) return [];
		const cells = isNumeric(other)
			? other.values.filter((v) => !Number.isNaN(v)).length
			: other.codes.filter((code) => code >= 0).length;
		const { byChance } = found;
		return [{ ...base, real: found.cells, cells, byChance, ...(!isOwn && { within: other.name }) }];
	});
	const joined = inTwoColumns(synthetic, sought, column).map(({ columns: [within, and], cells, byChance }) => ({
		...base,
		real: cells,
		cells: synthetic.rows,
		byChance,
		within,
		and,
	}));
	return [...single, ...joined];
}
