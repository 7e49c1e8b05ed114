import type { Values } from "../../causal/scm";
import type { Random } from "../../random";
import type { CalibratedFamily } from "../drawing";
import { normal } from "../draws";

/** What a layer of trees is fitted with. */
export interface BoostedPlan {
	readonly random: Random;
	readonly trees: number;
	readonly depth: number;
	/** Standard deviation of each output's noise; absent: none. */
	readonly noise?: Float32Array;
}

/** Boosted trees with several outputs, frozen. */
export interface Boosted {
	readonly outputs: number;
	readonly base: Float32Array;
	/** Input each inner node splits, −1 for leaves; all trees one after the other, children behind their parents. */
	readonly dims: Int32Array;
	/** Rows with a value above it go right. */
	readonly thresholds: Float32Array;
	/** Left child; the right one follows it. */
	readonly children: Int32Array;
	/** First number of a leaf's values in `leaves`. */
	readonly starts: Int32Array;
	readonly leaves: Float32Array;
	/** First node of each tree. */
	readonly roots: Int32Array;
	readonly noise?: Float32Array;
}

/** XGBoost's defaults: shrinkage 0.3, λ 1, 256 bins, at least one row a child. */
const SHRINKAGE = 0.3;
const LAMBDA = 1;
const BINS = 256;

/** Ascending thresholds between bins of about equal counts, and each row's bin. */
function binColumn(x: Float64Array): { cuts: Float64Array; bins: Uint16Array } {
	const sorted = x.slice().sort();
	const cuts: number[] = [];
	const step = Math.max(1, sorted.length / BINS);
	for (let i = step; i < sorted.length; i += step) {
		const value = sorted[Math.floor(i) - 1]!;
		if (value < sorted[sorted.length - 1]! && (cuts.length === 0 || value > cuts[cuts.length - 1]!)) cuts.push(value);
	}
	const bins = new Uint16Array(x.length);
	for (let row = 0; row < x.length; row++) {
		let low = 0;
		let high = cuts.length;
		while (low < high) {
			const middle = (low + high) >>> 1;
			if (cuts[middle]! < x[row]!) low = middle + 1;
			else high = middle;
		}
		bins[row] = low;
	}
	return { cuts: Float64Array.from(cuts), bins };
}

interface Split {
	readonly gain: number;
	readonly dim: number;
	readonly bin: number;
}

/** The best split of some rows by the gain summed over outputs (Chen and Guestrin 2016, equation 7). */
function bestSplit(
	rows: Int32Array,
	columns: readonly { cuts: Float64Array; bins: Uint16Array }[],
	residuals: Float64Array,
	outputs: number,
	totals: Float64Array,
): Split {
	let best: Split = { gain: 1e-9, dim: -1, bin: 0 };
	let whole = 0;
	for (let o = 0; o < outputs; o++) whole += totals[o]! ** 2 / (rows.length + LAMBDA);
	const sums = new Float64Array(BINS * outputs);
	const counts = new Int32Array(BINS);
	const left = new Float64Array(outputs);
	columns.forEach(({ cuts, bins }, dim) => {
		if (cuts.length === 0) return;
		sums.fill(0);
		counts.fill(0);
		for (let i = 0; i < rows.length; i++) {
			const row = rows[i]!;
			const bin = bins[row]!;
			counts[bin]!++;
			for (let o = 0; o < outputs; o++) sums[bin * outputs + o]! += residuals[row * outputs + o]!;
		}
		left.fill(0);
		let n = 0;
		for (let bin = 0; bin < cuts.length; bin++) {
			if (counts[bin] === 0) continue;
			n += counts[bin]!;
			if (n === rows.length) break;
			let gain = -whole;
			for (let o = 0; o < outputs; o++) {
				left[o]! += sums[bin * outputs + o]!;
				gain += left[o]! ** 2 / (n + LAMBDA) + (totals[o]! - left[o]!) ** 2 / (rows.length - n + LAMBDA);
			}
			if (gain > best.gain) best = { gain, dim, bin };
		}
	});
	return best;
}

/** The family "boosted": trees fitted to nothing but noise, so that the outputs are random partitions of the inputs. */
export const BOOSTED: CalibratedFamily<BoostedPlan, Boosted> = {
	calibrate({ random, trees, depth, noise }, at, out) {
		const { rows, width: outputs } = at;
		const { values, width: inputs } = at.parents[0]!;
		const columns = Array.from({ length: inputs }, (_, k) =>
			binColumn(Float64Array.from({ length: rows }, (_, row) => values[row * inputs + k]!)),
		);
		const targets = random.stream("targets");
		const residuals = Float64Array.from({ length: rows * outputs }, () => normal(targets));
		const base = new Float32Array(outputs);
		for (let i = 0; i < residuals.length; i++) base[i % outputs]! += residuals[i]! / rows;
		for (let i = 0; i < residuals.length; i++) residuals[i]! -= base[i % outputs]!;
		const dims: number[] = [];
		const thresholds: number[] = [];
		const children: number[] = [];
		const starts: number[] = [];
		const leaves: number[] = [];
		const roots: number[] = [];
		const node = () => {
			thresholds.push(0);
			children.push(0);
			starts.push(0);
			return dims.push(-1) - 1;
		};
		const grow = (at: number, members: Int32Array, level: number) => {
			const totals = new Float64Array(outputs);
			for (const row of members) for (let o = 0; o < outputs; o++) totals[o]! += residuals[row * outputs + o]!;
			const split: Split =
				level < depth && members.length > 1
					? bestSplit(members, columns, residuals, outputs, totals)
					: { gain: 0, dim: -1, bin: 0 };
			if (split.dim < 0) {
				starts[at] = leaves.length;
				for (let o = 0; o < outputs; o++) {
					const value = (SHRINKAGE * totals[o]!) / (members.length + LAMBDA);
					leaves.push(value);
					for (const row of members) residuals[row * outputs + o]! -= value;
				}
				return;
			}
			const { cuts, bins } = columns[split.dim]!;
			dims[at] = split.dim;
			thresholds[at] = cuts[split.bin]!;
			const left = node();
			const right = node();
			children[at] = left;
			grow(
				left,
				members.filter((row) => bins[row]! <= split.bin),
				level + 1,
			);
			grow(
				right,
				members.filter((row) => bins[row]! > split.bin),
				level + 1,
			);
		};
		for (let t = 0; t < trees; t++) {
			const root = node();
			roots.push(root);
			grow(
				root,
				Int32Array.from({ length: rows }, (_, row) => row),
				0,
			);
		}
		const parameters: Boosted = {
			outputs,
			base,
			dims: Int32Array.from(dims),
			thresholds: Float32Array.from(thresholds),
			children: Int32Array.from(children),
			starts: Int32Array.from(starts),
			leaves: Float32Array.from(leaves),
			roots: Int32Array.from(roots),
			noise,
		};
		BOOSTED.evaluate(parameters, at, out);
		return parameters;
	},
	evaluate({ outputs, base, dims, thresholds, children, starts, leaves, roots, noise }, at, out: Values) {
		const { values, width: inputs } = at.parents[0]!;
		if (noise) at.noise.normal(out, outputs);
		for (let row = 0; row < at.rows; row++) {
			const to = row * outputs;
			for (let o = 0; o < outputs; o++) out[to + o] = base[o]! + (noise ? noise[o]! * out[to + o]! : 0);
			for (let t = 0; t < roots.length; t++) {
				let node = roots[t]!;
				while (dims[node]! >= 0) {
					node = children[node]! + (values[row * inputs + dims[node]!]! > thresholds[node]! ? 1 : 0);
				}
				for (let o = 0; o < outputs; o++) out[to + o] = out[to + o]! + leaves[starts[node]! + o]!;
			}
		}
	},
};
