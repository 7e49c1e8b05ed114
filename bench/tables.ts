import { readFileSync } from "node:fs";
import { drawModel } from "../src/priors/draw-model";
import { parseCsv } from "../src/table/csv";
import { splitRows } from "../src/table/split-rows";
import type { Table } from "../src/table/table";
import { targets } from "./browser/shared-tables";

/** A table to judge generators on. */
export interface BenchTable {
	/** Rows to learn from. */
	readonly training: Table;
	/** Rows kept aside. */
	readonly holdout: Table;
	/** The learned and the held-out rows in one table, to be split otherwise. */
	readonly together: () => Promise<Table>;
	/** The column that utility predicts. */
	readonly target: string | undefined;
}

const PRIOR = "graph-scm";

/** Folder of the shared tables. */
const SHARED = "../shared/data";

async function drawTable(name: string): Promise<BenchTable> {
	const [features, index, rows = 8000, categoryShare = 0.2] = name.split("/").slice(1).map(Number);
	const { table, drawn } = await drawModel(
		PRIOR,
		{ seed: "bench", index: index!, rows, features: features! },
		{ task: "regression", noise: "on", categoryShare },
	);
	const { training, holdout } = splitRows(table, 0.5, "bench");
	return { training, holdout: holdout!, together: async () => table, target: drawn.target };
}

/**
 * A table by its name: a shared one, of which `NAME/PARTS` learns from the first of so many parts of the training rows; or `graph-scm/FEATURES/INDEX[/ROWS[/SHARE]]`, drawn from that prior with noise on: so
 * many columns besides the target, rows (8,000, half of them held out) and share of categories (a fifth).
 */
export async function benchTable(name: string): Promise<BenchTable> {
	if (name.startsWith(`${PRIOR}/`)) return drawTable(name);
	const [file, parts = 1] = name.split("/");
	const read = (part: string) => readFileSync(`${SHARED}/${file}.${part}.csv`, "utf8");
	const whole = await parseCsv(read("train"));
	return {
		training: Number(parts) > 1 ? splitRows(whole, 1 - 1 / Number(parts), "bench").training : whole,
		holdout: await parseCsv(read("holdout")),
		together: () => parseCsv(`${read("train").trimEnd()}\n${read("holdout").replace(/^[^\n]*\n/, "")}`),
		target: targets[file as keyof typeof targets],
	};
}
