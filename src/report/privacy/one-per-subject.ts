import type { Random } from "../../random";
import type { Table } from "../../table/table";
import { type Aligned, isNumericSeries } from "../align";

/** One row of each subject, drawn at random; undefined where every row is a subject of its own. */
function pick({ subjects, rows }: Table, random: Random): Int32Array | undefined {
	if (!subjects) return undefined;
	const chosen = new Map<number, number>();
	for (const row of random.shuffle(Int32Array.from({ length: rows }, (_, row) => row))) {
		if (!chosen.has(subjects[row]!)) chosen.set(subjects[row]!, row);
	}
	return Int32Array.from(chosen.values()).sort();
}

/**
 * The tables with one row of each subject on either side of an attack, where the tables say whose their rows are: a person
 * with six rows is attacked once, and counts once.
 */
export function onePerSubject(
	aligned: Aligned,
	input: { readonly real: Table; readonly holdout?: Table },
	tables: { readonly real: number; readonly heldOut: number },
	random: Random,
): Aligned {
	const rows = new Map<number, Int32Array>();
	const real = pick(input.real, random.stream("real"));
	const heldOut = input.holdout && pick(input.holdout, random.stream("held out"));
	if (real) rows.set(tables.real, real);
	if (heldOut) rows.set(tables.heldOut, heldOut);
	if (rows.size === 0) return aligned;
	const series = aligned.series.map((s) =>
		isNumericSeries(s)
			? { ...s, values: s.values.map((v, t) => (rows.has(t) ? Float64Array.from(rows.get(t)!, (row) => v[row]!) : v)) }
			: { ...s, codes: s.codes.map((c, t) => (rows.has(t) ? Int32Array.from(rows.get(t)!, (row) => c[row]!) : c)) },
	);
	return { ...aligned, rows: aligned.rows.map((n, t) => rows.get(t)?.length ?? n), series, onePerPerson: true };
}
