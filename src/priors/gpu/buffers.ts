import { BackendError } from "../../errors";
import type { GpuDevice } from "../../nn/gpu-device";
import type { Dispatcher } from "../../nn/kernels/gpu/dispatcher";

// GPUBufferUsage as the specification numbers it: the global is absent where this module is only loaded.
const MAP_READ = 1;
const COPY_DST = 8;

/** Buffers by name that grow to the largest batch and stay. */
export class GrowingBuffers {
	private readonly buffers = new Map<string, GPUBuffer>();

	constructor(
		private readonly gpu: GpuDevice,
		private readonly dispatcher: Dispatcher,
	) {}

	/**
	 * A buffer of at least that size, the last one of this name where it is large enough.
	 *
	 * @throws BackendError where the device binds none of that size.
	 */
	buffer(name: string, bytes: number, usage?: number): GPUBuffer {
		const known = this.buffers.get(name);
		if (known && known.size >= bytes) return known;
		const { maxBufferSize, maxStorageBufferBindingSize } = this.gpu.device.limits;
		const most = Math.min(maxBufferSize, maxStorageBufferBindingSize);
		if (bytes > most) {
			throw new BackendError(
				`The ${name} of a table take ${bytes} bytes, this GPU binds ${most}; take fewer rows or features, or the device "auto".`,
				{ bytes, most },
			);
		}
		known?.destroy();
		const buffer = this.dispatcher.buffer(name, Math.min(most, Math.ceil(1.5 * bytes)), usage);
		this.buffers.set(name, buffer);
		return buffer;
	}

	/** A buffer that begins with `values`. */
	upload(name: string, values: Float32Array | Uint32Array, bytes = values.byteLength): GPUBuffer {
		const buffer = this.buffer(name, bytes);
		this.gpu.device.queue.writeBuffer(buffer, 0, values as Float32Array<ArrayBuffer>);
		return buffer;
	}

	/** A buffer through which that much is read back. */
	staging(bytes: number): GPUBuffer {
		return this.buffer("staging", bytes, MAP_READ | COPY_DST);
	}
}
