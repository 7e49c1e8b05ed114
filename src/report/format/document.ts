/** What the report says, before it is HTML or Markdown: plain text and tables, charts as SVG beside their tables. */

export interface TextTable {
	readonly caption: string;
	readonly head: readonly string[];
	/** Cells as plain text; the first of a row names it. */
	readonly rows: readonly (readonly string[])[];
}

export type Block =
	| { readonly kind: "text"; readonly text: string }
	| { readonly kind: "table"; readonly table: TextTable }
	| { readonly kind: "chart"; readonly svg: string; readonly table: TextTable }
	| { readonly kind: "definition"; readonly title: string; readonly text: string; readonly source: string };

/** One figure of the first screen. */
export interface Card {
	readonly title: string;
	/** The figure alone, large. */
	readonly value: string;
	/** What it says, in a sentence. */
	readonly text: string;
}

export interface Section {
	readonly title: string;
	readonly blocks: readonly Block[];
}

export interface ReportDocument {
	readonly title: string;
	readonly lead: string;
	readonly cards: readonly Card[];
	readonly notes: readonly string[];
	readonly sections: readonly Section[];
}
