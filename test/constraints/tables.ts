/** Tables with constraints in them, made anew from a seed. */
import { createRandom } from "../../src/random";
import type { Table } from "../../src/table/table";
import { numeric, tableOf, times, worded } from "../encode/tables";

const DAY = 86_400_000;
const PRICES = [9.99, 20, 24.5, 4.95, 129];

/** Orders: shipped at or after they were placed, at a total of price × quantity. */
export function orders(rows = 1200, seed = "orders"): Table {
	const random = createRandom(seed);
	const price = times(rows, () => PRICES[random.int(PRICES.length)]!);
	const quantity = times(rows, () => 1 + random.int(8));
	const ordered = times(rows, () => Date.UTC(2024, 0, 1) + random.int(500) * DAY);
	const date = (name: string, cells: number[]) => ({ ...numeric(name, cells, "datetime", 0), format: "DD.MM.YYYY" });
	return tableOf(
		date("ordered", ordered),
		date(
			"shipped",
			ordered.map((day) => day + random.int(10) * DAY),
		),
		numeric("unit price", price, "number", 2),
		numeric("quantity", quantity, "integer", 0),
		numeric(
			"total",
			price.map((p, i) => Math.round(p * quantity[i]! * 100) / 100),
			"number",
			2,
		),
		worded(
			"channel",
			times(rows, () => ["shop", "web", "phone"][random.int(3)]!),
		),
	);
}

/** Passengers: six columns that are functions of `class`, `sex`, `age` and `relatives`, ages missing in a fifth of the rows. */
export function passengers(rows = 900, seed = "passengers"): Table {
	const random = createRandom(seed);
	const group = times(rows, () => [1, 2, 3, 3][random.int(4)]!);
	const sex = times(rows, () => (random.uniform() < 0.36 ? "female" : "male"));
	const age = times(rows, () => (random.uniform() < 0.2 ? null : Math.round(Math.abs(29 + 14 * random.normal()))));
	const relatives = times(rows, () => Math.max(0, random.int(10) - 5));
	const survived = times(rows, (i) =>
		Number(random.uniform() < (sex[i] === "female" ? 0.75 : 0.3) - 0.1 * (group[i]! - 2)),
	);
	const who = times(rows, (i) => (age[i] !== null && age[i]! < 16 ? "child" : sex[i] === "male" ? "man" : "woman"));
	return tableOf(
		numeric("survived", survived, "integer", 0),
		numeric("pclass", group, "integer", 0),
		worded("sex", sex),
		numeric("age", age, "integer", 0),
		numeric("relatives", relatives, "integer", 0),
		numeric(
			"fare",
			group.map((g) => Math.round(100 * Math.exp(5 - g + 0.4 * random.normal())) / 100),
			"number",
			2,
		),
		worded(
			"class",
			group.map((g) => ["First", "Second", "Third"][g - 1]!),
		),
		worded("who", who),
		worded(
			"adult_male",
			who.map((w) => String(w === "man")),
			"boolean",
		),
		worded(
			"alive",
			survived.map((s) => (s ? "yes" : "no")),
			"boolean",
		),
		worded(
			"alone",
			relatives.map((n) => String(n === 0)),
			"boolean",
		),
		worded(
			"deck",
			group.map((g) => ["upper", "upper", "lower"][g - 1]!),
		),
	);
}

/** Contradictions of `passengers` with itself, counted cell by cell. */
export function contradictions(table: Table): number {
	const cell = (name: string, row: number) => {
		const column = table.columns.find((c) => c.name === name)!;
		if ("values" in column) return Number.isNaN(column.values[row]!) ? null : column.values[row]!;
		return column.levels[column.codes[row]!]!;
	};
	let wrong = 0;
	for (let row = 0; row < table.rows; row++) {
		const age = cell("age", row);
		const who = age !== null && Number(age) < 16 ? "child" : cell("sex", row) === "male" ? "man" : "woman";
		// Noise under a promise may leave gaps in columns that had none: of a gap nothing follows.
		const pairs = [
			["sex", cell("who", row), who],
			["sex", cell("adult_male", row), String(who === "man")],
			["pclass", cell("class", row), ["First", "Second", "Third"][Number(cell("pclass", row)) - 1]],
			["survived", cell("alive", row), cell("survived", row) === 1 ? "yes" : "no"],
			["relatives", cell("alone", row), String(cell("relatives", row) === 0)],
			["pclass", cell("deck", row), Number(cell("pclass", row)) < 3 ? "upper" : "lower"],
		] as const;
		wrong += pairs.filter(([from, a, b]) => (cell(from, row) ?? null) !== null && a !== b).length;
	}
	return wrong;
}
