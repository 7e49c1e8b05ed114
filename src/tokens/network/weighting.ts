import type { Random } from "../../random";
import type { Conditional } from "../../statistics/elimination";
import type { Evidence } from "./posterior";

/** Candidates of a row, of which one is taken. */
const CANDIDATES = 64;

/**
 * One row under evidence by likelihood weighting (Fung and Chang 1990): candidates follow the network, each state's
 * weights times the evidence, and one of them is taken by how likely the evidence was on its way. Approximate: for
 * networks too dense for exact answers.
 *
 * @param known State of each variable, −1 where it is not known.
 */
export function weigh(
	network: readonly Conditional[],
	known: Int32Array,
	evidence: Evidence,
	sizes: readonly number[],
	random: Random,
): Int32Array {
	const candidates: Int32Array[] = [];
	const weights: number[] = [];
	for (let c = 0; c < CANDIDATES; c++) {
		const states = Int32Array.from(known);
		let weight = 1;
		for (const { variable, parents, weights: table } of network) {
			const width = sizes[variable]!;
			const start = parents.reduce((at, p) => at * sizes[p]! + states[p]!, 0) * width;
			const cells = table.subarray(start, start + width);
			const total = cells.reduce((a, b) => a + b, 0);
			if (known[variable]! >= 0) {
				weight *= cells[known[variable]!]! / total;
				continue;
			}
			const limits = evidence.get(variable);
			const likely = limits ? cells.map((p, state) => p * limits[state]!) : cells;
			const inside = limits ? likely.reduce((a, b) => a + b, 0) : total;
			weight *= inside / total;
			let left = random.uniform() * inside;
			let state = 0;
			while (state < width - 1 && left >= likely[state]!) left -= likely[state++]!;
			// Where nothing of what is allowed was seen under these parents, anything allowed will do.
			states[variable] = inside > 0 || !limits ? state : limits.findIndex((limit) => limit > 0);
		}
		candidates.push(states);
		weights.push(weight);
	}
	let left = random.uniform() * weights.reduce((a, b) => a + b, 0);
	let chosen = 0;
	while (chosen < CANDIDATES - 1 && left >= weights[chosen]!) left -= weights[chosen++]!;
	return candidates[chosen]!;
}
