/**
 * The public interface as users write it down. Compiled against the packed types, never run: a line that should
 * not compile says so, and the compiler complains where it does.
 */
import {
	type Column,
	compare,
	createGenerator,
	createPrior,
	type FitSummary,
	formatCsv,
	type GeneratorHandle,
	type inferSchema,
	loadGenerator,
	OptionError,
	type Progress,
	type PromiseRecord,
	parseCsv,
	type Report,
	type Schema,
	StandinError,
	synthesize,
	type Table,
	type Task,
} from "standin";
import { causalModel } from "standin/causal";

/** Holds only where A and B are the same type. */
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
declare function assert<T extends true>(): T;

declare const file: File;
declare const stream: ReadableStream<Uint8Array>;
declare const signal: AbortSignal;

// Tables
const table = await parseCsv(file);
assert<Same<typeof table, Table>>();
await parseCsv("a,b\n1,2", { kinds: { a: "category" }, signal });
await parseCsv(stream);
// @ts-expect-error there is no such kind
await parseCsv("a", { kinds: { a: "colour" } });
// @ts-expect-error a number is no source
await parseCsv(7);
assert<Same<ReturnType<typeof formatCsv>, string>>();
formatCsv(table, { defuseFormulas: true, bom: true });
assert<Same<ReturnType<typeof inferSchema>, Promise<Schema>>>();
const column = table.columns[0] as Column;
if ("values" in column) assert<Same<typeof column.values, Float64Array>>();
else assert<Same<typeof column.codes, Int32Array>>();
// @ts-expect-error tables are read-only
table.rows = 3;

// Generators
const generator = await createGenerator("tabddpm", { steps: 100, layers: [64, 64] }, { device: "wasm" });
assert<Same<typeof generator, GeneratorHandle>>();
await createGenerator("independent");
await createGenerator(String(Math.PI), { anything: 1 });
// @ts-expect-error an option that does not exist
await createGenerator("tabddpm", { step: 100 });
// @ts-expect-error an option of another type
await createGenerator("tabddpm", { steps: "100" });
// @ts-expect-error there is no such device
await createGenerator("tabddpm", {}, { device: "gpu" });
await createGenerator("tabddpm", {}, { workerUrl: new URL("https://example.org/worker.js"), wasmUrl: "/simd.wasm" });

const summary = await generator.fit(table, {
	seed: 1,
	signal,
	onProgress: (progress) => assert<Same<typeof progress, Progress>>(),
	onPreview: (preview) => assert<Same<typeof preview, Table>>(),
});
assert<Same<typeof summary, FitSummary>>();
assert<Same<typeof summary.device, string>>();
assert<Same<typeof summary.seconds, number>>();
assert<Same<typeof summary.anything, string | number | boolean>>();
assert<Same<typeof summary.privacy, PromiseRecord | undefined>>();
generator.finishEarly();
const rows = await generator.sample(10, { given: { sex: "Female", age: { min: 18 }, city: ["A", null] }, seed: "x" });
assert<Same<typeof rows, Table>>();
for await (const chunk of generator.sampleStream(1_000_000, { chunkRows: 1000 })) assert<Same<typeof chunk, Table>>();
assert<Same<Awaited<ReturnType<typeof generator.complete>>, Table>>();
const bytes = await generator.save();
assert<Same<typeof bytes, Uint8Array>>();
const loaded = await loadGenerator(bytes);
loaded.dispose();
loaded[Symbol.dispose]();

// Report
const report = await compare({ real: table, synthetic: rows, holdout: table, target: "outcome", signal });
assert<Same<typeof report, Report>>();
report.fidelity.shape.score;
report.fidelity.trend.score;
report.fidelity.detection.auc;
report.utility;
report.privacy;
// @ts-expect-error the real table must be given
await compare({ synthetic: rows });

// One call
const made = await synthesize(file, { rows: 100, signal, onProgress: ({ phase }) => phase });
assert<Same<typeof made.table, Table>>();
assert<Same<typeof made.report, Report>>();
await synthesize(table, { generator: "tabddpm", options: { steps: 10 } });
// @ts-expect-error the option of another generator
await synthesize(table, { generator: "independent", options: { steps: 10 } });

// Priors and causal models
const prior = await createPrior("mlp-scm", {}, { workers: 2 });
for await (const task of prior.sample({ tables: 100, rows: 256, features: 5, seed: 1, signal })) {
	assert<Same<typeof task, Task>>();
	assert<Same<typeof task.target, string>>();
	task.graph.nodes;
}
// @ts-expect-error there is no such prior
await createPrior("mlp");
// @ts-expect-error the number of tables must be given
prior.sample({ rows: 10 });
causalModel({ age: "18 + 60 * beta(2, 3)" });

// Errors
try {
	await generator.sample(0);
} catch (error) {
	if (error instanceof OptionError) assert<Same<typeof error.details, Readonly<Record<string, unknown>>>>();
	if (error instanceof StandinError) assert<Same<typeof error.code, string>>();
}
