/** Constraints read against a table's columns: which rows break them. */
import { ConstraintError } from "../errors";
import { printName } from "../expression/print";
import { suggestion } from "../expression/source";
import { datetimeFormat } from "../table/datetime";
import { type Column, isNumeric, type Table } from "../table/table";
import { cellKeys, missingCells } from "./cells";
import { type Constraint, describeConstraint } from "./constraint";
import { checkFormula, type Formula, readFormula } from "./formula";

/** A constraint that tables can be held against. */
export interface Rule {
	readonly constraint: Constraint;
	/** How messages name it. */
	readonly text: string;
	readonly columns: readonly string[];
	/** The condition, where it is one. */
	readonly formula?: Formula;
	/** 1 for each row of a table of the same columns that breaks it. */
	broken(table: Table): Uint8Array;
	/** Refuses what the language alone cannot: texts that no cell holds, columns of the wrong kind. */
	check(table: Table): void;
}

function columnOf(table: Table, name: string): Column {
	return table.columns.find((column) => column.name === name)!;
}

/** The condition that says what a constraint says, where the language can. */
export function conditionText(constraint: Constraint, columns: readonly Column[]): string | undefined {
	if (typeof constraint === "string") return constraint;
	if ("implies" in constraint) return `(${constraint.implies.when}) => (${constraint.implies.must})`;
	if ("nullUnless" in constraint) {
		return `(${constraint.nullUnless.when}) or ismissing(${printName(constraint.nullUnless.column)})`;
	}
	if ("ordered" in constraint) {
		return constraint.ordered.map(printName).join(constraint.strict ? " < " : " <= ");
	}
	if ("sum" in constraint) {
		return `${printName(constraint.sum.total)} == ${constraint.sum.of.map(printName).join(" + ")}`;
	}
	if ("product" in constraint) {
		return `${printName(constraint.product.total)} == ${constraint.product.of.map(printName).join(" * ")}`;
	}
	if ("missingWith" in constraint) {
		const { column, with: other } = constraint.missingWith;
		return `not ismissing(${printName(other)}) or ismissing(${printName(column)})`;
	}
	if ("range" in constraint) {
		const { column: name, min, max } = constraint.range;
		const column = columns.find((c) => c.name === name);
		const bound = (value: number | string) => boundText(value, column);
		return `${min === undefined ? "" : `${bound(min)} <= `}${printName(name)}${max === undefined ? "" : ` <= ${bound(max)}`}`;
	}
	return undefined;
}

/** A bound as the language writes it: dates as ISO text, whatever the column's own format. */
function boundText(value: number | string, column: Column | undefined): string {
	if (!column || !isNumeric(column) || column.kind !== "datetime") return String(value);
	const own = typeof value === "number" ? value : datetimeFormat(column.format ?? "YYYY-MM-DD").parse(value);
	return JSON.stringify(Number.isNaN(own) ? value : datetimeFormat("YYYY-MM-DD HH:mm:ss").format(own));
}

/** Columns that a constraint names outside of any condition. */
export function namedColumns(constraint: Constraint): readonly string[] {
	if (typeof constraint === "string" || "implies" in constraint) return [];
	if ("nullUnless" in constraint) return [constraint.nullUnless.column];
	if ("unique" in constraint) return constraint.unique;
	if ("fixedCombinations" in constraint) return constraint.fixedCombinations;
	if ("range" in constraint) return [constraint.range.column];
	if ("ordered" in constraint) return constraint.ordered;
	if ("sum" in constraint) return [constraint.sum.total, ...constraint.sum.of];
	if ("product" in constraint) return [constraint.product.total, ...constraint.product.of];
	if ("determined" in constraint) return [constraint.determined.column, ...constraint.determined.by];
	if ("missingTogether" in constraint) return constraint.missingTogether;
	if ("missingWith" in constraint) return [constraint.missingWith.column, constraint.missingWith.with];
	return [];
}

/** Rows whose cells in all `columns` were seen before in `seen`, which they are added to; rows with a missing cell are not compared. */
export function markRepeated(table: Table, columns: readonly string[], seen: Set<string>): Uint8Array {
	const { keys, missing } = cellKeys(columns.map((name) => columnOf(table, name)));
	return Uint8Array.from({ length: table.rows }, (_, row) => {
		if (missing(row)) return 0;
		const key = keys(row);
		if (seen.has(key)) return 1;
		seen.add(key);
		return 0;
	});
}

function plainRule(constraint: Constraint, columns: readonly string[], broken: Rule["broken"]): Rule {
	return { constraint, text: describeConstraint(constraint), columns, broken, check: () => {} };
}

/** Rows that contradict `reference`: the same cells in `by`, others in `column`. Unknown ones contradict nothing. */
function determinedRule(constraint: Constraint, column: string, by: readonly string[], reference: Table): Rule {
	const from = cellKeys(by.map((name) => columnOf(reference, name)));
	const to = cellKeys([columnOf(reference, column)]);
	const counts = new Map<string, Map<string, number>>();
	for (let row = 0; row < reference.rows; row++) {
		const values = counts.get(from.keys(row)) ?? new Map<string, number>();
		counts.set(from.keys(row), values.set(to.keys(row), (values.get(to.keys(row)) ?? 0) + 1));
	}
	const commonest = new Map(
		Array.from(counts, ([key, values]) => [key, [...values].reduce((a, b) => (b[1] > a[1] ? b : a))[0]]),
	);
	return plainRule(constraint, [column, ...by], (table) => {
		const keys = cellKeys(by.map((name) => columnOf(table, name))).keys;
		const cells = cellKeys([columnOf(table, column)]).keys;
		return Uint8Array.from({ length: table.rows }, (_, row) => {
			const expected = commonest.get(keys(row));
			return expected !== undefined && expected !== cells(row) ? 1 : 0;
		});
	});
}

function combinationsRule(constraint: Constraint, columns: readonly string[], reference: Table): Rule {
	const { keys } = cellKeys(columns.map((name) => columnOf(reference, name)));
	const known = new Set(Array.from({ length: reference.rows }, (_, row) => keys(row)));
	return plainRule(constraint, columns, (table) => {
		const own = cellKeys(columns.map((name) => columnOf(table, name))).keys;
		return Uint8Array.from({ length: table.rows }, (_, row) => (known.has(own(row)) ? 0 : 1));
	});
}

/**
 * Reads a constraint against the columns of `table`; `place` says in messages where it stands. Dependencies and fixed
 * combinations are those of `reference`; without it they are not held against rows.
 *
 * @throws ConstraintError where it names what the table has not, or cannot be read; with the place.
 */
export function readRule(constraint: Constraint, place: string, columns: readonly Column[], reference?: Table): Rule {
	const names = columns.map((column) => column.name);
	for (const name of namedColumns(constraint)) {
		if (names.includes(name)) continue;
		throw new ConstraintError(
			`In ${place}, ${describeConstraint(constraint)}: there is no column called "${name}".${suggestion(name, names)}`,
			{ constraint, unknown: name },
		);
	}
	const text = conditionText(constraint, columns);
	if (text !== undefined) {
		const formula = readFormula(text, place, names);
		return {
			constraint,
			text: describeConstraint(constraint),
			columns: formula.columns,
			formula,
			broken: (table) =>
				checkFormula(formula, table, "condition")
					.values()
					.map((v) => (v === 0 ? 1 : 0)) as never,
			check: (table) => void checkFormula(formula, table, "condition", true),
		};
	}
	if (typeof constraint !== "string" && "unique" in constraint) {
		return plainRule(constraint, constraint.unique, (table) => markRepeated(table, constraint.unique, new Set()));
	}
	if (typeof constraint !== "string" && "missingTogether" in constraint) {
		const { missingTogether } = constraint;
		return plainRule(constraint, missingTogether, (table) => {
			const masks = missingTogether.map((name) => missingCells(columnOf(table, name)));
			return Uint8Array.from({ length: table.rows }, (_, r) => (masks.some((m) => m[r] !== masks[0]![r]) ? 1 : 0));
		});
	}
	const none = () => new Uint8Array(0);
	if (typeof constraint !== "string" && "determined" in constraint) {
		const { column, by } = constraint.determined;
		return reference ? determinedRule(constraint, column, by, reference) : plainRule(constraint, [column, ...by], none);
	}
	if (typeof constraint !== "string" && "fixedCombinations" in constraint) {
		const { fixedCombinations } = constraint;
		return reference
			? combinationsRule(constraint, fixedCombinations, reference)
			: plainRule(constraint, fixedCombinations, none);
	}
	throw new ConstraintError(`In ${place}: ${JSON.stringify(constraint)} is no constraint that is known.`, {
		constraint,
	});
}
