/**
 * Fits one generator to one table (see `benchTable`) and draws as many rows: `node bench/run.mjs fit TABLE GENERATOR FILE [JSON]`.
 * Prints the seconds and what the generator says of itself; writes the rows to FILE.
 */
import { writeFileSync } from "node:fs";
import { enhance as enhancement } from "../src/constraints/enhance/stage";
import { constraints as stage } from "../src/constraints/stage";
import { createBudget } from "../src/dp/budget";
import { STANDARD_PROMISE } from "../src/dp/promise";
import { BackendError } from "../src/errors";
import { generators } from "../src/generators";
import type { Generator } from "../src/generators/generator";
import { type GeneratorName, generatorMetas } from "../src/generators/metas";
import { createRandom } from "../src/random";
import { formatCsv } from "../src/table/format-csv";
import type { Table } from "../src/table/table";
import { createRun } from "../src/worker/run";
import { nodeWasmUrl } from "../test/nn/node-backend";
import { installWebGpu } from "./node-gpu";
import { benchTable } from "./tables";

/** Seconds of processor this process has used. */
export const processorSeconds = () => {
	const { user, system } = process.cpuUsage();
	return (user + system) / 1e6;
};

/** What a generator gave for a table, with the seconds it took: of processor, and on the clock. */
export interface Drawn {
	readonly rows: Table;
	readonly diagnostics: Readonly<Record<string, unknown>>;
	readonly fitSeconds: number;
	readonly sampleSeconds: number;
	readonly elapsed: { readonly fit: number; readonly sample: number };
}

/**
 * A stand-in of as many rows as `table`, drawn from a generator with the options (and `seed`, `device`, `rows` where it is
 * to have another number) in `json`. Constraints are kept as the worker keeps them: those that are found, and `constraints`;
 * `"constraints": [{ "except": "found" }]` leaves the former out. Prints its progress.
 */
export async function fitAndDraw(table: Table, method: string, json = "{}"): Promise<Drawn> {
	const generator = (await generators[method as GeneratorName]()) as unknown as Generator<object, unknown>;
	const {
		privacy,
		seed = 1,
		device = "wasm",
		rows: drawn = table.rows,
		constraints = [],
		enhance,
		...given
	} = JSON.parse(json);
	const removeWebGpu = device === "webgpu" ? await installWebGpu() : undefined;
	if (typeof removeWebGpu === "string") throw new BackendError(removeWebGpu, { device });
	const options = { ...generatorMetas[method as GeneratorName].defaults, ...given };
	let printed = performance.now();
	const context = (purpose: string) =>
		createRun({
			random: createRandom(seed).stream(purpose),
			device,
			wasmUrl: nodeWasmUrl(),
			...(privacy && { privacy: createBudget({ ...STANDARD_PROMISE, ...privacy }) }),
			onProgress: ({ phase, step, steps, loss, heldOut }) => {
				if (performance.now() - printed < 10_000) return;
				printed = performance.now();
				console.log(phase, step, "of", steps, loss?.toFixed(3) ?? "", heldOut?.toFixed(3) ?? "");
			},
		});
	const [start, begun] = [performance.now(), processorSeconds()];
	const around = privacy ? undefined : await stage.fit(table, { constraints }, context("constraints"));
	const own = await generator.fit(around?.table ?? table, options as never, context("fit"));
	const enhanced = await enhancement.fit(around?.table ?? table, { enhance }, context("enhance"));
	const begunEnhancing = performance.now();
	await enhanced?.finish(own, context("enhance"));
	if (enhanced) console.log("enhanced in", ((performance.now() - begunEnhancing) / 1000).toFixed(1), "s");
	const inner = enhanced ? enhanced.wrap(own) : own;
	const model = around ? around.wrap(inner) : inner;
	const [fitted, learned] = [performance.now(), processorSeconds()];
	const rows = await model.sample({ rows: drawn }, context("sample"));
	const elapsed = { fit: (fitted - start) / 1000, sample: (performance.now() - fitted) / 1000 };
	console.log(method, json, "fit", elapsed.fit.toFixed(1), "s sample", elapsed.sample.toFixed(1), "s");
	console.log(JSON.stringify({ ...around?.diagnostics, ...enhanced?.diagnostics, ...model.diagnostics }));
	model.dispose();
	removeWebGpu?.();
	const sampleSeconds = processorSeconds() - learned;
	return { rows, diagnostics: model.diagnostics ?? {}, fitSeconds: learned - begun, sampleSeconds, elapsed };
}

export async function run([name = "adult", method = "diffusion", file, json]: string[]): Promise<void> {
	const { training } = await benchTable(name);
	const { rows } = await fitAndDraw(training, method, json);
	if (file) writeFileSync(file, formatCsv(rows));
}
