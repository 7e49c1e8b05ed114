/** What is known of constraints once they are learned around, and what it makes of sampled rows. */
import type { Random } from "../random";
import type { Table } from "../table/table";
import type { Constraint } from "./constraint";
import type { GivenCells } from "./given";
import { type Rule, readRule } from "./rule";
import { type ColumnShape, columnOf } from "./steps/column-shape";
import { back, type Step } from "./steps/step";

/** What a wrapped model is asked for: the fields of a request that matter here, others go through. */
export interface Request {
	readonly rows: number;
	readonly offset?: number;
	readonly given?: GivenCells;
	readonly complete?: Table;
}

/** Samples rows of the learned table, from a stream. */
export type Sample = (request: Request, random: Random) => Promise<Table>;

/** What is kept on the way out. Plain data, without a cell of the table but those of lookups. */
export interface Kept {
	/** In the order of the way in. */
	readonly steps: readonly Step[];
	readonly checked: readonly Constraint[];
	/** Every column as it leaves, in order. */
	readonly columns: readonly ColumnShape[];
}

/** Constraints that rows are held against one by one; dependencies and combinations hold by construction. */
export function rowRules({ checked, columns }: Kept): { rules: Rule[]; unique: (readonly string[])[] } {
	const bare = columns.map((shape) => columnOf(shape, []));
	const rules: Rule[] = [];
	const unique: (readonly string[])[] = [];
	for (const [at, constraint] of checked.entries()) {
		if (typeof constraint !== "string" && "unique" in constraint) unique.push(constraint.unique);
		else if (typeof constraint !== "string" && ("determined" in constraint || "fixedCombinations" in constraint))
			continue;
		else rules.push(readRule(constraint, `constraint ${at + 1}`, bare));
	}
	return { rules, unique };
}

/** The table as it leaves: every step undone, columns in their old order. */
export function restore({ steps, columns }: Kept, sampled: Table): Table {
	const whole = steps.filter(({ type }) => type !== "blank").reduceRight((table, step) => back(step, table), sampled);
	const blanked = steps.filter(({ type }) => type === "blank").reduce((table, step) => back(step, table), whole);
	const byName = new Map(blanked.columns.map((column) => [column.name, column]));
	const ordered = columns.flatMap(({ name }) => byName.get(name) ?? []);
	// Columns that were never here, a stage's further in, stay behind the others.
	const more = blanked.columns.filter(({ name }) => !columns.some((shape) => shape.name === name));
	return { ...blanked, columns: [...ordered, ...more] };
}

/** 1 for each row that breaks a rule. */
export function brokenRows(rules: readonly Rule[], table: Table): Uint8Array {
	const broken = new Uint8Array(table.rows);
	for (const rule of rules) {
		rule.broken(table).forEach((cell, row) => {
			if (cell === 1) broken[row] = 1;
		});
	}
	return broken;
}
