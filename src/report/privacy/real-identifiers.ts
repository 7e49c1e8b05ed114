/** Real people's identifiers in a synthetic table: in their own column, in another one, alone or inside texts. */
import type { Finding, What } from "../../deidentify/finding";
import { type Column, isNumeric, type Table } from "../../table/table";

/** A column that holds direct identifiers, and how many of the synthetic ones are real. */
export interface RealIdentifiers {
	readonly column: string;
	readonly what: What;
	/** Synthetic cells whose value is that of a real row, a hold-out row included, of those that have one. */
	readonly real: number;
	readonly cells: number;
	/** Whether all of them are whole numbers, which repeat by counting alone. */
	readonly running: boolean;
	/** Whether it is the column's own name that is one of `what`: it stands in both tables. */
	readonly inName?: true;
	/** The synthetic column that they stand in, alone or inside texts, where it is another one. */
	readonly within?: string;
}

/** Characters of a value below which it may be anything in another column. */
const FEWEST_CHARACTERS = 6;
/** Words that one value has at most, a bank account in groups of four. */
const MOST_WORDS = 8;
/** Share of invented e-mail addresses that may have a real one's account at another provider. */
const MOST_BY_CHANCE = 0.02;

/** Values as they compare: spelling of spaces, marks and capitals apart. */
export const plain = (text: string) => text.toLowerCase().replace(/[\s().\-/]+/g, "");

function valuesOf(column: Column, spelled: (text: string) => string): string[] {
	if (isNumeric(column)) return Array.from(column.values, (v) => (Number.isNaN(v) ? "" : String(v)));
	const texts = column.levels.map(spelled);
	return Array.from(column.codes, (code) => (code < 0 ? "" : texts[code]!));
}

/** @param real tables of real rows, hold-out rows among them: they are people too. */
export function realIdentifiers(
	{ column: name, what }: Finding,
	real: readonly Table[],
	synthetic: Table,
): RealIdentifiers[] {
	const of = (table: Table) => table.columns.find((column) => column.name === name);
	const other = of(synthetic);
	const own = real.flatMap((table) => of(table) ?? []);
	if (own.length === 0 || !other) return [];
	const among = (spelled: (text: string) => string) => {
		const known = new Set(own.flatMap((column) => valuesOf(column, spelled)));
		known.delete("");
		const values = valuesOf(other, spelled).filter((value) => value !== "");
		return { known, cells: values.length, real: values.filter((value) => known.has(value)).length };
	};
	const { known, real: hits, cells } = among((text) => elsewhere(text, what) || plain(text));
	const running = [...known].every((value) => /^\d{1,9}$/.test(value));
	const found: RealIdentifiers[] = [{ column: name, what, real: hits, cells, running }];
	if (what !== "email" || hits > 0) return found;
	const accounts = among(accountOf);
	const many = accounts.real > MOST_BY_CHANCE * accounts.cells;
	return many ? [...found, { ...found[0]!, what: "handle", real: accounts.real }] : found;
}

/** What stands before the @ of an address, where it is long enough to be somebody's. */
function accountOf(text: string): string {
	const at = text.indexOf("@");
	return at >= FEWEST_CHARACTERS ? plain(text.slice(0, at)) : "";
}

/** A value as it compares with what other columns hold: a person's names in any order. */
function elsewhere(text: string, what: What): string {
	if (what !== "name") return plain(text);
	const words = text.toLowerCase().match(/[\p{L}\p{N}'’]+/gu) ?? [];
	return words.length < 2 ? "" : words.sort().join("");
}

/** Whether a text is one of the values, or holds one between spaces and marks. */
function holdsOne(text: string, known: ReadonlySet<string>, what: What): boolean {
	if (known.has(elsewhere(text, what))) return true;
	const words = text.split(/[\s,;:()<>"]+/).filter((word) => word !== "");
	for (let from = 0; from < words.length; from++) {
		for (let to = from + 1; to <= Math.min(words.length, from + MOST_WORDS); to++) {
			// A full stop ends a sentence, not an address.
			const part = words
				.slice(from, to)
				.join(" ")
				.replace(/[.!?]+$/, "");
			if (part !== "" && known.has(elsewhere(part, what))) return true;
		}
	}
	return false;
}

/**
 * Identifiers of one column that stand in another column of the synthetic table, which the real table's column of that name
 * does not hold.
 */
export function displacedIdentifiers(
	{ column: name, what }: Finding,
	real: readonly Table[],
	synthetic: Table,
): RealIdentifiers[] {
	const known = new Set<string>();
	for (const table of real) {
		const own = table.columns.find((column) => column.name === name);
		if (!own) continue;
		const texts = isNumeric(own) ? [...new Set(own.values)].map(String) : own.levels;
		for (const text of texts) {
			const value = elsewhere(text, what);
			if (value.length >= FEWEST_CHARACTERS && !(what === "key" && /^\d+$/.test(value))) known.add(value);
		}
	}
	if (known.size === 0) return [];
	const numbers = [...known].some((value) => /^\d+$/.test(value));
	return synthetic.columns.flatMap((column): RealIdentifiers[] => {
		if (column.name === name || (isNumeric(column) && (!numbers || column.kind === "datetime"))) return [];
		const own = real.flatMap((table) => table.columns.find((other) => other.name === column.name) ?? []);
		let cells: number;
		let hits: number;
		if (isNumeric(column)) {
			const found = new Set([...new Set(column.values)].filter((value) => known.has(String(value))));
			if (found.size > 0) for (const other of own) if (isNumeric(other)) for (const v of other.values) found.delete(v);
			cells = column.values.filter((value) => !Number.isNaN(value)).length;
			hits = column.values.filter((value) => found.has(value)).length;
		} else {
			const usual = new Set(own.flatMap((other) => (isNumeric(other) ? [] : other.levels)));
			const found = column.levels.map((level) => !usual.has(level) && holdsOne(level, known, what));
			cells = column.codes.filter((code) => code >= 0).length;
			hits = column.codes.filter((code) => code >= 0 && found[code]).length;
		}
		return hits === 0 ? [] : [{ column: name, what, real: hits, cells, running: false, within: column.name }];
	});
}
