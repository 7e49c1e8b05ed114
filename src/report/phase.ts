import type { Run } from "../run";

/** A stretch of work of known length: each call is one step done, reported, and a chance to be stopped. */
export function startPhase(run: Run, phase: string, steps: number): () => Promise<void> {
	let step = 0;
	return () => {
		step = Math.min(step + 1, steps);
		return run.step({ phase, step, steps });
	};
}

/** Runs a generator to its end, one `tick` a yield, and gives what it returns. */
export async function finish<T>(work: Generator<unknown, T, void>, tick: () => Promise<void>): Promise<T> {
	for (;;) {
		const step = work.next();
		if (step.done) return step.value;
		await tick();
	}
}
