import { OptionError } from "../../errors";
import { checkOptions } from "../../options/check";
import type { AcceptedOptions } from "../../options/option";
import { isNumeric, type Table } from "../../table/table";
import { type Cut, cutColumns } from "../enhance/coarse";
import { labelLevels } from "../enhance/labels";
import { findGroups, type GroupColumn, type Groups } from "./groups";

/** A target that is sampled so that groups fare alike. Off where absent. */
export interface Fair {
	/** The outcome: a category or boolean, sampled anew from what trees predict that learned from the real rows. */
	readonly target: string;
	/** The category of the target that is good to have. Default: true of a boolean, the rarer of two categories. */
	readonly favourable?: string;
	/** The columns that part people into groups; of several, their combinations. */
	readonly groups: GroupColumn | readonly GroupColumn[];
	/**
	 * What is made alike: `"parity"`, the share of each group that has the favourable outcome (demographic parity; Calders et
	 * al. 2009), or `"equal-opportunity"`, the share of those with the favourable outcome in reality who keep it (Hardt et al.
	 * 2016). The two contradict each other where groups differ. Default `"parity"`.
	 */
	readonly aim?: "parity" | "equal-opportunity";
	/** How far groups are brought together: 0 not at all, 1 wholly. Default 1. */
	readonly strength?: number;
}

export const FAIR: AcceptedOptions<Fair> = {
	target: { type: "text" },
	favourable: { type: "text" },
	// A name, a cut or a list of them: checked where groups are found.
	groups: { type: "any" },
	aim: { type: "choice", choices: ["parity", "equal-opportunity"] },
	strength: { type: "number", min: 0, max: 1 },
};

/** What was asked for, as this table has it. Plain data. */
export interface FairPlan {
	readonly target: string;
	readonly favourable: string;
	readonly groups: Groups;
	readonly aim: "parity" | "equal-opportunity";
	readonly strength: number;
}

/** Spellings of a boolean's true. */
const TRUE = /^(true|t|yes|y|1|1\.0)$/i;

function favourableOf(table: Table, target: string, levels: readonly string[]): string | undefined {
	const column = table.columns.find(({ name }) => name === target)!;
	const yes = column.kind === "boolean" ? levels.find((level) => TRUE.test(level)) : undefined;
	if (yes !== undefined || levels.length > 2 || isNumeric(column)) return yes;
	const count = (level: string) => column.codes.reduce((n, code) => n + Number(column.levels[code] === level), 0);
	return count(levels[0]!) < count(levels[1]!) ? levels[0] : levels[1];
}

/**
 * Reads what `fair` asks for against a table.
 *
 * @throws OptionError naming the member, its value and what would do.
 */
export function planFair(table: Table, fair: Fair, cuts: readonly Cut[] = cutColumns(table)): FairPlan {
	checkOptions("fair", fair, FAIR);
	const { target, groups: asked, aim = "parity", strength = 1 } = fair;
	if (target === undefined || asked === undefined) {
		throw new OptionError('fair: it names a target and groups, such as { target: "income", groups: "sex" }.', {
			option: "fair",
			value: fair,
		});
	}
	const levels = labelLevels(target, cuts, "fair: target");
	const favourable = fair.favourable ?? favourableOf(table, target, levels);
	if (favourable === undefined || !levels.includes(favourable)) {
		throw new OptionError(
			`fair: favourable is ${JSON.stringify(fair.favourable)}; it must be one of the categories of "${target}": ${levels.join(", ")}.`,
			{ option: "fair", value: fair.favourable },
		);
	}
	const groups = findGroups(table, asked);
	if (groups.cuts.some(({ name }) => name === target)) {
		throw new OptionError(
			`fair: "${target}" is the target and parts people into groups as well; name another column.`,
			{
				option: "fair",
				value: target,
			},
		);
	}
	return { target, favourable, groups, aim, strength };
}

/** What a fair table says of itself, one sentence. */
export function describeFair({ target, favourable, groups, aim, strength }: FairPlan): string {
	const by = groups.cuts.map(({ name }) => name).join(" and ");
	const what = aim === "parity" ? "demographic parity" : "equal opportunity";
	return `A fair table, not the table as it is: "${target}" was sampled for ${what} of ${favourable} between groups of ${by}, strength ${strength}.`;
}
