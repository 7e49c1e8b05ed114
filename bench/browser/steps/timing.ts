/** Least and middle milliseconds of a repeated step. */
export interface Timing {
	/** The least: what the step takes where nothing else wants the processor. */
	readonly best: number;
	readonly median: number;
}

/**
 * Times several steps in turn, so that each sees the same machine: two rounds unmeasured, then `rounds`, each taking a
 * step of every kind.
 */
export async function timeInTurn<Name extends string>(
	steps: Readonly<Record<Name, () => unknown>>,
	rounds: number,
): Promise<Record<Name, Timing>> {
	const names = Object.keys(steps) as Name[];
	const times = new Map<Name, number[]>(names.map((name) => [name, []]));
	for (let round = -2; round < rounds; round++) {
		for (const name of names) {
			const start = performance.now();
			await steps[name]();
			if (round >= 0) times.get(name)!.push(performance.now() - start);
		}
	}
	const timings = names.map((name) => {
		const sorted = times.get(name)!.sort((a, b) => a - b);
		return [name, { best: sorted[0]!, median: sorted[sorted.length >> 1]! }];
	});
	return Object.fromEntries(timings) as Record<Name, Timing>;
}

/**
 * Milliseconds of longer pieces of work that say where they stand: the sum over the stretches between two marks of the
 * least that any round took for it. Kinds take turns, one round unmeasured.
 */
export async function bestInPieces<Name extends string>(
	kinds: Readonly<Record<Name, (mark: () => void) => Promise<unknown>>>,
	rounds: number,
): Promise<Record<Name, number>> {
	const names = Object.keys(kinds) as Name[];
	const best = new Map<Name, number[]>(names.map((name) => [name, []]));
	for (let round = -1; round < rounds; round++) {
		for (const name of names) {
			const marks = [performance.now()];
			const mark = () => void marks.push(performance.now());
			await kinds[name](mark);
			mark();
			if (round < 0) continue;
			const least = best.get(name)!;
			for (let i = 1; i < marks.length; i++) {
				least[i - 1] = Math.min(least[i - 1] ?? Number.POSITIVE_INFINITY, marks[i]! - marks[i - 1]!);
			}
		}
	}
	const sums = names.map((name) => [name, best.get(name)!.reduce((a, b) => a + b, 0)]);
	return Object.fromEntries(sums) as Record<Name, number>;
}
