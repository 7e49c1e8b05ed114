import { TILE, tiles } from "../../../nn/kernels/gpu/tile";
import type { RandomKey } from "../../../random";
import { lined, lineOf, Words } from "../../gpu/words";
import { type LayerActivation, SIMPLE_ACTIVATIONS } from "../activation";
import type { LayerPlan } from "../layer";
import { type RandomFunction, SINES, tableOf } from "../random-function";
import { RANDOM_KIND } from "./activated";
import { COLUMNS, NO_NOISE } from "./kernels";

/** A network whose units are wanted. */
export interface Network {
	readonly rows: number;
	/** rows × inputs, row by row. */
	readonly causes: Float32Array;
	readonly layers: readonly {
		readonly plan: LayerPlan;
		/** Key of the layer's noise. */
		readonly key: RandomKey;
	}[];
	/** Units to read: the layer (1: the first) and the unit's place in it. */
	readonly read: readonly { readonly layer: number; readonly unit: number }[];
}

const unitsOf = ({ plan }: Network["layers"][number]) => plan.bias.length;

/** Floats that a network's units take. */
export function sizeOf({ rows, layers }: Network): number {
	return layers.reduce((sum, layer) => sum + rows * lineOf(unitsOf(layer)), 0);
}

/** A random function as `ACTIVATED` reads it. */
function randomFunctionWords(f: RandomFunction): Float32Array {
	const table = tableOf(f);
	const words = new Float32Array(table.length + 4 * SINES);
	words.set(table);
	for (let k = 0, at = table.length; k < SINES; k++, at += 4) {
		const turns = f.frequencies[k]! / (2 * Math.PI);
		const coarse = Math.round(32 * turns) / 32;
		words[at] = coarse;
		words[at + 1] = turns - coarse;
		words[at + 2] = f.phases[k]! / (2 * Math.PI);
		words[at + 3] = f.weights[k]!;
	}
	return words;
}

/** The two kinds of calls a layer takes, and their places. */
interface LayerCalls {
	readonly activate: number[];
	readonly product: number[];
	/** Arithmetic operations, roughly. */
	work: number;
}

/** What a batch uploads, and where everything lies on the device. */
export class Layout {
	readonly plan = new Words<Uint32Array>();
	readonly parameters = new Words<Float32Array>();
	readonly causes = new Words<Float32Array>();
	readonly calls: LayerCalls[] = [];
	readonly gathered: number[] = [];
	units = 0;
	/** Floats of causes and, behind them, of activations. */
	activations = 0;
	columns = 0;

	constructor(networks: readonly Network[]) {
		const causes = networks.map((network) => this.causes.add(network.causes));
		this.activations = this.causes.length;
		for (const [i, network] of networks.entries()) this.place(network, causes[i]!);
	}

	private place(network: Network, causes: number): void {
		const { rows, layers, read } = network;
		const scratch = this.activations;
		this.activations += rows * Math.max(...layers.map((layer) => lineOf(unitsOf(layer))));
		let source = causes;
		let lineIn = network.causes.length / rows;
		const starts: number[] = [];
		layers.forEach(({ plan, key }, l) => {
			this.calls[l] ??= { activate: [], product: [], work: 0 };
			const calls = this.calls[l]!;
			if (l > 0) {
				if (plan.activation) this.placeActivation(plan.activation, rows, lineIn, starts[l - 1]!, scratch, calls);
				source = scratch;
			}
			const line = lineOf(plan.bias.length);
			starts.push(this.units);
			this.placeProduct(plan, key, { rows, lineIn, line, source, result: this.units }, calls);
			this.units += rows * line;
			lineIn = line;
		});
		read.forEach(({ layer, unit }, i) => {
			const line = lineOf(unitsOf(layers[layer - 1]!));
			this.gathered.push(rows, starts[layer - 1]! + unit, line, this.columns + i, read.length);
		});
		this.columns += rows * read.length;
	}

	private placeActivation(
		{ activation, scale, shift }: LayerActivation,
		rows: number,
		line: number,
		source: number,
		result: number,
		calls: LayerCalls,
	): void {
		const constants = this.parameters.add([scale, shift]);
		const simple = typeof activation === "string";
		const kind = simple ? SIMPLE_ACTIVATIONS.indexOf(activation) : RANDOM_KIND;
		const curve = simple ? 0 : this.parameters.add(randomFunctionWords(activation));
		const job = this.plan.add([rows, line, source, result, kind, constants, curve]);
		for (let column = 0; column < line; column += COLUMNS) calls.activate.push(job, column);
		calls.work += 50 * rows * line;
	}

	private placeProduct(
		{ weights, bias, blocks, noise }: LayerPlan,
		key: RandomKey,
		at: { rows: number; lineIn: number; line: number; source: number; result: number },
		calls: LayerCalls,
	): void {
		const { rows, lineIn, line, source, result } = at;
		const width = bias.length;
		const job = this.plan.add([
			...[rows, lineIn, line, source, result],
			this.parameters.add(lined(weights, width)),
			this.parameters.add(lined(bias, width)),
			noise ? this.parameters.add(lined(noise, width)) : NO_NOISE,
			...key,
		]);
		for (let n = 0; n < line; n += TILE) {
			const reaching = blocks.filter(({ outFrom, outTo }) => outFrom < n + TILE && outTo > n);
			const from = reaching.length ? Math.min(...reaching.map((block) => block.from)) : 0;
			const depth = Math.max(from, ...reaching.map((block) => block.to)) - from;
			for (let m = 0; m < rows; m += TILE) calls.product.push(job, m, n, from, depth);
			calls.work += 2 * TILE * tiles(rows) * TILE * (depth + (noise ? 60 : 0));
		}
	}
}
