import type { NoisyTable } from "../dp/marginal-queries";
import type { Conditional } from "../statistics/elimination";

/** Standard deviations of noise that a state's count must exceed to be sampled at all. */
const CLEAR = 3;

/** Which states may be more than noise. Where nothing is clear the commonest state stays. */
function clearStates({ values, variance }: NoisyTable): boolean[] {
	const clear = CLEAR * Math.sqrt(variance);
	const most = Math.max(...values);
	return Array.from(values, (count) => count >= clear || count === most);
}

/** A column's shares as the noisy counts have them, without states that may be nothing but noise. */
export function sharesOf(counts: NoisyTable): Float64Array {
	const clear = clearStates(counts);
	const kept = counts.values.map((count, state) => (clear[state] ? Math.max(count, 1) : 0));
	const total = kept.reduce((sum, count) => sum + count, 0);
	return kept.map((count) => count / total);
}

/**
 * The network without states that may be nothing but noise: a column without missing cells must not get some. Looks at
 * noisy counts only, so that it costs nothing.
 *
 * @param singles Noisy counts of each variable, by variable.
 */
export function withoutNoise(network: readonly Conditional[], singles: readonly NoisyTable[]): Conditional[] {
	return network.map(({ variable, parents, weights }) => {
		const kept = clearStates(singles[variable]!);
		return { variable, parents, weights: weights.map((weight, cell) => (kept[cell % kept.length] ? weight : 0)) };
	});
}
