/** Shifts of a logit per group, by which the groups' rates meet. */

const logit = (p: number) => Math.log(p / (1 - p));
const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));
/** Probabilities of trees are never nearer to 0 or 1 than this. */
const EDGE = 1e-9;
const FARTHEST = 40;
const HALVINGS = 60;

/** `p` with its logit moved by `shift`. */
export function shifted(p: number, shift: number): number {
	return sigmoid(logit(Math.min(1 - EDGE, Math.max(EDGE, p))) + shift);
}

/** Rows with the probability and the group of each. */
export interface Rated {
	readonly p: ArrayLike<number>;
	readonly groups: ArrayLike<number>;
}

/**
 * The rate of a group: two parts of the share that the table will have of it, which is sampled by the probabilities of
 * `sampled` rows, to one of the share of `real` rows that a model which learned from such a table would predict, from ½ up. So neither is left
 * behind for the other.
 */
function rateOf(sampled: readonly number[], real: readonly number[], shift = 0): number {
	const share = sampled.reduce((sum, p) => sum + shifted(p, shift), 0) / sampled.length;
	const predicted = real.filter((p) => shifted(p, shift) > 0.5).length / real.length;
	if (real.length === 0) return share;
	return sampled.length === 0 ? predicted : (2 * share + predicted) / 3;
}

function byGroup({ p, groups }: Rated, count: number): number[][] {
	const own = Array.from({ length: count }, (): number[] => []);
	for (let row = 0; row < p.length; row++) own[groups[row]!]!.push(p[row]!);
	return own;
}

/**
 * The shift of each group that brings its rate `strength` of the way to the rate of all rows. Groups without a row stay. The rate rises
 * with the shift, so that halving finds it.
 *
 * @param count Groups are numbers below it.
 */
export function findShifts(sampled: Rated, real: Rated, count: number, strength: number): Float64Array {
	const [own, others] = [byGroup(sampled, count), byGroup(real, count)];
	const all = rateOf(own.flat(), others.flat());
	return Float64Array.from(own, (rows, g) => {
		if (rows.length + others[g]!.length === 0 || strength === 0) return 0;
		const rate = rateOf(rows, others[g]!);
		const wanted = rate + strength * (all - rate);
		let [low, high] = [-FARTHEST, FARTHEST];
		for (let i = 0; i < HALVINGS; i++) {
			const middle = (low + high) / 2;
			if (rateOf(rows, others[g]!, middle) < wanted) low = middle;
			else high = middle;
		}
		return (low + high) / 2;
	});
}

/** Largest less smallest rate of the groups that have at least `least` rows; `NaN` for fewer than two groups. */
export function largestDifference(
	hits: ArrayLike<number>,
	groups: ArrayLike<number>,
	count: number,
	least = 1,
): number {
	const sums = new Float64Array(count);
	const rows = new Float64Array(count);
	for (let row = 0; row < hits.length; row++) {
		sums[groups[row]!]! += hits[row]!;
		rows[groups[row]!]!++;
	}
	const rates = Array.from(sums, (sum, g) => sum / rows[g]!).filter((_, g) => rows[g]! >= Math.max(1, least));
	return rates.length < 2 ? Number.NaN : Math.max(...rates) - Math.min(...rates);
}
