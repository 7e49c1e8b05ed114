import type { Random } from "../../random";
import type { Conditional } from "../../statistics/elimination";

/** Samples the states of one variable, given those sampled before it. */
export interface Sampler {
	readonly variable: number;
	readonly parents: readonly number[];
	/** Sizes of the parents. */
	readonly sizes: readonly number[];
	readonly width: number;
	/** Running sums of the weights within each configuration. */
	readonly sums: Float64Array;
}

/** @param sizes States of each variable. */
export function createSampler({ variable, parents, weights }: Conditional, sizes: readonly number[]): Sampler {
	const width = sizes[variable]!;
	const sums = new Float64Array(weights.length);
	for (let start = 0; start < sums.length; start += width) {
		let sum = 0;
		for (let v = 0; v < width; v++) {
			sum += weights[start + v]!;
			sums[start + v] = sum;
		}
	}
	return { variable, parents, sizes: parents.map((p) => sizes[p]!), width, sums };
}

/** A state by its weight; `uniform` in (0, 1). Where all weights are 0 the last state. */
export function sampleState(
	sampler: Sampler,
	states: readonly ArrayLike<number>[],
	row: number,
	uniform: number,
): number {
	const { parents, sizes, width, sums } = sampler;
	let configuration = 0;
	for (let i = 0; i < parents.length; i++) configuration = configuration * sizes[i]! + states[parents[i]!]![row]!;
	const start = configuration * width;
	const wanted = uniform * sums[start + width - 1]!;
	let [low, high] = [0, width - 1];
	while (low < high) {
		const middle = (low + high) >> 1;
		if (sums[start + middle]! > wanted) high = middle;
		else low = middle + 1;
	}
	return low;
}

/** States of a block of rows, variable by variable. */
export function sampleBlock(
	samplers: readonly Sampler[],
	rows: number,
	random: Random,
): { readonly states: readonly Uint16Array[] } {
	const states: Uint16Array[] = [];
	for (const sampler of samplers) {
		const own = new Uint16Array(rows);
		const stream = random.stream(sampler.variable);
		for (let r = 0; r < rows; r++) own[r] = sampleState(sampler, states, r, stream.uniform());
		states[sampler.variable] = own;
	}
	return { states };
}
