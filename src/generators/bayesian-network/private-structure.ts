// d variables, X child, Π its parents, n noisy number of rows
import { rowsMisplaced, SENSITIVITY_OF_R } from "../../dp/dependence";
import type { Ledger } from "../../dp/ledger";
import { type Columns, chooseByScore, countCells } from "../../dp/marginal-queries";
import type { SecureRandom } from "../../dp/secure-random";
import type { Structure, StructureOptions } from "./structure";

export interface PrivateStructureOptions extends Omit<StructureOptions, "penalty"> {
	/** Budget of all choices together. */
	readonly rho: number;
}

/** Rows counted in all tables together, at most: about ten seconds. */
const MOST_WORK = 2e9;

/**
 * Most parents for which the candidates' tables can all be counted: there are C(d, k + 1) of k parents. From the noisy
 * number of rows, so that it tells nothing.
 */
export function affordableParents(d: number, rows: number, most: number): number {
	let tables = (d * (d - 1)) / 2;
	let k = 1;
	while (k < most) {
		tables *= (d - k - 1) / (k + 2);
		if (tables * rows > MOST_WORK) break;
		k++;
	}
	return k;
}

/** Sets of parents, none of which another could join within the limits (algorithm 6 of the TODS version). */
function maximalSets(
	must: readonly number[],
	may: readonly number[],
	sizes: readonly number[],
	limits: { readonly parents: number; readonly cells: number },
): number[][] {
	const sets: number[][] = [];
	function grow(set: readonly number[], cells: number, from: number): void {
		const room = set.length < limits.parents;
		const joins = room ? may.filter((v) => !set.includes(v) && cells * sizes[v]! <= limits.cells) : [];
		if (joins.length === 0) sets.push([...set]);
		for (const v of joins) {
			const place = may.indexOf(v);
			if (place >= from) grow([...set, v], cells * sizes[v]!, place + 1);
		}
	}
	grow(
		must,
		must.reduce((cells, v) => cells * sizes[v]!, 1),
		0,
	);
	return sets;
}

/**
 * Greedy search under the ledger (Zhang et al. 2014, algorithm 4): from a variable at random, again and again a child and
 * parents among those placed, by the exponential mechanism with score n R.
 *
 * @param pause Called often; lets messages in, and stops by throwing.
 */
export async function choosePrivately(
	columns: Columns,
	options: PrivateStructureOptions,
	ledger: Ledger,
	random: SecureRandom,
	pause: () => Promise<void>,
): Promise<Structure> {
	const { sizes } = columns;
	const d = sizes.length;
	const order: number[] = [];
	const parents: (readonly number[])[] = sizes.map(() => []);
	const first = options.first ?? new Set<number>();
	const scores = new Map<string, bigint>();
	let left = options.rho;

	/** Variables whose turn may have come: those before all others go first. */
	const open = () => {
		const ready = Array.from(sizes.keys()).filter((v) => {
			return !order.includes(v) && options.required[v]!.every((p) => order.includes(p));
		});
		const before = ready.filter((v) => first.has(v));
		return before.length > 0 ? before : ready;
	};

	function place(v: number, of: readonly number[]): void {
		order.push(v);
		parents[v] = of;
	}

	if (d > 0) {
		const roots = open();
		place(roots[Number(random.below(BigInt(roots.length)))]!, []);
	}
	while (order.length < d) {
		const candidates = open().flatMap((child) => {
			const must = options.required[child]!;
			const may = order.filter((p) => !must.includes(p) && !options.forbidden(p, child));
			const limits = { parents: Math.max(options.parents, must.length), cells: options.cells / sizes[child]! };
			return maximalSets(must, may, sizes, limits).map((set) => ({ child, set }));
		});
		for (const { child, set } of candidates) {
			const key = `${child}|${set.toSorted((a, b) => a - b)}`;
			if (scores.has(key)) continue;
			const score = set.length === 0 ? 0n : rowsMisplaced(countCells(columns, [...set, child]), sizes[child]!);
			scores.set(key, score);
			await pause();
		}
		const share = left / (d - order.length);
		left -= share;
		const known = candidates.map(({ child, set }) => scores.get(`${child}|${set.toSorted((a, b) => a - b)}`)!);
		// One candidate is no choice, and costs nothing.
		const chosen =
			candidates.length === 1
				? 0
				: chooseByScore(
						`Column ${order.length + 1} and its parents`,
						columns,
						{ scores: known, sensitivity: SENSITIVITY_OF_R },
						share,
						ledger,
						random,
					);
		place(candidates[chosen]!.child, candidates[chosen]!.set);
		await pause();
	}
	return { order, parents };
}
