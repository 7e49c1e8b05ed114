import { formatCsvChunks } from "../../table/format-csv";
import type { Table } from "../../table/table";
import { createBreath } from "./slices";

/**
 * "visits.csv" as "visits.synthetic.csv": the name says what is in it. Rows sampled otherwise than as learned say so too:
 * "visits.fair.synthetic.csv".
 */
export function syntheticName(source: string, extension: string, marks: readonly string[] = []): string {
	const stem =
		source
			.replace(/\.(csv|tsv|txt|json|jsonl|parquet|xlsx|arrow|standin)(\.gz|\.zip)?$/i, "")
			.replace(/(\.(fair|scenario))*\.synthetic$/, "")
			.replaceAll(/[\\/:*?"<>|]+/g, "-")
			.trim() || "table";
	return `${[stem, ...marks].join(".")}.synthetic.${extension}`;
}

/** A table as a CSV file, written piece by piece so that the page can draw in between. */
export async function csvFile(table: Table, source: string, defuseFormulas: boolean): Promise<File> {
	const breathe = createBreath();
	const chunks: Blob[] = [];
	for (const chunk of formatCsvChunks(table, { defuseFormulas })) {
		// A blob at once, so that the text need not stay in the page's memory.
		chunks.push(new Blob([chunk]));
		await breathe();
	}
	return new File(chunks, syntheticName(source, "csv", table.marks), { type: "text/csv" });
}

/** Offers a file to the person; the browser asks or saves as it is set to. */
export function download(content: Blob, name: string): void {
	const url = URL.createObjectURL(content);
	const link = document.createElement("a");
	link.href = url;
	link.download = name;
	link.click();
	setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
