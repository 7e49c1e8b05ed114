import { gpuDevice, startBackend } from "../../../src/nn/backend";
import { Dispatcher } from "../../../src/nn/kernels/gpu/dispatcher";
import type { Kernel } from "../../../src/nn/kernels/gpu/kernel";

/** The device that the library makes for itself, on the software adapter. Fails where there is none. */
export async function startDevice(): Promise<GPUDevice> {
	await startBackend("webgpu");
	return gpuDevice();
}

/** Numbers between −1 and 1 that look irregular. */
export const wave = (length: number, pitch = 1.3) =>
	Float32Array.from({ length }, (_, i) => Math.sin(pitch * i + 0.1 * (i % 7)));

/** Runs a kernel on arrays and returns them as it leaves them. */
export async function runKernel<Field extends string>(
	device: GPUDevice,
	kernel: Kernel<Field>,
	arrays: readonly (Float32Array | Uint32Array | Int32Array)[],
	workgroups: number,
	values: Readonly<Record<NoInfer<Field>, number>>,
	dispatcher = new Dispatcher(device),
): Promise<ArrayBuffer[]> {
	const buffers = arrays.map((array, i) => {
		const buffer = dispatcher.buffer(`array ${i}`, array.byteLength);
		device.queue.writeBuffer(buffer, 0, array as Float32Array<ArrayBuffer>);
		return buffer;
	});
	const staging = dispatcher.buffer(
		"read-back",
		Math.max(...arrays.map((array) => array.byteLength)),
		GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST,
	);
	dispatcher.call(await dispatcher.bind(kernel, buffers), workgroups, 1, values);
	const after: ArrayBuffer[] = [];
	for (const [i, buffer] of buffers.entries()) {
		after.push(await dispatcher.read(buffer, arrays[i]!.byteLength, staging, (data) => data.slice(0)));
	}
	dispatcher.dispose();
	return after;
}

/** Largest distance between two arrays, over the largest number of the second. */
export function relativeError(got: ArrayLike<number>, want: ArrayLike<number>): number {
	let most = 0;
	let scale = 1e-30;
	for (let i = 0; i < want.length; i++) {
		const distance = Math.abs(got[i]! - want[i]!);
		if (!(distance <= most)) most = distance;
		scale = Math.max(scale, Math.abs(want[i]!));
	}
	return got.length === want.length ? most / scale : Number.NaN;
}
