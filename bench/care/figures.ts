// C codes
import {
	codedRows,
	consecutive,
	logShares,
	pairs,
	patternDistance,
	patternsOf,
	prevalence,
	r2,
} from "../../src/report/fidelity/care";
import { codesIn } from "../../src/table/code-sets";
import type { LevelColumn, Table } from "../../src/table/table";

const column = (table: Table, name: string) => table.columns.find((one) => one.name === name)!;

/** The codes of a ward, in order of their names. */
export function vocabulary(table: Table): string[] {
	const { levels } = column(table, "codes") as LevelColumn;
	return [...new Set(levels.flatMap((level) => codesIn(level, ";")))].sort();
}

const meanOf = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length;

function visitsEach(table: Table): number[] {
	const counts = new Map<number, number>();
	for (const patient of (column(table, "patient") as LevelColumn).codes) {
		counts.set(patient, (counts.get(patient) ?? 0) + 1);
	}
	return [...counts.values()];
}

/** The report's figures of records of care (`src/report/fidelity/care.ts`) of a ward against the real one, over all codes. */
export function figures(real: Table, other: Table): Record<string, number> {
	const names = vocabulary(real);
	const C = names.length;
	const coded = (table: Table) => codedRows(table, "codes", ";", names, "patient");
	const [a, b] = [coded(real), coded(other)];
	const [p, q] = [prevalence(a, C), prevalence(b, C)];
	const measured = real.columns.map(({ name }) => name).filter((name) => name !== "patient");
	const rare = Array.from(p.keys()).filter((code) => p[code]! < 0.01);
	const round = (value: number) => Number(value.toFixed(4));
	return {
		visits: other.rows,
		"visits a patient": round(meanOf(visitsEach(other))),
		"codes a visit": round(meanOf(b.codes.map(({ length }) => length))),
		"prevalence R²": round(r2(p, q)),
		"on logs R²": round(r2(logShares(p, other.rows), logShares(q, other.rows))),
		"pairs R²": round(r2(pairs(a, C), pairs(b, C))),
		"consecutive pairs R²": round(r2(consecutive(a, C)!, consecutive(b, C)!)),
		"gap patterns TV": round(patternDistance(patternsOf(real, measured), patternsOf(other, measured))),
		"rare codes that occur": rare.length === 0 ? 1 : round(rare.filter((code) => q[code]! > 0).length / rare.length),
	};
}
