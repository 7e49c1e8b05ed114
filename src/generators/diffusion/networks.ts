import { type Backend, gpuDevice, useBackend } from "../../nn/backend";
import { findAdapter } from "../../nn/webgpu";
import type { Run } from "../../run";
import { createHeapNetwork, type HeapNetworkOptions } from "./heap-network";
import type { Shape } from "./layout";
import type { Network } from "./network";

/**
 * Where the network will run: WebGPU on real hardware, else wasm, else plain loops. Only WebGPU goes through tfjs;
 * the others start at once.
 *
 * @throws BackendError where the device that was asked for cannot be had.
 */
export async function chooseBackend(run: Pick<Run, "device" | "wasmUrl">): Promise<Backend> {
	const device = run.device ?? "auto";
	if (device === "wasm" || device === "cpu") return { name: device, reason: `${device} was asked for.` };
	if (device === "webgpu") return useBackend(run);
	const adapter = await findAdapter(false);
	if (typeof adapter !== "string") return useBackend(run);
	const name = typeof WebAssembly === "object" ? "wasm" : "cpu";
	return { name, reason: `${name} was chosen: ${adapter.replace(/\.$/, "")}.` };
}

/** The network on a backend; for WebGPU, one that `chooseBackend` started. */
export async function createNetwork(
	backend: Backend["name"],
	shape: Shape,
	options: Omit<HeapNetworkOptions, "backend">,
): Promise<Network> {
	if (backend === "webgpu") {
		const { createGpuNetwork } = await import("./gpu-network");
		return createGpuNetwork(shape, options, gpuDevice());
	}
	return createHeapNetwork(shape, { ...options, backend: backend === "cpu" ? "cpu" : "wasm" });
}
