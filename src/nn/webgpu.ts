import { type GpuDevice, openDevice } from "./gpu-device";
import { registerBackend, removeBackend, setBackend } from "./tf";

/**
 * Registers and selects a webgpu backend on a device of our own, so that its limits are the adapter's and its loss
 * is noticed.
 *
 * @throws BackendError where the device is refused.
 */
export async function startWebGpu(adapter: GPUAdapter): Promise<GpuDevice> {
	const { WebGPUBackend } = await import("@tensorflow/tfjs-backend-webgpu");
	const gpu = await openDevice(adapter);
	// The package registers a factory with default limits under this name; its kernels stay.
	removeBackend("webgpu");
	registerBackend("webgpu", () => new WebGPUBackend(gpu.device, adapter.info), 3);
	await setBackend("webgpu");
	return gpu;
}
