// n visits, C codes; p probabilities in the real ward, q in the other
import { codesIn } from "../../src/table/code-sets";
import { type Column, isNumeric, type LevelColumn, type Table } from "../../src/table/table";

/** Visits as codes and gaps, in the order of each patient's rows. */
interface Care {
	readonly n: number;
	/** Indices of the codes of each visit. */
	readonly codes: readonly (readonly number[])[];
	/** Row of the visit before, −1 for a first one. */
	readonly before: Int32Array;
	readonly gaps: readonly string[];
	readonly perPatient: readonly number[];
}

const column = (table: Table, name: string) => table.columns.find((one) => one.name === name)!;

/** The codes of a ward, in order of their names. */
export function vocabulary(table: Table): string[] {
	const { levels } = column(table, "codes") as LevelColumn;
	return [...new Set(levels.flatMap((level) => codesIn(level, ";")))].sort();
}

function careOf(table: Table, names: readonly string[]): Care {
	const place = new Map(names.map((name, at) => [name, at]));
	const sets = column(table, "codes") as LevelColumn;
	const members = sets.levels.map((level) => codesIn(level, ";").flatMap((code) => place.get(code) ?? []));
	const who = (column(table, "patient") as LevelColumn).codes;
	const last = new Map<number, number>();
	const counts = new Map<number, number>();
	const before = Int32Array.from(who, (patient, row) => {
		const own = last.get(patient) ?? -1;
		last.set(patient, row);
		counts.set(patient, (counts.get(patient) ?? 0) + 1);
		return own;
	});
	const isGap = (own: Column, row: number) => (isNumeric(own) ? Number.isNaN(own.values[row]!) : own.codes[row]! < 0);
	const measured = table.columns.filter(({ name }) => name !== "patient");
	const gaps = Array.from({ length: table.rows }, (_, row) =>
		measured.map((own) => (isGap(own, row) ? "0" : "1")).join(""),
	);
	const codes = Array.from(sets.codes, (level) => (level < 0 ? [] : members[level]!));
	return { n: table.rows, codes, before, gaps, perPatient: [...counts.values()] };
}

/** 1 − Σ (p − q)² / Σ (p − p̄)²: how much of how p varies q gives back. */
function r2(p: Float64Array, q: Float64Array): number {
	const mean = p.reduce((a, b) => a + b, 0) / p.length;
	let [off, all] = [0, 0];
	p.forEach((value, i) => {
		off += (value - q[i]!) ** 2;
		all += (value - mean) ** 2;
	});
	return 1 - off / all;
}

function prevalence({ codes, n }: Care, C: number): Float64Array {
	const counts = new Float64Array(C);
	for (const own of codes) for (const code of own) counts[code]!++;
	return counts.map((count) => count / n);
}

/** Shares of the visits that have both codes, each pair once. */
function pairs({ codes, n }: Care, C: number): Float64Array {
	const counts = new Float64Array(C * C);
	for (const own of codes) for (const a of own) for (const b of own) if (a < b) counts[a * C + b]!++;
	return Float64Array.from({ length: (C * (C - 1)) / 2 }, () => 0).map((_, i) => {
		const a = Math.floor((2 * C - 1 - Math.sqrt((2 * C - 1) ** 2 - 8 * i)) / 2);
		const b = i - (a * (2 * C - a - 1)) / 2 + a + 1;
		return counts[a * C + b]! / n;
	});
}

/** Shares of the visits after another that have the second code, the one before the first. */
function consecutive({ codes, before }: Care, C: number): Float64Array {
	const counts = new Float64Array(C * C);
	let followed = 0;
	codes.forEach((own, row) => {
		if (before[row]! < 0) return;
		followed++;
		for (const a of codes[before[row]!]!) for (const b of own) counts[a * C + b]!++;
	});
	return counts.map((count) => count / followed);
}

function patternDistance(a: readonly string[], b: readonly string[]): number {
	const share = new Map<string, number>();
	for (const pattern of a) share.set(pattern, (share.get(pattern) ?? 0) + 1 / a.length);
	for (const pattern of b) share.set(pattern, (share.get(pattern) ?? 0) - 1 / b.length);
	return [...share.values()].reduce((sum, difference) => sum + Math.abs(difference), 0) / 2;
}

const meanOf = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length;

/** The field's figures of a ward against the real one (HALO, Theodorou et al. 2023, beside prevalence on logs and gaps). */
export function figures(real: Table, other: Table): Record<string, number> {
	const names = vocabulary(real);
	const C = names.length;
	const [a, b] = [careOf(real, names), careOf(other, names)];
	const [p, q] = [prevalence(a, C), prevalence(b, C)];
	const least = 0.5 / b.n;
	const log = (values: Float64Array) => values.map((value) => Math.log10(Math.max(least, value)));
	const rare = Array.from(p.keys()).filter((code) => p[code]! < 0.01);
	const round = (value: number) => Number(value.toFixed(4));
	return {
		visits: b.n,
		"visits a patient": round(meanOf(b.perPatient)),
		"codes a visit": round(meanOf(b.codes.map(({ length }) => length))),
		"prevalence R²": round(r2(p, q)),
		"on logs R²": round(r2(log(p), log(q))),
		"pairs R²": round(r2(pairs(a, C), pairs(b, C))),
		"consecutive pairs R²": round(r2(consecutive(a, C), consecutive(b, C))),
		"gap patterns TV": round(patternDistance(a.gaps, b.gaps)),
		"rare codes that occur": rare.length === 0 ? 1 : round(rare.filter((code) => q[code]! > 0).length / rare.length),
	};
}
