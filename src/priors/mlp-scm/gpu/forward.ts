import type { GpuDevice } from "../../../nn/gpu-device";
import { Dispatcher } from "../../../nn/kernels/gpu/dispatcher";
import { GrowingBuffers } from "../../gpu/buffers";
import { onDevice } from "../../gpu/on-device";
import { activate, gather, PRODUCT_PLACE, product } from "./kernels";
import { Layout, type Network, sizeOf } from "./layout";

/** Floats of units a batch may hold: 32 MB, which any device binds. */
const MOST_UNITS = 8 << 20;

/** Computes the units of networks on a device. Its buffers grow to the largest batch and stay. */
export class Forward {
	private readonly dispatcher: Dispatcher;
	private readonly buffers: GrowingBuffers;

	constructor(private readonly gpu: GpuDevice) {
		this.dispatcher = new Dispatcher(gpu.device);
		this.buffers = new GrowingBuffers(gpu, this.dispatcher);
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
		const { dispatcher, buffers, gpu } = this;
		const layout = new Layout(networks);
		const activatePlaces = layout.calls.map(({ activate: places }) => layout.plan.add(places));
		const productPlaces = layout.calls.map(({ product: places }) => layout.plan.add(places));
		const gatherPlaces = layout.plan.add(layout.gathered);
		const plan = buffers.upload("plan", layout.plan.into(new Uint32Array(layout.plan.length)));
		const parameters = buffers.upload("parameters", layout.parameters.into(new Float32Array(layout.parameters.length)));
		const units = buffers.buffer("units", 4 * layout.units);
		const causes = layout.causes.into(new Float32Array(layout.causes.length));
		const activations = buffers.upload("activations", causes, 4 * layout.activations);
		const columns = buffers.buffer("columns", 4 * layout.columns);
		const staging = buffers.staging(4 * layout.columns);

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
}

/**
 * The one `Forward` of this page or worker.
 *
 * @throws BackendError where there is no WebGPU.
 */
export const startForward = onDevice((gpu) => new Forward(gpu));
