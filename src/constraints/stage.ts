import { SavedModelError } from "../errors";
import { previousOf } from "../table/previous";
import { isNumeric, type Table } from "../table/table";
import type { Pace } from "./around-model";
import type { Fair } from "./fair/fair";
import { findConstraints } from "./find-constraints";
import { type Found, usedFindings } from "./found";
import type { ConstraintsSaved } from "./obey";
import type { Stated } from "./read-constraints";

/** What never falls from one row of a subject to its next is at least what it last held; so are dates that always come after. */
function risingWithin(table: Table): Found[] {
	const numeric = table.columns.filter(isNumeric);
	return numeric.flatMap((low) => {
		const held = previousOf(low.name);
		if (held === undefined) return [];
		const highs = numeric.filter(
			({ name, kind, values }) =>
				!table.conditions?.includes(name) &&
				(name === held || (kind === "datetime" && low.kind === "datetime")) &&
				!values.some((value, row) => value < low.values[row]!),
		);
		return highs.map((high): Found => {
			const ordered = [low.name, high.name];
			const sentence = `"${high.name}" is never below the subject's last "${held}".`;
			return {
				kind: "ordered",
				columns: ordered,
				sentence,
				support: 1,
				exact: true,
				expression: ordered.join(" <= "),
				constraint: { ordered },
			};
		});
	});
}

/**
 * Constraints around a generator: those stated, and exact ones that are found. Columns that follow from others are taken
 * out before learning and worked out after sampling; other constraints are kept by sampling again. What does so is loaded
 * once there is one.
 */
export const constraints = {
	keepsPrivacy: true,
	async fit(
		table: Table,
		{
			constraints: given = [],
			fair,
			protect,
		}: { readonly constraints?: readonly unknown[]; readonly fair?: Fair; readonly protect?: number },
		run: Pace,
	) {
		const phase = { phase: "constraints", step: 0, steps: 1 };
		await run.step(phase);
		const none = Array.isArray(given) && given.length === 0;
		if (run.privacy) return none ? undefined : (await import("./obey")).obeyUnseen(table, given);
		const stated: Stated = none
			? { rules: [], except: [], table }
			: (await import("./read-constraints")).readConstraints(table, given);
		// What a subject's row before held obeys nothing by itself.
		const own = stated.table.columns.filter(({ name }) => previousOf(name) === undefined);
		const found = await findConstraints({ ...stated.table, columns: own }, () => run.step(phase));
		const used = [...usedFindings(found, stated.except), ...risingWithin(stated.table)];
		await run.step({ ...phase, step: 1 });
		if (stated.rules.length + used.length === 0) return undefined;
		const around = (await import("./obey")).obey(table, stated, used, protect);
		if (fair) {
			const { refuseWorkedOut } = await import("./fair/needs-learned");
			refuseWorkedOut(fair, around.saved.kept.steps, around.table, { stated: stated.rules, found: used });
		}
		return around;
	},
	async load(saved: unknown) {
		const { version, kept } = (saved ?? {}) as Partial<ConstraintsSaved>;
		if (version !== 1 || !kept) {
			throw new SavedModelError(`Constraints were saved as version ${version}; this build reads version 1.`, {
				version,
			});
		}
		const { obedient } = await import("./obey");
		return { saved, wrap: <M extends object>(model: M) => obedient(kept, model) };
	},
};
