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
