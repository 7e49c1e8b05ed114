import { OptionError } from "../../errors";
import { choose } from "../draws";
import { priors } from "../index";
import { type PriorName, priorMetas } from "../metas";
import { checkTaskOptions, TASK_DEFAULTS, type TaskOptions } from "../options";
import { sampleTasks } from "../sampling";
import type { DrawModel, TablePrior } from "../table-prior";
import type { MixtureOptions } from "./meta";

/** A component's options: its own defaults, the shared options of the mixture where they were changed, its own settings. */
function componentOptions(name: PriorName, options: Readonly<MixtureOptions>): TaskOptions {
	const { defaults } = priorMetas[name];
	const changed = Object.fromEntries(
		(Object.keys(TASK_DEFAULTS) as (keyof TaskOptions)[])
			.filter((key) => options[key] !== TASK_DEFAULTS[key])
			.map((key) => [key, options[key]]),
	);
	const own = options.options[name] ?? {};
	const unknown = Object.keys(own).find((key) => !Object.hasOwn(defaults, key));
	if (unknown !== undefined) {
		throw new OptionError(
			`Option options names "${unknown}" for ${name}, which has ${Object.keys(defaults).join(", ")}.`,
			{ option: "options", prior: name, value: unknown },
		);
	}
	return { ...defaults, ...changed, ...own };
}

/** Draws each table from one of several priors, chosen by weight for the table's index. */
export const mixture: TablePrior<MixtureOptions> = {
	async prepare(options) {
		checkTaskOptions(options);
		const names = Object.keys(options.weights) as PriorName[];
		const weights = Object.values(options.weights);
		const bad = names.find((name, i) => !Object.hasOwn(priors, name) || name === "mixture" || !(weights[i]! >= 0));
		if (bad !== undefined || !(weights.reduce((a, b) => a + b, 0) > 0)) {
			const rest = Object.keys(priors).filter((name) => name !== "mixture");
			throw new OptionError(
				`Option weights is ${JSON.stringify(options.weights)}; it must give ${rest.join(", ")} weights of at least 0, not all 0.`,
				{ option: "weights", value: options.weights },
			);
		}
		const draws: DrawModel[] = await Promise.all(
			names.map(async (name) => (await priors[name]()).prepare(componentOptions(name, options) as never)),
		);
		return (context) => {
			const component = choose(context.root.stream(`mixture/${context.index}`), weights);
			const drawn = draws[component]!(context);
			return typeof drawn === "string"
				? drawn
				: { ...drawn, diagnostics: { component: names[component], ...drawn.diagnostics } };
		};
	},
	sample: (request, options, run) => sampleTasks("mixture", mixture, request, options, run),
};
