import type { Random } from "../../random";
import { uniform, uniformInt } from "../draws";
import { drawNormals, drawUniforms } from "../kernels/noise";
import type { WeightBlock } from "./layer";

/** Which weights of a network are not zero, and how they are scaled. */
export interface WeightMask {
	readonly inputs: number;
	readonly outputs: number;
	/** Dense blocks that hold every weight. */
	readonly blocks: readonly WeightBlock[];
	/** inputs × outputs, 1 where a weight is kept; absent: all of the blocks. */
	readonly kept?: Uint8Array;
	readonly deviation: number;
}

/**
 * Block-wise dropout: n ~ U{1 … ⌈√min(in, out)⌉} diagonal blocks of ⌊in / n⌋ × ⌊out / n⌋ weights; the deviation is
 * divided by the root of the share that is kept.
 */
export function drawBlockMask(random: Random, inputs: number, outputs: number, initStd: number): WeightMask {
	const count = uniformInt(random, 1, Math.ceil(Math.sqrt(Math.min(inputs, outputs))));
	const tall = Math.floor(inputs / count);
	const wide = Math.floor(outputs / count);
	const blocks = Array.from({ length: count }, (_, b) => ({
		from: b * tall,
		to: (b + 1) * tall,
		outFrom: b * wide,
		outTo: (b + 1) * wide,
	}));
	const share = (count * tall * wide) / (inputs * outputs);
	return { inputs, outputs, blocks, deviation: initStd / Math.sqrt(share) };
}

/** Dropout of single weights with probability p; the deviation is divided by √(1 − p) (TabICL's parenthesis). */
export function drawDropoutMask(
	random: Random,
	inputs: number,
	outputs: number,
	initStd: number,
	p: number,
): WeightMask {
	const blocks = [{ from: 0, to: inputs, outFrom: 0, outTo: outputs }];
	const share = Math.max(0.01, 1 - p);
	const deviation = initStd / Math.sqrt(share);
	if (p <= 0) return { inputs, outputs, blocks, deviation };
	const kept = new Uint8Array(inputs * outputs);
	const uniforms = drawUniforms(random, kept.length);
	for (let i = 0; i < kept.length; i++) kept[i] = uniforms[i]! < share ? 1 : 0;
	return { inputs, outputs, blocks, kept, deviation };
}

/** The inputs that some of the given outputs read. */
export function inputsOf(mask: WeightMask, outputs: Uint8Array): Uint8Array {
	const needed = new Uint8Array(mask.inputs);
	for (const { from, to, outFrom, outTo } of mask.blocks) {
		for (let k = from; k < to; k++) {
			for (let j = outFrom; j < outTo && !needed[k]; j++) {
				if (outputs[j] && (!mask.kept || mask.kept[k * mask.outputs + j])) needed[k] = 1;
			}
		}
	}
	return needed;
}

/** Indices of the ones of a set. */
export function members(set: Uint8Array): Int32Array {
	const list: number[] = [];
	for (let i = 0; i < set.length; i++) if (set[i]) list.push(i);
	return Int32Array.from(list);
}

/** How many of the ascending `list` are below `bound`. */
function countBelow(list: Int32Array, bound: number): number {
	let n = 0;
	while (n < list.length && list[n]! < bound) n++;
	return n;
}

/** The weights and biases of one layer between the kept units of both sides, indices renumbered. */
export function drawWeights(random: Random, mask: WeightMask, inputs: Int32Array, outputs: Int32Array) {
	const width = outputs.length;
	const weights = new Float32Array(inputs.length * width);
	const blocks: WeightBlock[] = [];
	mask.blocks.forEach((block, b) => {
		const from = countBelow(inputs, block.from);
		const to = countBelow(inputs, block.to);
		const outFrom = countBelow(outputs, block.outFrom);
		const outTo = countBelow(outputs, block.outTo);
		if (from === to || outFrom === outTo) return;
		blocks.push({ from, to, outFrom, outTo });
		// Keyed by the weight's place in the whole network: what is pruned does not shift what is kept.
		const wide = block.outTo - block.outFrom;
		const drawn = drawNormals(random.stream(`weights/${b}`), (block.to - block.from) * wide);
		for (let k = from; k < to; k++) {
			for (let j = outFrom; j < outTo; j++) {
				if (mask.kept && !mask.kept[inputs[k]! * mask.outputs + outputs[j]!]) continue;
				weights[k * width + j] =
					mask.deviation * drawn[(inputs[k]! - block.from) * wide + outputs[j]! - block.outFrom]!;
			}
		}
	});
	const bias = new Float32Array(width);
	const biases = random.stream("bias");
	const bound = 1 / Math.sqrt(mask.inputs);
	const all = Float64Array.from({ length: mask.outputs }, () => uniform(biases, -bound, bound));
	for (let j = 0; j < width; j++) bias[j] = all[outputs[j]!]!;
	return { weights, bias, blocks };
}
