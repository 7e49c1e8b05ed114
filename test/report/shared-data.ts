import { existsSync, readFileSync } from "node:fs";
import type { Kind, Table } from "../../src/table/table";
import { tableOf } from "./tables";

const root = "../shared/data";

/** False where the shared tables are not at hand; tests of them are skipped then. */
export const haveSharedData = existsSync(`${root}/adult.train.csv`);

/** Columns that are numbers written as text or identifiers, given rather than inferred so that figures stay put. */
const KINDS: Record<string, Kind> = { RowNumber: "id", CustomerId: "id", Surname: "text" };

/**
 * A shared table, e.g. "adult.train". Plain commas, no quotes in these files; "" and "?" are missing; a column of
 * numbers is one, everything else a category.
 */
export function sharedTable(name: string): Table {
	const [head, ...lines] = readFileSync(`${root}/${name}.csv`, "utf8").trimEnd().split(/\r?\n/);
	const names = head!.split(",");
	const cells: (string | number | null)[][] = names.map(() => []);
	for (const line of lines) {
		line.split(",").forEach((cell, j) => {
			cells[j]!.push(cell === "" || cell === "?" ? null : cell);
		});
	}
	const columns = Object.fromEntries(
		names.map((header, j) => {
			const numeric = cells[j]!.every((c) => c === null || ((c as string).trim() !== "" && Number.isFinite(Number(c))));
			return [header, numeric ? cells[j]!.map((c) => (c === null ? null : Number(c))) : cells[j]!];
		}),
	);
	return tableOf(columns, KINDS);
}
