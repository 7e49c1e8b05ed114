import { formatTable } from "../../page/on-demand";
import { formatCsvChunks } from "../../table/format-csv";
import type { TableFormat } from "../../table/format-table";
import type { Table } from "../../table/table";
import { createBreath } from "./slices";

/**
 * "visits.csv" as "visits.synthetic.csv": the name says what is in it. Rows sampled otherwise than as learned say so too:
 * "visits.fair.synthetic.csv".
 */
export function syntheticName(source: string, extension: string, marks: readonly string[] = []): string {
	const stem =
		source
			.replace(/\.(csv|tsv|txt|json|jsonl|ndjson|parquet|xlsx|arrow|feather|standin)(\.gz|\.zip)?$/i, "")
			.replace(/(\.(fair|scenario|conditional|rebalanced))*\.synthetic$/, "")
			.replaceAll(/[\\/:*?"<>|]+/g, "-")
			.trim() || "table";
	return `${[stem, ...marks].join(".")}.synthetic.${extension}`;
}

/** How a table is written. */
export interface Writing {
	readonly format: TableFormat;
	/** Whether cells of a CSV that a spreadsheet would take for formulas get an apostrophe. */
	readonly defuse: boolean;
}

/** A table as a file; a CSV is written piece by piece so that the page can draw in between. */
export async function tableFile(table: Table, source: string, { format, defuse }: Writing): Promise<File> {
	const name = syntheticName(source, format, table.marks);
	if (format !== "csv") {
		const content = await formatTable(table, format);
		return new File([content], name, { type: content.type });
	}
	const breathe = createBreath();
	const chunks: Blob[] = [];
	for (const chunk of formatCsvChunks(table, { defuseFormulas: defuse })) {
		// A blob at once, so that the text need not stay in the page's memory.
		chunks.push(new Blob([chunk]));
		await breathe();
	}
	return new File(chunks, name, { type: "text/csv" });
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
