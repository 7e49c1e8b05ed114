import type { Run } from "../worker/run";

/**
 * The report's phases in their order with the share of the work each takes, in per cent: between what they take of
 * Adult and of 50,000 × 50 cells (`bench/report-scale`).
 */
const WORK = {
	constraints: 2,
	people: 4,
	shapes: 1,
	pairs: 3,
	"mutual information": 2,
	care: 1,
	detection: 9,
	"detection ceiling": 8,
	intervals: 5,
	utility: 21,
	fairness: 7,
	copies: 3,
	"closest records": 11,
	membership: 9,
	"singling out (univariate)": 2,
	"singling out (multivariate)": 4,
	linkability: 5,
	inference: 11,
	"attribute disclosure": 2,
} as const;

export type ReportPhase = keyof typeof WORK;

const PHASES = Object.entries(WORK);

/** Phases that there are none of without held-out rows. */
export const NEED_HOLDOUT: ReportPhase[] = [
	"detection",
	"detection ceiling",
	"utility",
	"closest records",
	"membership",
	"singling out (univariate)",
	"singling out (multivariate)",
	"linkability",
	"inference",
	"attribute disclosure",
];

/** Share of the work below which the pace so far tells nothing. */
const TOO_EARLY = 0.02;

/** The run with `done` and `secondsLeft` of the whole report in its progress; `skipped` phases will not come. */
export function paceReport(run: Run, skipped: readonly ReportPhase[]): Run {
	const phases = PHASES.filter(([name]) => !skipped.includes(name as ReportPhase));
	const work = phases.reduce((sum, [, share]) => sum + share, 0);
	const started = performance.now();
	return {
		...run,
		step(progress) {
			const at = phases.findIndex(([name]) => name === progress.phase);
			if (at < 0) return run.step(progress);
			const before = phases.slice(0, at).reduce((sum, [, share]) => sum + share, 0);
			const done = (before + phases[at]![1] * (progress.step / Math.max(1, progress.steps))) / work;
			const seconds = (performance.now() - started) / 1000;
			return run.step({ ...progress, done, ...(done > TOO_EARLY && { secondsLeft: (seconds / done) * (1 - done) }) });
		},
	};
}

/**
 * A stretch of work of known length: each call is one step done, or says how many are; it is reported, and a chance to
 * be stopped.
 */
export function startPhase(run: Run, phase: ReportPhase, steps: number): (done?: number) => Promise<void> {
	let step = 0;
	return (done = step + 1) => {
		step = Math.min(done, steps);
		return run.step({ phase, step, steps });
	};
}

/** Runs a generator to its end at one go and gives what it returns. */
export function drain<T>(work: Generator<unknown, T, void>): T {
	for (;;) {
		const step = work.next();
		if (step.done) return step.value;
	}
}

/** Runs a generator to its end, one `tick` a yield, and gives what it returns. */
export async function finish<T>(work: Generator<unknown, T, void>, tick: () => Promise<void>): Promise<T> {
	for (;;) {
		const step = work.next();
		if (step.done) return step.value;
		await tick();
	}
}
