import type { GpuDevice } from "../../../nn/gpu-device";
import { type Bound, Dispatcher } from "../../../nn/kernels/gpu/dispatcher";
import { GrowingBuffers } from "../../gpu/buffers";
import { onDevice } from "../../gpu/on-device";
import { Words } from "../../gpu/words";
import type { JobKernel } from "./job";
import type { Program } from "./program";
import { type Call, place, schedule } from "./schedule";

/** Cells a batch may hold: 64 MB, which any device binds. */
const MOST_CELLS = 16 << 20;
/** Times its cells are used, roughly. */
const USES = 5;

/** Runs programs on a device. Its buffers grow to the largest batch and stay. */
export class Programs {
	private readonly dispatcher: Dispatcher;
	private readonly buffers: GrowingBuffers;

	/** @param mostCells what a batch of several programs may hold. */
	constructor(
		private readonly gpu: GpuDevice,
		private readonly mostCells = MOST_CELLS,
	) {
		this.dispatcher = new Dispatcher(gpu.device);
		this.buffers = new GrowingBuffers(gpu, this.dispatcher);
	}

	/** Calls of kernels so far. */
	get dispatches(): number {
		return this.dispatcher.dispatches;
	}

	/** Bytes of the buffers held. */
	get bytes(): number {
		return this.dispatcher.bytes;
	}

	/**
	 * The results of each program, which are the same whatever else is in the batch.
	 *
	 * @param programs asked for one by one, while what they take fits a batch; those of the next while one is computed.
	 * @throws BackendError where a program is too large for the device, or the device fails.
	 */
	async run(programs: Iterable<Program> | AsyncIterable<Program>): Promise<Float32Array[]> {
		const results: Float32Array[] = [];
		let batch: Program[] = [];
		let size = 0;
		let running: Promise<Float32Array[]> = Promise.resolve([]);
		const start = async () => {
			results.push(...(await running));
			running = this.runBatch(batch);
			// Told where it is awaited.
			running.catch(() => {});
			batch = [];
			size = 0;
		};
		try {
			for await (const program of programs) {
				if (batch.length > 0 && size + program.size > USES * this.mostCells) await start();
				batch.push(program);
				size += program.size;
			}
			if (batch.length > 0) await start();
			return [...results, ...(await running)];
		} finally {
			// The buffers are in use until then.
			await running.catch(() => {});
		}
	}

	private async runBatch(programs: readonly Program[]): Promise<Float32Array[]> {
		const { dispatcher, buffers, gpu } = this;
		const calls = schedule(programs.flatMap(({ jobs }) => jobs));
		const regions = programs.flatMap((program) => program.regions);
		const { results, uploads, uploadsEnd, cells: count } = place(regions, calls);
		if (count > this.mostCells && programs.length > 1) {
			const half = programs.length >> 1;
			const before = await this.runBatch(programs.slice(0, half));
			return [...before, ...(await this.runBatch(programs.slice(half)))];
		}
		const numbers = new Float32Array(uploadsEnd - uploads);
		for (const { values, at } of regions) if (values) numbers.set(values, at - uploads);
		const words = new Words<Uint32Array>();
		const places = calls.map((call) => addWords(words, call));
		const plan = buffers.upload("plan", words.into(new Uint32Array(words.length)));
		const cells = buffers.buffer("cells", 4 * count);
		gpu.device.queue.writeBuffer(cells, 4 * uploads, numbers);
		const kernels = [...new Set(calls.map(({ kernel }) => kernel))];
		const bound = new Map<JobKernel, Bound<"places">>(
			await Promise.all(kernels.map(async (kernel) => [kernel, await dispatcher.bind(kernel, [plan, cells])] as const)),
		);
		for (const [c, { kernel, jobs }] of calls.entries()) {
			let work = 0;
			let groups = 0;
			for (const job of jobs) {
				work += job.work;
				groups += job.groups;
			}
			dispatcher.call(bound.get(kernel)!, groups, work, { places: places[c]! });
		}
		const staging = buffers.staging(4 * results);
		const read = await dispatcher.read(cells, 4 * results, staging, (data) => new Float32Array(data.slice(0)));
		if (gpu.failure) throw gpu.failure;
		let at = 0;
		return programs.map((program) => {
			at += program.results;
			return read.subarray(at - program.results, at);
		});
	}
}

/** Adds a call's jobs to the plan, and their workgroups; tells where these begin. */
function addWords(words: Words<Uint32Array>, { jobs }: Call): number {
	const places: number[] = [];
	for (const job of jobs) {
		const at = words.add(job.words.map((word) => (typeof word === "number" ? word : word.region.at + word.from)));
		for (let part = 0; part < job.groups; part++) places.push(at, part);
	}
	return words.add(places);
}

/**
 * The one `Programs` of this page or worker.
 *
 * @throws BackendError where there is no WebGPU.
 */
export const startPrograms = onDevice((gpu) => new Programs(gpu));
