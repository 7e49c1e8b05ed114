// n rows, d variables, K_v states, Π_v parents; MI in nats
import { contingency, mutualInformation } from "../../statistics/contingency";

/** States of every row, by variable, and how many there are. */
export interface States {
	readonly rows: number;
	/** states[v][row] */
	readonly states: readonly Uint16Array[];
	/** sizes[v]: states variable v has. */
	readonly sizes: readonly number[];
}

/** A directed graph without circles: who each variable depends on. Plain data. */
export interface Structure {
	/** Variables, parents before children. */
	readonly order: readonly number[];
	/** parents[v], the most telling first. */
	readonly parents: readonly (readonly number[])[];
}

export interface StructureOptions {
	/** Most parents a variable may have. */
	readonly parents: number;
	/** Nats that a free parameter costs: ½ ln n is the Bayesian information criterion. */
	readonly penalty: number;
	/** Most cells a variable may share with its parents. */
	readonly cells: number;
	/** required[v]: parents v must have; forbidden(parent, child) tells which edges may not be. */
	readonly required: readonly (readonly number[])[];
	forbidden(parent: number, child: number): boolean;
	/** Variables that come before all others. Default: none. */
	readonly first?: ReadonlySet<number>;
}

/** Above so many variables the parents of each are sought among those it depends on most. */
const ALL_PAIRS = 40;
const CANDIDATES = 12;

interface Choice {
	readonly parents: readonly number[];
	readonly score: number;
}

/** Mutual information of every pair of variables, in nats: symmetric, d × d. */
export function pairwiseInformation(
	{ rows, states, sizes }: States,
	pause: () => Promise<void>,
): Promise<Float64Array[]> {
	return (async () => {
		const d = states.length;
		const information = states.map(() => new Float64Array(d));
		for (let a = 0; a < d; a++) {
			for (let b = 0; b < a; b++) {
				const counts = contingency([states[b]!, states[a]!], [sizes[b]!, sizes[a]!], rows);
				const value = mutualInformation(counts, sizes[a]!, rows);
				information[a]![b] = value;
				information[b]![a] = value;
			}
			await pause();
		}
		return information;
	})();
}

/**
 * Greedy search (Zhang et al. 2014, algorithm 2, with a penalised score): from the variable that shares most with the
 * others, again and again the variable and parents among those placed whose information, less what its parameters
 * cost, is the greatest.
 *
 * @param pause Called often; lets messages in, and stops by throwing.
 */
export async function learnStructure(
	table: States,
	options: StructureOptions,
	pause: () => Promise<void>,
): Promise<Structure & { readonly information: readonly Float64Array[] }> {
	const { rows, states, sizes } = table;
	const d = states.length;
	const information = await pairwiseInformation(table, pause);
	const candidates = information.map((row, v) => {
		const others = Array.from(row.keys()).filter((u) => u !== v && !options.forbidden(u, v));
		const best = others.toSorted((a, b) => row[b]! - row[a]!).slice(0, d > ALL_PAIRS ? CANDIDATES : d);
		return new Set([...best, ...options.required[v]!]);
	});

	function score(child: number, parents: readonly number[]): number {
		const cells = parents.reduce((product, p) => product * sizes[p]!, sizes[child]!);
		const forced = parents.length <= options.required[child]!.length;
		if (cells > options.cells && !forced && parents.length > 1) return Number.NEGATIVE_INFINITY;
		const gain =
			parents.length === 1
				? information[child]![parents[0]!]!
				: mutualInformation(
						contingency(
							[...parents, child].map((v) => states[v]!),
							[...parents, child].map((v) => sizes[v]!),
							rows,
						),
						sizes[child]!,
						rows,
					);
		return rows * gain - options.penalty * (sizes[child]! - 1) * (cells / sizes[child]! - 1);
	}

	const order: number[] = [];
	const placed = new Set<number>();
	const best: Choice[] = states.map((_, v) => ({ parents: [], score: options.required[v]!.length ? -1e300 : 0 }));

	/** What the newly placed variable has to offer to the child. */
	function offer(child: number, fresh: number): void {
		const must = options.required[child]!;
		if (!must.every((p) => placed.has(p)) || !candidates[child]!.has(fresh)) return;
		const tryParents = (parents: readonly number[]) => {
			if (parents.length > Math.max(options.parents, must.length) || !must.every((p) => parents.includes(p))) return;
			const value = score(child, parents);
			if (value > best[child]!.score) best[child] = { parents, score: value };
		};
		const others = order.filter((v) => v !== fresh && candidates[child]!.has(v));
		tryParents([fresh]);
		tryParents([...must]);
		if (options.parents > 1) for (const other of others) tryParents([...new Set([...must, other, fresh])].slice(0, 3));
	}

	/** Adds parents one by one beyond two, while they pay. */
	function extend(child: number): void {
		for (;;) {
			const { parents } = best[child]!;
			if (parents.length < 2 || parents.length >= options.parents) return;
			for (const v of order) {
				if (parents.includes(v) || !candidates[child]!.has(v)) continue;
				const longer = [...parents, v];
				const value = score(child, longer);
				if (value > best[child]!.score) best[child] = { parents: longer, score: value };
			}
			if (best[child]!.parents.length === parents.length) return;
		}
	}

	const first = options.first ?? new Set<number>();
	/** Whether a variable's turn may have come: those before all others go first. */
	const mayCome = (v: number) => first.has(v) || order.length >= first.size;

	while (order.length < d) {
		let next = -1;
		if (order.length === 0) {
			const total = (v: number) => information[v]!.reduce((a, b) => a + b, 0);
			for (let v = 0; v < d; v++) {
				if (mayCome(v) && options.required[v]!.length === 0 && (next < 0 || total(v) > total(next))) next = v;
			}
		} else {
			for (let v = 0; v < d; v++) {
				const ready = !placed.has(v) && mayCome(v) && options.required[v]!.every((p) => placed.has(p));
				if (ready && (next < 0 || best[v]!.score > best[next]!.score)) next = v;
			}
			extend(next);
		}
		placed.add(next);
		order.push(next);
		for (let v = 0; v < d; v++) {
			if (!placed.has(v)) offer(v, next);
			await pause();
		}
	}
	const parents = best.map((choice, v) => choice.parents.toSorted((a, b) => information[v]![b]! - information[v]![a]!));
	return { order, parents, information };
}
