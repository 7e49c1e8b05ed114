import simdUrl from "@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url&no-inline";
import { BackendError, OptionError } from "../errors";
import type { Device, Run } from "../worker/run";
import { findAdapter, type GpuDevice } from "./gpu-device";
import { recycleBlocks, type WasmMemory } from "./recycle-blocks";
import { selfTest } from "./self-test";
import { backend, env, setBackend } from "./tf";
import { assertWasmAllowed, fetchWasmBinary } from "./wasm-binary";
import { startWebGpu } from "./webgpu";

export type BackendName = Exclude<Device, "auto">;

export interface BackendOptions {
	/** Folder of the wasm binaries, or the SIMD binary itself; default: where the bundler placed it. */
	wasmUrl?: string;
}

const WASM_FILE = "tfjs-backend-wasm-simd.wasm";

/** The backend all tensors live on from now on. Plain data. */
export interface Backend {
	readonly name: BackendName;
	/** One sentence: why this one, and why not the faster ones. */
	readonly reason: string;
}

let gpu: GpuDevice | undefined;
let started: Backend | undefined;

/** Throws the reason once the device behind the tensors was lost. Cheap: a flag. */
export function assertBackend(): void {
	if (gpu?.failure) throw gpu.failure;
}

/** The device behind the tensors, for kernels of our own. @throws BackendError where WebGPU is not the backend, or its device was lost. */
export function gpuDevice(): GPUDevice {
	assertBackend();
	if (!gpu) throw new BackendError("There is no GPU device: WebGPU is not the backend in use.");
	return gpu.device;
}

/** The backend in use, or nothing before the first `startBackend`. */
export function currentBackend(): Backend | undefined {
	return started;
}

function wasmFileUrl(url: string | undefined): string {
	if (url === undefined) return simdUrl;
	if (url.startsWith("data:") || url.endsWith(".wasm")) return url;
	return `${url}${url.endsWith("/") ? "" : "/"}${WASM_FILE}`;
}

async function startWasm(wasmUrl: string): Promise<void> {
	await assertWasmAllowed();
	const { setWasmPaths } = await import("@tensorflow/tfjs-backend-wasm");
	if (!(await env().getAsync("WASM_HAS_SIMD_SUPPORT")))
		throw new BackendError("This engine's WebAssembly has no SIMD.");
	const bytes = await fetchWasmBinary(wasmUrl);
	// Threads break in minified bundles and need headers that portals do not send.
	env().set("WASM_HAS_MULTITHREAD_SUPPORT", false);
	setWasmPaths(
		{
			"tfjs-backend-wasm.wasm": wasmUrl,
			[WASM_FILE]: wasmUrl,
			"tfjs-backend-wasm-threaded-simd.wasm": wasmUrl,
		},
		true,
	);
	// A failed download inside tfjs never settles; so it is handed the bytes that are already here.
	const platform = env().platform;
	const platformFetch = platform.fetch;
	platform.fetch = async () => new Response(bytes);
	try {
		if (!(await setBackend("wasm"))) throw new BackendError("The wasm backend did not start.");
		recycleBlocks((backend() as unknown as { readonly wasm: WasmMemory }).wasm);
	} finally {
		platform.fetch = platformFetch;
	}
}

async function startCpu(): Promise<void> {
	await import("@tensorflow/tfjs-backend-cpu");
	if (!(await setBackend("cpu"))) throw new BackendError("The cpu backend did not start.");
}

/** Starts one backend and tests it; resolves to what it runs on. */
async function start(name: BackendName, asked: boolean, wasmUrl: string): Promise<string> {
	gpu = undefined;
	let on = "";
	if (name === "webgpu") {
		const adapter = await findAdapter(asked);
		if (typeof adapter === "string") throw new BackendError(adapter);
		gpu = await startWebGpu(adapter);
		on = gpu.description;
	} else if (name === "wasm") await startWasm(wasmUrl);
	else await startCpu();
	await selfTest();
	assertBackend();
	return on;
}

/**
 * Chooses, starts and tests the backend that all tensors live on: WebGPU unless its adapter is a software one,
 * then single-threaded SIMD wasm, then plain JavaScript. Backends are loaded only when tried.
 *
 * @param device `"auto"`, or the backend that must be used (`"webgpu"` then also accepts a software adapter).
 * @throws BackendError where the asked backend is not available: it is never replaced in silence.
 */
export async function startBackend(device: Device = "auto", options: BackendOptions = {}): Promise<Backend> {
	const wasmUrl = wasmFileUrl(options.wasmUrl);
	if (device !== "auto") {
		if (device !== "webgpu" && device !== "wasm" && device !== "cpu") {
			throw new OptionError(`There is no device ${JSON.stringify(device)}; take "auto", "webgpu", "wasm" or "cpu".`, {
				option: "device",
				value: device,
			});
		}
		try {
			const on = await start(device, true, wasmUrl);
			started = { name: device, reason: `${device} was requested${on && ` and runs on ${on}`}.` };
			return started;
		} catch (cause) {
			const why = cause instanceof Error ? cause.message : String(cause);
			throw new BackendError(
				`The device ${device} was requested but is not available: ${why.replace(/\.$/, "")}. Use "auto" to take what is available.`,
				{ device },
				cause,
			);
		}
	}
	const refused: string[] = [];
	let last: unknown;
	for (const name of ["webgpu", "wasm", "cpu"] as const) {
		try {
			const on = await start(name, false, wasmUrl);
			const why = refused.length ? `: ${refused.join("; ")}` : ", the fastest there is";
			started = { name, reason: `${name} was chosen${on && ` (${on})`}${why}.` };
			return started;
		} catch (error) {
			last = error;
			refused.push(error instanceof Error ? error.message.replace(/\.$/, "") : String(error));
		}
	}
	throw new BackendError(`No backend could be started: ${refused.join("; ")}.`, {}, last);
}

/** A loss is noted by the browser a moment after what it breaks. */
const NOTED_MS = 50;

/** The loss of the device behind the tensors, where there was one: what else was raised follows from it. */
export async function backendLoss(): Promise<BackendError | undefined> {
	if (gpu && !gpu.failure) await new Promise((resolve) => setTimeout(resolve, NOTED_MS));
	return gpu?.failure;
}

/**
 * Another backend after the device was lost: a new device after the first loss, then wasm, then plain loops.
 *
 * @param losses How many there were.
 * @throws the loss where none starts.
 */
export async function replaceBackend(loss: BackendError, losses: number, wasmUrl?: string): Promise<Backend> {
	for (const name of losses > 1 ? (["wasm", "cpu"] as const) : (["webgpu", "wasm", "cpu"] as const)) {
		try {
			await startBackend(name, { wasmUrl });
			started = { name, reason: `The GPU device was lost while training, which went on on ${name}.` };
			return started;
		} catch {
			// The next one may start.
		}
	}
	throw loss;
}

/**
 * The backend a run computes on: the one already started where it is what the run asks for and still works, else a
 * fresh one. All models of a worker share it.
 */
export async function useBackend(run: Pick<Run, "device" | "wasmUrl">): Promise<Backend> {
	const device = run.device ?? "auto";
	if (started && !gpu?.failure && (device === "auto" || device === started.name)) return started;
	return startBackend(device, { wasmUrl: run.wasmUrl });
}
