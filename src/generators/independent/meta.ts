import type { GeneratorMeta } from "../generator";

export interface IndependentOptions {
	/**
	 * Fewest subjects (whoever the table says a row belongs to, else rows) that must share a category or value before it
	 * may appear again, and stand behind each end of a number's range. Default 5; 1 switches protection off.
	 */
	protect?: number;
}

export const meta: GeneratorMeta<IndependentOptions> = {
	label: "Independent columns",
	summary: "Draws every column by itself: right margins, no relation between columns. The baseline to beat.",
	data: "table",
	device: "cpu",
	conditions: ["given"],
	defaults: { protect: 5 },
};
