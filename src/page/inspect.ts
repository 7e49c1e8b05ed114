/** Looks at a table in a worker of its own, which is loaded with the first look. */
import { proxy, transfer } from "comlink";
import type { Detect } from "../deidentify/finding";
import { checkOptions } from "../options/check";
import type { AcceptedOptions } from "../options/option";
import { checkTable } from "../table/check-table";
import { copyTable } from "../table/copy-table";
import { type Table, tableBuffers } from "../table/table";
import type { Call, InspectHost, TableInspection } from "../wire/api";
import { CALL, type CallOptions } from "./call-options";
import { progressListener } from "./progress";
import { spawn } from "./spawn";
import { SPAWN, type SpawnOptions } from "./spawn-options";

/** How `inspect` runs; `workerUrl` is that of `worker-inspect.js`. */
export interface InspectOptions extends Omit<CallOptions, "seed">, SpawnOptions {
	/** A detector of one's own for free texts, asked besides the built-in ones; it runs on the page. */
	detect?: Detect;
}

const INSPECT: AcceptedOptions<InspectOptions> = {
	...SPAWN,
	signal: CALL.signal,
	onProgress: CALL.onProgress,
	detect: { type: "function" },
};

/** What `inspect` of `on-demand` does. */
export async function inspect(table: Table, options: InspectOptions = {}): Promise<TableInspection> {
	checkOptions("inspect", options, INSPECT);
	const { signal, onProgress, detect, workerUrl, readyTimeoutMs } = options;
	checkTable(table);
	signal?.throwIfAborted();
	const call: Call = { id: 1, seed: 0, device: "auto" };
	const worker = await spawn<InspectHost>("inspect", { workerUrl, readyTimeoutMs });
	try {
		const listen = progressListener(signal, onProgress);
		const copy = await copyTable(table, signal);
		return await worker.call(
			(remote) =>
				remote.inspect(transfer(copy, tableBuffers(copy)), call, listen && proxy(listen), detect && proxy(detect)),
			signal,
		);
	} finally {
		worker.dispose();
	}
}
