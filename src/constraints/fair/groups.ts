/** Groups of people by one or several columns, each of which enough subjects share. */
import { OptionError } from "../../errors";
import { isNumeric, type Table } from "../../table/table";
import { findColumn } from "../steps/column-shape";
import { countSubjects, FEWEST_SUBJECTS } from "../steps/predictor";

/** A column that parts people into groups: a category or boolean by its name, a number with where it is cut. */
export type GroupColumn = string | { readonly column: string; readonly at: readonly number[] };

type GroupCut =
	| { readonly name: string; readonly levels: readonly string[] }
	| { readonly name: string; readonly edges: readonly number[] };

/** The groups of a table. Plain data; the last group holds those that too few subjects share. */
export interface Groups {
	readonly cuts: readonly GroupCut[];
	/** Bins of each group but the last, one a cut; −1 is missing. */
	readonly keys: readonly string[];
	/** What people call each group, the last included. */
	readonly names: readonly string[];
}

function refuse(text: string, value: unknown): never {
	throw new OptionError(`fair: ${text}`, { option: "fair", value });
}

function cutOf(table: Table, group: GroupColumn): GroupCut {
	const name = typeof group === "string" ? group : group?.column;
	const column = typeof name === "string" ? findColumn(table, name) : undefined;
	if (!column) {
		const names = table.columns.map((own) => own.name).join(", ");
		return refuse(
			`groups names ${JSON.stringify(group)}, which is not a column that is learned; there are ${names}.`,
			group,
		);
	}
	if (typeof group === "string") {
		if (column.kind === "category" || column.kind === "boolean") {
			return { name: column.name, levels: (column as { levels: readonly string[] }).levels };
		}
		return refuse(
			`"${name}" is of kind ${column.kind}; groups are those of a category or boolean, or of a number with { column: "${name}", at: [40] }.`,
			group,
		);
	}
	const { at } = group;
	if (!isNumeric(column) || !Array.isArray(at) || at.length === 0 || !at.every(Number.isFinite)) {
		return refuse(`${JSON.stringify(group)} cuts "${name}"; it must be a number, and at a list of numbers.`, group);
	}
	return { name: column.name, edges: [...new Set(at)].sort((a, b) => a - b) };
}

function binsOf(cut: GroupCut, table: Table): Int32Array {
	const column = findColumn(table, cut.name);
	const bins = new Int32Array(table.rows).fill(-1);
	if (!column || isNumeric(column) !== "edges" in cut) return bins;
	if ("edges" in cut) {
		if (!isNumeric(column)) return bins;
		return bins.map((_, row) => {
			const value = column.values[row]!;
			return Number.isNaN(value) ? -1 : cut.edges.filter((edge) => value >= edge).length;
		});
	}
	if (isNumeric(column)) return bins;
	// A category that was not learned is one of its own, and so ends in the last group.
	const places = column.levels.map((level) =>
		cut.levels.includes(level) ? cut.levels.indexOf(level) : cut.levels.length,
	);
	return Int32Array.from(column.codes, (code) => (code < 0 ? -1 : places[code]!));
}

function keysOf(cuts: readonly GroupCut[], table: Table): string[] {
	const bins = cuts.map((cut) => binsOf(cut, table));
	return Array.from({ length: table.rows }, (_, row) => bins.map((own) => own[row]).join());
}

function nameOf(cut: GroupCut, bin: number): string {
	if (bin < 0) return `${cut.name} missing`;
	if ("levels" in cut) return `${cut.name} ${cut.levels[bin]}`;
	const [from, to] = [cut.edges[bin - 1], cut.edges[bin]];
	if (from === undefined) return `${cut.name} below ${to}`;
	return to === undefined ? `${cut.name} ${from} or more` : `${cut.name} ${from} to below ${to}`;
}

/**
 * The groups that `columns` part a table into, by their combinations; missing cells are a category of their own.
 *
 * @throws OptionError where a column is none, or where there are not two groups of five subjects.
 */
export function findGroups(table: Table, columns: GroupColumn | readonly GroupColumn[]): Groups {
	const asked = (Array.isArray(columns) ? columns : [columns]) as readonly GroupColumn[];
	if (asked.length === 0) refuse("groups is empty; name the columns that part people into groups.", columns);
	const cuts = asked.map((group) => cutOf(table, group));
	const rows = new Map<string, number[]>();
	keysOf(cuts, table).forEach((key, row) => {
		const own = rows.get(key);
		if (own) own.push(row);
		else rows.set(key, [row]);
	});
	const shared = [...rows].filter(([, own]) => countSubjects(table, own) >= FEWEST_SUBJECTS);
	if (shared.length < 2) {
		refuse(
			`groups is ${JSON.stringify(columns)}, which parts the table into ${shared.length} group${shared.length === 1 ? "" : "s"} of at least ${FEWEST_SUBJECTS} people; it needs two.`,
			columns,
		);
	}
	const keys = shared.sort(([, a], [, b]) => b.length - a.length).map(([key]) => key);
	// Categories that are in no group are not kept: too few have them.
	const used = cuts.map((_, c) => new Set(keys.map((key) => Number(key.split(",")[c]))));
	const kept = cuts.map((cut, c) =>
		"levels" in cut ? { name: cut.name, levels: cut.levels.filter((_, bin) => used[c]!.has(bin)) } : cut,
	);
	const renumbered = keys.map((key) =>
		key
			.split(",")
			.map((bin, c) => {
				const [old, now] = [cuts[c]!, kept[c]!];
				return "levels" in old && "levels" in now && Number(bin) >= 0
					? now.levels.indexOf(old.levels[Number(bin)]!)
					: bin;
			})
			.join(),
	);
	const names = renumbered.map((key) =>
		key
			.split(",")
			.map((bin, c) => nameOf(kept[c]!, Number(bin)))
			.join(", "),
	);
	return { cuts: kept, keys: renumbered, names: [...names, "all others"] };
}

/** The group of each row. */
export function groupsOf({ cuts, keys }: Groups, table: Table): Int32Array {
	const places = new Map(keys.map((key, place) => [key, place]));
	return Int32Array.from(keysOf(cuts, table), (key) => places.get(key) ?? keys.length);
}
