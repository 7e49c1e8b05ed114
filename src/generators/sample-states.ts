// N scalars, D = N + S
import type { Random } from "../random";
import type { ModeRows, ModeSpace } from "./mode-space";

/**
 * Samples each column's state from the softmax of its logits, and scalars about their tanh, out of a network's output
 * (rows, D): whatever is most likely need not be what is sampled, or rare categories would vanish.
 *
 * @param into where row i of the output becomes row `first` + i; those outside of it are left out.
 * @param deviation of scalar n about its mean; absent: none.
 */
export function sampleStates(
	{ columns, N, D }: ModeSpace,
	output: Float32Array,
	rows: number,
	random: Random,
	into: ModeRows,
	first: number,
	deviation?: (n: number) => number,
): void {
	for (let i = 0; i < rows; i++) {
		const row = first + i;
		const wanted = row >= 0 && row < into.rows;
		for (let n = 0; n < N; n++) {
			const noise = deviation ? deviation(n) * random.normal() : 0;
			if (wanted) into.scalars[n]![row] = Math.min(1, Math.max(-1, Math.tanh(output[i * D + n]!) + noise));
		}
		for (let c = 0; c < columns.length; c++) {
			const u = random.uniform();
			if (wanted) into.states[c]![row] = sampleState(output, i * D + N + columns[c]!.start, columns[c]!.states, u);
		}
	}
}

/** The state at which the cumulative softmax of K logits passes u. */
export function sampleState(logits: Float32Array, at: number, K: number, u: number): number {
	let top = Number.NEGATIVE_INFINITY;
	for (let k = 0; k < K; k++) top = Math.max(top, logits[at + k]!);
	let sum = 0;
	for (let k = 0; k < K; k++) sum += Math.exp(logits[at + k]! - top);
	let left = u * sum;
	for (let k = 0; k < K - 1; k++) {
		left -= Math.exp(logits[at + k]! - top);
		if (left < 0) return k;
	}
	return K - 1;
}
