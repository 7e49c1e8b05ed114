import type { Constraint } from "../constraints/constraint";
import { findConstraints } from "../constraints/find-constraints";
import { readRule } from "../constraints/rule";
import { isNumeric, type Table } from "../table/table";

/** How many rows break one constraint. */
export interface ConstraintViolations {
	/** The constraint as it is stated in `fit`. */
	readonly constraint: Constraint;
	/** What it says, for people. */
	readonly sentence: string;
	readonly columns: readonly string[];
	/** Whether it was found in the real rows; else it was stated. */
	readonly found: boolean;
	/** Rows of the real, and of the synthetic table, that break it. */
	readonly real: number;
	readonly synthetic: number;
}

const count = (broken: Uint8Array) => broken.reduce((sum, cell) => sum + cell, 0);

/** Whether `table` has the columns in a form that can be held against those of `real`. */
function comparable(table: Table, real: Table, columns: readonly string[]): boolean {
	return columns.every((name) => {
		const [own, theirs] = [table, real].map((t) => t.columns.find((column) => column.name === name));
		return own && theirs && isNumeric(own) === isNumeric(theirs);
	});
}

/**
 * Counts the rows that break constraints: the stated ones, and those that hold in every real row. Combinations that no
 * real row has, break a dependency only where they contradict one that real rows have.
 *
 * @throws ConstraintError where a stated one cannot be read against the real table.
 */
export async function countViolations(
	real: Table,
	synthetic: Table,
	stated: readonly Constraint[],
	pause: () => Promise<void>,
): Promise<ConstraintViolations[]> {
	const counted: ConstraintViolations[] = [];
	const add = (constraint: Constraint, place: string, sentence: string | undefined, found: boolean) => {
		const rule = readRule(constraint, place, real.columns, real);
		if (!comparable(synthetic, real, rule.columns)) return;
		counted.push({
			constraint,
			sentence: sentence ?? `${rule.text}, as stated.`,
			columns: rule.columns,
			found,
			real: count(rule.broken(real)),
			synthetic: count(rule.broken(synthetic)),
		});
	};
	for (const [at, constraint] of stated.entries()) {
		if (typeof constraint === "string" || !("except" in constraint))
			add(constraint, `constraint ${at + 1}`, undefined, false);
		await pause();
	}
	for (const { constraint, sentence, exact, expression } of await findConstraints(real, pause)) {
		if (exact) add(constraint, expression, sentence, true);
		await pause();
	}
	return counted;
}
