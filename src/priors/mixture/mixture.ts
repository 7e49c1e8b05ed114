import { OptionError } from "../../errors";
import { completeOptions } from "../../options/check";
import type { Options } from "../../options/option";
import { choose } from "../draws";
import { checkTaskOptions, TASK_OPTIONS, type TaskOptions } from "../options";
import { sampleTasks } from "../sampling";
import type { DrawModel, TablePrior } from "../table-prior";
import { type MixtureOptions, mixtureMeta } from "./meta";

/** A prior that a mixture may take tables from. */
export interface Component {
	readonly options: Options;
	load(): Promise<TablePrior<never>>;
}

/** A component's options: its own defaults, the shared options of the mixture where they were changed, its own settings. */
function componentOptions(name: string, described: Options, options: Readonly<MixtureOptions>) {
	const changed = Object.entries(TASK_OPTIONS).flatMap(([key, { default: standard }]) => {
		const value = options[key as keyof TaskOptions];
		return value === standard ? [] : [[key, value]];
	});
	const own = completeOptions(`"${name}" (in options)`, options.options[name], described);
	const said = Object.keys(options.options[name] ?? {});
	const shared = Object.fromEntries(changed.filter(([key]) => !said.includes(key as string)));
	return { ...own, ...shared };
}

/**
 * Takes each table from one of several priors, chosen by weight for the table's index.
 *
 * @param components the priors that there are, by name.
 */
export function createMixture(components: Readonly<Record<string, Component>>): TablePrior<MixtureOptions> {
	const mixture: TablePrior<MixtureOptions> = {
		async prepare(options) {
			checkTaskOptions("mixture", options, mixtureMeta.options);
			const names = Object.keys(options.weights);
			const weights = Object.values(options.weights);
			const unknown = [...names, ...Object.keys(options.options)].find((name) => !Object.hasOwn(components, name));
			if (unknown !== undefined) {
				throw new OptionError(
					`"${unknown}" is not a prior that a mixture can take tables from; there are ${Object.keys(components).join(", ")}.`,
					{ option: "weights", value: unknown },
				);
			}
			const draws: DrawModel[] = await Promise.all(
				names.map(async (name) => {
					const component = components[name]!;
					return (await component.load()).prepare(componentOptions(name, component.options, options) as never);
				}),
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
	return mixture;
}
