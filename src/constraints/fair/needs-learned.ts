/** Columns that a fair target needs must be learned: a column that others give is worked out after the target is sampled. */
import { OptionError } from "../../errors";
import type { Table } from "../../table/table";
import { type Constraint, describeConstraint } from "../constraint";
import { targetsOf } from "../given";
import { findColumn } from "../steps/column-shape";
import type { Step } from "../steps/step";
import type { Fair } from "./fair";

/** The rules that are kept, those stated before those found. */
export interface KeptRules {
	readonly stated: readonly { readonly constraint: Constraint; readonly columns: readonly string[] }[];
	readonly found: readonly { readonly constraint: Constraint; readonly columns: readonly string[] }[];
}

/** Whether a rule may be the one that a step keeps. */
const keptBy = (step: Step, name: string) => (rule: { readonly columns: readonly string[] }) => {
	const others = step.type === "determined" || step.type === "computed" ? step.by : [];
	return [name, ...others].every((own) => rule.columns.includes(own));
};

/**
 * Refuses a fair target or a column of groups that a constraint takes out of what is learned.
 *
 * @param learned What is left to learn of a table that had every column.
 * @throws OptionError naming the column, the rule and how to give it up.
 */
export function refuseWorkedOut(fair: Fair, steps: readonly Step[], learned: Table, rules: KeptRules): void {
	const groups = ([] as unknown[])
		.concat(fair.groups ?? [])
		.map((group) => (group as { column?: unknown })?.column ?? group);
	for (const [at, name] of [fair.target, ...groups].entries()) {
		const step = steps.find((own) => targetsOf(own).includes(name as string));
		if (typeof name !== "string" || !step || findColumn(learned, name)) continue;
		const stated = rules.stated.find(keptBy(step, name));
		const rule = stated ?? rules.found.find(keptBy(step, name));
		if (!rule) continue;
		const others = rule.columns.filter((own) => own !== name).map((own) => `"${own}"`);
		const remedy = stated
			? "leave that constraint out"
			: `give the rule up with constraints: [${JSON.stringify({ except: rule.constraint })}]`;
		const part = at === 0 ? "target is" : "groups names";
		throw new OptionError(
			`fair: ${part} "${name}", which is not learned but worked out from ${others.join(", ")} by a rule that was ${stated ? "stated" : "found"}: ${describeConstraint(rule.constraint)}. Name another column, or ${remedy}.`,
			{ option: "fair", column: name, constraint: rule.constraint },
		);
	}
}
