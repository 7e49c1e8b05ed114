import { priors } from "../../src/priors";
import { type PriorName, type PriorOptions, priorMetas } from "../../src/priors/metas";
import type { PriorRequest, Task } from "../../src/priors/prior";
import { createRandom } from "../../src/random";
import { createRun } from "../../src/worker/run";

/** All tasks of a request. */
export async function collect<Name extends PriorName>(
	name: Name,
	request: PriorRequest,
	options: Partial<PriorOptions<Name>> = {},
	seed: number | string = "tests",
): Promise<Task[]> {
	const prior = await priors[name]();
	const run = createRun({ random: createRandom(seed) });
	const tasks: Task[] = [];
	for await (const task of prior.sample(request, { ...priorMetas[name].defaults, ...options } as never, run)) {
		tasks.push(task);
	}
	return tasks;
}

export const NAMES = Object.keys(priorMetas) as PriorName[];
