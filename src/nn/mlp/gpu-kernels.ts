// B rows, F columns, W width, L blocks, P padded states of a column
import { adamw, SQUARE_SUMS, squares } from "../kernels/gpu/adamw";
import { denseBackward, denseForward, embed } from "../kernels/gpu/dense";
import type { Dispatcher } from "../kernels/gpu/dispatcher";
import { embedGradient, gradients } from "../kernels/gpu/gradients";
import { cellBackward, cellDraw, cellLoss, LOSS_WORDS } from "../kernels/gpu/heads";
import { randomWords } from "../kernels/gpu/threefry";
import type { GpuInputs } from "./gpu-inputs";
import type { Layout, Shape } from "./layout";
import type { NetworkOptions } from "./linear-memory";

/** All buffers a network holds, made once. */
export function createBuffers(
	dispatcher: Dispatcher,
	shape: Shape,
	layout: Layout,
	inputs: GpuInputs,
	options: GpuOptions,
) {
	const { batchRows, training } = options;
	const streams = 4 * batchRows * shape.width * (shape.layers + 1);
	const parameters = 4 * layout.size;
	const train = (bytes: number) => (training ? bytes : 0);
	const cells = batchRows * shape.tokens.length;
	const results = 4 * (cells + LOSS_WORDS * shape.tokens.length);
	const logitsARow = layout.heads.map(({ padded }) => padded);
	const mostLogits = shape.oneHead ? Math.max(...logitsARow) : logitsARow.reduce((sum, padded) => sum + padded, 0);
	const staging = Math.max(parameters, results);
	return {
		inputs: dispatcher.buffer("inputs", inputs.bytes),
		p: dispatcher.buffer("parameters", train(parameters)),
		ema: dispatcher.buffer("averaged parameters", parameters),
		g: dispatcher.buffer("gradients", train(parameters)),
		m: dispatcher.buffer("first moments", train(parameters)),
		v: dispatcher.buffer("second moments", train(parameters)),
		sums: dispatcher.buffer("sums of squares", 4 * SQUARE_SUMS),
		h: dispatcher.buffer("activations", streams),
		d: dispatcher.buffer("activations' gradients", train(streams)),
		logits: dispatcher.buffer("logits", 4 * batchRows * mostLogits),
		results: dispatcher.buffer("results", results),
		staging: dispatcher.buffer("read-back", staging, GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST),
	};
}

export type Buffers = ReturnType<typeof createBuffers>;

/** Every kernel on its buffers; those that may run on either parameters twice. */
export async function bindKernels(dispatcher: Dispatcher, buffers: Buffers, training: boolean) {
	const { inputs, p, ema, g, m, v, sums, h, d, logits, results } = buffers;
	const forward = async (parameters: GPUBuffer) => ({
		embed: await dispatcher.bind(embed, [inputs, parameters, h]),
		dense: await dispatcher.bind(denseForward, [inputs, parameters, h]),
		loss: await dispatcher.bind(cellLoss, [inputs, parameters, h, logits, results]),
	});
	const [averaged, draw, trained] = await Promise.all([
		forward(ema),
		dispatcher.bind(cellDraw, [inputs, ema, h, logits, results]),
		training ? bindTraining() : undefined,
	]);
	async function bindTraining() {
		const [current, bank, cell, dense, products, embedding, norm, update] = await Promise.all([
			forward(p),
			dispatcher.bind(randomWords, [inputs]),
			dispatcher.bind(cellBackward, [inputs, p, h, logits, d]),
			dispatcher.bind(denseBackward, [inputs, p, h, d]),
			dispatcher.bind(gradients, [inputs, h, d, logits, g]),
			dispatcher.bind(embedGradient, [inputs, d, g]),
			dispatcher.bind(squares, [g, sums]),
			dispatcher.bind(adamw, [sums, g, p, m, v, ema]),
		]);
		return { current, bank, cell, dense, products, embedding, norm, update };
	}
	return { averaged, draw, trained };
}

export type Kernels = Awaited<ReturnType<typeof bindKernels>>;
export type Forward = Kernels["averaged"];

export type GpuOptions = Omit<NetworkOptions, "backend">;

export type Trained = NonNullable<Kernels["trained"]>;
