import { formatCount } from "../../charts/scale";
import type { CheckItem, Verdict } from "../checklist/check-item";
import type { Provenance } from "../provenance";
import type { Report } from "../report";
import type { CheckGroup, TextTable } from "./document";

const TITLES: readonly (readonly [Verdict, string])[] = [
	["mend", "Must be mended before sharing"],
	["look", "Look at"],
	["clear", "Nothing found"],
	["not measured", "Not measured, because"],
];

/** Checks that say the same of several columns, as one line for people: the first names what was checked. */
function linesOf(items: readonly CheckItem[]): CheckGroup["lines"] {
	const byItem = new Map<string, string[]>();
	for (const { item, sentence } of items) byItem.set(item, [...(byItem.get(item) ?? []), sentence]);
	return [...byItem].map(([item, sentences]) => ({ item, sentence: [...new Set(sentences)].join(" ") }));
}

/** The checklist in its groups; groups without a check are left out, but for the first: that nothing must be mended is said. */
export function checkGroups({ checklist }: Report): CheckGroup[] {
	return TITLES.flatMap(([verdict, title]): CheckGroup[] => {
		const lines = linesOf(checklist.filter((check) => check.verdict === verdict));
		if (lines.length > 0) return [{ verdict, title, lines }];
		if (verdict !== "mend") return [];
		const sentence = "No check raised an alarm. That is no proof that nobody can be recognised.";
		return [{ verdict, title, lines: [{ item: "Nothing", sentence }] }];
	});
}

/** Columns with the same treatment, in one line. */
function treatments({ provenance }: { readonly provenance?: Provenance }): string[][] {
	const columns = new Map<string, string[]>();
	for (const { column, treatment } of provenance?.treatments ?? []) {
		columns.set(treatment, [...(columns.get(treatment) ?? []), column]);
	}
	return [...columns].map(([treatment, names]) => [`Columns ${treatment}`, names.join(", ")]);
}

/** What was said of where the table came from; `between` stands behind the real table's name. */
export function provenanceRows(provenance: Provenance = {}, between: readonly string[][] = []): string[][] {
	const { table, date, seed, generator, version, device, notes = {} } = provenance;
	const rowsOf = (given: readonly (readonly [string, string | number | undefined])[]) =>
		given.flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]]));
	return [
		...rowsOf([["Real table", table]]),
		...between,
		...rowsOf([
			["Made on", date],
			["Generator", generator],
			["Seed", seed],
			["Computed on", device],
			["Standin", version],
		]),
		...Object.entries(notes).map(([name, note]) => [name, note]),
		...treatments({ provenance }),
	];
}

/** Where the synthetic table came from. */
export function evidence({ provenance, tables }: Report): TextTable {
	return {
		caption: "Where the synthetic table comes from",
		head: ["What", "Value"],
		rows: provenanceRows(provenance, [
			["Rows", `${formatCount(tables.real.rows)} real, ${formatCount(tables.synthetic.rows)} synthetic`],
			["Hold-out rows", tables.heldOut ? formatCount(tables.heldOut.rows) : "none"],
		]),
	};
}
