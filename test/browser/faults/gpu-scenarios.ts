/** Buffers that a GPU has no room for, as its browser tells of it. In the page itself: a worker's device is out of reach. */
import { releaseProxy } from "comlink";
import { generators } from "../../../src/generators";
import { meta } from "../../../src/generators/diffusion/meta";
import { startBackend } from "../../../src/nn/backend";
import { registerBackend, removeBackend } from "../../../src/nn/tf";
import { createGeneratorHost } from "../../../src/worker/host";
import { stages } from "../../../src/worker/stages";
import { FIT, type Scenario, type Seen, sawOf, table } from "./scenario";

const OPTIONS = { ...meta.defaults, method: "masked", steps: 6, batchRows: 32, width: 16, layers: 1, bins: 8 };

type Create = GPUDevice["createBuffer"];

/** A fit whose training, once it has begun, is given `refuse` for its next buffer; then it has room again. */
async function fitRefused(
	refuse: (device: GPUDevice, create: Create, of: GPUBufferDescriptor) => GPUBuffer,
): Promise<Seen> {
	const host = createGeneratorHost(generators as never, "", stages);
	const create = GPUDevice.prototype.createBuffer;
	let refused = false;
	const onProgress = ({ phase, step }: { phase: string; step: number }) => {
		if (refused || phase !== "train" || step < 1) return;
		refused = true;
		GPUDevice.prototype.createBuffer = function (of) {
			GPUDevice.prototype.createBuffer = create;
			return refuse(this, create, of);
		};
	};
	const call = { id: 1, seed: 5, device: "webgpu" as const };
	try {
		// As it arrives in a worker.
		const heard = Object.assign(onProgress, { [releaseProxy]: () => {} });
		const saw = await sawOf(host.fit("diffusion", table, OPTIONS, FIT, call, heard));
		if (!refused) throw new Error("Nothing was refused.");
		if (saw !== "goes on") await host.fit("diffusion", table, OPTIONS, FIT, { ...call, id: 2 });
		const { rows } = await host.sample({ rows: 5 }, { ...call, id: 3 });
		if (rows !== 5) throw new Error(`${rows} rows were sampled of 5.`);
		return { saw };
	} finally {
		GPUDevice.prototype.createBuffer = create;
		// What the last model holds goes with the next, and with the backend the buffers that it would use again.
		await host.fit("independent", table, { protect: 5 }, FIT, { ...call, id: 4 });
		await startBackend("cpu");
		removeBackend("webgpu");
		// The next start takes away what is there, and minds where nothing is.
		registerBackend("webgpu", () => null as never);
	}
}

export const gpuAllocations: readonly Scenario[] = [
	{
		name: "the GPU has no room for a buffer",
		sees: /^goes on$/,
		run: () =>
			fitRefused((device, create, of) => {
				const error = new GPUOutOfMemoryError("Failed to allocate memory for buffer");
				device.dispatchEvent(new GPUUncapturedErrorEvent("uncapturederror", { error }));
				return create.call(device, of);
			}),
	},
	{
		name: "the page has no room for a buffer on its way to the GPU",
		sees: /^BackendError: There is not enough memory/,
		run: () =>
			fitRefused(() => {
				throw new RangeError(
					"createBuffer failed, size is too large for the implementation when mappedAtCreation == true",
				);
			}),
	},
];
