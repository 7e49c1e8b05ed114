/** Priors on the page's side: tables with their causal graphs, sampled by several workers in parallel. */

import { OptionError } from "../errors";
import { checkCount, checkOptions, completeOptions } from "../options/check";
import { choose } from "../options/choose";
import { type AcceptedOptions, COUNT } from "../options/option";
import { type PriorName, type PriorOptions, priorMetas } from "../priors/metas";
import type { PriorMeta, PriorRequest, Task } from "../priors/prior";
import type { Call, Device, PriorHost } from "../wire/api";
import type { Spawned } from "../wire/attach";
import { CALL, type CallOptions, WORKER, type WorkerOptions } from "./call-options";
import { DISPOSE } from "./dispose";
import { absoluteUrl, checkDevice, checkSeed } from "./options";
import { limitProgress } from "./progress";
import { spawn } from "./spawn";

export interface PriorWorkerOptions extends WorkerOptions {
	/** Workers that sample in parallel. Default 1. Their number changes no table. */
	workers?: number;
	/**
	 * `"webgpu"` computes the nodes of `mlp-scm` and `graph-scm` on a GPU, many tables at once, the same structure with
	 * numbers within a tolerance (see `docs/priors.md`); the other priors throw `OptionError`, and `sample` rejects
	 * with `BackendError` where there is none. All else, `"auto"` too, computes on the CPU, where numbers are the same
	 * everywhere.
	 */
	device?: Device;
}

export interface PriorSampleOptions extends PriorRequest, CallOptions {
	/** Tables a worker draws at a time. Default: as many as give it about 20,000 cells (a GPU: a million), at most 64. */
	batch?: number;
}

/** A prior in workers of its own. */
export interface PriorHandle {
	readonly name: string;
	readonly meta: PriorMeta;
	/** Samples tables in order of their index, a few batches ahead of the reader and no more. */
	sample(request: PriorSampleOptions): AsyncIterableIterator<Task>;
	/** Ends the workers; open calls reject with `WorkerError`. */
	dispose(): void;
	[Symbol.dispose](): void;
}

const SAMPLE: AcceptedOptions<PriorSampleOptions> = {
	...CALL,
	tables: COUNT,
	offset: { type: "number", whole: true, min: 0 },
	rows: COUNT,
	// As many as `maxFeatures` may be: a network of random weights grows with their square.
	features: { ...COUNT, max: 10_000 },
	do: { type: "object" },
	model: { type: "boolean" },
	batch: COUNT,
};

/** Cells a batch should hold: enough to hide a message's cost, few enough to stop within 200 ms of asking. */
const BATCH_CELLS = 20_000;
/** A GPU is kept busy by many tables at once. */
const GPU_BATCH_CELLS = 1_000_000;
const MOST_BATCH = 64;
/** Cells of the largest table, 8 bytes each: a gigabyte. */
const MOST_CELLS = 2 ** 27;
/** Where the prior draws the number of columns itself. */
const TYPICAL_FEATURES = 20;
/** Batches in flight a worker: one being drawn, one waiting. */
const AHEAD = 2;

/** What `createPrior` of `on-demand` does. */
export async function createPrior<Name extends PriorName>(
	name: Name,
	options: Partial<PriorOptions<Name>> = {},
	given: PriorWorkerOptions = {},
): Promise<PriorHandle> {
	checkOptions("createPrior", given, WORKER);
	const { workers = 1, ...worker } = given;
	const meta = choose<PriorMeta>(priorMetas, "prior", name);
	const complete = completeOptions(`"${name}"`, options, meta.options);
	const device = checkDevice(worker.device);
	if (device === "webgpu" && !meta.webgpu) {
		const able = Object.entries<PriorMeta>(priorMetas).flatMap(([other, { webgpu }]) => (webgpu ? other : []));
		throw new OptionError(
			`The prior ${name} does not support webgpu, as ${able.join(" and ")} are; take one of these, or "auto".`,
			{ option: "device", value: device },
		);
	}
	const wasmUrl = absoluteUrl("wasmUrl", worker.wasmUrl);

	const started = await Promise.allSettled(Array.from({ length: workers }, () => spawn<PriorHost>("prior", worker)));
	const pool = started.flatMap((s) => (s.status === "fulfilled" ? [s.value] : []));
	const dispose = () => {
		for (const spawned of pool) spawned.dispose();
	};
	const failure = started.find((s) => s.status === "rejected");
	if (failure) {
		dispose();
		throw failure.reason;
	}
	let calls = 0;

	function drawBatch(
		spawned: Spawned<PriorHost>,
		request: PriorRequest,
		seed: number | string,
		signal: AbortSignal,
	): Promise<Task[]> {
		const call: Call = { id: ++calls, seed, device };
		if (wasmUrl) call.wasmUrl = wasmUrl;
		const stop = () => spawned.tell((remote) => remote.stop(call.id));
		signal.addEventListener("abort", stop, { once: true });
		const tasks = spawned.call((remote) => remote.sample(name, request, complete, call), signal);
		// Settled here so that a batch drawn ahead and never read raises no unhandled rejection.
		tasks.catch(() => {}).then(() => signal.removeEventListener("abort", stop));
		return tasks;
	}

	async function* sample(request: PriorSampleOptions): AsyncIterableIterator<Task> {
		checkOptions("sample", request, SAMPLE);
		const { seed: given, signal: stop, onProgress, batch: asked, ...plain } = request;
		const tables = checkCount("tables", plain.tables);
		const rows = checkCount("rows", plain.rows);
		const { offset = 0 } = plain;
		const cells = rows * ((plain.features ?? TYPICAL_FEATURES) + 1);
		if (cells > MOST_CELLS) {
			throw new OptionError(
				`rows is ${rows}; tables of about ${Math.round(cells / rows)} columns have at most ${Math.floor((MOST_CELLS * rows) / cells)} rows. Ask for more tables instead.`,
				{ option: "rows", value: rows },
			);
		}
		const goal = device === "webgpu" ? GPU_BATCH_CELLS : BATCH_CELLS;
		const natural = Math.min(MOST_BATCH, Math.max(1, Math.floor(goal / cells)));
		const batch = asked ?? natural;
		const seed = checkSeed(given);
		const tell = limitProgress(onProgress);
		const ended = new AbortController();
		const signal = stop ? AbortSignal.any([stop, ended.signal]) : ended.signal;

		const flight: Promise<Task[]>[] = [];
		let next = 0;
		let turn = 0;
		let done = 0;
		try {
			while (done < tables) {
				while (next < tables && flight.length < pool.length * AHEAD) {
					const size = Math.min(batch, tables - next);
					const part: PriorRequest = { ...plain, tables: size, offset: offset + next };
					flight.push(drawBatch(pool[turn++ % pool.length]!, part, seed, signal));
					next += size;
				}
				for (const task of await flight.shift()!) {
					stop?.throwIfAborted();
					tell({ phase: "sample", step: ++done, steps: tables });
					yield task;
				}
			}
		} finally {
			// A reader who stops early also stops what was being drawn ahead.
			ended.abort();
		}
	}

	return { name, meta, sample, dispose, [DISPOSE]: dispose };
}
