import type { What } from "../../deidentify/finding";

/** A column that holds direct identifiers, and how many of the synthetic ones are real. */
export interface RealIdentifiers {
	readonly column: string;
	readonly what: What;
	/** Synthetic cells whose value is that of a real row, a hold-out row included, of those that have one. */
	readonly real: number;
	readonly cells: number;
	/** Whether all of them are whole numbers, which repeat by counting alone. */
	readonly running: boolean;
	/** Whether it is the column's own name that is one of `what`: it stands in both tables. */
	readonly inName?: true;
	/** The synthetic column that they stand in, alone or inside texts, where it is another one. */
	readonly within?: string;
	/** A second synthetic column, where a name is split over two. */
	readonly and?: string;
	/**
	 * Where they are written otherwise, so that others may have the same (numbers without letters, country or zeros, names
	 * without what stands between): the share that chance gives, which `real` of `cells` is surely above.
	 */
	readonly byChance?: number;
}
