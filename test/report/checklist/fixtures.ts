import { createRandom, type Random } from "../../../src/random";
import { splitRows } from "../../../src/table/split-rows";
import type { Column, Table } from "../../../src/table/table";
import { takeRows } from "../../../src/table/table";
import { numeric, tableOf, times, worded } from "../../encode/tables";

const FIRST = ["Anna", "Peter", "Maria", "Thomas", "Julia", "Stefan", "Laura", "Daniel", "Sarah", "Michael", "Emma"];
const LAST = ["Becker", "Hofmann", "Schneider", "Fischer", "Weber", "Wagner", "Keller", "Richter", "Vogel", "Krause"];
const WARDS = ["north", "south", "east"];

/** Invented patients with one row each, or several: names, e-mail addresses and numbers, a ward, a birth date, a stay. */
export function patients(rows: number, seed: number, rowsEach = 1): Table {
	const random = createRandom(seed);
	const people = Math.ceil(rows / rowsEach);
	const pick = <T>(items: readonly T[]) => items[random.int(items.length)]!;
	const names = times(people, () => `${pick(FIRST)} ${pick(LAST)}`);
	const born = times(people, () => Date.UTC(1940 + random.int(60), random.int(12), 1 + random.int(28)));
	const of = times(rows, (row) => Math.floor(row / rowsEach));
	const mail = (p: number) => `${names[p]!.toLowerCase().replace(" ", ".")}${100 + p}@mail.test`;
	const wards = of.map(() => pick(WARDS));
	const stay = wards.map((ward) => Math.round(1 + 5 * WARDS.indexOf(ward) + 8 * random.uniform()));
	const table = tableOf(
		worded(
			"patient",
			of.map((p) => names[p]!),
		),
		worded("e-mail", of.map(mail)),
		numeric(
			"born",
			of.map((p) => born[p]!),
			"datetime",
		),
		worded("ward", wards),
		numeric("days", stay, "integer"),
		numeric(
			"cost",
			stay.map((days) => Math.round(days * (200 + 90 * random.normal()))),
			"integer",
		),
		worded(
			"note",
			of.map((p, row) => `${names[p]} was seen on the ${wards[row]} ward`),
			"text",
		),
	);
	return rowsEach > 1 ? { ...table, subjects: Int32Array.from(of) } : table;
}

/** Training and hold-out rows of some patients. */
export function split(rows: number, seed: number, rowsEach = 1): { real: Table; holdout: Table } {
	const { training, holdout } = splitRows(patients(rows, seed, rowsEach), 0.3, seed);
	return { real: training, holdout: holdout! };
}

function swap(table: Table, name: string, make: (column: Column, random: Random) => Column, seed: number): Table {
	const random = createRandom(seed).stream(name);
	return { rows: table.rows, columns: table.columns.map((c) => (c.name === name ? make(c, random) : c)) };
}

/** Rows of other patients, with identifiers nobody has and no texts: nothing of the real ones but their distribution. */
export function clean(rows: number, seed: number): Table {
	const table = patients(rows, seed + 5000);
	const others = swap(
		table,
		"patient",
		(c) =>
			worded(
				c.name,
				times(rows, (row) => `Nobody Nemo-${seed}-${row}`),
			),
		seed,
	);
	const mails = swap(
		others,
		"e-mail",
		(c) =>
			worded(
				c.name,
				times(rows, (row) => `nobody${row}.${seed}@example.com`),
			),
		seed,
	);
	return swap(
		mails,
		"note",
		(c) =>
			worded(
				c.name,
				times(rows, () => "(text withheld)"),
				"text",
			),
		seed,
	);
}

/** Clean rows with a column's cells taken from the real table, as a generator that takes it for categories does. */
export function leakColumn(real: Table, column: string, seed: number): Table {
	const rows = real.rows;
	const random = createRandom(seed).stream("leak");
	const from = Uint32Array.from({ length: rows }, () => random.int(rows));
	const leaked = takeRows(real, from).columns.find(({ name }) => name === column)!;
	const made = clean(rows, seed);
	return { rows, columns: made.columns.map((c) => (c.name === column ? leaked : c)) };
}

/** Clean identifiers, but the other columns of real rows, a share of them. */
export function copyRows(real: Table, share: number, seed: number): Table {
	const made = clean(real.rows, seed);
	const copied = Math.floor(share * real.rows);
	const columns = made.columns.map((c, j): Column => {
		if (["patient", "e-mail", "note"].includes(c.name)) return c;
		const own = real.columns[j]!;
		if ("values" in c && "values" in own)
			return { ...c, values: c.values.map((v, r) => (r < copied ? own.values[r]! : v)) };
		if ("values" in c || "values" in own) return c;
		const levels = [...new Set([...own.levels, ...c.levels])];
		const codes = c.codes.map((code, r) => levels.indexOf(r < copied ? own.levels[own.codes[r]!]! : c.levels[code]!));
		return { ...c, levels, codes };
	});
	return { rows: real.rows, columns };
}
