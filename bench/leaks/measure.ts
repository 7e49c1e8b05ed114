import { cellText } from "../../src/table/cell-text";
import type { Column, Table } from "../../src/table/table";
import type { LeakCase } from "./cases";

/** What a synthetic table gives away of a real one. */
export interface Leaks {
	/** Cells of direct identifiers that stand in the real column, and cells looked at. */
	readonly realCells: number;
	readonly cells: number;
	/** Rows with a real person's combination of values, and texts with a real name, address or number in them. */
	readonly realPersons: number;
	readonly realInTexts: number;
	/** Share of rows whose name and address belong together; null where there is no such pair. */
	readonly consistent: number | null;
	/** Subjects with more than one birth date, and birth dates of real persons with the same values of everything else. */
	readonly birthDates: number | null;
	/** Rows per subject. */
	readonly rowsPerSubject: number | null;
}

const find = (table: Table, name: string): Column | undefined => table.columns.find((column) => column.name === name);
const textOf = (table: Table, name: string): ((row: number) => string | undefined) => {
	const column = find(table, name);
	return column ? cellText(column) : () => undefined;
};

const plain = (text: string) =>
	text
		.toLowerCase()
		.normalize("NFD")
		.replace(/[^a-z]/g, "");

/** Values of the direct identifiers that are long enough to be recognised inside a text. */
function knownWords(real: Table, { direct }: LeakCase): string[] {
	const words = new Set<string>();
	for (const name of direct) {
		const text = textOf(real, name);
		for (let row = 0; row < real.rows; row++) {
			const cell = text(row);
			if (cell && cell.length > 5) words.add(cell);
		}
	}
	return [...words];
}

export function measure(real: Table, synthetic: Table, one: LeakCase): Leaks {
	let [realCells, cells, realPersons, realInTexts] = [0, 0, 0, 0];
	for (const name of one.direct) {
		const [is, was] = [textOf(synthetic, name), textOf(real, name)];
		const known = new Set(Array.from({ length: real.rows }, (_, row) => was(row)?.trim()));
		known.delete(undefined);
		for (let row = 0; row < synthetic.rows; row++) {
			const cell = is(row);
			if (cell === undefined) continue;
			cells++;
			if (known.has(cell.trim())) realCells++;
		}
	}
	const key = (table: Table) => {
		const texts = one.person.map((name) => textOf(table, name));
		return (row: number) => texts.map((text) => text(row) ?? "").join("\u0001");
	};
	const [is, was] = [key(synthetic), key(real)];
	const persons = new Set(Array.from({ length: real.rows }, (_, row) => was(row)));
	for (let row = 0; row < synthetic.rows; row++) if (persons.has(is(row))) realPersons++;
	const words = knownWords(real, one);
	for (const name of one.texts ?? []) {
		const text = textOf(synthetic, name);
		const seen = new Map<string, boolean>();
		for (let row = 0; row < synthetic.rows; row++) {
			const cell = text(row);
			if (cell === undefined) continue;
			if (!seen.has(cell))
				seen.set(cell, words.some((word) => cell.includes(word)) || /@(?!example)|\d{2}-?\d{8}/.test(cell));
			if (seen.get(cell)) realInTexts++;
		}
	}
	return {
		...{ realCells, cells, realPersons, realInTexts },
		consistent: consistency(synthetic, one),
		birthDates: severalDates(synthetic, one),
		rowsPerSubject: one.subject
			? synthetic.rows /
				new Set(Array.from({ length: synthetic.rows }, (_, row) => textOf(synthetic, one.subject!)(row))).size
			: null,
	};
}

function consistency(table: Table, { pair, subject }: LeakCase): number | null {
	if (!pair) return null;
	const [name, address] = pair.map((column) => textOf(table, column));
	const who = subject ? textOf(table, subject) : undefined;
	const nameOf = new Map<string, string>();
	let together = 0;
	for (let row = 0; row < table.rows; row++) {
		const [n, a] = [name!(row) ?? "", address!(row) ?? ""];
		const words = n.split(/[\s,]+/).map(plain);
		const s = who?.(row);
		const same = s === undefined || (nameOf.get(s) ?? n) === n;
		if (s !== undefined) nameOf.set(s, n);
		if (same && words.filter((word) => word.length > 1).every((word) => plain(a).includes(word))) together++;
	}
	return together / table.rows;
}

function severalDates(table: Table, { birthDate, subject }: LeakCase): number | null {
	if (!birthDate || !subject) return null;
	const [date, who] = [textOf(table, birthDate), textOf(table, subject)];
	const dates = new Map<string, Set<string>>();
	for (let row = 0; row < table.rows; row++) {
		const s = who(row) ?? "";
		dates.set(s, (dates.get(s) ?? new Set()).add(date(row) ?? ""));
	}
	return [...dates.values()].filter((set) => set.size > 1).length;
}
