import { existsSync, readFileSync } from "node:fs";
import { parseCsv } from "../../src/table/csv";
import type { Table } from "../../src/table/table";

const root = "../shared/data";

/** False where the shared tables are not at hand; tests of them are skipped then. */
export const haveSharedData = existsSync(`${root}/adult.train.csv`);

/** A shared table, e.g. "adult.train". */
export function sharedTable(name: string): Promise<Table> {
	return parseCsv(readFileSync(`${root}/${name}.csv`, "utf8"));
}
