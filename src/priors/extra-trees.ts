import type { Random } from "../random";

/** Inputs column by column, and what is to be predicted: a class a row, or one number. */
export interface TreeData {
	readonly rows: number;
	readonly inputs: readonly Float32Array[];
	/** Class of each row; absent for numbers. */
	readonly classes?: Int32Array;
	/** Number of each row; absent for classes. */
	readonly numbers?: Float64Array;
	/** How many classes; 1 for numbers. */
	readonly outputs: number;
}

/** Sums of the predictions of the trees that did not see a row, and how many these were. */
export interface OutOfBag {
	/** rows × outputs. */
	readonly sums: Float64Array;
	readonly counts: Int32Array;
}

/** A growing tree's rows and scratch. */
interface Growth {
	readonly data: TreeData;
	readonly random: Random;
	/** Sampled rows, each once, and how often. */
	readonly members: Int32Array;
	readonly multiplicity: Uint8Array;
	/** Rows left out, moved along with the splits. */
	readonly others: Int32Array;
	readonly outOfBag: OutOfBag;
	readonly left: Float64Array;
	readonly total: Float64Array;
}

export function createOutOfBag({ rows, outputs }: TreeData): OutOfBag {
	return { sums: new Float64Array(rows * outputs), counts: new Int32Array(rows) };
}

/**
 * Grows one extremely randomised regression tree (Geurts, Ernst, Wehenkel 2006) on a bootstrap sample and adds its
 * predictions for the rows left out. Every input is tried at each node with one uniform threshold; the split with
 * the largest fall of the squared error (summed over one-hot classes) is taken; at most `depth` levels.
 */
export function addTree(data: TreeData, random: Random, depth: number, outOfBag: OutOfBag): void {
	const { rows, outputs } = data;
	const multiplicity = new Uint8Array(rows);
	for (let i = 0; i < rows; i++) {
		const row = random.int(rows);
		if (multiplicity[row]! < 255) multiplicity[row]!++;
	}
	const members = new Int32Array(rows);
	const others = new Int32Array(rows);
	let in_ = 0;
	let out = 0;
	for (let row = 0; row < rows; row++) {
		if (multiplicity[row]! > 0) members[in_++] = row;
		else others[out++] = row;
	}
	const growth: Growth = {
		data,
		random,
		members,
		multiplicity,
		others,
		outOfBag,
		left: new Float64Array(outputs),
		total: new Float64Array(outputs),
	};
	grow(growth, 0, in_, 0, out, depth);
}

/** Sums of the targets of members from … to − 1 into `into`; gives their number. */
function sumTargets({ data, members, multiplicity }: Growth, from: number, to: number, into: Float64Array): number {
	into.fill(0);
	let n = 0;
	for (let i = from; i < to; i++) {
		const row = members[i]!;
		const w = multiplicity[row]!;
		n += w;
		if (data.classes) into[data.classes[row]!]! += w;
		else into[0]! += w * data.numbers![row]!;
	}
	return n;
}

function grow(g: Growth, from: number, to: number, outFrom: number, outTo: number, depth: number): void {
	if (outFrom === outTo) return; // nobody will ask
	const { data, members, multiplicity, others, total } = g;
	const n = sumTargets(g, from, to, total);
	let best = 0;
	let bestInput = -1;
	let bestThreshold = 0;
	if (depth > 0 && to - from > 1) {
		let parent = 0;
		for (let o = 0; o < data.outputs; o++) parent += total[o]! ** 2 / n;
		best = parent * (1 + 1e-12);
		for (let k = 0; k < data.inputs.length; k++) {
			const x = data.inputs[k]!;
			let low = Number.POSITIVE_INFINITY;
			let high = Number.NEGATIVE_INFINITY;
			for (let i = from; i < to; i++) {
				const v = x[members[i]!]!;
				if (v < low) low = v;
				if (v > high) high = v;
			}
			if (!(high > low)) continue;
			const threshold = low + (high - low) * (g.random.uint32() / 0x100000000);
			const score = data.classes
				? scoreClasses(x, data.classes, members, multiplicity, from, to, threshold, total, g.left, n)
				: scoreNumbers(x, data.numbers!, members, multiplicity, from, to, threshold, total[0]!, n);
			if (score > best) {
				best = score;
				bestInput = k;
				bestThreshold = threshold;
			}
		}
	}
	if (bestInput < 0) {
		const { sums, counts } = g.outOfBag;
		for (let i = outFrom; i < outTo; i++) {
			const row = others[i]!;
			counts[row]!++;
			for (let o = 0; o < data.outputs; o++) sums[row * data.outputs + o]! += total[o]! / n;
		}
		return;
	}
	const x = data.inputs[bestInput]!;
	const middle = partition(members, x, bestThreshold, from, to);
	const outMiddle = partition(others, x, bestThreshold, outFrom, outTo);
	grow(g, from, middle, outFrom, outMiddle, depth - 1);
	grow(g, middle, to, outMiddle, outTo, depth - 1);
}

/** Moves rows at or below the threshold to the front; gives where the others begin. */
function partition(rows: Int32Array, x: Float32Array, threshold: number, from: number, to: number): number {
	let middle = from;
	for (let i = from; i < to; i++) {
		const row = rows[i]!;
		if (x[row]! <= threshold) {
			rows[i] = rows[middle]!;
			rows[middle++] = row;
		}
	}
	return middle;
}

/** Σ over classes of (left count)² / n_left + (right count)² / n_right; larger is better. */
function scoreClasses(
	x: Float32Array,
	classes: Int32Array,
	members: Int32Array,
	multiplicity: Uint8Array,
	from: number,
	to: number,
	threshold: number,
	total: Float64Array,
	left: Float64Array,
	n: number,
): number {
	left.fill(0);
	let nLeft = 0;
	for (let i = from; i < to; i++) {
		const row = members[i]!;
		if (x[row]! <= threshold) {
			const w = multiplicity[row]!;
			nLeft += w;
			left[classes[row]!]! += w;
		}
	}
	if (nLeft === 0 || nLeft === n) return 0;
	let a = 0;
	let b = 0;
	for (let o = 0; o < left.length; o++) {
		a += left[o]! * left[o]!;
		b += (total[o]! - left[o]!) * (total[o]! - left[o]!);
	}
	return a / nLeft + b / (n - nLeft);
}

function scoreNumbers(
	x: Float32Array,
	numbers: Float64Array,
	members: Int32Array,
	multiplicity: Uint8Array,
	from: number,
	to: number,
	threshold: number,
	total: number,
	n: number,
): number {
	let nLeft = 0;
	let left = 0;
	for (let i = from; i < to; i++) {
		const row = members[i]!;
		if (x[row]! <= threshold) {
			const w = multiplicity[row]!;
			nLeft += w;
			left += w * numbers[row]!;
		}
	}
	if (nLeft === 0 || nLeft === n) return 0;
	return (left * left) / nLeft + ((total - left) * (total - left)) / (n - nLeft);
}
