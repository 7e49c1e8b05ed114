import { type Constraint, sameConstraint } from "./constraint";

/** A constraint that was found in a table: plain data, to be shown and switched. */
export interface Found {
	/**
	 * - `"determined"`: `columns[0]` follows from the others.
	 * - `"computed"`: `columns[0]` is a sum, difference, product or ratio of the others.
	 * - `"ordered"`: `columns[0]` is at most `columns[1]` in every row.
	 * - `"missing"`: cells of `columns[0]` are missing where, or just where, those of the others are.
	 */
	readonly kind: "determined" | "computed" | "ordered" | "missing";
	/** The columns it is about, the one that follows first. */
	readonly columns: readonly string[];
	/** What was found, a sentence for people. */
	readonly sentence: string;
	/** Share of the rows that obey, 0 … 1. */
	readonly support: number;
	/** Whether every row obeys: exact ones are used unless `{ except }` says otherwise, the others only where stated. */
	readonly exact: boolean;
	/** The same in the expression language, or in words where the language cannot say it. */
	readonly expression: string;
	/** To be stated in `constraints`, as it is or as `{ except: constraint }`. */
	readonly constraint: Constraint;
}

/** The exact findings that nobody switched off; exceptions from what was not found in these rows change nothing. */
export function usedFindings(found: readonly Found[], except: readonly Constraint[]): Found[] {
	if (except.includes("found")) return [];
	return found.filter(({ exact, constraint }) => exact && !except.some((other) => sameConstraint(other, constraint)));
}
