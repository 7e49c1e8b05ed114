import type { Domain } from "../../dp/promise";
import { type Column, isNumeric } from "../../table/table";

/** A range or a list of categories as a person types it; undefined for text that is neither. */
export function readDomain(column: Column, text: string): Domain | undefined {
	if (!isNumeric(column)) {
		// Semicolons where a category holds a comma.
		const levels = text.split(text.includes(";") ? ";" : ",").map((level) => level.trim());
		const named = levels.filter((level) => level !== "");
		return named.length > 0 && new Set(named).size === named.length ? { levels: named } : undefined;
	}
	const [, from, to] = /^\s*(\S.*?)\s*\.\.\s*(\S.*?)\s*$/.exec(text) ?? [];
	if (from === undefined || to === undefined) return undefined;
	const dates = column.kind === "datetime";
	const value = (end: string) => (dates ? Date.parse(end) : Number(end));
	// NaN is not below anything.
	if (!(value(from) < value(to))) return undefined;
	return { range: dates ? [from, to] : [Number(from), Number(to)] };
}

/** The same as text. */
export function domainText(domain: Domain | undefined): string {
	if (!domain) return "";
	if (domain.range) return domain.range.join("..");
	const levels = domain.levels ?? [];
	return levels.join(levels.some((level) => level.includes(",")) ? "; " : ", ");
}
