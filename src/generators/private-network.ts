import type { NoisyTable } from "../dp/marginal-queries";
import type { Conditional } from "../statistics/elimination";

/** Standard deviations of noise that a state's count must exceed to be sampled at all. */
const CLEAR = 3;

/**
 * The network without states that may be nothing but noise: a column without missing cells must not get some. Looks at
 * noisy counts only, so that it costs nothing.
 *
 * @param singles Noisy counts of each variable, by variable.
 */
export function withoutNoise(network: readonly Conditional[], singles: readonly NoisyTable[]): Conditional[] {
	return network.map(({ variable, parents, weights }) => {
		const { values, variance } = singles[variable]!;
		const clear = CLEAR * Math.sqrt(variance);
		const width = values.length;
		const most = Math.max(...values);
		// Where nothing is clear the commonest state stays.
		const kept = Array.from(values, (count) => count >= clear || count === most);
		return { variable, parents, weights: weights.map((weight, cell) => (kept[cell % width] ? weight : 0)) };
	});
}
