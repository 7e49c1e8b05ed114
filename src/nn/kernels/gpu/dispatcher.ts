import { BackendError } from "../../../errors";
import { type Kernel, kernelSource } from "./kernel";
import { Pace } from "./pace";

/** Bytes between the uniform blocks of two calls: WebGPU's default alignment of dynamic offsets. */
const SLOT = 256;
/** Calls that can be recorded before they must be submitted. */
const SLOTS = 512;
/** Stretches into which a call is cut at most. */
const PIECES = 16;
/** Submissions that may be open before recording waits for the oldest. */
const DEPTH = 8;

const pipelines = new WeakMap<GPUDevice, Map<string, Promise<GPUComputePipeline>>>();

/** A kernel with its buffers, ready to be called. */
export interface Bound<Field extends string = string> {
	readonly kernel: Kernel<Field>;
	readonly pipeline: GPUComputePipeline;
	readonly group: GPUBindGroup;
}

interface Piece {
	bound: Bound;
	from: number;
	to: number;
	work: number;
}

/**
 * Runs kernels on a device: calls are recorded one after the other and submitted together, in pieces that keep the
 * GPU about 50 ms at most. Pipelines, buffers and bind groups are made once; a step writes one uniform buffer.
 */
export class Dispatcher {
	/** Workgroup dispatches so far. */
	dispatches = 0;
	/** Queue submissions so far. */
	submissions = 0;
	/** Bytes of the buffers made. */
	bytes = 0;
	private readonly buffers: GPUBuffer[] = [];
	private readonly uniforms: GPUBuffer;
	private readonly uniformLayout: GPUBindGroupLayout;
	private readonly uniformGroup: GPUBindGroup;
	private readonly slots = new ArrayBuffer(SLOT * SLOTS);
	private readonly u32 = new Uint32Array(this.slots);
	private readonly f32 = new Float32Array(this.slots);
	private readonly pieces: Piece[] = [];
	private readonly offset = new Uint32Array(1);
	private readonly open: Promise<void>[] = [];
	private failure?: BackendError;

	/** @param pace what a submission may hold; by default it follows from how long finished work took. */
	constructor(
		readonly device: GPUDevice,
		private readonly pace: Pick<Pace, "budget" | "submitted" | "finished"> = new Pace(),
	) {
		this.uniforms = this.buffer("uniforms", SLOT * SLOTS, GPUBufferUsage.UNIFORM | GPUBufferUsage.COPY_DST);
		this.uniformLayout = device.createBindGroupLayout({
			entries: [
				{ binding: 0, visibility: GPUShaderStage.COMPUTE, buffer: { type: "uniform", hasDynamicOffset: true } },
			],
		});
		this.uniformGroup = device.createBindGroup({
			layout: this.uniformLayout,
			entries: [{ binding: 0, resource: { buffer: this.uniforms, size: SLOT } }],
		});
		device.lost.then((info) => {
			this.failure = new BackendError(
				`The GPU device was lost (${info.message || info.reason}); start again, with a smaller batch or on wasm.`,
				{ reason: info.reason },
			);
		});
	}

	isAlive(): boolean {
		return this.failure === undefined;
	}

	/** @throws BackendError once the device was lost. */
	assertAlive(): void {
		if (this.failure) throw this.failure;
	}

	/**
	 * A buffer of zeros, destroyed by `dispose`.
	 *
	 * @throws BackendError where the device binds none of that size.
	 */
	buffer(name: string, bytes: number, usage: number = STORAGE): GPUBuffer {
		const size = Math.max(16, Math.ceil(bytes / 16) * 16);
		const { maxBufferSize, maxStorageBufferBindingSize } = this.device.limits;
		const most = Math.min(maxBufferSize, maxStorageBufferBindingSize);
		if (size > most) {
			throw new BackendError(
				`The ${name} take ${megabytes(size)} MB, this GPU binds ${megabytes(most)} MB at a time; take a smaller width, fewer bins or fewer rows a batch, or wasm.`,
				{ bytes: size, most },
			);
		}
		const buffer = this.device.createBuffer({ label: name, size, usage });
		this.buffers.push(buffer);
		this.bytes += size;
		return buffer;
	}

	/** A kernel on its buffers. Compiled once a device and text. */
	async bind<Field extends string>(kernel: Kernel<Field>, buffers: readonly GPUBuffer[]): Promise<Bound<Field>> {
		const { device } = this;
		const layout = device.createBindGroupLayout({
			label: kernel.name,
			entries: kernel.buffers.map(({ write }, binding) => ({
				binding,
				visibility: GPUShaderStage.COMPUTE,
				buffer: { type: write ? "storage" : "read-only-storage" },
			})),
		});
		const group = device.createBindGroup({
			label: kernel.name,
			layout,
			entries: buffers.map((buffer, binding) => ({ binding, resource: { buffer } })),
		});
		return { kernel, pipeline: await this.compile(kernel, layout), group };
	}

	private compile(kernel: Kernel, layout: GPUBindGroupLayout): Promise<GPUComputePipeline> {
		const { device } = this;
		const code = kernelSource(kernel);
		const known = pipelines.get(device) ?? new Map<string, Promise<GPUComputePipeline>>();
		pipelines.set(device, known);
		let pipeline = known.get(code);
		if (!pipeline) {
			pipeline = device
				.createComputePipelineAsync({
					label: kernel.name,
					layout: device.createPipelineLayout({ bindGroupLayouts: [this.uniformLayout, layout] }),
					compute: { module: device.createShaderModule({ label: kernel.name, code }), entryPoint: "main" },
				})
				.catch((cause) => {
					known.delete(code);
					throw new BackendError(
						`The GPU refused the kernel ${kernel.name} (${cause?.message ?? cause}); choose wasm.`,
						{ kernel: kernel.name },
						cause,
					);
				});
			known.set(code, pipeline);
		}
		return pipeline;
	}

	/**
	 * Records a call of `workgroups` workgroups.
	 *
	 * @param work arithmetic operations it takes, roughly.
	 */
	call<Field extends string>(
		bound: Bound<Field>,
		workgroups: number,
		work: number,
		values: Readonly<Record<NoInfer<Field>, number>>,
	): void {
		if (workgroups === 0) return;
		// A call is cut only where it is far above the budget: pieces cost a launch each.
		const wanted = work > 2 * this.pace.budget ? Math.ceil(work / this.pace.budget) : 1;
		const pieces = Math.min(PIECES, wanted, workgroups);
		if (this.pieces.length + pieces > SLOTS) this.submit();
		for (let i = 0; i < pieces; i++) {
			const from = Math.floor((workgroups * i) / pieces);
			const to = Math.floor((workgroups * (i + 1)) / pieces);
			let at = (this.pieces.length * SLOT) / 4;
			this.u32[at++] = from;
			this.u32[at++] = to;
			for (const name in bound.kernel.fields) {
				(bound.kernel.fields[name] === "f32" ? this.f32 : this.u32)[at++] = values[name];
			}
			this.pieces.push({ bound: bound as Bound, from, to, work: work / pieces });
		}
	}

	/** Submits what was recorded, then copies, where asked. */
	submit(copy?: (encoder: GPUCommandEncoder) => void): void {
		const { device, pieces } = this;
		if (pieces.length > 0) device.queue.writeBuffer(this.uniforms, 0, this.slots, 0, pieces.length * SLOT);
		const most = device.limits.maxComputeWorkgroupsPerDimension;
		let total = 0;
		let at = 0;
		do {
			const encoder = device.createCommandEncoder();
			let work = 0;
			if (at < pieces.length) {
				const pass = encoder.beginComputePass();
				const first = at;
				for (; at < pieces.length; at++) {
					const { bound, from, to, work: own } = pieces[at]!;
					if (at > first && work + own > this.pace.budget) break;
					this.offset[0] = at * SLOT;
					pass.setPipeline(bound.pipeline);
					pass.setBindGroup(0, this.uniformGroup, this.offset, 0, 1);
					pass.setBindGroup(1, bound.group);
					const x = Math.min(most, to - from);
					pass.dispatchWorkgroups(x, Math.ceil((to - from) / x));
					work += own;
					this.dispatches++;
				}
				pass.end();
			}
			if (at >= pieces.length) copy?.(encoder);
			device.queue.submit([encoder.finish()]);
			this.submissions++;
			total += work;
		} while (at < pieces.length);
		pieces.length = 0;
		this.pace.submitted(total, performance.now());
		const done = device.queue.onSubmittedWorkDone().then(
			() => this.pace.finished(performance.now()),
			() => this.pace.finished(performance.now()),
		);
		this.open.push(done);
		void done.then(() => this.open.splice(this.open.indexOf(done), 1));
	}

	/** Resolves once few enough submissions are open; at once in the usual case. */
	async ready(): Promise<void> {
		if (this.open.length >= DEPTH) await this.open[0];
	}

	/**
	 * Copies what lies in `from` after all that was recorded, through `staging`, and hands it to `use`, which must not
	 * keep it.
	 *
	 * @throws BackendError where the device is lost meanwhile.
	 */
	async read<T>(from: GPUBuffer, bytes: number, staging: GPUBuffer, use: (data: ArrayBuffer) => T): Promise<T> {
		this.submit((encoder) => encoder.copyBufferToBuffer(from, 0, staging, 0, bytes));
		try {
			await staging.mapAsync(GPUMapMode.READ, 0, bytes);
		} catch (cause) {
			// The loss is told a moment after the reads it breaks.
			await Promise.race([this.device.lost, new Promise((resolve) => setTimeout(resolve, 100))]);
			this.assertAlive();
			throw new BackendError("Numbers could not be read back from the GPU; start again, or choose wasm.", {}, cause);
		}
		try {
			return use(staging.getMappedRange(0, bytes));
		} finally {
			staging.unmap();
		}
	}

	/** Gives all buffers back. */
	dispose(): void {
		for (const buffer of this.buffers) buffer.destroy();
		this.buffers.length = 0;
		this.bytes = 0;
	}
}

// The constants are the specification's (GPUBufferUsage); the global is absent where this module is only loaded.
const STORAGE = 0x80 | 0x08 | 0x04; // STORAGE | COPY_DST | COPY_SRC

const megabytes = (bytes: number) => Math.ceil(bytes / 2 ** 20);
