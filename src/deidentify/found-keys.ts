import { namesAmount } from "../table/identifiers";
import { type Column, isNumeric, type Table } from "../table/table";
import { type Belief, directly } from "./detect/look";
import { constantShare, type Groups, groupRows } from "./groups";
import { readHeader } from "./header-words";
import { CONSTANT_SHARE } from "./subject";

/** Fewest different values of a key nobody named. */
const FEW_KEYS = 8;
/** Rows of each on average, from which values repeat. */
const ROWS_EACH = 1.2;
/** Different births, and the fewest of them for each key: customers of a shop are not all of one age. */
const [FEW_BIRTHS, BIRTHS_EACH] = [4, 0.2];
const CODE = /^(?=\S*\d)[\p{L}\d._/-]+$/u;
/** What somebody is born with and keeps; a town or a job may be a shop's as well. */
const BORN_WITH = /birth|born|dob|geb|naiss|nacim/i;

/** Codes that go one to one with names or addresses, or within which nobody's birth date changes, are keys, whatever the header says. */
export function withKeys(table: Table, beliefs: readonly Belief[]): readonly Belief[] {
	const direct = table.columns.filter((_, i) =>
		["name", "email", "phone", "iban", "national-number"].includes(beliefs[i]!.what),
	);
	const born = table.columns.filter(
		(column, i) =>
			beliefs[i]!.what === "birth-date" ||
			(BORN_WITH.test(column.name) && readHeader(column.name).says.has("demographic")),
	);
	// Of births only where nothing else says whose a row is: an income is somebody's own as well.
	const known = beliefs.some(({ identifies }, i) => identifies === "directly" && repeats(table.columns[i]!));
	if (direct.length + born.length === 0) return beliefs;
	return beliefs.map((belief, i) => {
		const column = table.columns[i]!;
		if (belief.what !== "nothing" || column.kind === "datetime" || column.kind === "boolean" || column.kind === "text")
			return belief;
		if (isNumeric(column) && column.decimals !== 0) return belief;
		const groups = groupRows(column);
		if (groups.count < FEW_KEYS || groups.present < ROWS_EACH * groups.count) return belief;
		if (!isNumeric(column) && !column.levels.slice(0, 100).every((level) => CODE.test(level))) return belief;
		const partner = direct.find(
			(other) => constantShare(groups, other) >= 0.98 && constantShare(groupRows(other), column) >= 0.9,
		);
		if (partner) return directly("key", 1, `Its values go one to one with those of "${partner.name}".`);
		if (known || namesAmount(column.name)) return belief;
		const birth = born.find((other) => other !== column && isBornWith(groups, other));
		if (birth) return directly("key", 1, `"${birth.name}" is the same in all rows of a value, as of one person.`);
		return belief;
	});
}

function repeats(column: Column): boolean {
	const { present, count } = groupRows(column);
	return present >= ROWS_EACH * count;
}

/** Whether the rows of each value share one birth, and the values have different ones. */
function isBornWith(groups: Groups, birth: Column): boolean {
	const several = groups.sizes.reduce((n, size) => n + (size > 1 ? 1 : 0), 0);
	if (several < FEW_KEYS || constantShare(groups, birth) < CONSTANT_SHARE) return false;
	const births = groupRows(birth);
	return births.count >= FEW_BIRTHS && births.count >= BIRTHS_EACH * groups.count;
}
