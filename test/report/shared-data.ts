import { existsSync, readFileSync } from "node:fs";
import { parseCsv } from "../../src/table/csv";
import type { Table } from "../../src/table/table";

const root = "../shared/data";

/** False where the shared tables are not at hand; tests of them are skipped then. */
export const haveSharedData = existsSync(`${root}/adult.train.csv`);

/** A shared table's file, e.g. "adult.train". */
export function sharedText(name: string): string {
	return readFileSync(`${root}/${name}.csv`, "utf8");
}

/** A shared table, e.g. "adult.train". */
export function sharedTable(name: string): Promise<Table> {
	return parseCsv(sharedText(name));
}
