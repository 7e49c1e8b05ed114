/** Which constraints are kept by construction, by which steps and in which order, and which are checked. */
import { type Expression, partsOf } from "../expression/expression";
import { printExpression, printName } from "../expression/print";
import { isNumeric, type Table } from "../table/table";
import type { Constraint } from "./constraint";
import type { Rule } from "./rule";
import { fillBlanks } from "./steps/blank";
import { findColumn } from "./steps/column-shape";
import { computedStep } from "./steps/computed";
import { determinedStep } from "./steps/determined";
import { gapStep } from "./steps/gap";
import { mergedStep } from "./steps/merged";
import { forward, type Step } from "./steps/step";

/** Steps in the order of the way in, and constraints that every row is held against on the way out. Plain data. */
export interface Plan {
	readonly steps: readonly Step[];
	readonly checked: readonly Constraint[];
}

/** A step that may be taken: the columns it takes out or changes, and those that must be there to undo it. */
interface Candidate {
	readonly targets: readonly string[];
	readonly inputs: readonly string[];
	/** Made against the table as it came: other steps do not change what it reads. */
	make(): Step | undefined;
}

function reads(expression: Expression, name: string): boolean {
	return (expression.type === "name" && expression.name === name) || partsOf(expression).some((p) => reads(p, name));
}

/** The column and the expression of `column == expression`, where a constraint is that. */
function equation(rule: Rule, table: Table): { column: string; expression: string } | undefined {
	const expression = rule.formula?.expression;
	if (expression?.type !== "chain" || expression.operators.length !== 1) return undefined;
	if (expression.operators[0]!.operator !== "==") return undefined;
	const [left, right] = expression.operands as [Expression, Expression];
	for (const [side, other] of [
		[left, right],
		[right, left],
	] as const) {
		if (side.type !== "name" || reads(other, side.name) || other.type === "missing") continue;
		const column = findColumn(table, side.name)!;
		if (isNumeric(column) && rule.columns.every((name) => isNumeric(findColumn(table, name)!) || name === side.name)) {
			return { column: side.name, expression: printExpression(other) };
		}
	}
	return undefined;
}

function candidatesOf(rule: Rule, table: Table, fewest?: number): Candidate[] {
	const { constraint } = rule;
	const solved = equation(rule, table);
	if (solved) {
		const { column, expression } = solved;
		const inputs = rule.columns.filter((name) => name !== column);
		return [{ targets: [column], inputs, make: () => computedStep(table, column, expression) }];
	}
	if (typeof constraint === "string") {
		const expression = rule.formula!.expression;
		if (expression.type !== "chain" || expression.operators.length !== 1) return [];
		const { operator } = expression.operators[0]!;
		const [a, b] = expression.operands as [Expression, Expression];
		if (a.type !== "name" || b.type !== "name" || !/^[<>]=?$/.test(operator)) return [];
		return [operator.startsWith("<") ? gap(table, a.name, b.name) : gap(table, b.name, a.name)];
	}
	if ("determined" in constraint) {
		const { column, by } = constraint.determined;
		return [{ targets: [column], inputs: by, make: () => determinedStep(table, column, by, fewest) }];
	}
	if ("fixedCombinations" in constraint) {
		const { fixedCombinations } = constraint;
		return [{ targets: fixedCombinations, inputs: [], make: () => mergedStep(table, fixedCombinations) }];
	}
	if ("ordered" in constraint) {
		return constraint.ordered.slice(1).map((high, i) => gap(table, constraint.ordered[i]!, high));
	}
	return [];
}

function gap(table: Table, low: string, high: string): Candidate {
	return { targets: [high], inputs: [low], make: () => gapStep(table, low, high) };
}

/** Blanks cells after all else is back. */
function blanksOf({ constraint }: Rule): Step[] {
	if (typeof constraint === "string") return [];
	const where = (name: string, unless: string): Step => ({ type: "blank", name, unless });
	if ("nullUnless" in constraint) return [where(constraint.nullUnless.column, constraint.nullUnless.when)];
	const present = (name: string) => `not ismissing(${printName(name)})`;
	if ("missingWith" in constraint) {
		return [where(constraint.missingWith.column, present(constraint.missingWith.with))];
	}
	if ("missingTogether" in constraint) {
		const [first, ...rest] = constraint.missingTogether;
		return rest.map((name) => where(name, present(first!)));
	}
	return [];
}

/** Whether undoing a step that needs `inputs` would wait for `targets`, by way of the steps chosen so far. */
function waits(inputs: readonly string[], targets: readonly string[], chosen: ReadonlyMap<string, Candidate>): boolean {
	return inputs.some((input) => targets.includes(input) || waits(chosen.get(input)?.inputs ?? [], targets, chosen));
}

/** Steps so that each comes before those that change what it reads. */
function inOrder(chosen: readonly { candidate: Candidate; step: Step }[]): Step[] {
	const left = new Set(chosen);
	const ordered: Step[] = [];
	while (left.size > 0) {
		const next = [...left].find(({ candidate }) =>
			[...left].every((other) => !other.candidate.inputs.some((input) => candidate.targets.includes(input))),
		)!;
		left.delete(next);
		ordered.push(next.step);
	}
	return ordered;
}

/**
 * Chooses steps for the rules: stated ones first, then findings, each column changed once at most.
 *
 * @param fewest subjects that share what a lookup stores. Default 5.
 */
export function makePlan(table: Table, rules: readonly Rule[], fewest?: number): Plan {
	const chosen = new Map<string, Candidate>();
	const taken: { candidate: Candidate; step: Step }[] = [];
	for (const candidate of rules.flatMap((rule) => candidatesOf(rule, table, fewest))) {
		if (candidate.targets.some((name) => chosen.has(name))) continue;
		if (waits(candidate.inputs, candidate.targets, chosen)) continue;
		// What a merged column stands for must not be learned elsewhere.
		const step = candidate.make();
		if (!step) continue;
		for (const target of candidate.targets) chosen.set(target, candidate);
		taken.push({ candidate, step });
	}
	return {
		steps: [...inOrder(taken), ...rules.flatMap(blanksOf)],
		checked: rules.map(({ constraint }) => constraint),
	};
}

/** The table that is learned. Cells that will be blanked are not learned as missing: that would blank them twice. */
export function learnedTable(table: Table, { steps }: Plan): Table {
	return steps.reduce(
		(learned, step) => (step.type === "blank" ? fillBlanks(step, learned, table) : forward(step, learned)),
		table,
	);
}
