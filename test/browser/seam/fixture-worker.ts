/** A worker of generators that misbehave on purpose. */

import { BackendError, SchemaError } from "../../../src/errors";
import type { Generator, Model } from "../../../src/generators/generator";
import type { Table } from "../../../src/table/table";
import { createGeneratorHost, serve } from "../../../src/worker/host";
import type { Run } from "../../../src/worker/run";
import { fillStorage } from "../full-storage";

function spin(ms: number): void {
	const until = performance.now() + ms;
	while (performance.now() < until);
}

/** Numbers that tell how long computation went on after the page asked it to stop. */
let spunSteps = 0;

async function spinSteps(steps: number, msPerStep: number, run: Run): Promise<void> {
	for (let step = 1; step <= steps; step++) {
		spin(msPerStep);
		spunSteps = step;
		await run.step({ phase: "train", step, steps, loss: 1 / step });
		if (run.finishEarly?.()) return;
	}
}

interface Saved {
	length: number;
	weights: Float32Array;
}

function modelOf(saved: Saved, diagnostics: Record<string, string | number | boolean> = {}): Model<unknown> {
	let last: Float64Array | undefined;
	return {
		diagnostics,
		async sample(request, run) {
			const stream = run.random.stream("rows");
			const values = Float64Array.from({ length: request.rows }, (_, i) =>
				stream.stream(i + (request.offset ?? 0)).uniform(),
			);
			await run.step({ phase: "sample", step: request.rows, steps: request.rows });
			// What is left here of the table before: nothing, if it was moved and not copied.
			const reason = `left behind: ${last?.length ?? "nothing yet"}`;
			last = values;
			return { rows: request.rows, columns: [{ name: "x", kind: "number", values, reason }] };
		},
		async save() {
			return saved;
		},
		dispose() {},
	};
}

const model = (diagnostics?: Record<string, string | number | boolean>) =>
	modelOf({ length: 3, weights: Float32Array.of(1, 2, 3) }, diagnostics);

type Fit = (table: Table, options: { ms: number; steps: number }, run: Run) => Promise<Model<unknown>>;

function generator(learn: Fit): () => Promise<Generator<never, unknown>> {
	return async () => ({
		version: 1,
		fit: (data, options, run) => learn(data as Table, options as never, run),
		async load(saved) {
			return modelOf(saved as Saved);
		},
	});
}

// Tests' own imports go through their runner, which a worker lacks that is started by its address.
Object.assign(globalThis, { __vitest_browser_runner__: { wrapDynamicImport: <T>(load: () => T) => load() } });

// As on a page over http, and in a frame without an origin.
const without = new URLSearchParams(location.search).getAll("without");
if (without.includes("locks")) Object.defineProperty(navigator, "locks", { value: undefined });
if (without.includes("databases")) Object.defineProperty(self, "indexedDB", { value: undefined });
if (without.includes("space")) fillStorage();

serve(
	createGeneratorHost(
		{
			spinner: generator(async (_table, { ms, steps }, run) => {
				await spinSteps(steps, ms, run);
				return model({ steps: spunSteps });
			}),
			/** One kernel that never lets a message in. */
			stuck: generator(async (_table, { ms }) => {
				spin(ms);
				return model();
			}),
			quitter: generator(() => {
				self.close();
				return new Promise(() => {});
			}),
			/** Learns one row at once; of two it does not let go, of three it dies. */
			moody: generator(async ({ rows }, { ms }) => {
				if (rows === 2) spin(ms);
				if (rows === 3) {
					self.close();
					await new Promise(() => {});
				}
				return model({ seen: rows });
			}),
			/** Keeps every step, and dies at the fifth and at the eighth; the sum over its steps tells whether any was lost or done twice. */
			mortal: generator(async (_table, { ms, steps }, run) => {
				let { step, sum } = run.checkpoints.recall<{ step: number; sum: number }>("train") ?? { step: 0, sum: 0 };
				const begun = step;
				while (step < steps) {
					spin(ms);
					step++;
					if (step === 8 || (step === 5 && begun < 4)) {
						self.close();
						await new Promise(() => {});
					}
					sum += step;
					run.checkpoints.keep("train", { step, sum });
					await new Promise((r) => setTimeout(r, 20));
					await run.step({ phase: "train", step, steps });
				}
				return model({ sum, begun });
			}),
			/** Comes two steps further, and dies. */
			frail: generator(async (_table, { steps }, run) => {
				const begun = run.checkpoints.recall<{ step: number }>("train")?.step ?? 0;
				for (let step = begun + 1; step <= Math.min(steps, begun + 2); step++) {
					run.checkpoints.keep("train", { step });
					await new Promise((r) => setTimeout(r, 20));
					await run.step({ phase: "train", step, steps });
				}
				if (begun + 2 >= steps) return model();
				self.close();
				return new Promise(() => {});
			}),
			crasher: generator(() => {
				setTimeout(() => {
					throw new RangeError("out of shelves");
				});
				return new Promise(() => {});
			}),
			failing: generator(async () => {
				const root = new TypeError("not a shader");
				throw new BackendError("The device went away; try again.", { adapter: "none", tries: 3 }, root);
			}),
			odd: generator(async () => {
				throw new SchemaError("Column “b” of row 7 is no number; set its kind.", { row: 7, fix: () => 1 });
			}),
			previewing: generator(async (table, _options, run) => {
				const values = Float64Array.of(1, 2);
				const preview: Table = { rows: 2, columns: [{ name: "x", kind: "number", values }] };
				await run.step({ phase: "train", step: 1, steps: 2, ...(run.previews ? { preview } : {}) });
				await run.step({ phase: "train", step: 2, steps: 2 });
				return model({ seen: table.rows, wasmUrl: run.wasmUrl ?? "", device: run.device ?? "" });
			}),
		},
		import.meta.url,
	),
);
