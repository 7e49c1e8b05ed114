/** A table from noisy counts that somebody else made. */
import { proxy } from "comlink";
import { checkMarginals, type NoisyMarginals } from "../dp/noisy-marginals";
import { generatorMetas } from "../generators/metas";
import { checkOptions } from "../options/check";
import { type AcceptedOptions, COUNT } from "../options/option";
import type { TextSource } from "../table/read-text";
import type { Table } from "../table/table";
import type { Call, GeneratorHost } from "../wire/api";
import { SAMPLE, type SampleOptions } from "./call-options";
import { generatorHandle } from "./handle";
import { checkSeed } from "./options";
import { progressListener } from "./progress";
import { renewing } from "./renewing";
import { spawn } from "./spawn";
import { SPAWN, type SpawnOptions } from "./spawn-options";

export interface MarginalOptions extends SampleOptions, SpawnOptions {
	/** Rows of the table. Default: as many as the counts sum to. */
	rows?: number;
}

const MARGINALS: AcceptedOptions<MarginalOptions> = { ...SAMPLE, ...SPAWN, rows: COUNT };

/** A table made from noisy marginals. */
export interface MarginalSynthesis {
	table: Table;
	/** What was learned, as bytes for `loadGenerator`: to sample other rows, or rows under conditions. */
	model: Uint8Array;
	/** Rows that the counts sum to. */
	rows: number;
	/** Cells of the model. */
	cells: number;
	/**
	 * Distance of the model's counts from those given, root mean square, in standard deviations of their noise: at most about 1
	 * where the marginals agree with each other and `sigma` is right.
	 */
	misfit: number;
	/** What is promised of the people in the counts, and by whom: a sentence to show with the table. */
	promise: string;
	/** The promise in the words of whoever made the counts; absent where they gave none. */
	promised?: string;
}

/** Generator whose estimation makes a model of counts. */
const GENERATOR = "clique-tree";

function promiseIn(promise: string | undefined): string {
	const theirs = promise
		? `Whoever made them promises: "${promise}".`
		: "Whoever made them has said nothing of what they promise.";
	return `This table was made from the counts given and nothing else. ${theirs} Standin has not seen the rows, cannot check the promise and takes nothing from it: rows sampled from noisy counts cost no further privacy.`;
}

/** What `tableFromMarginals` of `on-demand` does. */
export async function tableFromMarginals(
	source: NoisyMarginals | TextSource,
	options: MarginalOptions = {},
): Promise<MarginalSynthesis> {
	checkOptions("tableFromMarginals", options, MARGINALS);
	const { rows, signal, onProgress, workerUrl, readyTimeoutMs, ...asked } = options;
	const seed = checkSeed(options.seed);
	const isText = typeof source === "string" || source instanceof Blob || source instanceof ReadableStream;
	const given = isText ? await (await import("./read-marginals")).readMarginals(source, signal) : source;
	const marginals = checkMarginals(given);
	const start = () => spawn<GeneratorHost>("generator", { workerUrl, readyTimeoutMs });
	signal?.throwIfAborted();
	const worker = renewing(await start(), start);
	const call: Call = { id: 0, seed, device: "cpu" };
	const stop = () => worker.stop(call.id);
	signal?.addEventListener("abort", stop, { once: true });
	try {
		const listen = progressListener(signal, onProgress);
		const figures = await worker.call(
			(remote) => remote.fromMarginals(GENERATOR, marginals, call, listen && proxy(listen)),
			signal,
		);
		const model = await worker.call((remote) => remote.save(), signal);
		worker.keep(model);
		const { [GENERATOR]: meta } = generatorMetas;
		const handle = generatorHandle(GENERATOR, meta, meta.defaults, worker, {});
		const counted = figures.rows as number;
		const drawing = { ...asked, seed, ...(signal && { signal }), ...(onProgress && { onProgress }) };
		const table = await handle.sample(rows ?? counted, drawing);
		const { cells, misfit } = figures as Record<string, number>;
		const { promise: promised } = marginals;
		const told = { promise: promiseIn(promised), ...(promised !== undefined && { promised }) };
		return { table, model, rows: counted, cells: cells!, misfit: misfit!, ...told };
	} finally {
		signal?.removeEventListener("abort", stop);
		worker.dispose();
	}
}
