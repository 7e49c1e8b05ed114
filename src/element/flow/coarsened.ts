import type { Coarsening } from "../../deidentify/finding";
import { type Column, isNumeric, type Table } from "../../table/table";

/** The ways a column of this kind can be made coarser, with what they are called in the menu. */
export type CoarsenWay = "year" | "month" | "band" | "round" | "prefix";

export function coarsenWays(column: Column): readonly CoarsenWay[] {
	if (column.kind === "datetime") return ["year", "month"];
	return isNumeric(column) ? ["band", "round"] : ["prefix"];
}

export function wayOf({ coarsen }: Coarsening): CoarsenWay {
	if (typeof coarsen === "string") return coarsen;
	return "band" in coarsen ? "band" : "round" in coarsen ? "round" : "prefix";
}

/** The number a way goes by; undefined where it has none. */
export function sizeOf({ coarsen }: Coarsening): number | undefined {
	if (typeof coarsen === "string") return undefined;
	return "band" in coarsen
		? coarsen.band
		: "round" in coarsen
			? coarsen.round
			: "prefix" in coarsen
				? coarsen.prefix
				: 1;
}

export function coarsening(way: CoarsenWay, size: number): Coarsening {
	switch (way) {
		case "year":
		case "month":
			return { coarsen: way };
		case "band":
			return { coarsen: { band: size } };
		case "round":
			return { coarsen: { round: size } };
		case "prefix":
			return { coarsen: { prefix: size } };
	}
}

/** How many groups a column falls into once it is coarser, and how many rows, or subjects, the smallest holds. */
export function groupsOf(table: Table, column: Column, how: Coarsening): { groups: number; smallest: number } {
	const key = keyOf(column, how);
	const rows = new Map<string | number, number | Set<number>>();
	for (let row = 0; row < table.rows; row++) {
		const group = key(row);
		if (group === undefined) continue;
		if (table.subjects) {
			const members = (rows.get(group) as Set<number> | undefined) ?? new Set();
			members.add(table.subjects[row] as number);
			rows.set(group, members);
		} else rows.set(group, ((rows.get(group) as number | undefined) ?? 0) + 1);
	}
	const sizes = Array.from(rows.values(), (one) => (typeof one === "number" ? one : one.size));
	return { groups: sizes.length, smallest: sizes.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY) };
}

function keyOf(column: Column, how: Coarsening): (row: number) => string | number | undefined {
	const size = sizeOf(how) ?? 1;
	if (!isNumeric(column)) {
		const cut = column.levels.map((level) => level.replace(/[^\p{L}\p{N}]/gu, "").slice(0, size));
		return (row) => cut[column.codes[row] as number];
	}
	const { values } = column;
	const whole = how.coarsen === "year" ? 4 : 7;
	const group = (value: number) => {
		if (typeof how.coarsen === "string") return new Date(value).toISOString().slice(0, whole);
		return "band" in how.coarsen ? Math.floor(value / size) : Math.round(value / size);
	};
	return (row) => {
		const value = values[row] as number;
		return Number.isNaN(value) ? undefined : group(value);
	};
}
