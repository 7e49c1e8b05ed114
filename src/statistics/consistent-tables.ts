// t table, σ² variance of its cells, N total
import { estimateTotal, type Measurement } from "./estimate-marginals";
import { projection } from "./junction-tree";

/** Most rounds of raking, and the share of the rows from which it is near enough. */
const ROUNDS = 500;
const NEAR = 1e-5;
/** What of independence a table gets, so that raking finds something wherever a margin has rows. */
const TRACE = 1e-3;

/** The nearest table without negative cells that sums to `total` (Duchi et al., ICML 2008, figure 1). */
export function nearestTable(values: Float64Array, total: number): Float64Array {
	const falling = values.toSorted().reverse();
	let sum = 0;
	let shift = 0;
	for (let i = 0; i < falling.length; i++) {
		sum += falling[i]!;
		const shiftHere = (sum - total) / (i + 1);
		if (falling[i]! - shiftHere <= 0) break;
		shift = shiftHere;
	}
	return values.map((value) => Math.max(0, value - shift));
}

/** Sums of a table's cells in each group. */
function sumsOf(values: Float64Array, group: Int32Array, groups: number): Float64Array {
	const sums = new Float64Array(groups);
	for (let i = 0; i < values.length; i++) sums[group[i]!]! += values[i]!;
	return sums;
}

/**
 * Noisy tables that agree with each other: each variable's counts are averaged over all tables that hold it, by inverse
 * variance; each table is moved to them evenly (Qardaji, Yang and Li, PriView, SIGMOD 2014, §4.3), freed of negative cells, and
 * raked. Looks at nothing but the tables.
 *
 * @param states States of each variable.
 * @returns One table a measurement, none negative, whose margins are those of all others; and the counts of each variable.
 */
export function consistentTables(measurements: readonly Measurement[], states: ArrayLike<number>) {
	const total = estimateTotal(measurements);
	const groups = measurements.map(({ variables }) => variables.map((v) => projection(variables, [v], states)));
	const margins = Array.from({ length: states.length }, (_, v) => {
		const sum = new Float64Array(states[v]!);
		let weights = 0;
		measurements.forEach(({ variables, values, variance }, m) => {
			const place = variables.indexOf(v);
			if (place < 0) return;
			const weight = sum.length / (variance * values.length);
			sumsOf(values, groups[m]![place]!, sum.length).forEach((count, s) => {
				sum[s]! += weight * count;
			});
			weights += weight;
		});
		return weights > 0
			? nearestTable(
					sum.map((s) => s / weights),
					total,
				)
			: sum.fill(total / sum.length);
	});
	const tables = measurements.map(({ variables, values }, m) => {
		let table = Float64Array.from(values);
		const independent = new Float64Array(values.length).fill(total);
		variables.forEach((v, place) => {
			const group = groups[m]![place]!;
			const own = sumsOf(table, group, states[v]!);
			const each = values.length / states[v]!;
			for (let i = 0; i < table.length; i++) {
				const s = group[i]!;
				table[i]! += (margins[v]![s]! - own[s]!) / each;
				independent[i]! *= margins[v]![s]! / total;
			}
		});
		table = nearestTable(table, total).map((count, i) => count + TRACE * independent[i]!);
		let worst = Number.POSITIVE_INFINITY;
		for (let round = 0; round < ROUNDS && worst > NEAR * total; round++) {
			worst = 0;
			variables.forEach((v, place) => {
				const group = groups[m]![place]!;
				const own = sumsOf(table, group, states[v]!);
				own.forEach((sum, s) => {
					worst = Math.max(worst, Math.abs(sum - margins[v]![s]!));
				});
				for (let i = 0; i < table.length; i++) {
					const s = group[i]!;
					table[i] = own[s]! > 0 ? (table[i]! * margins[v]![s]!) / own[s]! : 0;
				}
			});
		}
		return table;
	});
	return { tables, margins, total };
}
