import { createRandom } from "../../random";
import type { Run } from "../../worker/run";
import { type Backend, type BackendName, gpuDevice, useBackend } from "../backend";
import { chooseBackend, tryBackend } from "../choose";
import { layOut, type Shape } from "./layout";
import { createLinearMemoryNetwork, type NetworkOptions } from "./linear-memory";
import type { Network, Update } from "./network";
import { fillBatch, targetColumn } from "./trial";

/** What a network is for. */
export interface NetworkUse extends Omit<NetworkOptions, "backend"> {
	/** Rows of a usual batch, where they are fewer than the most. */
	readonly rows?: number;
	/** Steps to come; absent where nobody knows. */
	readonly steps?: number;
	/** Workers that take them in parallel where wasm computes. */
	readonly workers?: number;
}

export interface StartedNetwork {
	readonly backend: Backend;
	readonly network: Network;
}

/** The network on a backend; WebGPU must have been started. */
export async function createNetwork(name: BackendName, shape: Shape, use: NetworkUse): Promise<Network> {
	if (name !== "webgpu") return createLinearMemoryNetwork(shape, { ...use, backend: name });
	const { createGpuNetwork } = await import("./gpu");
	return createGpuNetwork(shape, use, gpuDevice());
}

/**
 * The network on the device that the run asks for; for "auto", on the one where its steps take least time. Only WebGPU
 * goes through tfjs: the others start at once.
 *
 * @param software whether "auto" may take a software adapter.
 * @throws BackendError where the requested device is not available.
 */
export async function startNetwork(run: Run, shape: Shape, use: NetworkUse, software = false): Promise<StartedNetwork> {
	const { device = "auto" } = run;
	if (device === "wasm" || device === "cpu") {
		const backend = { name: device, reason: `${device} was requested.` };
		return { backend, network: await createNetwork(device, shape, use) };
	}
	if (device === "webgpu") {
		const backend = await useBackend(run);
		return { backend, network: await createNetwork(device, shape, use) };
	}
	const opened = new Map<BackendName, Network>();
	const open = async (name: BackendName) => {
		const already = opened.get(name);
		if (already) return already;
		if (name === "webgpu") await tryBackend(name, run);
		const network = await createNetwork(name, shape, use);
		opened.set(name, network);
		return network;
	};
	let taken: Network | undefined;
	try {
		const trial = trialOf(shape, use, open);
		const backend = await chooseBackend(run, trial, software);
		taken = await open(backend.name);
		return { backend, network: taken };
	} finally {
		for (const network of opened.values()) if (network !== taken) network.dispose();
	}
}

/** A step on made-up rows, which takes as long as one on real rows. */
function trialOf(shape: Shape, use: NetworkUse, open: (name: BackendName) => Promise<Network>) {
	const { training, rows = use.batchRows, steps = Number.POSITIVE_INFINITY, workers } = use;
	const layout = layOut(shape);
	return {
		kind: `diffusion ${shape.oneHead ? "column " : ""}${training ? "training" : "sampling"}`,
		...(workers !== undefined && { workers }),
		size: rows * layout.size,
		steps,
		async start(name: BackendName) {
			const network = await open(name);
			const random = createRandom(name);
			network.setParameters(new Float32Array(layout.size));
			fillBatch(shape, layout, network.batch, rows, random);
			if (!training) {
				targetColumn(shape, network.batch, 0, random);
				return () => network.draw();
			}
			const update: Update = { rate: 0, step: 1, decay: 0, emaKeep: 1, dropout: 0.1, random };
			return (wait: boolean) => network.train(update, wait);
		},
	};
}
