/**
 * What the report says to people, as plain data: figures, sentences, tables and charts. The page, the HTML file and the
 * Markdown file all show this and add no words of their own.
 */
import type { ChartNode } from "../../charts/node";
import type { Verdict } from "../checklist/check-item";

export interface TextTable {
	readonly caption: string;
	readonly head: readonly string[];
	/** Cells as plain text; the first of a row names it. */
	readonly rows: readonly (readonly string[])[];
}

export type Block =
	| { readonly kind: "text"; readonly text: string }
	| { readonly kind: "table"; readonly table: TextTable }
	| { readonly kind: "chart"; readonly chart: ChartNode; readonly table: TextTable }
	| { readonly kind: "definition"; readonly title: string; readonly text: string; readonly source: string };

/** One figure of the first screen. */
export interface Card {
	readonly title: string;
	/** The figure alone, large. */
	readonly value: string;
	/** What the figure is to be compared with, e.g. "hold-out rows score 96". */
	readonly beside?: string;
	/** What it means, in a sentence or two. */
	readonly text: string;
	/** Whether the figures themselves say that training rows were memorised: more than coincidence explains. */
	readonly alarm?: boolean;
}

export interface Section {
	/** What it is about, for a page that shows some sections elsewhere. */
	readonly id:
		| "columns"
		| "marginals"
		| "pairs"
		| "detection"
		| "utility"
		| "fairness"
		| "care"
		| "diagnostic"
		| "constraints"
		| "attacks"
		| "secrets"
		| "membership"
		| "copies"
		| "samples"
		| "ledger"
		| "excluded";
	readonly title: string;
	/** Whether it belongs into the appendix, which an export may leave out. */
	readonly appendix?: true;
	readonly blocks: readonly Block[];
}

/** Checks of one verdict. */
export interface CheckGroup {
	readonly verdict: Verdict;
	readonly title: string;
	readonly lines: readonly { readonly item: string; readonly sentence: string }[];
}

export interface ReportDocument {
	readonly title: string;
	readonly lead: string;
	/** May I share this? What must be mended first, then what is worth a look, what was not found, what was not measured. */
	readonly checks: readonly CheckGroup[];
	/** Where the synthetic table comes from: evidence for a file. */
	readonly evidence: TextTable;
	readonly cards: readonly Card[];
	readonly notes: readonly string[];
	/** In reading order. */
	readonly sections: readonly Section[];
}
