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

/** Throws where the hold-out table lacks columns that the other two have: what is left would be no control. */
export function refusePartial({ real, synthetic, holdout }: { real: Table; synthetic: Table; holdout?: Table }): void {
	if (!holdout) return;
	const has = ({ columns }: Table, name: string) => columns.some((column) => column.name === name);
	const compared = real.columns.filter(({ name, kind }) => kind !== "id" && kind !== "text" && has(synthetic, name));
	const lacks = compared.filter(({ name }) => !has(holdout, name));
	if (lacks.length === 0) return;
	const some = lacks.slice(0, 5).map(({ name }) => `"${name}"`);
	throw new TableError(
		`The hold-out table lacks ${some.join(", ")}${lacks.length > 5 ? " and more" : ""}. Give hold-out rows of the same table, with the same column names.`,
		{ table: "holdout" },
	);
}

/** Hold-out rows that repeat a real row may exceed by this share those of the real rows that repeat another real row. */
const MOST_BEYOND = 0.05;
/** … and by so many standard errors. */
const MOST_ERRORS = 5;
/** Smallest variance of a share of few rows that are all alike. */
const LEAST_VARIANCE = 0.05;

/**
 * Throws where hold-out rows stand among the real ones, or among the synthetic ones more often than real rows do: they are no
 * control then, and every attack would look harmless. Of hold-out rows as many repeat a real row as of the real rows repeat
 * another one.
 */
export function refuseLearned(aligned: Aligned, { real, synthetic, heldOut }: Tables): void {
	if (heldOut === null || aligned.series.length === 0) return;
	const counted = (t: number) => countRows(plainColumns(aligned, t), aligned.rows[t]!);
	const shareIn = (rows: number, { index }: ReturnType<typeof counted>) => {
		const own = plainColumns(aligned, rows);
		let repeated = 0;
		for (let row = 0; row < aligned.rows[rows]!; row++) if (index.find(own, row) >= 0) repeated++;
		return repeated / aligned.rows[rows]!;
	};
	const refuse = (found: number, expected: number, where: string, remedy: string) => {
		const error = Math.sqrt(Math.max(LEAST_VARIANCE, expected * (1 - expected)) / aligned.rows[heldOut]!);
		if (found - expected < Math.max(MOST_BEYOND, MOST_ERRORS * error)) return;
		const percent = (share: number) => `${Math.round(100 * share)} %`;
		throw new TableError(
			`${percent(found)} of the hold-out rows stand in the ${where} table too, where ${percent(expected)} were to be expected. ${remedy}; else every attack looks harmless.`,
			{ table: "holdout" },
		);
	};
	const inReal = counted(real);
	const repeating = [...inReal.of.values()].reduce((sum, count) => sum + (count > 1 ? count : 0), 0);
	const learned = "The real table must hold the training rows alone";
	refuse(shareIn(heldOut, inReal), repeating / aligned.rows[real]!, "real", learned);
	const inSynthetic = counted(synthetic);
	const kept = "Hold-out rows are real rows that the generator never saw";
	refuse(shareIn(heldOut, inSynthetic), shareIn(real, inSynthetic), "synthetic", kept);
}
