/** Columns that are a sum, difference, product or ratio of two others, or another column in another unit. */
import { printName } from "../../expression/print";
import { isNumeric, type NumericColumn, type Table } from "../../table/table";
import { DAY_MS } from "../date-unit";
import { tolerance } from "../normalise";
import { EVIDENCE } from "./dependencies";

/** `to` is worked out from `by` by an expression. */
export interface Computed {
	readonly to: string;
	readonly by: readonly string[];
	readonly expression: string;
	readonly support: number;
}

interface Operation {
	/** Columns in the order `to`, `a`, `b`. */
	apply(a: number, b: number): number;
	write(a: string, b: string): string;
	/** Whether a and b may be swapped. */
	readonly symmetric: boolean;
}

const SUM: Operation = { apply: (a, b) => a + b, write: (a, b) => `${a} + ${b}`, symmetric: true };
const PRODUCT: Operation = { apply: (a, b) => a * b, write: (a, b) => `${a} * ${b}`, symmetric: true };
const RATIO: Operation = {
	apply: (a, b) => (b === 0 ? Number.NaN : a / b),
	write: (a, b) => `${a} / ${b}`,
	symmetric: false,
};
const SHIFT: Operation = { apply: (a, b) => a + b * DAY_MS, write: (a, b) => `${a} + ${b}`, symmetric: false };

/** Rows compared with one another to see how often two of them agree by accident. */
const SHIFTED = 97;
/** Rows with all three values that a finding needs. */
const FEWEST = 30;

function limitOf(column: NumericColumn): number {
	return column.kind === "datetime" ? tolerance(column) * DAY_MS : tolerance(column);
}

/** Whether `op` gives `to` in each of `rows`, and not by accident. */
function fits(rows: Int32Array, to: NumericColumn, a: NumericColumn, b: NumericColumn, op: Operation): boolean {
	const limit = limitOf(to);
	let compared = 0;
	for (const row of rows) {
		const value = op.apply(a.values[row]!, b.values[row]!);
		if (Number.isNaN(value) || Number.isNaN(to.values[row]!)) continue;
		if (Math.abs(value - to.values[row]!) > limit + 1e-15 * Math.abs(value)) return false;
		compared++;
	}
	if (compared < FEWEST) return false;
	// Each of the three must matter: with any one taken from another row it would fail.
	let luck = 0;
	for (const other of [to, a, b]) {
		let [hits, tried] = [0, 0];
		for (let i = 0; i < rows.length; i++) {
			const cell = (column: NumericColumn) =>
				column.values[column === other ? rows[(i + SHIFTED) % rows.length]! : rows[i]!]!;
			const value = op.apply(cell(a), cell(b));
			if (Number.isNaN(value) || Number.isNaN(cell(to))) continue;
			tried++;
			if (Math.abs(value - cell(to)) <= limit) hits++;
		}
		luck = Math.max(luck, hits / Math.max(1, tried));
	}
	return luck < 0.9 && compared * -Math.log(Math.max(luck, 1e-3)) >= EVIDENCE;
}

/** Share of all rows that agree, among those with every value. */
function supportOf(to: NumericColumn, a: NumericColumn, b: NumericColumn, op: Operation): number {
	const limit = limitOf(to);
	let [agree, all] = [0, 0];
	for (let row = 0; row < to.values.length; row++) {
		const value = op.apply(a.values[row]!, b.values[row]!);
		if (Number.isNaN(value) || Number.isNaN(to.values[row]!)) continue;
		all++;
		if (Math.abs(value - to.values[row]!) <= limit + 1e-15 * Math.abs(value)) agree++;
	}
	return all === 0 ? 0 : agree / all;
}

/** `to` as `from` in another unit, where it is: one line through all rows. */
function inAnotherUnit(rows: Int32Array, to: NumericColumn, from: NumericColumn): Computed | undefined {
	const present = rows.filter((row) => !Number.isNaN(to.values[row]!) && !Number.isNaN(from.values[row]!));
	if (present.length < FEWEST) return undefined;
	const x = (row: number) => from.values[row]!;
	const low = present.reduce((a, b) => (x(b) < x(a) ? b : a));
	const high = present.reduce((a, b) => (x(b) > x(a) ? b : a));
	const run = x(high) - x(low);
	if (run === 0) return undefined;
	const tidy = (value: number) => Number(value.toPrecision(9));
	const scale = to.kind === "datetime" ? 1 : tidy((to.values[high]! - to.values[low]!) / run);
	const offset = to.kind === "datetime" ? to.values[low]! - x(low) : tidy(to.values[low]! - scale * x(low));
	if (scale === 0) return undefined;
	const line: Operation = { apply: (a) => scale * a + offset, write: (a) => a, symmetric: true };
	if (!fits(present, to, from, from, line)) return undefined;
	const name = printName(from.name);
	const scaled = scale === 1 ? name : `${name} * ${scale}`;
	const shift = to.kind === "datetime" ? offset / DAY_MS : offset;
	const expression = shift === 0 ? scaled : `${scaled} ${shift < 0 ? "-" : "+"} ${Math.abs(shift)}`;
	return { to: to.name, by: [from.name], expression, support: supportOf(to, from, from, line) };
}

function varies(column: NumericColumn, rows: Int32Array): boolean {
	const seen = new Set<number>();
	for (const row of rows) {
		if (!Number.isNaN(column.values[row]!)) seen.add(column.values[row]!);
		if (seen.size > 2) return true;
	}
	return false;
}

/** Finds columns that follow from two others by arithmetic; `rows` is a sample of the table's rows. */
export async function findArithmetic(table: Table, rows: Int32Array, pause: () => Promise<void>): Promise<Computed[]> {
	const numeric = table.columns.filter(isNumeric).filter((column) => varies(column, rows));
	const dates = numeric.filter(({ kind }) => kind === "datetime");
	const numbers = numeric.filter(({ kind }) => kind !== "datetime");
	const found: Computed[] = [];
	const look = (to: NumericColumn, a: NumericColumn, b: NumericColumn, op: Operation) => {
		if (!fits(rows, to, a, b, op)) return;
		const support = supportOf(to, a, b, op);
		const expression = op.write(printName(a.name), printName(b.name));
		if (support >= 0.99) found.push({ to: to.name, by: [a.name, b.name], expression, support });
	};
	for (const [i, a] of numbers.entries()) {
		for (const [j, b] of numbers.entries()) {
			if (i === j) continue;
			for (const to of numbers) {
				if (to === a || to === b) continue;
				if (i < j) {
					look(to, a, b, SUM);
					look(to, a, b, PRODUCT);
				}
				look(to, a, b, RATIO);
			}
		}
		await pause();
	}
	for (const columns of [numbers, dates]) {
		for (const [i, from] of columns.entries()) {
			for (const to of columns.slice(i + 1)) {
				const line = inAnotherUnit(rows, to, from);
				if (line && line.support >= 0.99) found.push(line);
			}
		}
	}
	for (const start of dates) {
		for (const end of dates) {
			if (start === end) continue;
			for (const days of numbers) look(end, start, days, SHIFT);
		}
	}
	return found;
}
