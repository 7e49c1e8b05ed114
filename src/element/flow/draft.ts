import type { Inspection } from "../../deidentify/finding";
import type { GeneratorMeta } from "../../generators/generator";
import { type GeneratorName, generatorMetas } from "../../generators/metas";
import type { WorkerOptions } from "../../page/call-options";
import { createGenerator } from "../../page/on-demand";
import { type Table, takeRows } from "../../table/table";
import { type Choices, STANDARD } from "./choices";

/** Learns in a second what a draft needs. */
const DRAFTER = "copula";
/** Generators that are as quick themselves. */
const QUICK: readonly (GeneratorName | "auto")[] = [DRAFTER, "independent", "bayesian-network"];
/** Rows that a draft shows, and rows it learns from at most. */
const [ROWS, MOST_ROWS] = [8, 20_000];

/** Whether a run takes long enough for a draft; under a promise of differential privacy nothing else may look at the rows. */
export function wantsDraft(generator: Choices["generator"]): boolean {
	const metas: Readonly<Record<string, GeneratorMeta>> = generatorMetas;
	return !QUICK.includes(generator) && !metas[generator]?.private;
}

/** Rows of a quick model, or why there are none. */
export type Draft = { readonly rows: Table } | { readonly error: unknown };

export interface DraftOptions {
	readonly worker: WorkerOptions;
	readonly inspection: Inspection | undefined;
	readonly signal: AbortSignal;
}

/**
 * A few rows of a quick model while a better one learns: with the same treatments, subject, rules and protection of rare
 * values. They are for looking at, and leave in no file.
 */
export async function draftRows(training: Table, choices: Choices, options: DraftOptions): Promise<Table> {
	const { worker, inspection, signal } = options;
	const { protect = STANDARD.protect, subject, treatments, constraints, seed } = choices;
	const step = Math.max(1, training.rows / MOST_ROWS);
	const rows = Math.floor(training.rows / step);
	const part =
		step === 1
			? training
			: takeRows(
					training,
					Int32Array.from({ length: rows }, (_, i) => Math.floor(i * step)),
				);
	using handle = await createGenerator(DRAFTER, { protect }, worker);
	await handle.fit(part, { subject, treatments, constraints, inspection, seed, signal });
	// Awaited here: the worker ends with this block.
	return await handle.sample(ROWS, { seed, signal });
}
