import { OptionError } from "../errors";
import { createRandom } from "../random";
import { priors } from "./index";
import { type PriorName, type PriorOptions, priorMetas } from "./metas";
import type { TaskOptions } from "./options";
import { type DrawnTask, drawTask } from "./sampling";

export interface DrawModelRequest {
	seed: number | string;
	/** Index of the table under the seed. Default 0. */
	index?: number;
	/** Rows the model is calibrated on: those of the table. */
	rows: number;
	/** Columns besides the target; absent: drawn. */
	features?: number;
}

/**
 * The model behind one table of a prior: `drawn.model` is a causal model with its constants frozen, `drawn.families` the
 * code of its mechanisms and `drawn.noise` the stream its noise is keyed from, so that
 * `sampleTable(drawn.model, { rows, random: drawn.noise, do }, drawn.families)` gives the same table, or the same units
 * in another world.
 */
export async function drawModel<Name extends PriorName>(
	name: Name,
	{ seed, index = 0, rows, features }: DrawModelRequest,
	options: Partial<PriorOptions<Name>> = {},
): Promise<DrawnTask> {
	if (!Object.hasOwn(priors, name)) {
		throw new OptionError(`There is no prior "${name}"; there are ${Object.keys(priors).join(", ")}.`, { value: name });
	}
	const complete = { ...priorMetas[name].defaults, ...options } as TaskOptions;
	const draw = await (await priors[name]()).prepare(complete as never);
	return drawTask(name, draw, createRandom(seed), index, { rows, features }, complete);
}
