import { OptionError } from "../errors";

/** Options every prior understands. "auto" means: as the prior's source draws it. */
export interface TaskOptions {
	/** What is to be predicted. */
	task: "classification" | "regression";
	/** Most classes a target may have, 2 … 100; 10 as published. */
	classes: number;
	/** Fewest columns besides the target, where the request does not fix them. */
	minFeatures: number;
	/** Most columns besides the target, where the request does not fix them. */
	maxFeatures: number;
	/** Share of columns that are categories, 0 … 1. */
	categoryShare: number | "auto";
	/** Expected share of cells made missing, 0 … 0.9; the target is always complete. */
	missing: number;
	/** Why cells are missing: completely at random, because of another column, because of their own value. */
	missingness: "mcar" | "mar" | "mnar";
	/** Noise within the graph: as released, none, or at every node. */
	noise: "auto" | "off" | "on";
	/** Whether tables from whose columns the target cannot be learned are drawn again. */
	filter: boolean;
}

/** Throws OptionError for a shared option that cannot be used. */
export function checkTaskOptions(options: TaskOptions): void {
	const wrong = (name: keyof TaskOptions, want: string): never => {
		throw new OptionError(`Option ${name} is ${JSON.stringify(options[name])}; it must be ${want}.`, {
			option: name,
			value: options[name],
		});
	};
	const whole = (name: "classes" | "minFeatures" | "maxFeatures", low: number, high: number) => {
		const value = options[name];
		if (!Number.isInteger(value) || value < low || value > high) wrong(name, `a whole number from ${low} to ${high}`);
	};
	if (options.task !== "classification" && options.task !== "regression") {
		wrong("task", `"classification" or "regression"`);
	}
	whole("classes", 2, 100);
	whole("minFeatures", 1, 10_000);
	whole("maxFeatures", 1, 10_000);
	if (options.minFeatures > options.maxFeatures) wrong("minFeatures", `at most maxFeatures (${options.maxFeatures})`);
	const share = options.categoryShare;
	if (share !== "auto" && !(share >= 0 && share <= 1)) wrong("categoryShare", `"auto" or a number from 0 to 1`);
	if (!(options.missing >= 0 && options.missing <= 0.9)) wrong("missing", "a number from 0 to 0.9");
	if (!["mcar", "mar", "mnar"].includes(options.missingness)) wrong("missingness", `"mcar", "mar" or "mnar"`);
	if (!["auto", "off", "on"].includes(options.noise)) wrong("noise", `"auto", "off" or "on"`);
	if (typeof options.filter !== "boolean") wrong("filter", "true or false");
}

/** The defaults that most priors share. */
export const TASK_DEFAULTS: Readonly<TaskOptions> = {
	task: "classification",
	classes: 10,
	minFeatures: 2,
	maxFeatures: 100,
	categoryShare: "auto",
	missing: 0,
	missingness: "mcar",
	noise: "auto",
	filter: false,
};
