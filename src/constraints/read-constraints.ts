import { ConstraintError } from "../errors";
import { show } from "../options/choose";
import { cellText } from "../table/cell-text";
import { type Table, takeRows } from "../table/table";
import { checkConstraint } from "./check-constraint";
import type { Constraint } from "./constraint";
import { type Rule, readRule } from "./rule";

/** What was stated, read and held against the table. */
export interface Stated {
	readonly rules: readonly Rule[];
	/** Findings that are not to be used, or `"found"` for none of them. */
	readonly except: readonly Constraint[];
	/** Rows that obey every rule: what is learned from. */
	readonly table: Table;
}

/** Share of the rows that may break a stated constraint; where more do, it is most likely the wrong way round. */
const MOST_BROKEN = 0.9;
/** Cells of a row that a message shows. */
const SHOWN = 6;

/** The cells of a row that a rule reads, for a message: `row 17 has start "2024-01-02", end "2024-01-01"`. */
export function showRow(table: Table, row: number, columns: readonly string[]): string {
	const cells = columns.slice(0, SHOWN).map((name) => {
		const text = cellText(table.columns.find((column) => column.name === name)!)(row);
		return `${name} ${text === undefined ? "missing" : JSON.stringify(text)}`;
	});
	return `row ${row + 1} has ${cells.join(", ")}`;
}

function details(rule: Rule, row: number) {
	return { constraint: rule.constraint, row: row + 1 };
}

/** Refuses what most rows of the table break, with one of them. */
function refuseBroken(rule: Rule, broken: Uint8Array, place: string, table: Table): void {
	const count = broken.reduce((a, b) => a + b, 0);
	if (count <= MOST_BROKEN * table.rows) return;
	const row = broken.indexOf(1);
	const all = count === table.rows ? "every row" : `${count} of ${table.rows} rows`;
	throw new ConstraintError(
		`In ${place}, ${rule.text}: ${all} of the table break${count === table.rows ? "s" : ""} it; ${showRow(table, row, rule.columns)}. Correct the constraint, or leave it out.`,
		details(rule, row),
	);
}

/** Rows of a table whose every row is held against a constraint while a person waits for the answer. */
const MOST_HELD = 100_000;

/**
 * Checks one constraint while it is being stated: its grammar, the columns it names, their kinds, and whether hardly a row
 * obeys it; the last only in a table of at most 100,000 rows.
 *
 * @param place what the message calls the constraint.
 * @throws ConstraintError
 */
export function checkStated(table: Table, stated: unknown, place: string): void {
	const constraint = checkConstraint(stated, place);
	if (typeof constraint !== "string" && "except" in constraint) return;
	const held = table.rows <= MOST_HELD ? table : takeRows(table, []);
	const rule = readRule(constraint, place, held.columns, held);
	rule.check(held);
	if (held === table) refuseBroken(rule, rule.broken(table), place, table);
}

/**
 * Reads stated constraints against a table, before anything is learned. Rows that break one are left out of what is
 * learned; where most of them do, or none obeys all, the constraints are refused with an example.
 *
 * @throws ConstraintError with the place: misspelt, unreadable, impossible or contradictory.
 */
export function readConstraints(table: Table, constraints: readonly unknown[] = []): Stated {
	if (!Array.isArray(constraints)) {
		throw new ConstraintError(`constraints is ${show(constraints)}; it must be a list.`, { constraints });
	}
	const except: Constraint[] = [];
	const rules: Rule[] = [];
	const broken = new Uint8Array(table.rows);
	for (const [at, each] of constraints.entries()) {
		const place = `constraint ${at + 1}`;
		const constraint = checkConstraint(each, place);
		if (typeof constraint !== "string" && "except" in constraint) {
			except.push(constraint.except);
			continue;
		}
		const rule = readRule(constraint, place, table.columns, table);
		rule.check(table);
		const own = rule.broken(table);
		refuseBroken(rule, own, place, table);
		const free = rules.length > 0 ? own.findIndex((cell, row) => cell === 0 && broken[row] === 0) : 0;
		if (free < 0) refuseContradiction(rule, rules, place, table);
		own.forEach((cell, row) => {
			if (cell === 1) broken[row] = 1;
		});
		rules.push(rule);
	}
	const kept = Array.from(broken.keys()).filter((row) => broken[row] === 0);
	return { rules, except, table: kept.length === table.rows ? table : takeRows(table, kept) };
}

function refuseContradiction(rule: Rule, before: readonly Rule[], place: string, table: Table): never {
	const other = before.find((b) => {
		const [theirs, own] = [b.broken(table), rule.broken(table)];
		return !theirs.some((cell, row) => cell === 0 && own[row] === 0);
	});
	const [against, row] = other
		? [other.text, other.broken(table).indexOf(0)]
		: ["those before it", rule.broken(table).indexOf(1)];
	const columns = [...new Set([...rule.columns, ...(other?.columns ?? [])])];
	throw new ConstraintError(
		`In ${place}, ${rule.text} contradicts ${against}: no row of the table obeys both; ${showRow(table, row, columns)}. Leave one of them out.`,
		{ ...details(rule, row), contradicts: other?.constraint },
	);
}
