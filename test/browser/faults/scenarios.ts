/** Accidents around a call, what its caller is to see of each, and what is to work afterwards. */
import { compare, createGenerator, type GeneratorHandle, inspect, loadGenerator } from "../../../src";
import workerFile from "./fault-worker?worker&url";
import { gpuAllocations } from "./gpu-scenarios";
import { FIT, once, type Scenario, sawOf, table } from "./scenario";
import { killWorkers, lastWorker, noticedAfter, startedWorkers } from "./watch";

const OPTIONS = { layers: [8, 8], batchRows: 32, steps: 80, timesteps: 8 };
const WASM = { device: "wasm", workers: 1 } as const;

const trained = () => createGenerator("tabddpm", OPTIONS, WASM);

/** A handle on a worker in which that goes wrong. */
async function faulty(fault: Readonly<Record<string, string>>, more: object = {}, options: object = OPTIONS) {
	const url = new URL(workerFile, location.href);
	for (const [name, value] of Object.entries(fault)) url.searchParams.set(name, value);
	return createGenerator("tabddpm", options, { ...WASM, workerUrl: url, ...more });
}

const hexOf = (bytes: Uint8Array) => Array.from(bytes, (byte) => byte.toString(16)).join();
let whole: Promise<string> | undefined;
/** The model without an accident. */
function wholeModel(): Promise<string> {
	whole ??= (async () => {
		using handle = await trained();
		await handle.fit(table, FIT);
		return hexOf(await handle.save());
	})();
	return whole;
}

/** The handle samples, and of the model that no accident had touched. */
async function assertWhole(handle: GeneratorHandle): Promise<void> {
	const { rows } = await handle.sample(5, { seed: 1 });
	if (rows !== 5) throw new Error(`${rows} rows were sampled of 5.`);
	if (hexOf(await handle.save()) !== (await wholeModel())) throw new Error("It went on to another model.");
}

const killed: readonly Scenario[] = [
	{
		name: "the worker is ended while it loads a model",
		sees: /^WorkerError/,
		async run() {
			using made = await createGenerator("independent");
			await made.fit(table, FIT);
			const bytes = await made.save();
			const before = startedWorkers();
			const watching = setInterval(() => {
				if (startedWorkers() === before) return;
				clearInterval(watching);
				// Its first word is that it runs; the model comes after it.
				lastWorker()?.addEventListener("message", killWorkers, { once: true });
			}, 0);
			const saw = await sawOf(loadGenerator(bytes).then((handle) => handle.dispose()));
			const noticedMs = noticedAfter();
			using next = await loadGenerator(bytes);
			await next.sample(5);
			return { saw, noticedMs };
		},
	},
	{
		name: "the worker is ended while it inspects",
		sees: /^WorkerError/,
		async run() {
			const saw = await sawOf(inspect(table, { onProgress: once("inspect", 1, killWorkers) }));
			const noticedMs = noticedAfter();
			await inspect(table);
			return { saw, noticedMs };
		},
	},
	{
		name: "the worker is ended while it encodes",
		sees: /^WorkerError/,
		async run() {
			using handle = await trained();
			const saw = await sawOf(handle.fit(table, { ...FIT, onProgress: once("encode", 0, killWorkers) }));
			const noticedMs = noticedAfter();
			await handle.fit(table, FIT);
			await assertWhole(handle);
			return { saw, noticedMs };
		},
	},
	{
		name: "the worker is ended while it trains",
		sees: /^goes on$/,
		short: true,
		async run() {
			using handle = await trained();
			const saw = await sawOf(handle.fit(table, { ...FIT, onProgress: once("train", 20, killWorkers) }));
			const noticedMs = noticedAfter();
			await assertWhole(handle);
			return { saw, noticedMs };
		},
	},
	{
		name: "the worker is ended while it samples",
		sees: /^WorkerError/,
		async run() {
			using handle = await trained();
			await handle.fit(table, FIT);
			const saw = await sawOf(handle.sample(200_000, { onProgress: once("sample", 1, killWorkers) }));
			const noticedMs = noticedAfter();
			await assertWhole(handle);
			return { saw, noticedMs };
		},
	},
	{
		name: "the worker is ended while it reports",
		sees: /^WorkerError/,
		async run() {
			let told = 0;
			const input = { real: table, synthetic: table };
			const saw = await sawOf(compare(input, { seed: 1, onProgress: () => ++told === 2 && killWorkers() }));
			const noticedMs = noticedAfter();
			await compare(input, { seed: 1 });
			return { saw, noticedMs };
		},
	},
];

const NO_MEMORY = /^BackendError: There is not enough memory/;
/** Activations of more than the 16 MB that wasm begins with. */
const WIDE = { layers: [512, 512], batchRows: 4096, steps: 2 };

const memory: readonly Scenario[] = [
	{
		name: "the worker has no memory for its arrays",
		sees: NO_MEMORY,
		short: true,
		async run() {
			using handle = await faulty({ memory: "500" });
			return { saw: await sawOf(handle.fit(table, FIT)) };
		},
	},
	{
		name: "the memory of wasm cannot grow",
		sees: NO_MEMORY,
		short: true,
		async run() {
			using handle = await faulty({ grow: "never" }, {}, WIDE);
			return { saw: await sawOf(handle.fit(table, FIT)) };
		},
	},
	{
		name: "the page has no memory for the table's copy",
		sees: NO_MEMORY,
		short: true,
		async run() {
			using handle = await createGenerator("independent");
			const Real = globalThis.Float64Array;
			globalThis.Float64Array = new Proxy(Real, {
				construct() {
					throw new RangeError("Array buffer allocation failed");
				},
			});
			const saw = await sawOf(handle.fit(table, FIT));
			globalThis.Float64Array = Real;
			await handle.fit(table, FIT);
			await handle.sample(5);
			return { saw };
		},
	},
	...gpuAllocations,
];

const messages: readonly Scenario[] = [
	{
		name: "the worker never gives its first answer",
		sees: /^WorkerError: .*gave no answer within 0.5 s/,
		short: true,
		run: async () => ({ saw: await sawOf(faulty({ answers: "none" }, { readyTimeoutMs: 500 })) }),
	},
	{
		name: "the worker's answers come late",
		sees: /^goes on$/,
		short: true,
		async run() {
			using handle = await faulty({ answers: "late" });
			const saw = await sawOf(handle.fit(table, FIT));
			await assertWhole(handle);
			return { saw };
		},
	},
	{
		name: "the worker never answers a call, and its caller aborts",
		sees: /^AbortError/,
		short: true,
		async run() {
			using handle = await faulty({ answers: "never" });
			const controller = new AbortController();
			setTimeout(() => controller.abort(), 300);
			const saw = await sawOf(handle.fit(table, { ...FIT, signal: controller.signal }));
			return { saw };
		},
	},
];

const HOW = { refused: "cannot be fetched", missing: "is missing", page: "is a page instead", cut: "is cut off" };
const wasm: readonly Scenario[] = [
	...Object.entries(HOW).map(([how, words]) => ({
		name: `the wasm file ${words}`,
		sees: /^BackendError: The device wasm was requested but is not available: .*wasm binary/,
		short: how === "cut",
		async run() {
			using handle = await faulty({ wasm: how });
			return { saw: await sawOf(handle.fit(table, FIT)) };
		},
	})),
	{
		name: "the wasm file is missing, and any device will do",
		sees: /^goes on, on cpu: .*wasm binary/,
		async run() {
			using handle = await faulty({ wasm: "missing" }, { device: "auto" }, { ...OPTIONS, steps: 3 });
			const { device, reason } = await handle.fit(table, FIT);
			await handle.sample(5);
			return { saw: `goes on, on ${device}: ${reason}` };
		},
	},
];

const storage: readonly Scenario[] = [
	{
		name: "the browser has no room for a fit that is to be kept",
		sees: /^goes on: This fit cannot be resumed after a reload: the browser's storage is full/,
		short: true,
		async run() {
			using handle = await faulty({ storage: "full" });
			const { notKept } = await handle.fit(table, { ...FIT, keepHours: 1 });
			await assertWhole(handle);
			return { saw: `goes on: ${notKept}` };
		},
	},
];

const policy: readonly Scenario[] = [
	{
		name: "the page's policy blocks blob: for a worker of another origin",
		sees: /^WorkerError: .* did not start: .*worker-src/,
		short: true,
		async run() {
			// It cannot be taken back; a page's own workers start all the same.
			const meta = document.createElement("meta");
			meta.httpEquiv = "Content-Security-Policy";
			meta.content = "worker-src 'self'";
			document.head.append(meta);
			const saw = await sawOf(createGenerator("independent", {}, { workerUrl: "https://cdn.example/worker.js" }));
			using handle = await createGenerator("independent");
			await handle.fit(table, FIT);
			return { saw };
		},
	},
];

/** The last changes the page for good. */
export const scenarios: readonly Scenario[] = [...killed, ...memory, ...messages, ...wasm, ...storage, ...policy];
