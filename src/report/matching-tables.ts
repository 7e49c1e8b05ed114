/** Whether the tables that were given belong together: of others a report would say what is not so. */
import { TableError } from "../errors";
import type { Table } from "../table/table";
import type { Aligned, Tables } from "./align";
import { countRows, plainColumns } from "./privacy/plain-columns";

/** Throws where the tables have no column in common. */
export function refuseOther(real: Table, synthetic: Table): void {
	const names = new Set(real.columns.map(({ name }) => name));
	if (synthetic.columns.some(({ name }) => names.has(name))) return;
	const some = ({ columns }: Table) =>
		columns
			.slice(0, 5)
			.map(({ name }) => `"${name}"`)
			.join(", ");
	throw new TableError(
		`The synthetic table (${some(synthetic)} …) has no column of the real one (${some(real)} …). Give the table that was learned from it.`,
		{ table: "synthetic" },
	);
}

/** Hold-out rows that repeat a real row may exceed by this share those of the real rows that repeat another real row. */
const MOST_BEYOND = 0.2;
/** … and by so many standard errors. */
const MOST_ERRORS = 5;
/** Smallest variance of a share of few rows that are all alike. */
const LEAST_VARIANCE = 0.05;

/**
 * Throws where hold-out rows stand among the real ones: they are no control then, and every attack would look harmless. Of
 * hold-out rows as many repeat a real row as of the real rows repeat another one.
 */
export function refuseLearned(aligned: Aligned, { real, heldOut }: Tables): void {
	if (heldOut === null || aligned.series.length === 0) return;
	const rows = aligned.rows[real]!;
	const { index, of } = countRows(plainColumns(aligned, real), rows);
	const expected = [...of.values()].reduce((sum, count) => sum + (count > 1 ? count : 0), 0) / rows;
	const own = plainColumns(aligned, heldOut);
	const ownRows = aligned.rows[heldOut]!;
	let repeated = 0;
	for (let row = 0; row < ownRows; row++) if (index.find(own, row) >= 0) repeated++;
	const found = repeated / ownRows;
	const error = Math.sqrt(Math.max(LEAST_VARIANCE, expected * (1 - expected)) / ownRows);
	if (found - expected < Math.max(MOST_BEYOND, MOST_ERRORS * error)) return;
	const percent = (share: number) => `${Math.round(100 * share)} %`;
	throw new TableError(
		`${percent(found)} of the hold-out rows stand in the real table too, where ${percent(expected)} were to be expected. The real table must hold the training rows alone; else every attack looks harmless.`,
		{ table: "holdout" },
	);
}
