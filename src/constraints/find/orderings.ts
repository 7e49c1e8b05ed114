/** Pairs of columns of which one is never above the other. */
import { isNumeric, type NumericColumn, type Table } from "../../table/table";
import { ALMOST, EVIDENCE } from "./dependencies";

/** `low` is at most `high`. */
export interface Ordering {
	readonly low: string;
	readonly high: string;
	readonly support: number;
}

/** Share of pairs of rows that would obey by accident above which an ordering says nothing. */
const TRIVIAL = 0.95;
const SHIFTS = [97, 389, 1543];

function shareAscending(low: NumericColumn, high: NumericColumn, rows: Int32Array, shift: number): [number, number] {
	let [ascending, both] = [0, 0];
	for (let i = 0; i < rows.length; i++) {
		const a = low.values[rows[i]!]!;
		const b = high.values[rows[(i + shift) % rows.length]!]!;
		if (Number.isNaN(a) || Number.isNaN(b)) continue;
		both++;
		if (a <= b) ascending++;
	}
	return [ascending, both];
}

/** Finds orderings between numbers, and between dates, that pairs of unrelated rows would break. */
export async function findOrderings(table: Table, rows: Int32Array, pause: () => Promise<void>): Promise<Ordering[]> {
	const numeric = table.columns.filter(isNumeric);
	const found: Ordering[] = [];
	const all = new Int32Array(table.rows);
	for (let row = 0; row < table.rows; row++) all[row] = row;
	for (const low of numeric) {
		for (const high of numeric) {
			if (low === high || (low.kind === "datetime") !== (high.kind === "datetime")) continue;
			const [ascending, both] = shareAscending(low, high, rows, 0);
			if (both === 0 || ascending < ALMOST * both) continue;
			let [lucky, pairs] = [0, 0];
			for (const shift of SHIFTS) {
				const [a, b] = shareAscending(low, high, rows, shift);
				lucky += a;
				pairs += b;
			}
			const luck = lucky / Math.max(1, pairs);
			if (luck > TRIVIAL || both * -Math.log(Math.max(luck, 1e-3)) < EVIDENCE) continue;
			const [kept, compared] = shareAscending(low, high, all, 0);
			if (kept >= ALMOST * compared) found.push({ low: low.name, high: high.name, support: kept / compared });
		}
		await pause();
	}
	return withoutImplied(found);
}

/** Without those that follow from two others. */
function withoutImplied(found: readonly Ordering[]): Ordering[] {
	const exact = new Set(found.filter(({ support }) => support === 1).map(({ low, high }) => `${low}\u001f${high}`));
	const above = (name: string) => found.filter(({ low, support }) => low === name && support === 1).map((o) => o.high);
	return found.filter(
		({ low, high }) =>
			exact.has(`${high}\u001f${low}`) ||
			!above(low).some(
				(middle) => middle !== high && exact.has(`${middle}\u001f${high}`) && !exact.has(`${middle}\u001f${low}`),
			),
	);
}
