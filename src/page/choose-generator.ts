/** Picks the generator for a table by trying each on a part of it. */

import { OptionError } from "../errors";
import type { GeneratorMeta } from "../generators/generator";
import { type GeneratorName, generatorMetas } from "../generators/metas";
import { checkOptions } from "../options/check";
import { type AcceptedOptions, COUNT } from "../options/option";
import { createRandom } from "../random";
import type { Report } from "../report/report";
import { checkTable } from "../table/check-table";
import { someRows, splitRows } from "../table/split-rows";
import { withSubjects } from "../table/subjects";
import type { Table } from "../table/table";
import { LEARN, type LearnOptions, setupOf, WORKER, type WorkerOptions, workerOf } from "./call-options";
import { compare, createGenerator } from "./client";
import { inspect } from "./inspect";
import { checkSeed } from "./options";
import { subjectOf } from "./subject-of";

/** How the choice among generators is made. */
export interface TrialOptions {
	/** Which to try. Default: all but those that reveal real rows (`meta.control`) or are differentially private. */
	candidates?: readonly GeneratorName[];
	/** Rows of the table that are used, at most. Default 2,000. */
	trialRows?: number;
	/** Seconds a candidate may learn; then it is judged as it is. Default 5. */
	trialSeconds?: number;
}

/** Besides its own, what `fit` takes: whose rows they are, treatments and constraints hold for every candidate. */
export interface ChooseOptions extends TrialOptions, Omit<LearnOptions, "onPreview">, WorkerOptions {
	/** URL of the report worker, where `workerUrl` names that of the generators. */
	reportWorkerUrl?: string | URL;
	/** URL of the worker that looks at tables, where `workerUrl` names that of the generators. */
	inspectWorkerUrl?: string | URL;
}

export const TRIAL: AcceptedOptions<TrialOptions> = {
	candidates: { type: "texts" },
	trialRows: COUNT,
	trialSeconds: { type: "number", above: 0 },
};

const { onPreview: _, ...LEARN_ALONE } = LEARN;
const CHOOSE: AcceptedOptions<ChooseOptions> = {
	...LEARN_ALONE,
	...WORKER,
	...TRIAL,
	reportWorkerUrl: { type: "url" },
	inspectWorkerUrl: { type: "url" },
};

const metas: Readonly<Record<string, GeneratorMeta>> = generatorMetas;
const PUBLISHABLE = (Object.keys(generatorMetas) as GeneratorName[]).filter(
	(name) => !metas[name]!.control && !metas[name]!.private,
);

/** How one candidate did. */
export interface Trial {
	readonly generator: GeneratorName;
	/**
	 * Held-out score: how far trees told its rows from rows it had not seen, area under the ROC curve, 0.5 is best;
	 * null where rows are too few.
	 */
	readonly detection: number | null;
	/** Trend score over bins both tables share, 0 … 1; it decides where detection cannot. */
	readonly trend: number | null;
	/** Why it was out of the question, where it was: it repeated rows it had learned from. */
	readonly refused?: string;
	/** Seconds it learned. */
	readonly seconds: number;
	/** Whether its time ran out before it was done. */
	readonly cut: boolean;
}

export interface Choice {
	readonly generator: GeneratorName;
	/** A sentence with every candidate's score. */
	readonly reason: string;
	/** Rows each learned from. */
	readonly rows: number;
	readonly trials: readonly Trial[];
}

/** Held-out rows wanted, and the bounds of their share. */
const [HELD_OUT_ROWS, LEAST_SHARE, MOST_SHARE] = [400, 0.2, 0.5];
/** What is chosen where nothing qualifies: it cannot repeat a row but by chance. */
const LAST_RESORT: GeneratorName = "independent";
/** Lower end of the DCR share's interval from which a candidate repeats what it learned; 0.5 is what further real rows give. */
const REPEATS_FROM = 0.55;

/** Why a candidate's rows must not be shared, if they must not. */
function repeats({ privacy: { copies, closestRecord } }: Report): string | undefined {
	const [own, heldOut] = [copies.exact, copies.heldOutExact];
	if (own.value && own.interval && own.interval[0] > (heldOut.interval?.[1] ?? 0)) {
		return "it copied more rows than coincidence explains";
	}
	const least = "share" in closestRecord ? closestRecord.share.interval?.[0] : undefined;
	return least !== undefined && least > REPEATS_FROM ? "its rows lie too close to the training rows" : undefined;
}

const better = (a: Trial, b: Trial) =>
	a.detection !== null && b.detection !== null ? a.detection < b.detection : (a.trend ?? 0) > (b.trend ?? 0);

function describe({ generator, detection, trend, refused, cut }: Trial): string {
	const score = detection !== null ? `AUC ${detection.toFixed(2)}` : `trend ${trend?.toFixed(2) ?? "unknown"}`;
	return `${generator} ${score}${cut ? ", out of time" : ""}${refused ? `, refused: ${refused}` : ""}`;
}

/** What `chooseGenerator` of `on-demand` does. */
export async function chooseGenerator(table: Table, options: ChooseOptions = {}): Promise<Choice> {
	checkOptions("chooseGenerator", options, CHOOSE);
	const { signal, onProgress, trialRows = 2000, trialSeconds = 5, reportWorkerUrl, seed: given } = options;
	const { candidates = PUBLISHABLE } = options;
	if (candidates.length === 0) {
		throw new OptionError("candidates is empty; name generators to try, or leave it out for all.", {
			option: "candidates",
		});
	}
	const seed = checkSeed(given);
	const look = { signal, onProgress, ...(options.inspectWorkerUrl && { workerUrl: options.inspectWorkerUrl }) };
	const inspection = options.inspection ?? (await inspect(checkTable(table), look));
	const whole = withSubjects(table, subjectOf(options, inspection));
	const part =
		table.rows <= trialRows ? whole : await someRows(whole, trialRows, createRandom(seed).stream("trial"), signal);
	const share = Math.min(MOST_SHARE, Math.max(LEAST_SHARE, HELD_OUT_ROWS / part.rows));
	const { training, holdout } = splitRows(part, share, seed);
	const trials: Trial[] = [];
	for (const name of candidates) {
		using generator = await createGenerator<string>(name, {}, workerOf(options));
		const started = performance.now();
		let cut = false;
		const timer = setTimeout(() => {
			cut = true;
			generator.finishEarly();
		}, 1000 * trialSeconds);
		try {
			await generator.fit(training, { ...setupOf(options), inspection, seed, signal, onProgress });
		} finally {
			clearTimeout(timer);
		}
		const seconds = (performance.now() - started) / 1000;
		const synthetic = await generator.sample(training.rows, { seed, signal, onProgress });
		const report = await compare({
			real: training,
			synthetic,
			holdout,
			seed,
			signal,
			onProgress,
			workerUrl: reportWorkerUrl,
		});
		const { detection, trend } = report.fidelity;
		const refused = repeats(report);
		trials.push({
			generator: name,
			detection: detection.auc,
			trend: trend.shared.score,
			...(refused && { refused }),
			seconds,
			cut,
		});
	}
	const sound = trials.filter(({ refused }) => !refused);
	const best = sound.reduce<Trial | undefined>((a, b) => (a && !better(b, a) ? a : b), undefined);
	const generator = best?.generator ?? LAST_RESORT;
	const why = best ? "its rows were the hardest to distinguish from real ones" : "all others repeat training rows";
	const reason = `${generator} was chosen: ${why} after training on ${training.rows} rows (${trials.map(describe).join("; ")}).`;
	return { generator, reason, rows: training.rows, trials };
}
