import { ConstraintError, SavedModelError } from "../errors";
import type { Random } from "../random";
import { previousOf } from "../table/previous";
import type { Table } from "../table/table";
import type { Constraint } from "./constraint";
import { findConstraints } from "./find-constraints";
import { sampleKept } from "./keep";
import { type Kept, type Request, restore, rowRules } from "./kept";
import { learnedTable, makePlan } from "./plan";
import { readConstraints, usedFindings } from "./read-constraints";
import { readRule } from "./rule";
import { shapeOf } from "./steps/column-shape";

/** Plain data enough to keep the constraints of a loaded model. */
export interface ConstraintsSaved {
	readonly version: 1;
	readonly kept: Kept;
}

/** What of a run is used here: its randomness and its pauses. */
interface Pace {
	readonly random: Random;
	/** Present where differential privacy is promised: nothing may be found in the rows. */
	readonly privacy?: object;
	step(progress: { phase: string; step: number; steps: number }): Promise<void>;
}

interface Fitted {
	readonly table: Table;
	readonly saved: ConstraintsSaved;
	wrap<M extends object>(model: M): M;
	preview(sampled: Table): Table;
	readonly diagnostics: Readonly<Record<string, string | number>>;
}

interface Sampler {
	sample(request: Request, run: Pace): Promise<Table>;
}

/** A model whose rows obey; its other members are those of `model`. */
function wrap<M extends object>(kept: Kept, model: M): M {
	const inner = model as M & Sampler & { save(): unknown; dispose(): void; readonly diagnostics?: object };
	return {
		...inner,
		sample: (request: Request, run: Pace) =>
			sampleKept(kept, request, run.random, (asked, random) => inner.sample(asked, { ...run, random })),
		save: () => inner.save(),
		dispose: () => inner.dispose(),
	};
}

/**
 * What is stated, kept by sampling again alone: under a promise of privacy no row is looked at, neither to find constraints
 * nor to see whether those stated hold.
 */
function fitUnseen(table: Table, stated: readonly unknown[]): Fitted | undefined {
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
	return {
		table,
		saved: { version: 1, kept } satisfies ConstraintsSaved,
		wrap: <M extends object>(model: M) => wrap(kept, model),
		preview: (sampled: Table) => restore(kept, sampled),
		diagnostics: { constraintsStated: checked.length, constraintsFound: "" },
	};
}

/**
 * Constraints around a generator: those stated, and exact ones that are found. Columns that follow from others are taken
 * out before learning and worked out after sampling; other constraints are kept by sampling again.
 */
export const constraints = {
	keepsPrivacy: true,
	async fit(
		table: Table,
		setup: { readonly constraints?: readonly unknown[] },
		run: Pace,
	): Promise<Fitted | undefined> {
		const phase = { phase: "constraints", step: 0, steps: 1 };
		await run.step(phase);
		if (run.privacy) return fitUnseen(table, setup.constraints ?? []);
		const stated = readConstraints(table, setup.constraints);
		// What a subject's row before held obeys nothing by itself.
		const own = stated.table.columns.filter(({ name }) => previousOf(name) === undefined);
		const found = await findConstraints({ ...stated.table, columns: own }, () => run.step(phase));
		const used = usedFindings(found, stated.except);
		const rules = [
			...stated.rules,
			...used.map(({ constraint, expression }) => readRule(constraint, expression, table.columns, stated.table)),
		];
		await run.step({ ...phase, step: 1 });
		if (rules.length === 0) return undefined;
		const plan = makePlan(stated.table, rules);
		const kept: Kept = { ...plan, columns: table.columns.map(shapeOf) };
		const left = table.rows - stated.table.rows;
		return {
			table: learnedTable(stated.table, plan),
			saved: { version: 1, kept } satisfies ConstraintsSaved,
			wrap: <M extends object>(model: M) => wrap(kept, model),
			preview: (sampled: Table) => restore(kept, sampled),
			diagnostics: {
				constraintsStated: stated.rules.length,
				constraintsFound: used.map(({ sentence }) => sentence).join(" "),
				...(left > 0 && { rowsBreakingConstraints: left }),
			},
		};
	},
	async load(saved: unknown) {
		const { version, kept } = (saved ?? {}) as Partial<ConstraintsSaved>;
		if (version !== 1 || !kept) {
			throw new SavedModelError(`Constraints were saved as version ${version}; this build reads version 1.`, {
				version,
			});
		}
		return { saved, wrap: <M extends object>(model: M) => wrap(kept, model) };
	},
};
