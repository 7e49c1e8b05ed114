/** The part of a table that is learned from, where that is not all of it. */
import { OptionError } from "../errors";
import { partStream, someRows } from "../table/split-rows";
import { withSubjects } from "../table/subjects";
import type { Table } from "../table/table";
import type { FitSetup } from "../wire/api";
import { subjectOf } from "./subject-of";

/** What is said where a promise of differential privacy would not cover the part. */
export function hidesRows(): OptionError {
	return new OptionError(
		'"maxTrainingRows" takes a share of the rows, and a promise of differential privacy hides how many there are; leave it out, or leave columns out.',
		{ option: "maxTrainingRows" },
	);
}

/** Whose each row is, and what stops the work. */
interface PartOptions extends Pick<FitSetup, "subject" | "inspection"> {
	readonly signal?: AbortSignal | undefined;
}

/** `most` of the rows, chosen by the seed, as a table of its own: where subjects are known, all rows of some. */
export function trainingPart(
	table: Table,
	most: number,
	seed: number | string,
	{ signal, ...whose }: PartOptions,
): Promise<Table> {
	const owned = withSubjects(table, subjectOf(whose, whose.inspection));
	return someRows(owned, most, partStream(seed), signal);
}
