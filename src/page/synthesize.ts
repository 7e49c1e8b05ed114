/** The one-call path: a file in, a synthetic table and its report out. */

import type { Privacy } from "../dp/promise";
import { OptionError } from "../errors";
import type { GeneratorName } from "../generators/metas";
import { checkOptions } from "../options/check";
import { type AcceptedOptions, COUNT } from "../options/option";
import { type PromiseReport, promiseReport } from "../report/promise-report";
import type { Report } from "../report/report";
import { checkTable } from "../table/check-table";
import type { TableSource } from "../table/read-table";
import { splitRowsPaced } from "../table/split-rows";
import { withSubjects } from "../table/subjects";
import type { Kind, Table } from "../table/table";
import type { FitSummary } from "../wire/api";
import {
	LEARN,
	type LearnOptions,
	type SampleOptions,
	setupOf,
	WORKER,
	type WorkerOptions,
	workerOf,
} from "./call-options";
import { type Choice, chooseGenerator, TRIAL, type TrialOptions } from "./choose-generator";
import { compare, createGenerator, type GeneratorOptions } from "./client";
import { inspect } from "./inspect";
import { checkSeed } from "./options";
import { provenanceOf } from "./provenance-of";
import { secretSeed } from "./secret-seed";
import { subjectOf } from "./subject-of";
import { hidesRows } from "./training-part";

export interface SynthesizeOptions<Name extends string = GeneratorName> extends LearnOptions, WorkerOptions {
	/** Rows of the synthetic table. Default: as many as the table has; under `privacy` as many as its noisy count says. */
	rows?: number;
	/**
	 * The method. "auto" tries them all on a part of the rows and takes the best. Default "diffusion", or under `privacy`
	 * "clique-tree".
	 */
	generator?: Name | "auto";
	/** The method's options; with "auto" how it tries them, and the one it takes has its defaults. */
	options?: GeneratorOptions<Name> | TrialOptions;
	/** Most rows to learn from, besides as many hold-out rows as their share asks for; see `FitOptions`. */
	maxTrainingRows?: number;
	/** Conditions of the synthetic table's rows; see `SampleOptions`. */
	given?: SampleOptions["given"];
	/** Categories to sample more of; see `SampleOptions`. */
	rebalance?: SampleOptions["rebalance"];
	/** Shares, means and tails that the synthetic rows are to have; see `SampleOptions`. */
	scenario?: SampleOptions["scenario"];
	/** Seed of the synthetic rows alone, where the model was asked again for others. Default: `seed`. */
	sampleSeed?: number | string;
	/** A remark on how the table is made, for the report's provenance; it changes nothing else. */
	note?: string;
	/** Kinds that are known, by column name; the others are inferred. */
	kinds?: Readonly<Record<string, Kind>>;
	/** Column that the report's `utility` predicts. */
	target?: string;
	/**
	 * The promise of differential privacy. The report is then a `PromiseReport`, which tells nothing of the real rows but by
	 * the ledger.
	 */
	privacy?: Privacy;
	/** Whether to compare with the real rows all the same, for the owner's eyes: under `privacy` only. Default false. */
	ownEyes?: boolean;
	/** Share of the rows (0 … 0.5) kept from training, as the report's control. Default 0.2, without a comparison 0; 0 keeps none. */
	holdout?: number;
	/** URL of the report worker, where `workerUrl` names that of the generator. */
	reportWorkerUrl?: string | URL;
	/** URL of the worker that looks at tables, where `workerUrl` names that of the generator. */
	inspectWorkerUrl?: string | URL;
}

const SYNTHESIZE: AcceptedOptions<SynthesizeOptions> = {
	...LEARN,
	...WORKER,
	rows: COUNT,
	generator: { type: "text" },
	options: { type: "object" },
	maxTrainingRows: COUNT,
	given: { type: "object" },
	rebalance: { type: "object" },
	scenario: { type: "object" },
	sampleSeed: { type: "seed" },
	note: { type: "text" },
	kinds: { type: "object" },
	target: { type: "text" },
	privacy: { type: "object" },
	ownEyes: { type: "boolean" },
	holdout: { type: "number", min: 0, max: 0.5 },
	reportWorkerUrl: { type: "url" },
	inspectWorkerUrl: { type: "url" },
};

export interface Synthesis {
	/** The synthetic table. */
	table: Table;
	/** How faithful it is and what it discloses. */
	report: Report;
	/** How the generator was fitted. */
	summary: FitSummary;
	/** Why this generator, where it was left to "auto". */
	choice?: Choice;
}

/** What is made under a promise of differential privacy. */
export interface PrivateSynthesis extends Omit<Synthesis, "report"> {
	/** The promise and its ledger: may be published with the table. */
	report: PromiseReport;
	/** The comparison with the real rows, where `ownEyes` asked for it: not to be published. */
	ownEyes?: Report;
}

/** Name of a file; undefined for what has none. */
function nameOf(source: unknown): string | undefined {
	return typeof source === "object" && source !== null && "name" in source ? String(source.name) : undefined;
}

/** What `synthesize` of `on-demand` does. */
export function synthesize<Name extends string = GeneratorName>(
	source: TableSource | Table,
	given: SynthesizeOptions<Name> & { readonly privacy: Privacy },
): Promise<PrivateSynthesis>;
export function synthesize<Name extends string = GeneratorName>(
	source: TableSource | Table,
	given?: SynthesizeOptions<Name> & { readonly privacy?: undefined },
): Promise<Synthesis>;
export async function synthesize<Name extends string = GeneratorName>(
	source: TableSource | Table,
	given: SynthesizeOptions<Name> = {},
): Promise<Synthesis | PrivateSynthesis> {
	checkOptions("synthesize", given, SYNTHESIZE);
	const { signal, onProgress, onPreview, target, kinds, privacy, ownEyes = false, maxTrainingRows } = given;
	const { holdout = privacy && !ownEyes ? 0 : 0.2, reportWorkerUrl, inspectWorkerUrl } = given;
	const worker = workerOf(given);
	const seed = checkSeed(given.seed);
	const sampleSeed = given.sampleSeed === undefined ? seed : checkSeed(given.sampleSeed);
	const isTable = typeof source === "object" && source !== null && "columns" in source;
	const all = isTable
		? checkTable(source)
		: await (await import("../table/read-table")).readTable(source, { kinds, signal });
	if (target !== undefined && !all.columns.some((column) => column.name === target)) {
		const names = all.columns.map((column) => column.name).join(", ");
		throw new OptionError(`target "${target}" is not a column; there are ${names}.`, {
			option: "target",
			value: target,
		});
	}
	if (given.generator === "auto") checkOptions('generator "auto"', given.options, TRIAL);
	if (privacy && given.generator === "auto") {
		throw new OptionError(
			'generator "auto" compares generators by the real rows, which no budget covers; name one where privacy is promised.',
			{ option: "generator" },
		);
	}
	const isPart = maxTrainingRows !== undefined && maxTrainingRows < all.rows * (1 - holdout);
	if (isPart && privacy) throw hidesRows();
	const look = { signal, onProgress, ...(inspectWorkerUrl && { workerUrl: inspectWorkerUrl }) };
	const inspection = given.inspection ?? (await inspect(all, look));
	// By a seed that is told, one row less would divide all others anew: under a promise nobody knows it.
	const splitSeed = privacy && given.seed === undefined ? secretSeed() : seed;
	const owned = withSubjects(all, subjectOf(given, inspection));
	const part = { maxTrainingRows, signal };
	const { training, holdout: control } = await splitRowsPaced(owned, holdout, splitSeed, part);
	const choice =
		given.generator === "auto"
			? await chooseGenerator(training, {
					...worker,
					...setupOf(given),
					...(given.options as TrialOptions | undefined),
					inspection,
					seed,
					signal,
					onProgress,
					reportWorkerUrl,
				})
			: undefined;
	const name = choice?.generator ?? given.generator ?? (privacy ? "clique-tree" : "diffusion");
	using generator = await createGenerator<string>(name, choice ? {} : (given.options as GeneratorOptions<string>), {
		...worker,
		...(privacy && { privacy }),
	});
	// A seed that nobody gave must not make the noise.
	const fitSeed = privacy && given.seed === undefined ? {} : { seed };
	const setup = { ...setupOf(given), inspection, ...fitSeed };
	const fitted = await generator.fit(training, { ...setup, signal, onProgress, onPreview });
	const summary = isPart ? Object.assign(fitted, { ofRows: all.rows }) : fitted;
	// Their exact number is told only where it is public.
	const rows = given.rows ?? (privacy ? summary.rows : all.rows);
	const table = await generator.sample(rows, {
		given: given.given,
		rebalance: given.rebalance,
		scenario: given.scenario,
		seed: sampleSeed,
		signal,
		onProgress,
	});
	const sampled = { given: given.given, rebalance: given.rebalance, scenario: given.scenario, seed: given.sampleSeed };
	const provenance = provenanceOf(all, nameOf(source), name, { ...given, sampled }, summary);
	const { privacy: promise } = summary;
	const published = promise && promiseReport(promise, { rows: table.rows, columns: table.columns.length }, provenance);
	if (published && privacy && !ownEyes) return { table, report: published, summary };
	const report = await compare({
		constraints: given.constraints,
		fair: given.fair,
		real: training,
		synthetic: table,
		holdout: control,
		target,
		provenance,
		...(promise && { promise }),
		seed,
		signal,
		onProgress,
		workerUrl: reportWorkerUrl,
	});
	if (published && privacy) return { table, report: published, ownEyes: report, summary };
	return { table, report, summary, ...(choice && { choice }) };
}
