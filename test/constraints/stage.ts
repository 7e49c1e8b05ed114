/** Fits a generator with constraints around it, as the worker does. */
import type { Constraint } from "../../src/constraints/constraint";
import { constraints as stage } from "../../src/constraints/stage";
import { generators } from "../../src/generators";
import type { Generator, SampleRequest } from "../../src/generators/generator";
import { type GeneratorName, generatorMetas } from "../../src/generators/metas";
import { createRandom } from "../../src/random";
import type { Table } from "../../src/table/table";
import { createRun } from "../../src/worker/run";

export const runOf = (seed: string) => createRun({ random: createRandom(seed), device: "cpu" });

export async function fitWith(
	table: Table,
	constraints: readonly (Constraint | unknown)[] = [],
	name: GeneratorName = "independent",
	options: object = {},
) {
	const around = await stage.fit(table, { constraints }, runOf("stage"));
	const generator = (await generators[name]()) as unknown as Generator<object, unknown>;
	const all = { ...generatorMetas[name].defaults, ...options };
	const model = await generator.fit(around?.table ?? table, all, runOf("fit"));
	const whole = around?.wrap(model) ?? model;
	return {
		around,
		model,
		learned: around?.table ?? table,
		sample: (request: SampleRequest, seed = "sample"): Promise<Table> => whole.sample(request, runOf(seed)),
	};
}
