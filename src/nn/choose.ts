/** `device: "auto"` where nobody can know which backend is faster: the work itself is timed on each. */
import { BackendError } from "../errors";
import type { Run } from "../worker/run";
import { type Backend, type BackendName, startBackend, useBackend } from "./backend";
import { adapterName, findAdapter } from "./gpu-device";
import { assertWasmAllowed } from "./wasm-binary";

/** Two backends that may each be the faster, and the adapter on which it depends. */
interface Rivals {
	readonly adapter: string;
	readonly names: readonly ["wasm", "webgpu"];
}

/** Steps whose time decides. */
export interface Trial {
	/** What is done in it; with the size and the adapter it names what was measured. */
	readonly kind: string;
	/** Operations of a step, roughly: what was measured holds for steps up to twice or half as large. */
	readonly size: number;
	/** Steps to come. Where wasm takes them all within a second, a GPU is not started. */
	readonly steps: number;
	/** Steps that one call takes. Default 1. */
	readonly together?: number;
	/** Workers that take steps in parallel where wasm computes. Default 1. */
	readonly workers?: number;
	/** Prepares steps on a backend. A step with `wait` resolves when it has been computed, another may before. */
	start(name: BackendName): Promise<(wait: boolean) => Promise<unknown>>;
}

/** Before the clock starts: engines compile what runs often, GPUs what runs at all. */
const WARM = { steps: 2, ms: 100 };
/** A GPU is waited for once in as many steps, as in training. */
const TIMED = { steps: 10, ms: 300 };
/** A GPU takes about as long to start. */
const NOT_WORTH_MS = 1000;

/** What was measured, for the worker's life. */
const measured = new Map<string, Backend>();

/** The backend that `"auto"` is without any doubt, or the rivals to be timed. */
async function findRivals(software: boolean): Promise<Backend | Rivals> {
	const adapter = await findAdapter(software);
	const refusal = await assertWasmAllowed().then(
		() => undefined,
		(error: Error) => error.message.replace(/\.$/, ""),
	);
	if (typeof adapter !== "string") {
		const name = adapterName(adapter);
		if (refusal === undefined) return { adapter: name, names: ["wasm", "webgpu"] };
		return { name: "webgpu", reason: `webgpu was chosen (${name}): ${refusal}.` };
	}
	if (refusal === undefined) return { name: "wasm", reason: `wasm was chosen: ${adapter}.` };
	return { name: "cpu", reason: `cpu was chosen: ${adapter}; ${refusal}.` };
}

/** Milliseconds a step, once warm. */
async function timeSteps(step: (wait: boolean) => Promise<unknown>, run: Pick<Run, "step">): Promise<number> {
	const repeat = async ({ steps, ms }: typeof WARM, both: boolean) => {
		const start = performance.now();
		for (let i = 1; ; i++) {
			const past = performance.now() - start;
			const last = both ? i >= steps && past >= ms : i >= steps || past >= ms;
			await step(last);
			if (last) return (performance.now() - start) / i;
			await run.step({ phase: "measure", step: i, steps });
		}
	};
	await repeat(WARM, true);
	return repeat(TIMED, false);
}

const show = (ms: number) => `${ms.toPrecision(3).replace(/\.0+$/, "")} ms`;

/**
 * The backend for `"auto"`: the only one there is, or the one on which a few steps of the trial took least time. What
 * was measured on an adapter is remembered.
 *
 * @param software whether a software adapter may take part.
 * @throws BackendError where no backend is available; StoppedError when the run is stopped.
 */
export async function chooseBackend(run: Run, trial: Trial, software = false): Promise<Backend> {
	const rivals = await findRivals(software);
	if ("reason" in rivals) return rivals;
	const size = Math.round(Math.log2(Math.max(1, trial.size)));
	const key = `${rivals.adapter}/${trial.kind}/${size}/${trial.workers ?? 1}`;
	const known = measured.get(key);
	if (known) return known;
	const times: { name: BackendName; ms: number }[] = [];
	const failures: { name: BackendName; why: string; cause: unknown }[] = [];
	for (const name of rivals.names) {
		try {
			const own = (await timeSteps(await trial.start(name), run)) / (trial.together ?? 1);
			const ms = name === "wasm" ? own / (trial.workers ?? 1) : own;
			times.push({ name, ms });
			if (name === "wasm" && ms * trial.steps < NOT_WORTH_MS) {
				return {
					name,
					reason: `wasm was chosen: its ${trial.steps} steps of ${show(ms)} are less than a GPU needs to start.`,
				};
			}
		} catch (error) {
			if (!(error instanceof BackendError)) throw error;
			const { message } = error.cause instanceof Error ? error.cause : error;
			failures.push({ name, why: `${name} failed (${message.replace(/\.$/, "")})`, cause: error });
		}
	}
	const [best, other] = times.sort((a, b) => a.ms - b.ms);
	const why = failures.map((failure) => failure.why).join("; ");
	if (!best) throw new BackendError(`No backend could be started: ${why}.`, {}, failures[0]?.cause);
	const beside = other ? `, on ${other.name} ${show(other.ms)}` : `; ${why}`;
	const reason = `${best.name} was chosen by measurement on ${rivals.adapter}: a step took ${show(best.ms)}${beside}.`;
	const backend = { name: best.name, reason };
	measured.set(key, backend);
	return backend;
}

/** Starts tfjs on a backend by name. */
export function tryBackend(name: BackendName, { wasmUrl }: Pick<Run, "wasmUrl">): Promise<Backend> {
	return useBackend({ device: name, wasmUrl });
}

/**
 * The tfjs backend that the run asks for, started; for "auto", the one on which the trial's steps take least time.
 *
 * @throws BackendError where it is not available.
 */
export async function startFastest(run: Run, trial: Trial, software = false): Promise<Backend> {
	if (run.device !== undefined && run.device !== "auto") return useBackend(run);
	const start = async (name: BackendName) => {
		await tryBackend(name, run);
		return trial.start(name);
	};
	const chosen = await chooseBackend(run, { ...trial, start }, software);
	try {
		await tryBackend(chosen.name, run);
		return chosen;
	} catch {
		// Tells of every backend that is not available.
		return startBackend("auto", { wasmUrl: run.wasmUrl });
	}
}
