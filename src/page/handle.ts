/** A generator as the page holds it: every method is a call into its worker. */
import { proxy, type Remote, transfer } from "comlink";
import type { Promised } from "../dp/promise";
import { BackendError, OptionError } from "../errors";
import type { GeneratorMeta, SampleRequest } from "../generators/generator";
import { checkCount, checkOptions } from "../options/check";
import { checkTable } from "../table/check-table";
import { copyTable } from "../table/copy-table";
import { type Table, tableBuffers } from "../table/table";
import type { Call, FitSummary, GeneratorHost, OnKeep } from "../wire/api";
import type { Kept } from "../worker/checkpoints";
import { markedTogether } from "./augment";
import {
	AUGMENT,
	type AugmentOptions,
	CALL,
	type CallOptions,
	FIT,
	type FitOptions,
	type LearnOptions,
	SAMPLE,
	type SampleOptions,
	STREAM,
	type StreamOptions,
	setupOf,
	type WorkerOptions,
} from "./call-options";
import { DISPOSE } from "./dispose";
import { checkMemory } from "./fit-memory";
import type { Keeping } from "./kept-fits";
import { absoluteUrl, checkDevice, checkSeed } from "./options";
import { limitProgress, progressListener, tellNotKept } from "./progress";
import type { RenewingWorker } from "./renewing";
import { marksOf } from "./sampled-as";
import { hidesRows, trainingPart } from "./training-part";

/** A generator in a worker of its own. */
export interface GeneratorHandle {
	/** Name it was created by. */
	readonly name: string;
	/** What is known of the method: label, options with defaults, conditions. */
	readonly meta: GeneratorMeta;
	/**
	 * Learns from `table`, which is copied once on its way and stays usable; leave it as it is until `fit` has resolved. Where
	 * the worker dies in the midst of training, another continues from what had been learned some seconds before, and is
	 * given the table anew; the summary then says how many were lost (`workersLost`). A second fit replaces the first.
	 */
	fit(table: Table, options?: FitOptions): Promise<FitSummary>;
	/** Ends the running `fit` early and keeps what it has learned; `fit` then resolves. */
	finishEarly(): void;
	/** Samples `rows` rows. */
	sample(rows: number, options?: SampleOptions): Promise<Table>;
	/**
	 * `table` with `rows` sampled rows behind its own, and a boolean column that marks these. Only for uses that may hold
	 * the real rows: nothing is protected in them.
	 */
	augment(table: Table, rows: number, options?: AugmentOptions): Promise<Table>;
	/** Samples `rows` rows in chunks, in constant memory; the same rows as `sample` with the same seed. */
	sampleStream(rows: number, options?: StreamOptions): AsyncIterableIterator<Table>;
	/** Returns `table` with its missing cells filled and the others as they are. */
	complete(table: Table, options?: CallOptions): Promise<Table>;
	/** The fitted model as bytes for `loadGenerator`: versioned, without the training rows. */
	save(): Promise<Uint8Array>;
	/** Ends the worker and frees everything; open calls reject with `WorkerError`. */
	dispose(): void;
	[Symbol.dispose](): void;
}

/** What `resumeGenerator` needs of it besides. */
export interface ResumableHandle extends GeneratorHandle {
	/** @param resumed what was kept of the fit that is continued. */
	fit(table: Table, options?: FitOptions, resumed?: Keeping): Promise<FitSummary>;
}

const CHUNK_ROWS = 65_536;

/** Workers that a fit may lose: one that kills each after a few steps would go on for as many. */
const MOST_DEATHS = 8;

/** Whether a table's cells are still there: its owner may have given them away. */
function isWhole(table: Table): boolean {
	return tableBuffers(table).every((buffer) => buffer.byteLength > 0);
}

/**
 * Wraps a spawned generator worker; `createGenerator` and `loadGenerator` are the ways to one.
 * @internal
 */
export function generatorHandle(
	name: string,
	meta: GeneratorMeta,
	options: object,
	worker: RenewingWorker,
	{ device, wasmUrl, workers }: WorkerOptions,
	privacy?: Promised,
): ResumableHandle {
	const chosen = checkDevice(device);
	const most = workers === undefined ? {} : { workers };
	const wasm = absoluteUrl("wasmUrl", wasmUrl);
	let calls = 0;
	let fitting: number | undefined;
	/** Whether it was asked to end early; another worker must be told again. */
	let finishing = false;

	function newCall({ seed }: CallOptions, previews = false): Call {
		const call: Call = { id: ++calls, seed: checkSeed(seed), device: chosen, previews, ...most };
		if (wasm) call.wasmUrl = wasm;
		return call;
	}

	/** Settles when the last call has left: one that waits for its table's copy holds those after it back. */
	let leaving: Promise<unknown> = Promise.resolve();

	/** Calls the worker after those before, once `prepare` is through. */
	function send<T, P>(
		use: (remote: Remote<GeneratorHost>, prepared: P) => Promise<T>,
		prepare: () => Promise<P>,
		signal?: AbortSignal,
	): Promise<T> {
		const prepared = leaving.then(prepare);
		leaving = prepared.catch(() => {});
		return worker.call(async (remote) => {
			const value = await prepared;
			signal?.throwIfAborted();
			return use(remote, value);
		}, signal);
	}

	/** Sends what `copy` gives, so that an abort rejects here at once and stops the worker's side. */
	async function stoppable<T, Sent>(
		call: Call,
		signal: AbortSignal | undefined,
		copy: () => Promise<Sent>,
		use: (remote: Remote<GeneratorHost>, copy: Sent) => Promise<T>,
	) {
		const stop = () => worker.stop(call.id);
		signal?.addEventListener("abort", stop, { once: true });
		try {
			return await send(use, copy, signal);
		} finally {
			signal?.removeEventListener("abort", stop);
		}
	}

	/**
	 * Fits and, where the worker dies, again in another from what was kept: as long as each comes further than the one
	 * before it, for what kills a worker in the same place kills the next one, too.
	 *
	 * @param kept takes what is kept; may hold what was kept of a fit that is continued.
	 * @returns what `fit` resolves to, and how many workers died.
	 */
	async function despiteDeaths<T>(
		table: Table,
		kept: Map<string, unknown>,
		fit: (kept: Kept, onKeep: OnKeep) => Promise<T>,
	): Promise<[result: T, deaths: number]> {
		for (let deaths = 0; ; deaths++) {
			let further = false;
			const onKeep = (name: string, state: unknown) => {
				further = true;
				if (state === undefined) kept.delete(name);
				else kept.set(name, state);
			};
			try {
				return [await fit(kept, onKeep), deaths];
			} catch (error) {
				if (!further || deaths >= MOST_DEATHS || !worker.died() || !isWhole(table)) throw error;
			}
		}
	}

	function listener({ onProgress, onPreview, signal }: LearnOptions) {
		const listen = progressListener(signal, onProgress, onPreview);
		return listen && proxy(listen);
	}

	async function draw({ complete, ...request }: SampleRequest, options: SampleOptions): Promise<Table> {
		for (const option of ["given", "rebalance"] as const) {
			if (!request[option] || meta.conditions.includes("given")) continue;
			const message = `The generator "${name}" cannot obey conditions; sample without "${option}", or take another.`;
			throw new OptionError(message, { option, generator: name });
		}
		const call = newCall(options);
		const copied = async () => complete && (await copyTable(complete, options.signal));
		const sampled = await stoppable(call, options.signal, copied, (remote, copy) => {
			const whole = copy ? transfer({ ...request, complete: copy }, tableBuffers(copy)) : request;
			return remote.sample(whole, call, listener(options));
		});
		const marks = [...new Set([...(sampled.marks ?? []), ...marksOf(request)])];
		return marks.length > 0 ? { ...sampled, marks } : sampled;
	}

	/** Begins to keep a fit for `resumeGenerator`, where that is asked for. */
	async function keepFit(table: Table, given: FitOptions, { seed, device }: Call): Promise<Keeping> {
		const { keepHours: hours = 0, keepNote: note, maxTrainingRows, onProgress } = given;
		const { keepFit } = await import("./kept-fits");
		return keepFit(
			{ generator: name, options, setup: setupOf(given), maxTrainingRows, note, seed, device, hours },
			table,
			tellNotKept(onProgress),
		);
	}

	/** Takes what was learned to where a dead worker does not take it along. */
	async function keep(): Promise<void> {
		try {
			worker.keep(await worker.call((remote) => remote.save()));
		} catch {
			// The fit stands all the same.
		}
	}

	const handle: ResumableHandle = {
		name,
		meta,
		async fit(table, given = {}, resumed) {
			checkTable(table);
			checkOptions("fit", given, FIT);
			for (const option of ["enhance", "fair"] as const) {
				if (!given[option] || !meta.private) continue;
				const message = `"${option}" learns from the rows beside the generator, and ${meta.label} would be differentially private no longer; fit without it, or take another generator.`;
				throw new OptionError(message, { option, generator: name });
			}
			if (given.keepHours && privacy) {
				const message = `"keepHours" is for fits that can be done in two parts, and a promise of differential privacy spends its budget once; leave it out.`;
				throw new OptionError(message, { option: "keepHours", generator: name });
			}
			const { maxTrainingRows = table.rows, signal } = given;
			const isPart = maxTrainingRows < table.rows;
			if (isPart && privacy) throw hidesRows();
			const { least, most } = checkMemory(isPart ? { ...table, rows: maxTrainingRows } : table, meta);
			const call = newCall(given, given.onPreview !== undefined);
			progressListener(
				given.signal,
				given.onProgress,
			)?.({ phase: "start", step: 0, steps: 1, memory: { least, most } });
			const kept = new Map<string, unknown>(resumed?.kept);
			let keeping = resumed;
			const begun = !resumed && given.keepHours ? keepFit(table, given, call) : undefined;
			const ready = begun?.then((begun) => {
				keeping = begun;
			});
			fitting = call.id;
			finishing = false;
			const promise = privacy && { privacy, seeded: given.seed !== undefined };
			const setup = { ...setupOf(given), ...promise };
			try {
				const fit = (kept: Kept, onKeep: OnKeep) => {
					const send = (remote: Remote<GeneratorHost>, copy: Table) => {
						const sent = transfer(copy, tableBuffers(copy));
						const heard = [listener(given), proxy(onKeep)] as const;
						const summary = remote.fit(name, sent, options, setup, call, ...heard, kept, keeping?.keeper);
						if (finishing) void remote.finishEarly(call.id);
						return summary;
					};
					const copy = async () => {
						await ready;
						return isPart ? trainingPart(table, maxTrainingRows, call.seed, given) : copyTable(table, signal);
					};
					return stoppable(call, signal, copy, send);
				};
				const [summary, workersLost] = await despiteDeaths(table, kept, fit);
				await Promise.all([keep(), keeping?.end()]);
				const notKept = keeping?.notKept;
				return Object.assign(
					summary,
					isPart && { ofRows: table.rows },
					workersLost > 0 && { workersLost },
					notKept && { notKept },
				);
			} catch (error) {
				const stays = !signal?.aborted && (worker.died() || error instanceof BackendError);
				// Who waits for the error is not kept waiting.
				void Promise.resolve(ready).then(() => keeping?.end(stays));
				throw error;
			} finally {
				if (fitting === call.id) fitting = undefined;
			}
		},
		finishEarly() {
			const id = fitting;
			finishing = true;
			if (id !== undefined) worker.tell((remote) => leaving.then(() => remote.finishEarly(id)));
		},
		async sample(rows, given = {}) {
			checkOptions("sample", given, SAMPLE);
			const { given: conditions, rebalance, scenario } = given;
			return draw({ rows: checkCount("rows", rows), given: conditions, rebalance, scenario }, given);
		},
		async augment(table, rows, options = {}) {
			checkTable(table);
			checkOptions("augment", options, AUGMENT);
			const { mark = "synthetic", ...given } = options;
			return markedTogether(table, await handle.sample(rows, given), mark);
		},
		async *sampleStream(rows, options = {}) {
			checkOptions("sampleStream", options, STREAM);
			const { chunkRows = CHUNK_ROWS, offset: first = 0, onProgress, ...given } = options;
			checkCount("rows", rows);
			const seed = checkSeed(given.seed);
			const tell = limitProgress(onProgress);
			const asked = { given: given.given, rebalance: given.rebalance, scenario: given.scenario };
			for (let offset = 0; offset < rows; offset += chunkRows) {
				const request = { ...asked, rows: Math.min(chunkRows, rows - offset), offset: first + offset };
				yield await draw(request, { ...given, seed });
				tell({ phase: "sample", step: offset + request.rows, steps: rows });
			}
		},
		async complete(table, given = {}) {
			checkTable(table);
			checkOptions("complete", given, CALL);
			return draw({ rows: table.rows, complete: table }, given);
		},
		save: () =>
			send(
				(remote) => remote.save(),
				async () => {},
			),
		dispose: () => worker.dispose(),
		[DISPOSE]: () => worker.dispose(),
	};
	return handle;
}
