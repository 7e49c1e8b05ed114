/** Columns cut into bins that at least five subjects share: all that enhancement learns from and keeps. */
import type { Feature } from "../../statistics/trees/features";
import { isNumeric, type Table } from "../../table/table";
import { findColumn } from "../steps/column-shape";
import { countSubjects, FEWEST_SUBJECTS, splitPoint } from "../steps/predictor";

/** How one column is cut. Plain data. */
export type Cut =
	| { readonly name: string; readonly edges: Float64Array }
	/** Categories that enough subjects share; the others are one bin. */
	| { readonly name: string; readonly levels: readonly string[] };

const BINS = 40;

/** Cuts every column but identifiers and texts; numbers into about `most` bins. */
export function cutColumns(table: Table, most = BINS): Cut[] {
	return table.columns.flatMap((column): Cut[] => {
		const { name } = column;
		if (column.kind === "id" || column.kind === "text") return [];
		if (!isNumeric(column)) {
			const rows = column.levels.map((): number[] => []);
			column.codes.forEach((code, row) => {
				if (code >= 0) rows[code]!.push(row);
			});
			return [
				{ name, levels: column.levels.filter((_, code) => countSubjects(table, rows[code]!) >= FEWEST_SUBJECTS) },
			];
		}
		const own = column.values;
		const rows = Uint32Array.from(own.keys()).filter((row) => !Number.isNaN(own[row]!));
		rows.sort((a, b) => own[a]! - own[b]!);
		const sorted = Float64Array.from(rows, (row) => own[row]!);
		const rising = { values: sorted, subject: (place: number) => table.subjects?.[rows[place]!] ?? rows[place]! };
		// A split is exact to so many subjects on either side, and leaves as many between two.
		const step = Math.max(3 * FEWEST_SUBJECTS, sorted.length / most);
		const edges: number[] = [];
		for (let at = step; at <= sorted.length - FEWEST_SUBJECTS; at += step) {
			const place = Math.floor(at);
			const low = sorted[place - 1]!;
			const next = sorted.findIndex((value, i) => i >= place && value > low);
			if (next < 0) break;
			const edge = splitPoint(rising, next);
			if (edges.length === 0 || edge > edges.at(-1)!) edges.push(edge);
		}
		return [{ name, edges: Float64Array.from(edges) }];
	});
}

/** How many bins a cut has, missing cells not counted. */
export function binCount(cut: Cut): number {
	return "edges" in cut ? cut.edges.length + 1 : cut.levels.length + 1;
}

/** Bin of each row, −1 for missing cells. */
export function binsOf(cut: Cut, table: Table): Int32Array {
	const column = findColumn(table, cut.name)!;
	if ("edges" in cut) {
		if (!isNumeric(column)) return new Int32Array(table.rows).fill(-1);
		return Int32Array.from(column.values, (value) => {
			if (Number.isNaN(value)) return -1;
			let [low, high] = [0, cut.edges.length];
			while (low < high) {
				const middle = (low + high) >> 1;
				if (cut.edges[middle]! <= value) low = middle + 1;
				else high = middle;
			}
			return low;
		});
	}
	if (isNumeric(column)) return new Int32Array(table.rows).fill(-1);
	const places = new Map(cut.levels.map((level, place) => [level, place]));
	const place = column.levels.map((level) => places.get(level) ?? cut.levels.length);
	return Int32Array.from(column.codes, (code) => (code < 0 ? -1 : place[code]!));
}

/** Features for trees: numbers keep the order of their bins. */
export function features(cuts: readonly Cut[], bins: readonly Int32Array[]): Feature[] {
	return cuts.map((cut, c) =>
		"edges" in cut
			? { values: Float64Array.from(bins[c]!, (bin) => (bin < 0 ? Number.NaN : bin)) }
			: { codes: bins[c]! },
	);
}
