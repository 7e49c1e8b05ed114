import { OptionError } from "../errors";
import { show } from "../options/choose";
import { subjectsOf } from "../table/subjects";
import type { Table } from "../table/table";
import { checkInspection } from "./check-inspection";
import type { Finding, Inspection, Treatment } from "./finding";
import { type Groups, groupRows } from "./groups";

/** What the caller decided. */
export interface Decisions {
	readonly subject?: string | false | null;
	readonly treatments?: Readonly<Record<string, Treatment>>;
}

/** A finding and what happens to its column. */
export interface Decided {
	readonly finding: Finding;
	readonly treatment: Treatment;
}

function checkColumn(table: Table, option: string, name: string): void {
	if (table.columns.some((column) => column.name === name)) return;
	const names = table.columns.map((column) => column.name).join(", ");
	throw new OptionError(`${option}: there is no column "${name}"; there are ${names}.`, { option, value: name });
}

/** What each column's treatment is, in the table's order. Throws `OptionError` for one that does not exist or is not confirmed. */
export function decide(table: Table, inspection: Inspection, { treatments = {} }: Decisions): Decided[] {
	checkInspection(inspection);
	const { findings } = inspection;
	for (const [name, treatment] of Object.entries(treatments)) {
		checkColumn(table, "treatments", name);
		checkTreatment(name, treatment);
	}
	if (findings.length > 0 && findings.every(({ column, inName }) => inName && treatments[column] === undefined)) {
		throw new OptionError(
			"The names of all columns identify people, and names of columns come out as they are. If the first row is data, " +
				"read the table with header: false; else rename the columns, or give each a treatment to confirm its name.",
			{ option: "treatments" },
		);
	}
	return table.columns.map(({ name }) => {
		const finding = findings.find(({ column }) => column === name);
		if (!finding) {
			throw new OptionError(`inspection: it has no finding for column "${name}"; inspect this very table.`, {
				option: "inspection",
				column: name,
			});
		}
		const treatment = treatments[name] ?? finding.treatment;
		if (treatments[name] === undefined) checkTreatment(name, treatment, "inspection");
		if (typeof treatment === "object" && "keep" in treatment && treatment.keep.confirmed !== finding.what) {
			throw new OptionError(
				`treatments: to keep "${name}" as it is, confirm what it holds: { keep: { confirmed: "${finding.what}" } }. ${finding.evidence}`,
				{ option: "treatments", column: name, what: finding.what },
			);
		}
		return { finding, treatment };
	});
}

function checkTreatment(name: string, treatment: Treatment, option = "treatments"): void {
	if (treatment === "replace" || treatment === "drop" || treatment === "learn") return;
	if (typeof treatment === "object" && treatment !== null) {
		if (
			"coarsen" in treatment ||
			("keep" in treatment && typeof treatment.keep === "object" && treatment.keep !== null)
		)
			return;
	}
	throw new OptionError(
		`${option}: "${name}" is given ${show(treatment)}; take "replace", "drop", "learn", { coarsen: … } or { keep: { confirmed: … } }.`,
		{ option, column: name, value: treatment },
	);
}

/** Whose rows the table's are. */
export interface Subjects {
	readonly column: string;
	readonly groups: Groups;
	/** Subject of each row; a row without a value is one of its own. */
	readonly of: Int32Array;
	/** Rows of each subject. */
	readonly sizes: Int32Array;
}

/** The subject that was chosen, or proposed on strong evidence; absent where every row is one of its own. */
export function chooseSubject(table: Table, { subject }: Inspection, decisions: Decisions): Subjects | undefined {
	const chosen = decisions.subject;
	if (chosen === false || chosen === null) return undefined;
	const name = chosen ?? (subject?.strong ? subject.column : undefined);
	if (name === undefined) return undefined;
	const of = subjectsOf(table, name);
	const groups = groupRows(table.columns.find((column) => column.name === name)!);
	const sizes = new Int32Array(of.reduce((most, one) => Math.max(most, one), -1) + 1);
	for (const one of of) sizes[one]!++;
	return { column: name, groups, of, sizes };
}

/** Columns that are left out; one whose own name identifies somebody by its place. */
export function droppedOf(decided: readonly Decided[]): string[] {
	return decided.flatMap(({ finding, treatment }, i) =>
		treatment === "drop" ? [finding.inName ? `column ${i + 1}` : finding.column] : [],
	);
}
