import { ConstraintError } from "../errors";
import type { Table } from "../table/table";
import { type Pace, type Sampler, sampledBy } from "./around-model";
import type { Constraint } from "./constraint";
import type { Found } from "./found";
import { sampleKept } from "./keep";
import { type Kept, type Request, restore, rowRules } from "./kept";
import { learnedTable, makePlan } from "./plan";
import type { Stated } from "./read-constraints";
import { readRule } from "./rule";
import { shapeOf } from "./steps/column-shape";
import { FEWEST_SUBJECTS } from "./steps/predictor";

/** Plain data enough to keep the constraints of a loaded model. */
export interface ConstraintsSaved {
	readonly version: 1;
	readonly kept: Kept;
}

interface Obeying {
	readonly table: Table;
	readonly saved: ConstraintsSaved;
	wrap<M extends object>(model: M): M;
	preview(sampled: Table): Table;
	readonly diagnostics: Readonly<Record<string, string | number>>;
}

/** A model whose rows obey; its other members are those of `model`. */
export function obedient<M extends object>(kept: Kept, model: M): M {
	return sampledBy(model, (inner: Sampler, request: Request, run: Pace) =>
		sampleKept(kept, request, run.random, (asked, random) => inner.sample(asked, { ...run, random })),
	);
}

function obeying(table: Table, kept: Kept, diagnostics: Obeying["diagnostics"]): Obeying {
	return {
		table,
		saved: { version: 1, kept },
		wrap: (model) => obedient(kept, model),
		preview: (sampled) => restore(kept, sampled),
		diagnostics,
	};
}

/**
 * Rules stated and findings used, around a generator that learns what is left of `table`.
 *
 * @param protect fewest subjects that share what is stored; five at least.
 */
export function obey(table: Table, stated: Stated, used: readonly Found[], protect = FEWEST_SUBJECTS): Obeying {
	const rules = [
		...stated.rules,
		...used.map(({ constraint, expression }) => readRule(constraint, expression, table.columns, stated.table)),
	];
	const plan = makePlan(stated.table, rules, Math.max(FEWEST_SUBJECTS, protect));
	const left = table.rows - stated.table.rows;
	const learned = learnedTable(stated.table, plan);
	const isLearned = new Set(learned.columns.map(({ name }) => name));
	const workedOut = table.columns.filter(({ name }) => !isLearned.has(name)).map(({ name }) => name);
	return obeying(
		learned,
		{ ...plan, columns: table.columns.map(shapeOf) },
		{
			constraintsStated: stated.rules.length,
			constraintsFound: used.map(({ sentence }) => sentence).join(" "),
			...(workedOut.length > 0 && { workedOut: workedOut.join(", ") }),
			...(left > 0 && { rowsBreakingConstraints: left }),
		},
	);
}

/**
 * What is stated, kept by sampling again alone: under a promise of privacy no row is looked at, neither to find constraints
 * nor to see whether those stated hold.
 */
export function obeyUnseen(table: Table, stated: readonly unknown[]): Obeying | undefined {
	const checked = stated.filter((one) => !(typeof one === "object" && one !== null && "except" in one)) as Constraint[];
	for (const [at, constraint] of checked.entries()) {
		if (typeof constraint === "string" || !("determined" in constraint || "fixedCombinations" in constraint)) continue;
		throw new ConstraintError(
			`constraint ${at + 1} takes its combinations from the rows, which no budget covers; leave it out where privacy is promised, or state it as a condition.`,
			{ constraint },
		);
	}
	if (checked.length === 0) return undefined;
	const kept: Kept = { steps: [], checked, columns: table.columns.map(shapeOf) };
	// Reads every rule, so that one that cannot be read is refused now.
	rowRules(kept);
	return obeying(table, kept, { constraintsStated: checked.length, constraintsFound: "" });
}
