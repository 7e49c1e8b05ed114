// y exceedances over a threshold, ξ shape, σ scale
import { normalQuantile } from "../statistics/normal";

/** Generalised Pareto distribution of exceedances: P(Y > y) = (1 + ξ·y/σ)^(−1/ξ). */
export interface ParetoTail {
	readonly shape: number;
	readonly scale: number;
}

/** Groups of rows in falling distance from the end: what is known of a tail. */
export interface Group {
	/** Mean of its rows. */
	readonly mean: number;
	readonly rows: number;
}

/** Share of the rows whose exceedances a tail is fitted to, and how many rows that must be at least and at most. */
const TAIL_SHARE = 0.1;
const FEWEST_TAIL_ROWS = 25;
const MOST_TAIL_ROWS = 250;
/** Heavier tails have no variance; lighter ones end within the rows that were seen. */
const [LIGHTEST, HEAVIEST] = [-0.5, 0.5];
/** Ranks, counted from the end, of the quantiles that are extrapolated; one half is where n rows end. */
const RANKS = [1.5, 1, 0.5];
/** An end lies at most this far, or up to the whole way by chance, from the last group to the outermost value. */
const LEAST_REACH = 0.75;

/**
 * Fits a tail by probability-weighted moments (Hosking and Wallis 1987, equation 10) to groups of rows, nearest the
 * threshold first; nothing where they do not spread.
 */
export function fitTail(groups: readonly Group[], threshold: number): ParetoTail | undefined {
	const m = groups.reduce((sum, { rows }) => sum + rows, 0);
	let rank = 0;
	let a0 = 0;
	let a1 = 0;
	for (const { mean, rows } of groups) {
		const above = 1 - (rank + rows / 2 + 0.15) / m;
		a0 += (rows / m) * (mean - threshold);
		a1 += (rows / m) * (mean - threshold) * above;
		rank += rows;
	}
	if (!(a0 > 0)) return undefined;
	const fitted = 2 - a0 / (a0 - 2 * a1);
	const shape = Math.min(HEAVIEST, Math.max(LIGHTEST, Number.isFinite(fitted) ? fitted : HEAVIEST));
	return { shape, scale: a0 * (1 - shape) };
}

/** Exceedance that a share `p` of the tail's rows goes beyond. */
export function exceedance({ shape, scale }: ParetoTail, p: number): number {
	return Math.abs(shape) < 1e-6 ? -scale * Math.log(p) : (scale / shape) * (p ** -shape - 1);
}

/**
 * Knots beyond the last group of the upper end of `n` sorted rows. They follow the tail that the groups' means show and
 * nothing else, so they give away no more than those; only that they stay within the range is taken from the
 * outermost value, by a reach drawn at random.
 *
 * @param groups every group of the column, the end's last.
 * @param outermost greatest value.
 * @param reach a uniform number.
 * @returns values and normal scores, rising; empty where rows are too few or the end is shared by a whole group.
 */
export function upperKnots(
	groups: readonly Group[],
	outermost: number,
	reach: number,
): { readonly x: number; readonly z: number }[] {
	const n = groups.reduce((sum, { rows }) => sum + rows, 0);
	const wanted = Math.min(MOST_TAIL_ROWS, Math.floor(n * TAIL_SHARE));
	const last = groups.at(-1);
	if (!last || last.rows < 2 || wanted < FEWEST_TAIL_ROWS) return [];
	let rows = 0;
	let first = groups.length;
	while (first > 1 && rows < wanted) rows += groups[--first]!.rows;
	const tail = fitTail(groups.slice(first), groups[first - 1]!.mean);
	if (!tail || !(outermost > last.mean)) return [];
	const at = (rank: number) => exceedance(tail, rank / rows);
	const from = at(last.rows / 2);
	const furthest = (LEAST_REACH + (1 - LEAST_REACH) * reach) * (outermost - last.mean);
	const shrink = Math.min(1, furthest / (at(RANKS.at(-1)!) - from));
	return RANKS.filter((rank) => rank < last.rows / 2).map((rank) => ({
		x: last.mean + shrink * (at(rank) - from),
		z: normalQuantile(1 - rank / n),
	}));
}
