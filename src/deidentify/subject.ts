import { type Column, isNumeric, type Table } from "../table/table";
import type { Finding, SubjectFinding, What } from "./finding";
import { constantShare, type Groups, groupRows } from "./groups";
import { readHeader } from "./header-words";

/** Which identifier says best whose a row is, the best first. */
const BEST: readonly What[] = [
	"key",
	"national-number",
	"email",
	"iban",
	"phone",
	"handle",
	"card",
	"mac",
	"name",
	"url",
];
/** Rows a value must stand in on average before it is one of a subject with several rows. */
const ROWS_A_SUBJECT = 1.2;
/** Share of the subjects with several rows in which a column must not change to belong to the subject. */
export const CONSTANT_SHARE = 0.98;
/** Subjects with several rows from which it says something that a column never changes in them. */
const FEW_SUBJECTS = 4;

interface Candidate {
	readonly column: Column;
	readonly what: What;
	readonly groups: Groups;
	readonly constant: readonly string[];
	/** Whether its header names somebody. */
	readonly person: boolean;
}

const several = ({ sizes }: Groups) => sizes.reduce((n, size) => n + (size > 1 ? 1 : 0), 0);

/** The columns that are the same in all rows of a group, those of a single value left out. */
export function constantColumns(table: Table, groups: Groups, but: string): string[] {
	return table.columns
		.filter((column) => column.name !== but && varies(column) && constantShare(groups, column) >= CONSTANT_SHARE)
		.map(({ name }) => name);
}

function varies(column: Column): boolean {
	const cells = "values" in column ? column.values : column.codes;
	const first = cells[0];
	for (const cell of cells) if (!Object.is(cell, first)) return true;
	return false;
}

/** Rows of a value, and the most subjects they are of, from which it is somebody's rather than met by chance. */
const [OWN_ROWS, OWN_SUBJECTS] = [5, 1];
/** Subjects, and rows of the largest one as a share of all, with which chance would hardly put them so. */
const [MANY_SUBJECTS, LARGEST] = [12, 0.25];

/** A category some value of which stands in many rows, all of one group: rows of a group belong together. */
function ownCategory(table: Table, groups: Groups, but: string): string | undefined {
	if (groups.count < MANY_SUBJECTS || Math.max(...groups.sizes) > LARGEST * groups.present) return undefined;
	return table.columns.find((column) => {
		if (column.name === but || isNumeric(column) || column.kind !== "category") return false;
		const rows = new Int32Array(column.levels.length);
		const owners = column.levels.map(() => new Set<number>());
		for (const [row, code] of column.codes.entries()) {
			if (code < 0 || groups.of[row]! < 0) continue;
			rows[code]!++;
			if (owners[code]!.size <= OWN_SUBJECTS) owners[code]!.add(groups.of[row]!);
		}
		return owners.some((own, code) => rows[code]! >= OWN_ROWS && own.size <= OWN_SUBJECTS);
	})?.name;
}

function isCandidate({ what, identifies }: Finding): boolean {
	return identifies === "directly" && BEST.includes(what);
}

/** Proposes whose rows a table's rows are: a direct identifier or key whose values repeat. */
export function findSubject(table: Table, findings: readonly Finding[]): SubjectFinding | undefined {
	const candidates: Candidate[] = [];
	for (const [i, finding] of findings.entries()) {
		if (!isCandidate(finding)) continue;
		const column = table.columns[i]!;
		const groups = groupRows(column);
		if (groups.count < 2 || groups.present < ROWS_A_SUBJECT * groups.count || groups.present < 0.8 * table.rows)
			continue;
		const constant = constantColumns(table, groups, column.name);
		candidates.push({ column, what: finding.what, groups, constant, person: readHeader(column.name).person });
	}
	// A name that two people share has their e-mail addresses in its rows; the address does not.
	const score = ({ what, constant, person }: Candidate) =>
		4 * constant.length + (what === "key" && person ? 3 : 0) - BEST.indexOf(what) / 10;
	const [best, ...others] = candidates.sort((a, b) => score(b) - score(a));
	if (!best) return undefined;
	const { column, groups, constant, what, person } = best;
	const multiple = several(groups);
	const mean = groups.present / groups.count;
	const isConstant = constant.length > 0 && multiple >= FEW_SUBJECTS;
	const own = isConstant || what === "name" ? undefined : ownCategory(table, groups, column.name);
	const strong = (what === "key" && person) || isConstant || own !== undefined;
	if (!strong && what === "name") return undefined;
	const same =
		constant.length === 0
			? own === undefined
				? ""
				: `, and a value of ${list([own])} stands in several rows of one of them and in no other`
			: `, and ${list(constant)} ${constant.length === 1 ? "is" : "are"} the same in all rows of a value`;
	const reason = `${groups.count} different values stand in ${groups.present} rows, ${mean.toFixed(1)} rows each on average${same}.`;
	return {
		column: column.name,
		reason,
		strong,
		subjects: groups.count,
		constant,
		candidates: others.map((other) => other.column.name),
	};
}

function list(names: readonly string[]): string {
	const shown = names.slice(0, 4).map((name) => `"${name}"`);
	const more = names.length - shown.length;
	return more > 0
		? `${shown.join(", ")} and ${more} more`
		: shown.length === 1
			? shown[0]!
			: `${shown.slice(0, -1).join(", ")} and ${shown.at(-1)}`;
}
