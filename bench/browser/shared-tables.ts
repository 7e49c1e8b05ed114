import { parseCsv, type Table } from "../../src";

/** The shared tables and the column that each one's utility predicts. */
export const targets = {
	penguins: "species",
	insurance: "charges",
	churn: "Exited",
	california: "median_house_value",
	adult: "outcome",
} as const;

/** The text of a shared table's part. */
export async function readText(name: string, part: "train" | "holdout"): Promise<string> {
	const response = await fetch(`/data/${name}.${part}.csv`);
	if (!response.ok) throw new Error(`../shared/data/${name}.${part}.csv is not there; see ../shared/data/README.md.`);
	return response.text();
}

export async function readTable(name: string, part: "train" | "holdout"): Promise<Table> {
	return parseCsv(await readText(name, part));
}
