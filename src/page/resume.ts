/** Fits that a reload of the page cut off, and how they go on. */
import { checkOptions } from "../options/check";
import type { AcceptedOptions } from "../options/option";
import { checkTable } from "../table/check-table";
import type { Table } from "../table/table";
import { tableDigest } from "../table/table-digest";
import type { FitSummary } from "../wire/api";
import { CALL, LEARN, type LearnOptions, WORKER, type WorkerOptions, workerOf } from "./call-options";
import { createGenerator } from "./client";
import type { GeneratorHandle } from "./handle";
import { continueKeeping, findFits, forgetFits } from "./kept-fits";

/** A fit that a reload cut off. */
export interface UnfinishedFit {
	/** Name of the generator. */
	readonly generator: string;
	/** The generator's options. */
	readonly options: Readonly<Record<string, unknown>>;
	/** Rows of its table. */
	readonly rows: number;
	/** Columns of its table. */
	readonly columns: number;
	/** When it began. */
	readonly begun: Date;
	/** When it is deleted. */
	readonly expires: Date;
	/** What the page had kept along, of `keepNote`. */
	readonly note?: unknown;
}

/** Where a resumed fit computes, and who is told of it; all else is as it was. */
export interface ResumeOptions extends WorkerOptions, Pick<LearnOptions, "signal" | "onProgress" | "onPreview"> {}

const RESUME: AcceptedOptions<ResumeOptions> = {
	...WORKER,
	signal: CALL.signal,
	onProgress: CALL.onProgress,
	onPreview: LEARN.onPreview,
};

/** A generator whose fit goes on. */
export interface ResumedGenerator extends GeneratorHandle {
	/** What `fit` would have resolved to, and settles as that would have. */
	readonly fitted: Promise<FitSummary>;
}

/** What `unfinishedFits` of `on-demand` does. */
export async function unfinishedFits(): Promise<UnfinishedFit[]> {
	return (await findFits()).map(({ expires, about: { generator, options, rows, columns, begun, note } }) => ({
		...{ generator, options: options as UnfinishedFit["options"], rows, columns },
		...(note !== undefined && { note }),
		begun: new Date(begun),
		expires: new Date(expires),
	}));
}

/** What `resumeGenerator` of `on-demand` does. */
export async function resumeGenerator(table: Table, given: ResumeOptions = {}): Promise<ResumedGenerator | undefined> {
	checkTable(table);
	checkOptions("resumeGenerator", given, RESUME);
	const { signal, onProgress, onPreview } = given;
	const found = await findFits();
	if (found.length === 0) return undefined;
	const digest = await tableDigest(table);
	for (const fit of found) {
		if (fit.about.digest !== digest) continue;
		const keeping = await continueKeeping(fit);
		if (!keeping) continue;
		const { generator: name, options, setup, maxTrainingRows, seed, device } = fit.about;
		try {
			signal?.throwIfAborted();
			const generator = await createGenerator<string>(name, options as never, { device, ...workerOf(given) });
			const again = { ...setup, ...(maxTrainingRows && { maxTrainingRows }), seed };
			const fitted = generator.fit(table, { ...again, signal, onProgress, onPreview }, keeping);
			return Object.assign(generator, { fitted });
		} catch (error) {
			await keeping.end(!signal?.aborted);
			throw error;
		}
	}
	return undefined;
}

/** What `forgetUnfinishedFits` of `on-demand` does. */
export const forgetUnfinishedFits = forgetFits;
