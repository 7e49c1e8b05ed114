import { loadedKernels, START } from "./kernels/kernels";

/** What trees are grown on, with room for a node's search; in the kernels' memory where there are any. */
export interface SplitSearch {
	/** rows × stride: one byte an input. */
	readonly cells: Uint8Array;
	/** Bytes a row: the inputs, then zeros. */
	readonly stride: number;
	/** Rows of the tree's sample, each once; nodes are ranges of it. */
	readonly members: Int32Array;
	/** Which sum a row's value belongs to: its class, or 0. */
	readonly slots: Int32Array;
	/** How often the sample holds each row. */
	readonly weights: Float32Array;
	/** What each row adds to its sum: its weight (classes), or weight times number. */
	readonly values: Float32Array;
	/** Sum of the values in each slot over the node's members, then the sum of their weights. */
	readonly totals: Float32Array;
	/** One byte an input: how far from the least to the largest value in the node its threshold is. */
	readonly random: Uint8Array;
	/** Of the last search: the largest value that goes left, for each input. */
	readonly thresholds: Uint8Array;
	/**
	 * The input whose split of members from … to − 1 has the largest Σ (sum left)² / n left + Σ (sum right)² / n right,
	 * the first of equals, if above `best`; else −1.
	 */
	search(from: number, to: number, best: number): number;
}

const round = Math.fround;

/**
 * Makes room. Only noise may be drawn by the kernels while the search is in use: `reserved` numbers of it at most.
 *
 * @param classes Whether the slots are classes, whose weights are the values.
 */
export function createSplitSearch(
	rows: number,
	inputs: number,
	outputs: number,
	classes: boolean,
	reserved: number,
): SplitSearch {
	const stride = (inputs + 15) & ~15;
	const kernels = loadedKernels();
	let next = (START + 4 * (reserved + 16) + 15) & ~15;
	const place = (bytes: number) => {
		const at = next;
		next = (next + bytes + 15) & ~15;
		return at;
	};
	const at = {
		cells: place(rows * stride),
		members: place(4 * rows),
		slots: place(4 * rows),
		weights: place(4 * rows),
		values: place(4 * rows),
		totals: place(4 * (outputs + 1)),
		random: place(stride),
		thresholds: place(stride),
		sums: place(4 * (outputs + 1) * stride),
	};
	const buffer = kernels ? kernels.view(next >> 2).buffer : new ArrayBuffer(next);
	const arrays = {
		cells: new Uint8Array(buffer, at.cells, rows * stride).fill(0),
		stride,
		members: new Int32Array(buffer, at.members, rows),
		slots: new Int32Array(buffer, at.slots, rows).fill(0),
		weights: new Float32Array(buffer, at.weights, rows),
		values: new Float32Array(buffer, at.values, rows),
		totals: new Float32Array(buffer, at.totals, outputs + 1),
		random: new Uint8Array(buffer, at.random, stride),
		thresholds: new Uint8Array(buffer, at.thresholds, stride),
	};
	const search = kernels
		? (from: number, to: number, best: number) =>
				kernels.split(
					at.cells,
					stride,
					at.members + 4 * from,
					to - from,
					at.slots,
					at.values,
					at.weights,
					at.random,
					at.sums,
					at.totals,
					at.thresholds,
					outputs,
					classes ? 1 : 0,
					best,
				)
		: (from: number, to: number, best: number) => searchInput(arrays, outputs, classes, from, to, best);
	return { ...arrays, search };
}

/** The twin of the kernel: single precision, members in their order, inputs one after the other. */
function searchInput(
	{ cells, stride, members, slots, weights, values, totals, random, thresholds }: Omit<SplitSearch, "search">,
	outputs: number,
	classes: boolean,
	from: number,
	to: number,
	least: number,
): number {
	const sums = new Float32Array(outputs);
	const n = totals[outputs]!;
	let best = round(least);
	let chosen = -1;
	for (let k = 0; k < stride; k++) {
		let low = 255;
		let high = 0;
		for (let i = from; i < to; i++) {
			const x = cells[members[i]! * stride + k]!;
			if (x < low) low = x;
			if (x > high) high = x;
		}
		const threshold = low + (((high - low) * random[k]!) >> 8);
		thresholds[k] = threshold;
		sums.fill(0);
		let counted = round(0);
		for (let i = from; i < to; i++) {
			const row = members[i]!;
			if (cells[row * stride + k]! > threshold) continue;
			const slot = slots[row]!;
			sums[slot] = sums[slot]! + values[row]!;
			counted = round(counted + weights[row]!);
		}
		let left = round(0);
		let right = round(0);
		let nLeft = classes ? round(0) : counted;
		for (let o = 0; o < outputs; o++) {
			const sum = sums[o]!;
			const rest = round(totals[o]! - sum);
			left = round(left + round(sum * sum));
			right = round(right + round(rest * rest));
			if (classes) nLeft = round(nLeft + sum);
		}
		const score = round(round(left / nLeft) + round(right / round(n - nLeft)));
		if (score > best) {
			best = score;
			chosen = k;
		}
	}
	return chosen;
}
