/** What was found out about a table's columns: plain data for people and programs. */

/** What a column may hold that identifies somebody. */
export type What =
	| "name"
	| "email"
	| "phone"
	| "iban"
	| "card"
	| "national-number"
	| "address"
	| "postcode"
	| "coordinates"
	| "ip"
	| "mac"
	| "url"
	| "handle"
	| "key"
	| "birth-date"
	| "demographic"
	| "free-text"
	| "nothing";

/** Whether a column's values single people out: by themselves, in combination with other columns, or not at all. */
export type Identifies = "directly" | "together with others" | "no";

/** What one column holds, whatever its kind, and why that is believed. */
export interface Finding {
	/** Name of the column. */
	readonly column: string;
	readonly identifies: Identifies;
	readonly what: What;
	/** The reason in one sentence, without a value of the column. */
	readonly evidence: string;
	/** Share of the cells looked at that are of this kind, 0 … 1; of present cells only. */
	readonly share: number;
	/** Language or country its values follow, where they tell: "nl" for names, "NL" for numbers. */
	readonly locale?: string;
	/** Which number it is, for `national-number`: country and name as in stdnum, e.g. "NL.bsn". */
	readonly standard?: string;
	/** Whether it is the column's own name that identifies somebody; `what` then says what that is. */
	readonly inName?: true;
	/** What happens to the column unless the caller says otherwise. */
	readonly treatment: Treatment;
}

/** A proposal of whose rows the table's rows are. */
export interface SubjectFinding {
	/** The column whose values say which person, firm or household a row belongs to. */
	readonly column: string;
	/** Why, in one sentence. */
	readonly reason: string;
	/** Whether the evidence suffices to use it without asking. */
	readonly strong: boolean;
	/** How many subjects there are. */
	readonly subjects: number;
	/** Columns that are the same in all rows of a subject, for at least 98 % of the subjects with several rows. */
	readonly constant: readonly string[];
	/** Other columns that could be it, best first. */
	readonly candidates: readonly string[];
}

/** What `inspect` found. */
export interface Inspection {
	/** One a column, in the table's order. */
	readonly findings: readonly Finding[];
	/** Absent where every row seems to be a subject of its own. */
	readonly subject?: SubjectFinding;
}

/** How a column's values are made coarser. */
export interface Coarsening {
	/**
	 * - `"year"`, `"month"`: datetimes become the first day of it;
	 * - `{ band }`: numbers become bands of that width ("30–39"), from multiples of it;
	 * - `{ round }`: numbers become the nearest multiple of it;
	 * - `{ prefix }`: texts are cut after so many letters and digits (postcodes);
	 * - `{ bottom, top }`: numbers below and above become these.
	 */
	readonly coarsen:
		| "year"
		| "month"
		| { readonly band: number }
		| { readonly round: number }
		| { readonly prefix: number }
		| { readonly bottom?: number; readonly top?: number };
}

/** A column that leaves as it is although it identifies people: `confirmed` names what it holds, as its finding does. */
export interface Keeping {
	readonly keep: { readonly confirmed: What };
}

/**
 * What happens to a column.
 *
 * - `"replace"`: it is not learned; made-up values of its format stand in its place;
 * - `"drop"`: it is left out;
 * - `"learn"`: it is learned like any other column, with rare values protected;
 * - coarsen: it is made coarser, then learned;
 * - keep: its values may appear as they are; only with a confirmation of what they are.
 */
export type Treatment = "replace" | "drop" | "learn" | Coarsening | Keeping;

/** A span of characters that identifies somebody, found in a free text. */
export interface Span {
	readonly start: number;
	/** After the last character. */
	readonly end: number;
	readonly what: What;
}

/** A detector of one's own for free texts: spans for each of the texts, in their order. */
export type Detect = (texts: readonly string[]) => readonly (readonly Span[])[] | Promise<readonly (readonly Span[])[]>;
