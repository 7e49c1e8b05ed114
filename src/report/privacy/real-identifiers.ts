/** Real people's identifiers in a synthetic table: in their own column, in another one, alone or inside texts. */
import type { Finding, What } from "../../deidentify/finding";
import { type Column, isNumeric, type Table } from "../../table/table";
import { disguisedIdentifiers } from "./disguised-identifiers";
import type { RealIdentifiers } from "./found-identifiers";
import { folded, formsOf, nameForm, plain, type Spelling } from "./identifier-forms";

/** Characters of a value below which it may be anything in another column. */
const FEWEST_CHARACTERS = 6;
/** Words that one value has at most, a bank account in groups of four. */
const MOST_WORDS = 8;
/** Share of invented e-mail addresses that may have a real one's account at another provider. */
const MOST_BY_CHANCE = 0.02;

type Forms = (text: string) => readonly string[];

/** Forms of a column's different values, and how many cells have each. */
function formsIn(column: Column, forms: Forms): { readonly forms: readonly string[]; readonly cells: number }[] {
	if (isNumeric(column)) {
		const counts = new Map<number, number>();
		for (const v of column.values) if (!Number.isNaN(v)) counts.set(v, (counts.get(v) ?? 0) + 1);
		return [...counts].map(([v, cells]) => ({ forms: [String(v)], cells }));
	}
	const counts = new Float64Array(column.levels.length);
	for (const code of column.codes) if (code >= 0) counts[code]!++;
	return column.levels.flatMap((level, code) => {
		const own = counts[code]! > 0 ? forms(level) : [];
		return own.length > 0 ? [{ forms: own, cells: counts[code]! }] : [];
	});
}

/** The forms of all cells of a column of real tables. */
function knownForms(name: string, real: readonly Table[], forms: Forms): ReadonlySet<string> {
	const known = new Set<string>();
	for (const { columns } of real) {
		const column = columns.find((one) => one.name === name);
		if (column) for (const { forms: own } of formsIn(column, forms)) for (const form of own) known.add(form);
	}
	return known;
}

/** Identifiers of one column that stand in the same column of the synthetic table. */
function realIdentifiers(
	{ column: name, what }: Finding,
	real: readonly Table[],
	synthetic: Table,
	known: ReadonlySet<string>,
): RealIdentifiers[] {
	const other = synthetic.columns.find((column) => column.name === name);
	if (!other) return [];
	const among = (forms: Forms, known: ReadonlySet<string>) => {
		let [cells, hits] = [0, 0];
		for (const value of formsIn(other, forms)) {
			cells += value.cells;
			if (value.forms.some((form) => known.has(form))) hits += value.cells;
		}
		return { cells, real: hits };
	};
	const { real: hits, cells } = among((text) => formsOf(text, what), known);
	const running = [...known].every((value) => /^\d{1,9}$/.test(value));
	const found: RealIdentifiers[] = [{ column: name, what, real: hits, cells, running }];
	if (what !== "email" || hits > 0) return found;
	const accounts = among(accountOf, knownForms(name, real, accountOf));
	const many = accounts.real > MOST_BY_CHANCE * accounts.cells;
	return many ? [...found, { ...found[0]!, what: "handle", real: accounts.real }] : found;
}

/** What stands before the @ of an address, where it is long enough to be somebody's. */
function accountOf(text: string): string[] {
	const account = text.replace(/^\s*<?(?:mailto:)?/i, "");
	const at = account.indexOf("@");
	return at >= FEWEST_CHARACTERS ? [plain(account.slice(0, at))] : [];
}

/** Whether a text is one of the values, or holds one between spaces and marks. */
function holdsOne(text: string, known: ReadonlySet<string>, what: What): boolean {
	if (formsOf(text, what).some((form) => known.has(form))) return true;
	const elsewhere = what === "name" ? nameForm : plain;
	const words = folded(text)
		.split(/[\s,;:()<>"]+/)
		.filter((word) => word !== "");
	for (let from = 0; from < words.length; from++) {
		for (let to = from + 1; to <= Math.min(words.length, from + MOST_WORDS); to++) {
			// A full stop ends a sentence, not an address.
			const part = words
				.slice(from, to)
				.join(" ")
				.replace(/[.!?]+$/, "");
			if (part !== "" && known.has(elsewhere(part))) return true;
		}
	}
	return false;
}

/**
 * Identifiers of one column that stand in another column of the synthetic table, which the real table's column of that name
 * does not hold.
 */
function displacedIdentifiers(
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
			const forms = what === "name" ? [nameForm(text)] : formsOf(text, what);
			for (const value of forms) {
				if (value.length >= FEWEST_CHARACTERS && !(what === "key" && /^\d+$/.test(value))) known.add(value);
			}
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

/**
 * Every way in which identifiers of one column stand in the synthetic table.
 *
 * @param real tables of real rows, hold-out rows among them: they are people too.
 */
export function allIdentifiers(
	finding: Finding,
	real: readonly Table[],
	synthetic: Table,
	libraries: Spelling["libraries"],
): RealIdentifiers[] {
	const { column: name, what, locale: country } = finding;
	const known = knownForms(name, real, (text) => formsOf(text, what));
	const spelling = { what, country, libraries };
	const disguised = disguisedIdentifiers(name, spelling, real, synthetic, (text) =>
		formsOf(text, what).some((form) => known.has(form)),
	);
	const found = [
		...realIdentifiers(finding, real, synthetic, known),
		...displacedIdentifiers(finding, real, synthetic),
	];
	// A column of which nothing is real as it stands is not called clear where it is real in another spelling.
	const isDisguised = disguised.some(({ within }) => within === undefined);
	return [...found.filter(({ real: hits, within }) => hits > 0 || within !== undefined || !isDisguised), ...disguised];
}
