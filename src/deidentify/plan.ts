import type { RandomKey } from "../random";
import { type Column, isNumeric, type Kind } from "../table/table";
import type { Fake } from "./fakes/fake";
import type { People } from "./fakes/people";
import type { Coarsening, What } from "./finding";
import type { Previous } from "./previous";
import type { RowsPerSubject } from "./rows-per-subject";

/** How a column of the sampled table comes about. Plain data that is saved with the model. */
export type ColumnPlan =
	/** As the generator samples it. */
	| { readonly type: "learned"; readonly name: string; readonly coarse?: Coarsening }
	/** Made up. */
	| {
			readonly type: "made";
			readonly name: string;
			readonly what: What;
			readonly fake: Fake;
			/** Which of a row's people it is about. */
			readonly role: number;
			readonly kind: Kind;
			readonly decimals?: number;
			/** How a missing cell is written. */
			readonly missing?: string;
			/** Whether a subject has one value. */
			readonly constant: boolean;
			/** Which cells have a value: all, none, or as the generator learned under the column's name. */
			readonly present: "all" | "none" | "learned";
	  }
	/** A day of the year that the generator sampled under the column's name. */
	| {
			readonly type: "birth-date";
			readonly name: string;
			readonly format?: string;
			readonly missing?: string;
			readonly constant: boolean;
			/** Days that may be: those of one in so many classes, by a key that no real date has. */
			readonly key: RandomKey;
			readonly classes: number;
	  }
	/** Real values at their frequencies, as was confirmed. */
	| {
			readonly type: "kept";
			readonly name: string;
			readonly what: What;
			readonly column: Column;
			readonly constant: boolean;
	  };

/** Everything the way out needs. */
export interface DeidentifySaved {
	readonly version: 1;
	/** In the order of the real table, dropped columns left out. */
	readonly columns: readonly ColumnPlan[];
	/** Columns that were dropped. */
	readonly dropped: readonly string[];
	readonly people: People;
	/** Checksums that made values satisfy, by name. */
	readonly checksums: readonly string[];
	/** Where the table says whose each row is. */
	readonly subjects?: {
		readonly column: string;
		readonly rows: RowsPerSubject;
		/** Learned columns that do not change within a subject. */
		readonly constant: readonly string[];
		/** Learned columns whose value in the row before a subject's row goes with that in the row; absent: none. */
		readonly previous?: readonly Previous[];
	};
}

/** Stands for "there is a value" in a column of which only that is learned. */
export const PRESENT = "present";

/** Whether a cell of a column holds something. */
export function isPresent(column: Column): (row: number) => boolean {
	return isNumeric(column) ? (row) => !Number.isNaN(column.values[row]!) : (row) => column.codes[row]! >= 0;
}
