// B rows, F columns, W width, L blocks, P padded states of a column
import { BackendError } from "../../errors";
import { ADAMW_QUADS, SQUARE_SUMS } from "../kernels/gpu/adamw";
import { Dispatcher } from "../kernels/gpu/dispatcher";
import { EMBED_COLUMNS } from "../kernels/gpu/gradients";
import { LOSS_WORDS } from "../kernels/gpu/heads";
import { THREEFRY_PAIRS } from "../kernels/gpu/threefry";
import { tiles } from "../kernels/gpu/tile";
import { BANK_PAIRS, GpuInputs } from "./gpu-inputs";
import {
	type Buffers,
	bindKernels,
	createBuffers,
	type Forward,
	type GpuOptions,
	type Kernels,
	type Trained,
} from "./gpu-kernels";
import { type Layout, layOut, type Shape } from "./layout";
import { ADAM, type Batch, CLIP_NORM, type Network, type NetworkState, type Update } from "./network";

/** The network on WebGPU, and what it costs. */
export interface GpuNetwork extends Network {
	/** Workgroup dispatches so far. */
	readonly dispatches: number;
	/** Queue submissions so far. */
	readonly submissions: number;
}

/**
 * The network on a WebGPU device: a training step is 8 + 2L dispatches, one less where nothing is dropped, a drawing step 2 + L, and none of them makes
 * a buffer.
 *
 * @throws BackendError where the device refuses a kernel or the memory.
 */
export async function createGpuNetwork(shape: Shape, options: GpuOptions, device: GPUDevice): Promise<GpuNetwork> {
	const layout = layOut(shape);
	const inputs = new GpuInputs(shape, layout, options.batchRows, options.training);
	device.pushErrorScope("out-of-memory");
	const dispatcher = new Dispatcher(device);
	try {
		let buffers: Buffers;
		let error: GPUError | null = null;
		try {
			buffers = createBuffers(dispatcher, shape, layout, inputs, options);
		} finally {
			error = await device.popErrorScope();
		}
		if (error) {
			throw new BackendError(
				`${(dispatcher.bytes / 2 ** 20).toFixed(0)} MB of GPU memory could not be allocated; reduce width or batchRows, or choose wasm.`,
				{ bytes: dispatcher.bytes },
			);
		}
		const kernels = await bindKernels(dispatcher, buffers, options.training);
		inputs.uploadStatic(device.queue, buffers.inputs);
		return new WebGpuNetwork(shape, layout, options.batchRows, inputs, dispatcher, buffers, kernels);
	} catch (error) {
		dispatcher.dispose();
		throw error;
	}
}

class WebGpuNetwork implements GpuNetwork {
	readonly backend = "webgpu";
	readonly bytes: number;
	readonly batch: Batch;

	constructor(
		private readonly shape: Shape,
		private readonly layout: Layout,
		readonly batchRows: number,
		private readonly inputs: GpuInputs,
		private readonly dispatcher: Dispatcher,
		private readonly buffers: Buffers,
		private readonly kernels: Kernels,
	) {
		this.bytes = dispatcher.bytes;
		this.batch = inputs.batch;
	}

	get dispatches(): number {
		return this.dispatcher.dispatches;
	}

	get submissions(): number {
		return this.dispatcher.submissions;
	}

	alive(): boolean {
		return this.dispatcher.isAlive();
	}

	async train(update: Update, wanted: boolean): Promise<number | undefined> {
		const { trained } = this.kernels;
		if (!trained) throw new BackendError("This network was made for sampling; make one with training: true.");
		const { dispatcher, inputs, buffers } = this;
		dispatcher.assertAlive();
		await dispatcher.ready();
		dispatcher.assertAlive();
		const logits = inputs.upload(dispatcher.device.queue, buffers.inputs, update);
		inputs.uploadInverse(dispatcher.device.queue, buffers.inputs);
		this.fillBank(trained);
		this.forward(trained.current);
		this.loss(trained.current, logits);
		this.backward(trained, logits);
		this.update(trained, update);
		if (wanted) return this.readLoss();
		dispatcher.submit();
		return undefined;
	}

	async evaluate(): Promise<number> {
		const { dispatcher, inputs, buffers, kernels } = this;
		dispatcher.assertAlive();
		const logits = inputs.upload(dispatcher.device.queue, buffers.inputs);
		this.forward(kernels.averaged);
		this.loss(kernels.averaged, logits);
		return this.readLoss();
	}

	async draw(): Promise<void> {
		const { dispatcher, inputs, buffers, kernels } = this;
		const { queue } = dispatcher.device;
		dispatcher.assertAlive();
		const logits = inputs.upload(queue, buffers.inputs);
		const masked = inputs.uploadAllowed(queue, buffers.inputs);
		const n = inputs.cells;
		if (n === 0) return;
		this.forward(kernels.averaged);
		dispatcher.call(kernels.draw, inputs.cellTiles, this.headWork(logits), {
			...this.cellFields(),
			masked: masked ? 1 : 0,
			allowed: inputs.at.allowed,
			allowedStart: inputs.at.allowedStart,
		});
		await dispatcher.read(buffers.results, 4 * n, buffers.staging, (data) => {
			this.batch.cellState.set(new Int32Array(data));
		});
	}

	parameters(): Promise<Float32Array> {
		return this.read(this.buffers.ema);
	}

	/** A copy of a buffer of as many numbers as there are parameters. */
	private async read(buffer: GPUBuffer): Promise<Float32Array> {
		const { dispatcher, buffers, layout } = this;
		dispatcher.assertAlive();
		return dispatcher.read(buffer, 4 * layout.size, buffers.staging, (data) => new Float32Array(data).slice());
	}

	async state(): Promise<NetworkState> {
		const { p, m, v, ema } = this.buffers;
		// One after the other: they are read through the same buffer.
		return { p: await this.read(p), m: await this.read(m), v: await this.read(v), ema: await this.read(ema) };
	}

	restore(state: NetworkState): void {
		const { queue } = this.dispatcher.device;
		for (const name of ["p", "m", "v", "ema"] as const) {
			queue.writeBuffer(this.buffers[name], 0, state[name] as Float32Array<ArrayBuffer>);
		}
		this.dispatcher.submit((encoder) => encoder.clearBuffer(this.buffers.g));
	}

	setParameters(parameters: Float32Array): void {
		const { dispatcher, buffers, kernels } = this;
		const { queue } = dispatcher.device;
		const data = parameters as Float32Array<ArrayBuffer>;
		queue.writeBuffer(buffers.ema, 0, data);
		if (!kernels.trained) return;
		queue.writeBuffer(buffers.p, 0, data);
		dispatcher.submit((encoder) => {
			for (const buffer of [buffers.g, buffers.m, buffers.v]) encoder.clearBuffer(buffer);
		});
	}

	dispose(): void {
		this.dispatcher.dispose();
	}

	/** Position of stream l in the buffers of streams and of their gradients. */
	private stream(l: number): number {
		return l * this.batchRows * this.shape.width;
	}

	private get shared() {
		return { rows: this.batch.rows, width: this.shape.width, ...this.dropping };
	}

	/** Where the rule is by which activations are dropped, and the first of the bytes by which they are. */
	private get dropping() {
		const { at, bank } = this.inputs;
		return { dropout: at.dropout, bank: at.bank + (bank?.second ? 1 : 0) };
	}

	private get scalars() {
		const { scalars, numbers } = this.inputs.at;
		return { scalars, numbers, numberCount: this.layout.numbers.length };
	}

	private get streamTiles(): number {
		return tiles(this.batch.rows) * tiles(this.shape.width);
	}

	/** Operations of a product of the batch's streams with a matrix of `n` rows. */
	private productWork(n: number): number {
		return 2 * this.batch.rows * this.shape.width * n;
	}

	private headWork(logits: number): number {
		return 2 * this.shape.width * logits;
	}

	/** Computes the random bytes by which activations are dropped, if any. */
	private fillBank({ bank: bound }: Trained): void {
		const { bank, at } = this.inputs;
		if (!bank) return;
		this.dispatcher.call(bound, Math.ceil(BANK_PAIRS / THREEFRY_PAIRS), 80 * BANK_PAIRS, {
			key0: bank.key[0],
			key1: bank.key[1],
			low: bank.pair >>> 0,
			high: Math.floor(bank.pair / 0x100000000),
			pairs: BANK_PAIRS,
			to: at.bank,
		});
	}

	private forward({ embed, dense }: Forward): void {
		const { dispatcher, inputs, layout, shape } = this;
		const F = shape.tokens.length;
		dispatcher.call(embed, this.streamTiles, this.productWork(layout.scalarWidth + F), {
			...this.shared,
			fields: F,
			scalarWidth: layout.scalarWidth,
			codes: inputs.at.codes,
			...this.scalars,
			embedding: layout.embedding,
			matrix: layout.scalars,
		});
		layout.blocks.forEach(({ matrix, bias }, l) => {
			const result = this.stream(l + 1);
			const work = this.productWork(shape.width);
			dispatcher.call(dense, this.streamTiles, work, {
				...this.shared,
				source: this.stream(l),
				result,
				matrix,
				bias,
				layer: l,
			});
		});
	}

	private cellFields() {
		const { at } = this.inputs;
		return {
			width: this.shape.width,
			stream: this.stream(this.shape.layers),
			columns: at.columns,
			tileList: at.cellTiles,
			cellStart: at.cellStart,
			logitStart: at.logitStart,
			cellRow: at.cellRow,
			cellState: at.cellState,
			cellValue: at.cellValue,
			layer: this.shape.layers,
			...this.dropping,
		};
	}

	private loss({ loss }: Forward, logits: number): void {
		this.dispatcher.call(loss, this.inputs.cellTiles, this.headWork(logits), this.cellFields());
	}

	/** The tiles' losses, summed; NaN where a cell was not finite. */
	private async readLoss(): Promise<number> {
		const { dispatcher, buffers, inputs } = this;
		const n = LOSS_WORDS * inputs.cellTiles;
		if (n === 0) {
			dispatcher.submit();
			return 0;
		}
		return dispatcher.read(buffers.results, 4 * n, buffers.staging, (data) => {
			const losses = new Float32Array(data);
			const broken = new Uint32Array(data);
			let sum = 0;
			for (let i = 0; i < n; i += LOSS_WORDS) sum += broken[i + 1] ? Number.NaN : losses[i]!;
			return sum;
		});
	}

	/** Gradients of everything from that of the logits. */
	private backward({ cell, dense, products, embedding }: Trained, logits: number): void {
		const { dispatcher, inputs, layout, shape } = this;
		const { at } = inputs;
		const { layers, width } = shape;
		const F = shape.tokens.length;
		dispatcher.call(cell, this.streamTiles, this.headWork(logits), {
			...this.shared,
			fields: F,
			stream: this.stream(layers),
			result: this.stream(layers),
			columns: at.columns,
			cellStart: at.cellStart,
			logitStart: at.logitStart,
			cellOf: at.cellOf,
			layer: layers,
		});
		for (let l = layers - 1; l >= 0; l--) {
			dispatcher.call(dense, this.streamTiles, this.productWork(width), {
				...this.shared,
				source: this.stream(l + 1),
				result: this.stream(l),
				stream: this.stream(l),
				matrix: layout.blocks[l]!.matrix,
				layer: l,
			});
		}
		const work = this.productWork(layers * width + layout.scalarWidth) + this.headWork(logits);
		dispatcher.call(products, inputs.gradientTiles, work, {
			...this.shared,
			stride: this.stream(1),
			layers,
			tileList: at.gradientTiles,
			cellStart: at.cellStart,
			logitStart: at.logitStart,
			cellRow: at.cellRow,
			...this.scalars,
		});
		const blocks = layout.embeddingRows * Math.ceil(width / EMBED_COLUMNS);
		dispatcher.call(embedding, blocks, this.productWork(F), {
			width,
			start: at.embedStart,
			list: at.embedList,
			embedding: layout.embedding,
		});
	}

	private update({ norm, update }: Trained, { rate, step, decay, emaKeep }: Update): void {
		const { dispatcher, layout } = this;
		const { b1, b2, epsilon } = ADAM;
		const quads = layout.size / 4;
		dispatcher.call(norm, SQUARE_SUMS, 2 * layout.size, { quads });
		dispatcher.call(update, Math.ceil(quads / ADAMW_QUADS), 20 * layout.size, {
			quads,
			decaying: layout.decaying / 4,
			rate: rate / (1 - b1 ** step),
			b1,
			b2,
			epsilon,
			decay: rate * decay,
			emaKeep,
			rootCorrection: 1 / Math.sqrt(1 - b2 ** step),
			clip: CLIP_NORM,
		});
	}
}
