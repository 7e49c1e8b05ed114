import { OptionError } from "../errors";
import { checkOptions } from "../options/check";
import type { Options, Values } from "../options/option";

/** Options every prior understands. "auto" means: as the prior's source has it. */
export const TASK_OPTIONS = {
	task: {
		type: "choice",
		default: "classification",
		choices: ["classification", "regression"],
		help: "What is to be predicted.",
	},
	classes: {
		type: "number",
		default: 10,
		min: 2,
		max: 100,
		whole: true,
		help: "Most classes a target may have; 10 as published.",
	},
	minFeatures: {
		type: "number",
		default: 2,
		min: 1,
		max: 10_000,
		whole: true,
		help: "Fewest columns besides the target, where the request does not fix them.",
	},
	maxFeatures: {
		type: "number",
		default: 100,
		min: 1,
		max: 10_000,
		whole: true,
		help: "Most columns besides the target, where the request does not fix them.",
	},
	categoryShare: {
		type: "number",
		default: "auto",
		min: 0,
		max: 1,
		auto: "auto",
		help: "Share of columns that are categories.",
	},
	missing: {
		type: "number",
		default: 0,
		min: 0,
		max: 0.9,
		help: "Expected share of missing cells; the target is always complete.",
	},
	missingness: {
		type: "choice",
		default: "mcar",
		choices: ["mcar", "mar", "mnar"],
		help: "Why cells are missing: completely at random, because of another column, because of their own value.",
	},
	noise: {
		type: "choice",
		default: "auto",
		choices: ["auto", "off", "on"],
		help: "Noise within the graph: as released, none, or at every node.",
	},
	filter: {
		type: "boolean",
		default: false,
		help: "Whether tables from whose columns the target cannot be learned are replaced.",
	},
} as const satisfies Options;

/** Options every prior understands. */
export type TaskOptions = { -readonly [Name in keyof typeof TASK_OPTIONS]: Values<typeof TASK_OPTIONS>[Name] };

/**
 * Refuses a prior's options.
 *
 * @param of the prior's name.
 * @param described what the prior takes.
 * @throws OptionError for an option that it does not have, a value that is not accepted, or bounds that exclude each other.
 */
export function checkTaskOptions(of: string, options: Readonly<TaskOptions>, described: Options): void {
	checkOptions(`"${of}"`, options, described);
	const { minFeatures, maxFeatures } = options;
	if (minFeatures <= maxFeatures) return;
	throw new OptionError(`minFeatures is ${minFeatures}; it must be at most maxFeatures, which is ${maxFeatures}.`, {
		option: "minFeatures",
		value: minFeatures,
	});
}

/** The option of priors whose tables come in groups. */
export const GROUP = {
	type: "number",
	default: 1,
	min: 1,
	whole: true,
	help: "Tables that share the parameters of the hyperparameters' distributions: 4 in TabICL's first stage.",
} as const;
