import type { Inspection } from "../../deidentify/finding";
import { TableError } from "../../errors";
import { type GeneratorName, generatorMetas } from "../../generators/metas";
import type { SampleOptions, WorkerOptions } from "../../page/call-options";
import type { Choice } from "../../page/choose-generator";
import type { GeneratorHandle } from "../../page/handle";
import {
	chooseGenerator,
	createGenerator,
	loadGenerator,
	resumeGenerator,
	tableFromMarginals,
} from "../../page/on-demand";
import { secretSeed } from "../../page/secret-seed";
import { subjectOf } from "../../page/subject-of";
import { type RowSplit, splitRowsPaced } from "../../table/split-rows";
import { withSubjects } from "../../table/subjects";
import type { Table } from "../../table/table";
import type { FitSummary, Progress } from "../../wire/api";
import { type Choices, learnsPart, optionsOf, promiseOf } from "./choices";
import { type Draft, draftRows, wantsDraft } from "./draft";

/** Where the workers' files lie and what they compute on. */
export interface Place extends WorkerOptions {
	reportWorkerUrl?: string | URL;
	inspectWorkerUrl?: string | URL;
}

/** What a run gave. The model is kept as bytes: between two runs no worker lives. */
export interface Made {
	readonly synthetic: Table;
	readonly model: Uint8Array<ArrayBuffer>;
	readonly generator: GeneratorName;
	readonly split: RowSplit;
	readonly summary: FitSummary;
	/** Why this generator, where it was left to trials. */
	readonly choice?: Choice | undefined;
}

export interface MakeOptions {
	place: Place;
	/** What was found in the table, where it has been looked at already. */
	inspection?: Inspection | undefined;
	signal: AbortSignal;
	onProgress: (progress: Progress) => void;
	onPreview: (preview: Table) => void;
	/** Called with a few rows of a quick model, where the run takes longer than that; with what went wrong, where there are none. */
	onDraft: (draft: Draft) => void;
	/** Hours for which the run is kept for a reload of the page, and what is kept along; absent: it is not kept. */
	keep?: { readonly hours: number; readonly note: unknown } | undefined;
	/** Whether the run goes on that a reload cut off, of this very table and with these choices. */
	resume?: boolean | undefined;
	/** Called once the generator is chosen, and with what ends its learning early. */
	onChosen: (generator: GeneratorName, finishEarly: () => void) => void;
}

/** Learns from most of a table and samples a synthetic one, by the same steps as `synthesize`. */
export async function make(table: Table, choices: Choices, options: MakeOptions): Promise<Made> {
	const { place, inspection, signal, onProgress, onPreview, onDraft, onChosen, keep, resume = false } = options;
	const { reportWorkerUrl, inspectWorkerUrl: _, ...worker } = place;
	const { seed, subject, treatments, constraints, fair, maxTrainingRows } = choices;
	// Nobody is both learned from and held out.
	const privacy = promiseOf(choices);
	// By a seed that is told, one row less would divide all others anew: under a promise nobody knows it.
	const splitSeed = privacy ? secretSeed() : seed;
	const owned = withSubjects(table, subjectOf(choices, inspection));
	const split = await splitRowsPaced(owned, choices.holdout, splitSeed, { maxTrainingRows, signal });
	const setup = { subject, treatments, constraints, fair, inspection };
	// A draft keeps no promise.
	if (!privacy && wantsDraft(choices.generator)) {
		const drafted = draftRows(split.training, choices, { worker, inspection, signal });
		drafted.then(
			(rows) => onDraft({ rows }),
			(error) => onDraft({ error }),
		);
	}
	const choice =
		choices.generator === "auto" && !resume
			? await chooseGenerator(split.training, {
					...worker,
					...setup,
					...optionsOf(choices),
					reportWorkerUrl,
					seed,
					signal,
					onProgress,
				})
			: undefined;
	const told = { signal, onProgress, onPreview };
	const resumed = resume ? await resumeGenerator(split.training, { ...worker, ...told }) : undefined;
	if (resume && !resumed) {
		throw new TableError("The run that was cut off was of another table. Open that one to continue it, or start anew.");
	}
	const generator = (resumed?.name ?? choice?.generator ?? choices.generator) as GeneratorName;
	using handle =
		resumed ??
		(await createGenerator<string>(generator, choice ? {} : optionsOf(choices), {
			...worker,
			...(privacy && { privacy }),
		}));
	signal.throwIfAborted();
	onChosen(generator, () => handle.finishEarly());
	const kept = keep && !privacy && { keepHours: keep.hours, keepNote: keep.note };
	const summary = await (resumed?.fitted ??
		handle.fit(split.training, { ...setup, ...(!privacy && { seed }), ...kept, ...told }));
	if (learnsPart(table, choices)) Object.assign(summary, { ofRows: table.rows });
	// The table's own number of rows is told with noise only.
	const rows = privacy && choices.rows === table.rows ? summary.rows : choices.rows;
	const synthetic = await handle.sample(rows, { seed, signal, onProgress });
	const model = await savedModel(handle);
	signal.throwIfAborted();
	return { synthetic, model, generator, split, summary, choice };
}

async function savedModel(handle: GeneratorHandle): Promise<Uint8Array<ArrayBuffer>> {
	return (await handle.save()).slice();
}

/** Samples from a saved model in a worker that ends with the call. */
export async function sampleFrom(
	model: Uint8Array,
	rows: number,
	place: Place,
	options: SampleOptions,
): Promise<{ synthetic: Table; generator: GeneratorName }> {
	const { reportWorkerUrl: _, inspectWorkerUrl: __, ...worker } = place;
	using handle = await loadGenerator(model, worker);
	const synthetic = await handle.sample(rows, options);
	return { synthetic, generator: handle.name as GeneratorName };
}

/** Whether a text is noisy marginals rather than the bytes of a model: an object, or CSV with counts. */
const MARGINALS = /^\uFEFF?(?:\s*\{|(?!STANDIN\0)[^\n]*\bcount\b)/;

/** A first table of what a file holds: a saved model, or noisy marginals, of which the nearest model is made. */
export async function openFile(
	file: Blob,
	rows: number,
	place: Place,
	seed: number,
): Promise<{ synthetic: Table; generator: GeneratorName; model: Uint8Array<ArrayBuffer>; marginals?: string }> {
	if (!MARGINALS.test(await file.slice(0, 4096).text())) {
		const model = new Uint8Array(await file.arrayBuffer());
		return { model, ...(await sampleFrom(model, rows, place, { seed })) };
	}
	const { workerUrl, readyTimeoutMs } = place;
	const worker = { ...(workerUrl && { workerUrl }), ...(readyTimeoutMs && { readyTimeoutMs }) };
	const { table, model, promised = "" } = await tableFromMarginals(file, { ...worker, seed });
	return { synthetic: table, generator: "clique-tree", model: model.slice(), marginals: promised };
}

/** Why a model cannot obey conditions, by the names of those that can; undefined where it can. */
export function cannotObey(generator: GeneratorName): { label: string; able: readonly string[] } | undefined {
	const metas = Object.values(generatorMetas);
	const meta = generatorMetas[generator];
	if ((meta.conditions as readonly string[]).includes("given")) return undefined;
	const able = metas.filter(({ conditions }) => (conditions as readonly string[]).includes("given"));
	return { label: meta.label, able: able.map(({ label }) => label) };
}
