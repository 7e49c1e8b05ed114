import { OptionError } from "../errors";
import { isNumeric, type Table } from "../table/table";
import { findColumn } from "./steps/column-shape";

/**
 * What rows of a scenario come to: the share of some categories, the mean of a number, or the share of its values above one.
 * Plain data.
 */
export type ScenarioTarget =
	| { readonly column: string; readonly levels: readonly string[]; readonly share: number }
	| { readonly column: string; readonly mean: number }
	| { readonly column: string; readonly above: number; readonly share: number };

/** "What if": a table as it would be if these held and everything else stayed as close as possible. */
export interface Scenario {
	readonly targets: readonly ScenarioTarget[];
}

function refuse(text: string, value: unknown): never {
	throw new OptionError(`scenario: ${text}`, { option: "scenario", value });
}

function checkShare(share: unknown, target: unknown): void {
	if (typeof share === "number" && share > 0 && share < 1) return;
	refuse(`a share is ${JSON.stringify(share)}; it must lie between 0 and 1.`, target);
}

/** Refuses what is not a scenario, before anything is sampled. */
export function checkScenario(scenario: unknown): Scenario {
	const targets = (scenario as Partial<Scenario> | null)?.targets;
	if (!Array.isArray(targets) || targets.length === 0) {
		return refuse(
			'it needs targets, such as { targets: [{ column: "default", levels: ["yes"], share: 0.4 }] }.',
			scenario,
		);
	}
	for (const target of targets as Record<string, unknown>[]) {
		if (typeof target?.column !== "string") refuse("every target names its column.", target);
		const { levels, above, mean, share } = target;
		const kinds = [levels, above, mean].filter((part) => part !== undefined).length;
		if (kinds !== 1) refuse(`a target of "${target.column}" has either levels, above or mean.`, target);
		if (mean === undefined) checkShare(share, target);
		if (levels !== undefined && !(Array.isArray(levels) && levels.length > 0)) {
			refuse(`levels of "${target.column}" is a list of categories.`, target);
		}
		for (const number of [above, mean]) {
			if (number !== undefined && !(typeof number === "number" && Number.isFinite(number))) {
				refuse(`"${target.column}" needs a finite number, not ${JSON.stringify(number)}.`, target);
			}
		}
	}
	return scenario as Scenario;
}

/** The target's feature of every row, whose mean is to be the target: 0 or 1, or the value itself within its usual range. */
export function featureOf(
	table: Table,
	target: ScenarioTarget,
): { readonly values: Float64Array; readonly mean: number } {
	const column = findColumn(table, target.column);
	if (!column) {
		const names = table.columns.map(({ name }) => name).join(", ");
		return refuse(`there is no column "${target.column}"; there are ${names}.`, target);
	}
	if ("levels" in target) {
		if (isNumeric(column)) return refuse(`"${target.column}" has no categories; set its mean, or above.`, target);
		const unknown = target.levels.find((level) => !column.levels.includes(level));
		if (unknown !== undefined) {
			const some = column.levels.slice(0, 8).join(", ");
			refuse(
				`"${target.column}" has no category ${JSON.stringify(unknown)} among its rows; there are ${some}.`,
				target,
			);
		}
		const wanted = new Set(target.levels.map((level) => column.levels.indexOf(level)));
		return { values: Float64Array.from(column.codes, (code) => (wanted.has(code) ? 1 : 0)), mean: target.share };
	}
	if (!isNumeric(column)) return refuse(`"${target.column}" has categories; set the share of its levels.`, target);
	if ("above" in target) {
		return { values: column.values.map((v) => (v > target.above ? 1 : 0)), mean: target.share };
	}
	// Missing values keep their share: they pull the mean nowhere.
	return { values: column.values.map((v) => (Number.isNaN(v) ? target.mean : v)), mean: target.mean };
}
