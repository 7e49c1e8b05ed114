import { cellText } from "../table/cell-text";
import type { Column } from "../table/table";
import type { NameStyle } from "./fakes/name-style";
import { plainLetters } from "./fakes/people";

/** A made column that is about a person. */
export interface Personal {
	readonly column: Column;
	/** Absent for addresses and handles. */
	readonly style?: NameStyle;
	readonly constant: boolean;
}

/** Rows looked at. */
const LOOKED_AT = 200;
/** Share of rows in which an address holds a part of a name for the two to belong together. */
const TOGETHER = 0.3;

/** Share of rows in which an address holds a word of a name. */
function holdsName(address: Column, name: Column): number {
	const [addressOf, nameOf] = [cellText(address), cellText(name)];
	const rows = Math.min("values" in name ? name.values.length : name.codes.length, LOOKED_AT);
	let [seen, held] = [0, 0];
	for (let row = 0; row < rows; row++) {
		const [at, text] = [addressOf(row), nameOf(row)];
		if (at === undefined || text === undefined) continue;
		seen++;
		const local = plainLetters(at.replace(/@.*$/, ""));
		const words = text.split(/[\s,.]+/).map(plainLetters);
		if (words.some((word) => word.length > 2 && local.includes(word))) held++;
	}
	return seen === 0 ? 0 : held / seen;
}

/**
 * Which of a row's people each column is about: a first and a last name make one, an address that holds somebody's name is
 * that person's, and a second full name is somebody else's.
 */
export function assignRoles(columns: readonly Personal[]): number[] {
	const roles: number[] = new Array(columns.length).fill(-1);
	const people: { parts: Set<string>; constant: boolean; names: Column[] }[] = [];
	columns.forEach(({ column, style, constant }, i) => {
		if (!style) return;
		const fits = people.findIndex(({ parts, constant: same }) => {
			if (same !== constant || parts.has(style.part)) return false;
			return style.part !== "full" && !parts.has("full");
		});
		if (fits >= 0) {
			people[fits]!.parts.add(style.part);
			people[fits]!.names.push(column);
			roles[i] = fits;
		} else roles[i] = people.push({ parts: new Set([style.part]), constant, names: [column] }) - 1;
	});
	columns.forEach(({ column, style, constant }, i) => {
		if (style) return;
		const shares = people.map((person) =>
			person.constant === constant ? Math.max(0, ...person.names.map((name) => holdsName(column, name))) : 0,
		);
		const best = shares.indexOf(Math.max(0, ...shares));
		if (best >= 0 && shares[best]! >= TOGETHER) roles[i] = best;
		else roles[i] = people.push({ parts: new Set(), constant, names: [] }) - 1;
	});
	return roles;
}
