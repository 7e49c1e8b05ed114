import { type GpuDevice, sharedDevice } from "../../nn/gpu-device";

/**
 * Makes what is kept once for the device of this page or worker, and anew where the device was lost.
 *
 * @returns what gives it; rejects with BackendError where there is no WebGPU.
 */
export function onDevice<T>(make: (gpu: GpuDevice) => T): () => Promise<T> {
	const made = new WeakMap<GpuDevice, { readonly of: T }>();
	return async () => {
		const gpu = await sharedDevice();
		let known = made.get(gpu);
		if (!known) {
			known = { of: make(gpu) };
			made.set(gpu, known);
		}
		return known.of;
	};
}
