// B rows, F columns, N numbers, W width, L blocks, P padded states of a column, n cells of a column
import { createHeap, type Heap } from "../kernels/heap";
import { COMPONENTS, type Compute, type Primitives, rowMajor, transposed } from "../kernels/primitives";
import { cutsOf, type Layout, layOut, type Shape } from "./layout";
import { ADAM, type Batch, CLIP_NORM, type Network, type NetworkState, type Update } from "./network";

/** Random bytes that decide what a step drops; each layer reads them from another position. */
const DROPOUT_BANK = 65_536;

export interface NetworkOptions {
	readonly backend: Compute["name"];
	/** Most rows a batch may have. */
	readonly batchRows: number;
	/** Whether it will be trained: gradients and optimiser's state take five times the parameters' memory. */
	readonly training: boolean;
}

/** The cuts of all columns whose bins are a mixture, one after the other. */
const allCuts = ({ tokens }: Shape, { heads }: Layout) =>
	heads.map(({ mixture }, f) => (mixture ? cutsOf(tokens[f]!) : []));

function plan(shape: Shape, layout: Layout, { batchRows, training }: NetworkOptions) {
	const { width, layers, tokens } = shape;
	const square = batchRows * width;
	const widest = Math.max(8, ...layout.heads.map((head) => head.padded));
	const mixed = Math.max(0, ...tokens.map(({ bins }, f) => (layout.heads[f]!.mixture ? bins : 0)));
	const train = (n: number) => (training ? n : 1);
	return {
		p: train(layout.size),
		g: train(layout.size),
		m: train(layout.size),
		v: train(layout.size),
		ema: layout.size,
		// Training keeps every layer's stream, activation and slope; sampling one.
		h: square,
		a: square * (training ? layers + 1 : 1),
		d: train(square * (layers + 1)),
		da: train(square),
		dh: train(square),
		gathered: square,
		logits: batchRows * widest,
		kept: mixed > 0 ? batchRows * (widest + COMPONENTS * 4 * Math.ceil(mixed / 4)) : 1,
		cuts: allCuts(shape, layout).reduce((sum, { length }) => sum + length, 1),
		bank: train(DROPOUT_BANK / 4),
		codes: batchRows * tokens.length,
		numbers: 2 * batchRows * layout.numbers.length + 1,
		numberInputs: 2 * layout.numbers.length + 1,
		sums: layout.scalarWidth * width + 1,
		cellRow: batchRows * tokens.length,
		cellState: batchRows * tokens.length,
		cellValue: batchRows * tokens.length,
		// Panels of packed matrices; generous, so that no primitive need be called before there is memory.
		scratch: 256 * (Math.max(width, widest) + 8) + 64,
	} as const;
}

/** The network in linear memory, on wasm or plain loops: the same code on either module. */
export async function createLinearMemoryNetwork(shape: Shape, options: NetworkOptions): Promise<Network> {
	const layout = layOut(shape);
	const heap = await createHeap(options.backend, plan(shape, layout, options));
	return new LinearMemoryNetwork(shape, layout, heap, options.batchRows);
}

class LinearMemoryNetwork implements Network {
	readonly backend: Compute["name"];
	readonly bytes: number;
	readonly batch: Batch;
	/** Address of each column's cuts. */
	private readonly cutsAt: readonly number[];

	constructor(
		private readonly shape: Shape,
		private readonly layout: Layout,
		private readonly heap: Heap<ReturnType<typeof plan>>,
		readonly batchRows: number,
	) {
		const { codes, numbers, cellRow, cellState, cellValue } = heap.blocks;
		this.backend = heap.backend;
		this.bytes = heap.bytes;
		heap.blocks.numberInputs.i32.set(layout.numbers.flatMap(({ at, pieces }) => [at, pieces]));
		let cut = 0;
		this.cutsAt = allCuts(shape, layout).map((cuts) => {
			heap.blocks.cuts.f32.set(cuts, cut);
			cut += cuts.length;
			return heap.blocks.cuts.at + 4 * (cut - cuts.length);
		});
		this.batch = {
			rows: 0,
			revealed: shape.tokens.length,
			codes: codes.i32,
			numbers: numbers.f32,
			cellStart: new Int32Array(shape.tokens.length + 1),
			cellRow: cellRow.i32,
			cellState: cellState.i32,
			cellValue: cellValue.f32,
		};
	}

	alive(): boolean {
		return true;
	}

	async train(update: Update): Promise<number> {
		const { p } = this.heap.blocks;
		this.forward(p.at, true, update);
		const loss = this.heads(p.at, true);
		this.backward();
		this.update(update);
		return loss;
	}

	async evaluate(): Promise<number> {
		const { ema } = this.heap.blocks;
		this.forward(ema.at, false);
		return this.heads(ema.at, false);
	}

	async draw(): Promise<void> {
		const { ops, blocks } = this.heap;
		const { cellStart, cellAllowed } = this.batch;
		this.forward(blocks.ema.at, false);
		this.shape.tokens.forEach(({ states }, f) => {
			const start = cellStart[f]!;
			const n = cellStart[f + 1]! - start;
			if (n === 0) return;
			const padded = this.logits(blocks.ema.at, f, start, n);
			for (let i = 0; cellAllowed && i < n; i++) {
				const allowed = cellAllowed[start + i];
				if (!allowed) continue;
				for (let k = 0; k < states; k++) if (!allowed[k]) blocks.logits.f32[i * padded + k] = -1e30;
			}
			const at = 4 * start;
			ops.drawLevels(blocks.cellState.at + at, blocks.logits.at, blocks.cellValue.at + at, n, states, padded);
		});
	}

	async parameters(): Promise<Float32Array> {
		return this.heap.blocks.ema.f32.slice();
	}

	setParameters(parameters: Float32Array): void {
		const { p, g, m, v, ema } = this.heap.blocks;
		ema.f32.set(parameters);
		if (p.f32.length < parameters.length) return;
		p.f32.set(parameters);
		for (const block of [g, m, v]) block.f32.fill(0);
	}

	async state(): Promise<NetworkState> {
		const { p, m, v, ema } = this.heap.blocks;
		return { p: p.f32.slice(), m: m.f32.slice(), v: v.f32.slice(), ema: ema.f32.slice() };
	}

	restore(state: NetworkState): void {
		const { p, g, m, v, ema } = this.heap.blocks;
		p.f32.set(state.p);
		m.f32.set(state.m);
		v.f32.set(state.v);
		ema.f32.set(state.ema);
		g.f32.fill(0);
	}

	/** Memory goes with the object: nothing outside it refers to it. */
	dispose(): void {}

	/** h and the activations of every layer, or of the last alone where no gradient will be wanted. */
	private forward(parameters: number, keep: boolean, update?: Update): void {
		const { ops, blocks } = this.heap;
		const { layout } = this;
		const { width: W, layers, tokens } = this.shape;
		const B = this.batch.rows;
		const h = blocks.h.at;
		blocks.h.f32.fill(0, 0, B * W);
		ops.embed(h, blocks.codes.at, parameters + 4 * layout.embedding, B, tokens.length, W);
		const threshold = Math.round(256 * (update?.dropout ?? 0));
		if (update && threshold > 0) update.random.fill(blocks.bank.i32);
		this.encode(ops.ramps, h, parameters + 4 * layout.scalars);
		for (let l = 0; l <= layers; l++) {
			const a = this.activation(keep ? l : 0);
			ops.silu(a, keep ? this.slope(l) : 0, h, B * W);
			if (update && threshold > 0) {
				const offset = update.random.int(DROPOUT_BANK / 4) * 4;
				const [bytes, scale] = [blocks.bank.at, 1 / (1 - threshold / 256)];
				ops.dropout(a, this.slope(l), B * W, { bytes, bank: DROPOUT_BANK, offset, threshold, scale });
			}
			const block = layout.blocks[l];
			if (!block) return;
			const matrix = rowMajor(parameters + 4 * block.matrix, W);
			ops.gemm({ at: h, row: W }, rowMajor(a, W), matrix, { m: B, n: W, k: W }, blocks.scratch.at);
			ops.addRow(h, parameters + 4 * block.bias, B, W);
		}
	}

	/** Runs `ramps`, or its gradient, on the numbers that a revealed column may have. */
	private encode(work: Primitives["ramps"], stream: number, table: number): void {
		const { numbers, numberInputs, sums } = this.heap.blocks;
		const { numbers: inputs, numberOf } = this.layout;
		const { rows, revealed } = this.batch;
		const count = numberOf[revealed]!;
		work(stream, numbers.at, numberInputs.at, table, sums.at, rows, count, inputs.length, this.shape.width);
	}

	private activation(l: number): number {
		return this.heap.blocks.a.at + 4 * l * this.batchRows * this.shape.width;
	}

	private slope(l: number): number {
		return this.heap.blocks.d.at + 4 * l * this.batchRows * this.shape.width;
	}

	/** logits[n, P] of `n` cells of column f, and the activations they were computed from. Returns P. */
	private logits(parameters: number, f: number, start: number, n: number, layer = 0): number {
		const { ops, blocks } = this.heap;
		const W = this.shape.width;
		const { matrix, bias, padded } = this.layout.heads[f]!;
		ops.gatherRows(blocks.gathered.at, this.activation(layer), blocks.cellRow.at + 4 * start, n, W);
		ops.fillRows(blocks.logits.at, parameters + 4 * bias, n, padded);
		ops.gemm(
			{ at: blocks.logits.at, row: padded },
			rowMajor(blocks.gathered.at, W),
			rowMajor(parameters + 4 * matrix, padded),
			{ m: n, n: padded, k: W },
			blocks.scratch.at,
		);
		this.mix(ops.mixBins, f, n);
		return padded;
	}

	/** Runs `mixBins`, or its gradient, on the logits of n cells of column f where its bins are a mixture. */
	private mix(work: Primitives["mixBins"], f: number, n: number): void {
		const { logits, kept } = this.heap.blocks;
		const { mixture, padded } = this.layout.heads[f]!;
		if (!mixture) return;
		const { bins } = this.shape.tokens[f]!;
		work(logits.at, kept.at, this.cutsAt[f]!, n, bins, mixture.at, COMPONENTS, padded, mixture.residual);
	}

	/** The loss of all cells; with `keep`, also the heads' gradients and that of the last activation. */
	private heads(parameters: number, keep: boolean): number {
		const { ops, blocks } = this.heap;
		const { cellStart } = this.batch;
		const W = this.shape.width;
		const { g, logits, gathered, da, scratch } = blocks;
		if (keep) da.f32.fill(0, 0, this.batch.rows * W);
		let loss = 0;
		this.shape.tokens.forEach(({ states }, f) => {
			const start = cellStart[f]!;
			const n = cellStart[f + 1]! - start;
			if (n === 0) return;
			const cells = 4 * start;
			const P = this.logits(parameters, f, start, n, keep ? this.shape.layers : 0);
			loss += ops.crossEntropy(logits.at, blocks.cellState.at + cells, blocks.cellValue.at + cells, n, states, P);
			if (!keep) return;
			this.mix(ops.mixBinsGradient, f, n);
			const { matrix, bias } = this.layout.heads[f]!;
			const gradient = rowMajor(logits.at, P);
			const matrixGradient = { at: g.at + 4 * matrix, row: P };
			ops.gemm(matrixGradient, transposed(gathered.at, W), gradient, { m: W, n: P, k: n }, scratch.at);
			ops.sumRows(g.at + 4 * bias, logits.at, n, P);
			const rows = blocks.cellRow.at + cells;
			const back = transposed(parameters + 4 * matrix, P);
			ops.gemm({ at: da.at, row: W, rows }, gradient, back, { m: n, n: W, k: P }, scratch.at);
		});
		return loss;
	}

	/** Gradients of blocks and inputs from that of the last activation. */
	private backward(): void {
		const { ops, blocks } = this.heap;
		const { layout } = this;
		const { width: W, layers, tokens } = this.shape;
		const B = this.batch.rows;
		const { p, g, da, dh, scratch } = blocks;
		ops.multiplyTo(da.at, this.slope(layers), B * W);
		dh.f32.set(da.f32.subarray(0, B * W));
		for (let l = layers - 1; l >= 0; l--) {
			const { matrix, bias } = layout.blocks[l]!;
			const gradient = rowMajor(dh.at, W);
			const matrixGradient = { at: g.at + 4 * matrix, row: W };
			ops.gemm(matrixGradient, transposed(this.activation(l), W), gradient, { m: W, n: W, k: B }, scratch.at);
			ops.sumRows(g.at + 4 * bias, dh.at, B, W);
			da.f32.fill(0, 0, B * W);
			const back = transposed(p.at + 4 * matrix, W);
			ops.gemm({ at: da.at, row: W }, gradient, back, { m: B, n: W, k: W }, scratch.at);
			ops.multiplyTo(da.at, this.slope(l), B * W);
			ops.addTo(dh.at, da.at, B * W);
		}
		ops.embedGradient(g.at + 4 * layout.embedding, blocks.codes.at, dh.at, B, tokens.length, W);
		this.encode(ops.rampsGradient, dh.at, g.at + 4 * layout.scalars);
	}

	private update({ rate, step, decay, emaKeep }: Update): void {
		const { ops, blocks } = this.heap;
		const { size, decaying } = this.layout;
		const { p, g, m, v, ema } = blocks;
		const scale = Math.min(1, CLIP_NORM / Math.sqrt(ops.sumSquares(g.at, size) + 1e-24));
		const { b1, b2, epsilon } = ADAM;
		const corrected = rate / (1 - b1 ** step);
		const rootCorrection = 1 / Math.sqrt(1 - b2 ** step);
		const piece = (from: number, to: number, shrink: number) => {
			const at = (block: { readonly at: number }) => block.at + 4 * from;
			const state = { p: at(p), g: at(g), m: at(m), v: at(v), ema: at(ema) };
			const numbers = { b1, b2, epsilon, emaKeep, rootCorrection, scale };
			ops.adamw(state, to - from, { ...numbers, rate: corrected, decay: shrink });
		};
		piece(0, decaying, rate * decay);
		piece(decaying, size, 0);
	}
}
