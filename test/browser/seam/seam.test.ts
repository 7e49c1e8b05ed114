import { afterEach, expect, test, vi } from "vitest";
import {
	BackendError,
	OptionError,
	SavedModelError,
	SchemaError,
	type StandinError,
	WorkerError,
} from "../../../src/errors";
import type { GeneratorHandle } from "../../../src/page/handle";
import { spawn } from "../../../src/page/spawn";
import type { Table } from "../../../src/table/table";
import type { GeneratorHost } from "../../../src/wire/api";
import { attach } from "../../../src/wire/attach";
import type { Progress } from "../../../src/worker/run";
import { fixture, fixtureUrl, numbers, rejection } from "./fixture";

const handles: GeneratorHandle[] = [];
async function open(...given: Parameters<typeof fixture>): Promise<GeneratorHandle> {
	const handle = await fixture(...given);
	handles.push(handle);
	return handle;
}
afterEach(() => {
	for (const handle of handles.splice(0)) handle.dispose();
});

test("a fit tells its seed, rows, columns, seconds, device and the generator's own diagnostics", async () => {
	const handle = await open("spinner", { ms: 1, steps: 3 });
	const summary = await handle.fit(numbers(5), { seed: 11 });
	expect(summary).toMatchObject({ seed: 11, rows: 5, columns: 1, device: "cpu", steps: 3 });
	expect(summary.seconds).toBeGreaterThan(0);
	expect(summary.reason).not.toBe("");
});

test("without a seed one is drawn and told, another each time", async () => {
	const handle = await open("spinner", { ms: 0, steps: 1 });
	const seeds = [await handle.fit(numbers(1)), await handle.fit(numbers(1))].map((s) => s.seed);
	expect(typeof seeds[0]).toBe("number");
	expect(seeds[0]).not.toBe(seeds[1]);
});

test("the user's table stays usable after fit, and sampled tables arrive whole", async () => {
	const handle = await open("spinner", { ms: 0, steps: 1 });
	const table = numbers(1000);
	await handle.fit(table);
	const column = table.columns[0]!;
	expect("values" in column && column.values.length).toBe(1000);
	const sampled = await handle.sample(7, { seed: 1 });
	expect(sampled.rows).toBe(7);
	expect("values" in sampled.columns[0]! && sampled.columns[0].values.length).toBe(7);
});

test("sampled tables are moved to the page, not copied", async () => {
	const handle = await open("spinner", { ms: 0, steps: 1 });
	await handle.fit(numbers(1));
	await handle.sample(1000);
	expect((await handle.sample(10)).columns[0]?.reason).toBe("left behind: 0");
});

test("calls leave in the order in which they were made, however long a table takes to copy", async () => {
	const handle = await open("previewing");
	const columns = Array.from({ length: 40 }, (_, i) => ({ ...numbers(500_000).columns[0]!, name: `x${i}` }));
	const large = handle.fit({ rows: 500_000, columns });
	const rows = handle.sample(3);
	const small = handle.fit(numbers(2));
	expect(await large).toMatchObject({ seen: 500_000, columns: 40 });
	expect((await rows).rows).toBe(3);
	expect(await small).toMatchObject({ seen: 2 });
});

test("a stream of chunks holds the rows of one sample with the same seed", async () => {
	const handle = await open("spinner", { ms: 0, steps: 1 });
	await handle.fit(numbers(1));
	const whole = await handle.sample(10, { seed: 3 });
	const values: number[] = [];
	const told: number[] = [];
	for await (const chunk of handle.sampleStream(10, { seed: 3, chunkRows: 4, onProgress: (p) => told.push(p.step) })) {
		values.push(...(chunk.columns[0] as { values: Float64Array }).values);
	}
	expect(values).toEqual([...(whole.columns[0] as { values: Float64Array }).values]);
	expect(told.at(-1)).toBe(10);
});

test("progress comes at most ten times a second, besides the first and last of a phase", async () => {
	const handle = await open("spinner", { ms: 2, steps: 500 });
	const told: Progress[] = [];
	const started = performance.now();
	await handle.fit(numbers(1), { onProgress: (p) => told.push(p) });
	const seconds = (performance.now() - started) / 1000;
	const training = told.filter((p) => p.phase === "train");
	expect(training.length).toBeGreaterThan(4);
	expect(training.length).toBeLessThanOrEqual(Math.ceil(seconds * 10) + 2);
	expect(training[0]!.step).toBe(1);
	expect(training.at(-1)!.step).toBe(500);
});

test("previews reach onPreview alone, and are drawn only where somebody looks", async () => {
	const handle = await open("previewing");
	const previews: Table[] = [];
	const told: Progress[] = [];
	await handle.fit(numbers(1), { onPreview: (p) => previews.push(p), onProgress: (p) => told.push(p) });
	expect(previews.map((p) => p.rows)).toEqual([2]);
	expect(told.every((p) => !("preview" in p))).toBe(true);
});

test("what a listener throws is reported like any listener's error, and the fit goes on", async () => {
	const handle = await open("previewing");
	const reported: unknown[] = [];
	const report = vi.spyOn(globalThis, "reportError").mockImplementation((error) => void reported.push(error));
	const oops = new Error("the chart broke");
	const summary = await handle.fit(numbers(3), {
		onProgress: () => {
			throw oops;
		},
	});
	report.mockRestore();
	expect(summary.seen).toBe(3);
	expect(reported).toContain(oops);
});

test("the run is given the device and the place of the wasm file", async () => {
	const handle = await open("previewing", {}, { device: "wasm", wasmUrl: "/elsewhere/simd.wasm" });
	const summary = await handle.fit(numbers(1));
	expect(summary.device).toBe("wasm");
	expect(summary.wasmUrl).toBe(new URL("/elsewhere/simd.wasm", location.href).href);
});

test("an abort rejects with the signal's own reason and the worker takes the next call within 200 ms", async () => {
	const handle = await open("spinner", { ms: 5, steps: 100_000 });
	// A busy machine may take the processor away for once, but not three times running.
	let free = Number.POSITIVE_INFINITY;
	for (let attempt = 0; attempt < 3 && free >= 200; attempt++) {
		const stop = new AbortController();
		const reason = new Error("the user changed their mind");
		const fit = rejection(handle.fit(numbers(1), { signal: stop.signal }));
		await new Promise((r) => setTimeout(r, 300));
		const aborted = performance.now();
		stop.abort(reason);
		expect(await fit).toBe(reason);
		// Answered only once the aborted fit has left the worker's queue.
		expect(await rejection(handle.sample(1))).toBeInstanceOf(OptionError);
		free = performance.now() - aborted;
	}
	expect(free).toBeLessThan(200);
});

test("an abort rejects at once even while one kernel holds the worker", async () => {
	const handle = await open("stuck", { ms: 1500 });
	const stop = new AbortController();
	const fit = rejection(handle.fit(numbers(1), { signal: stop.signal }));
	await new Promise((r) => setTimeout(r, 100));
	const aborted = performance.now();
	stop.abort();
	const error = (await fit) as DOMException;
	expect(error.name).toBe("AbortError");
	// The kernel holds the worker for 1.5 s.
	expect(performance.now() - aborted).toBeLessThan(700);
});

test("a signal aborted beforehand starts nothing", async () => {
	const handle = await open("spinner", { ms: 5, steps: 100_000 });
	const reason = new Error("already");
	expect(await rejection(handle.fit(numbers(1), { signal: AbortSignal.abort(reason) }))).toBe(reason);
	expect(await rejection(handle.sample(1))).toBeInstanceOf(OptionError);
});

test("finishEarly keeps what there is", async () => {
	const handle = await open("spinner", { ms: 5, steps: 100_000 });
	const fit = handle.fit(numbers(1), {
		onProgress: ({ phase }) => {
			if (phase === "train") handle.finishEarly();
		},
	});
	expect((await fit).steps).toBeLessThan(10_000);
	expect((await handle.sample(2)).rows).toBe(2);
});

test("an error keeps class, name, code, details and cause on its way", async () => {
	const error = await rejection((await open("failing")).fit(numbers(1)));
	expect(error).toBeInstanceOf(BackendError);
	const { name, code, details, cause, message, stack } = error as BackendError;
	expect({ name, code, details }).toEqual({
		name: "BackendError",
		code: "backend",
		details: { adapter: "none", tries: 3 },
	});
	expect(message).toBe("The device went away; try again.");
	expect(cause).toBeInstanceOf(TypeError);
	expect((cause as TypeError).message).toBe("not a shader");
	expect(stack).toContain("fixture-worker");
});

test("details that cannot be cloned arrive as text instead of hiding the error", async () => {
	const error = (await rejection((await open("odd")).fit(numbers(1)))) as SchemaError;
	expect(error).toBeInstanceOf(SchemaError);
	expect(error.details.row).toBe(7);
	expect(typeof error.details.fix).toBe("string");
});

test("a worker that closes itself settles every open call", async () => {
	const handle = await open("quitter");
	const calls = [handle.fit(numbers(1)), handle.sample(1), handle.save()].map(rejection);
	const [fit, ...others] = await Promise.all(calls);
	expect(fit).toBeInstanceOf(WorkerError);
	// What the worker read while the fit's code was loading was answered: nothing is learned yet.
	for (const error of others) expect([WorkerError, OptionError]).toContain((error as Error).constructor);
	// The next call finds a new worker, which has learned nothing.
	expect(await rejection(handle.sample(1))).toBeInstanceOf(OptionError);
});

/** A handle that has learned, and the rows it samples. */
async function learned() {
	const handle = await open("moody", { ms: 6000 });
	await handle.fit(numbers(1));
	const rows = async () => (await handle.sample(4, { seed: 5 })).columns[0] as { values: Float64Array };
	return { handle, rows, values: (await rows()).values };
}

test("a worker that computes on after an abort is replaced, and what was learned before is there", async () => {
	const { handle, rows, values } = await learned();
	const stop = new AbortController();
	const fit = rejection(handle.fit(numbers(2), { signal: stop.signal }));
	await new Promise((r) => setTimeout(r, 200));
	stop.abort();
	const aborted = performance.now();
	expect(((await fit) as DOMException).name).toBe("AbortError");
	expect((await rows()).values).toEqual(values);
	// The loop holds the old worker for 6 s.
	expect(performance.now() - aborted).toBeLessThan(4000);
});

test("a worker that died is replaced by the next call, with its model", async () => {
	const { handle, rows, values } = await learned();
	expect(await rejection(handle.fit(numbers(3)))).toBeInstanceOf(WorkerError);
	expect((await rows()).values).toEqual(values);
});

test("a fit whose worker dies is continued by another, from what was kept; what dies in the same place again is not", async () => {
	const handle = await open("mortal", { ms: 1, steps: 7 });
	const told: number[] = [];
	const onProgress = ({ phase, step }: Progress) => void (phase === "train" && told.push(step));
	const summary = await handle.fit(numbers(3), { onProgress });
	expect(summary).toMatchObject({ sum: 28, begun: 4, workersLost: 1 });
	expect(told.at(-1)).toBe(7);
	expect((await handle.sample(2)).rows).toBe(2);
	// The eighth step kills each of them.
	const doomed = await open("mortal", { ms: 1, steps: 9 });
	expect(await rejection(doomed.fit(numbers(3)))).toBeInstanceOf(WorkerError);
	// An owner who gave the table away has a fit no more.
	const gone = await open("mortal", { ms: 1, steps: 7 });
	const table = numbers(3);
	const fit = rejection(gone.fit(table));
	await new Promise((r) => setTimeout(r, 50));
	structuredClone(0, { transfer: [(table.columns[0] as { values: Float64Array<ArrayBuffer> }).values.buffer] });
	expect(await fit).toBeInstanceOf(WorkerError);
});

test("a fit whose workers die again and again is given up, however little further each comes", async () => {
	const handle = await open("frail", { steps: 1000 });
	expect(await rejection(handle.fit(numbers(3)))).toBeInstanceOf(WorkerError);
	const short = await open("frail", { steps: 6 });
	expect(await short.fit(numbers(3))).toMatchObject({ workersLost: 2 });
});

test.each([
	["by its lock", "with=locks"],
	["by its open database where there are no locks, as over http", "without=locks"],
	["by its silence where there are neither", "without=locks&without=databases"],
])("a worker's death is noticed without a word of it, %s", async (_, search) => {
	const url = `${fixtureUrl}?${search}`;
	const failedToStart = (why: string) => new WorkerError(why);
	const worker = new Worker(url, { type: "module" });
	const about = { role: "generator", url, readyTimeoutMs: 20_000, silentMs: 4000, failedToStart };
	const spawned = await attach<GeneratorHost>(worker, about);
	const silent = search.includes("databases");
	const options = { ms: 5, steps: silent ? 1000 : 20 };
	const fit = (name: string, rows: number) =>
		spawned.call((remote) => remote.fit(name, numbers(rows), options, {}, { id: 1, seed: 1, device: "auto" }));
	// Five seconds of work that lets messages in: no silence.
	expect(await fit("spinner", 1)).toMatchObject({ rows: 1 });
	const dying = performance.now();
	const error = (await rejection(fit("moody", 3))) as Error;
	expect(error.message).toContain(silent ? "4 s and is taken to be dead" : "was terminated");
	expect(performance.now() - dying).toBeLessThan(silent ? 20_000 : 1000);
	expect(spawned.isDead()).toBe(true);
	const left = await indexedDB.databases();
	expect(left.filter(({ name }) => name?.startsWith("standin"))).toEqual([]);
});

test("an exception nobody caught ends the worker and tells what it was", async () => {
	const error = await rejection((await open("crasher")).fit(numbers(1)));
	expect(error).toBeInstanceOf(WorkerError);
	expect((error as Error).message).toContain("out of shelves");
});

test("dispose settles open calls, may be repeated, and `using` calls it", async () => {
	const handle = await open("spinner", { ms: 5, steps: 100_000 });
	const fit = rejection(handle.fit(numbers(1)));
	handle.dispose();
	handle[Symbol.dispose]();
	expect(await fit).toBeInstanceOf(WorkerError);
	expect(((await rejection(handle.sample(1))) as StandinError).code).toBe("worker");
});

test("a worker whose file is missing names the URL and the policy's directive", async () => {
	const error = (await rejection(spawn<GeneratorHost>("generator", { workerUrl: "/no/such/worker.js" }))) as Error;
	expect(error).toBeInstanceOf(WorkerError);
	expect(error.message).toContain(new URL("/no/such/worker.js", location.href).href);
	expect(error.message).toContain("worker-src");
});

test("a worker that never answers is given up after the timeout", async () => {
	const silent = URL.createObjectURL(new Blob([""], { type: "text/javascript" }));
	const started = performance.now();
	const error = await rejection(spawn<GeneratorHost>("report", { workerUrl: silent, readyTimeoutMs: 300 }));
	expect(error).toBeInstanceOf(WorkerError);
	expect((error as Error).message).toContain("0.3 s");
	expect(performance.now() - started).toBeLessThan(2000);
});

test("a model saved by one worker is loaded and sampled by another", async () => {
	const first = await open("spinner", { ms: 0, steps: 1 });
	await first.fit(numbers(1));
	const bytes = await first.save();
	const spawned = await spawn<GeneratorHost>("generator", { workerUrl: fixtureUrl });
	await spawned.call((remote) => remote.load(bytes));
	const call = { id: 1, seed: 5, device: "auto" } as const;
	const values = (table: Table) => (table.columns[0] as { values: Float64Array }).values;
	const table = await spawned.call((remote) => remote.sample({ rows: 4 }, call));
	expect(values(table)).toEqual(values(await first.sample(4, { seed: 5 })));
	const junk = bytes.slice();
	junk[junk.length - 1]! ^= 1;
	expect(await rejection(spawned.call((remote) => remote.load(junk)))).toBeInstanceOf(SavedModelError);
	spawned.dispose();
});

test("arguments that cannot be right are refused on the page", async () => {
	const handle = await open("spinner", { ms: 0, steps: 1 });
	for (const rows of [0, -1, 1.5, Number.NaN, "7" as never]) {
		expect(await rejection(handle.sample(rows))).toBeInstanceOf(OptionError);
	}
	expect(await rejection(handle.fit("a,b\n1,2" as never))).toBeInstanceOf(SchemaError);
	expect(await rejection(handle.fit(numbers(1), { seed: Number.NaN }))).toBeInstanceOf(OptionError);
	await handle.fit(numbers(1));
	expect(await rejection(handle.sample(1, { given: { x: 1 } }))).toBeInstanceOf(OptionError);
});
