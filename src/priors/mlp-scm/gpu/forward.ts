import { BackendError } from "../../../errors";
import { type GpuDevice, sharedDevice } from "../../../nn/gpu-device";
import { Dispatcher } from "../../../nn/kernels/gpu/dispatcher";
import { activate, gather, PRODUCT_PLACE, product } from "./kernels";
import { Layout, type Network, sizeOf } from "./layout";

/** Floats of units a batch may hold: 32 MB, which any device binds. */
const MOST_UNITS = 8 << 20;

/** Computes the units of networks on a device. Its buffers grow to the largest batch and stay. */
export class Forward {
	private readonly dispatcher: Dispatcher;
	private readonly buffers = new Map<string, GPUBuffer>();

	constructor(private readonly gpu: GpuDevice) {
		this.dispatcher = new Dispatcher(gpu.device);
	}

	/** Calls of kernels so far. */
	get dispatches(): number {
		return this.dispatcher.dispatches;
	}

	/**
	 * The wanted units of each network, rows × read, row by row. Independent of what else is in the batch.
	 *
	 * @throws BackendError where a network is too large for the device, or the device fails.
	 */
	async compute(networks: readonly Network[]): Promise<Float32Array[]> {
		const results: Float32Array[] = [];
		for (let from = 0; from < networks.length; ) {
			let to = from;
			let size = 0;
			while (to < networks.length && (to === from || size + sizeOf(networks[to]!) <= MOST_UNITS)) {
				size += sizeOf(networks[to++]!);
			}
			results.push(...(await this.computeBatch(networks.slice(from, to))));
			from = to;
		}
		return results;
	}

	private async computeBatch(networks: readonly Network[]): Promise<Float32Array[]> {
		const { dispatcher, gpu } = this;
		const layout = new Layout(networks);
		const activatePlaces = layout.calls.map(({ activate: places }) => layout.plan.add(places));
		const productPlaces = layout.calls.map(({ product: places }) => layout.plan.add(places));
		const gatherPlaces = layout.plan.add(layout.gathered);
		const plan = this.upload("plan", layout.plan.into(new Uint32Array(layout.plan.length)));
		const parameters = this.upload("parameters", layout.parameters.into(new Float32Array(layout.parameters.length)));
		const units = this.buffer("units", 4 * layout.units);
		const causes = layout.causes.into(new Float32Array(layout.causes.length));
		const activations = this.upload("activations", causes, 4 * layout.activations);
		const columns = this.buffer("columns", 4 * layout.columns);
		const staging = this.buffer("staging", 4 * layout.columns, MAP_READ | COPY_DST);

		const activating = await dispatcher.bind(activate, [plan, parameters, units, activations]);
		const multiplying = await dispatcher.bind(product, [plan, parameters, activations, units]);
		const gathering = await dispatcher.bind(gather, [plan, units, columns]);
		layout.calls.forEach(({ activate: columnPlaces, product: tilePlaces, work }, l) => {
			dispatcher.call(activating, columnPlaces.length / 2, work / 2, { places: activatePlaces[l]! });
			dispatcher.call(multiplying, tilePlaces.length / PRODUCT_PLACE, work / 2, { places: productPlaces[l]! });
		});
		dispatcher.call(gathering, layout.gathered.length / 5, layout.columns, { places: gatherPlaces });
		const read = await dispatcher.read(columns, 4 * layout.columns, staging, (data) => new Float32Array(data.slice(0)));
		if (gpu.failure) throw gpu.failure;
		let at = 0;
		return networks.map(({ rows, read: { length } }) => {
			at += rows * length;
			return read.subarray(at - rows * length, at);
		});
	}

	/** A buffer of at least that size, the last one of this name where it is large enough. */
	private buffer(name: string, bytes: number, usage?: number): GPUBuffer {
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

	private upload(name: string, values: Float32Array | Uint32Array, bytes = values.byteLength): GPUBuffer {
		const buffer = this.buffer(name, bytes);
		this.gpu.device.queue.writeBuffer(buffer, 0, values as Float32Array<ArrayBuffer>);
		return buffer;
	}
}

// GPUBufferUsage as the specification numbers it: the global is absent where this module is only loaded.
const MAP_READ = 1;
const COPY_DST = 8;

const forwards = new WeakMap<GpuDevice, Forward>();

/**
 * The one `Forward` of this page or worker.
 *
 * @throws BackendError where there is no WebGPU.
 */
export async function startForward(): Promise<Forward> {
	const gpu = await sharedDevice();
	let forward = forwards.get(gpu);
	if (!forward) {
		forward = new Forward(gpu);
		forwards.set(gpu, forward);
	}
	return forward;
}
