/** What training links takes: a network for them, and assistants where they pay. */

import { createNetwork, type NetworkUse, startNetwork } from "../../../nn/mlp/choose";
import { linkLength } from "../../../nn/mlp/column-parameters";
import { layOut, type Shape } from "../../../nn/mlp/layout";
import type { Network } from "../../../nn/mlp/network";
import { tableBytes } from "../../../tokens/data";
import type { PoolWorker, Run } from "../../../worker/run";
import type { DoPart } from "../../generator";
import { assistantsFor } from "../hyperparameters";
import { createLinkTrainer, type LinkSetup } from "./column-network";
import { startChain, type TrainedChain } from "./column-networks";

/** What an assistant trains links by. Plain data. */
interface AssistSetup extends LinkSetup {
	readonly backend: Network["backend"];
	readonly use: NetworkUse;
}

/** Links about to be trained. */
export interface Refinement {
	/** Bytes of memory that it takes besides the table, assistants' copies of that among them. */
	readonly bytes: number;
	/** Where links are trained. */
	readonly backend: Network["backend"];
	/**
	 * Has assistants begin. What it returns trains what they leave; `workers` counts those that trained, this one among
	 * them.
	 */
	start(): () => Promise<TrainedChain & { readonly workers: number }>;
	/** Ends the assistants and frees the network. */
	dispose(): void;
}

/** Bytes of all links of a table. */
function linkBytes(shape: Shape): number {
	const layout = layOut(shape);
	return 4 * shape.tokens.reduce((sum, _, f) => sum + linkLength(shape, layout, f), 0);
}

/**
 * Prepares the training of links on the device of the shared network. Where that is a GPU that was not asked for by name, a
 * few steps are timed on it and on wasm, which has as many workers as help: one thread keeps a GPU busy.
 *
 * @param shared backend of the shared network; WebGPU has been started.
 * @throws BackendError where it cannot be had.
 */
export async function prepareLinks(
	links: LinkSetup,
	shared: Network["backend"],
	use: NetworkUse,
	run: Run,
): Promise<Refinement> {
	const { shape, rules } = links;
	const copied = tableBytes(links.table);
	const columns = shape.tokens.length;
	const most = run.startWorkers ? assistantsFor(rules, columns, copied, run.workers) : 0;
	const free = shared === "webgpu" && most > 0 && (run.device ?? "auto") === "auto";
	const timed = { ...use, rows: rules.batchRows, steps: rules.steps * (columns - 1), workers: 1 + most };
	const network = free ? (await startNetwork(run, shape, timed)).network : await createNetwork(shared, shape, use);
	const { backend } = network;
	const helping = backend === "webgpu" ? 0 : most;
	let hired: Promise<readonly PoolWorker[]> = Promise.resolve([]);
	return {
		bytes: network.bytes + linkBytes(shape) + helping * (network.bytes + copied),
		backend,
		start() {
			const setup: AssistSetup = { ...links, backend, use };
			if (helping > 0 && run.startWorkers) hired = run.startWorkers(helping, setup);
			let workers = 1;
			void hired.then(({ length }) => {
				workers += length;
			});
			const chain = startChain(links, createLinkTrainer(network, links), run, hired);
			return async () => ({ ...(await chain.finish()), workers });
		},
		dispose() {
			network.dispose();
			void hired.then((assistants) => {
				for (const assistant of assistants) assistant.dispose();
			});
		},
	};
}

/** An assistant's part is the number of a column, whose link it gives. */
export async function prepareLinkWorker({ backend, use, ...links }: AssistSetup): Promise<DoPart> {
	const network = await createNetwork(backend, links.shape, use);
	const trainLink = createLinkTrainer(network, links);
	return (f, run) => trainLink(f as number, run);
}
