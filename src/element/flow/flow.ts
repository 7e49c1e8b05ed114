import type { Rebalance } from "../../constraints/rebalance";
import type { Given } from "../../generators/generator";
import { compare, inspect } from "../../page/on-demand";
import { publishable } from "../../report/promise-report";
import type { Kind } from "../../table/table";
import { withKinds } from "../../table/with-kinds";
import type { Progress, TableInspection } from "../../wire/api";
import { keepAwake } from "./awake";
import { type Choices, choicesFor, type Source, STANDARD } from "./choices";
import { Completion } from "./completion";
import { KeptRuns } from "./cut-off";
import { comparisonOf, costOfReport, promised } from "./evidence";
import type { FlowEvents, InspectionView, Release, ReportView, Result } from "./flow-state";
import { make, openFile, sampleFrom } from "./make";
import { rowsLike } from "./matching";
import { releaseOf } from "./must-mend";
import type { HowRead, Input, OpenedFile } from "./opened-file";
import { isAbort } from "./problem";
import { holdsMarginals, readSource } from "./read-source";
import { advance, learned, type RunView, STARTED } from "./run-view";

/** The way from a table to its synthetic one: what there is now, and what can be done with it. Knows no page. */
export class Flow {
	source: Source | undefined;
	reading: { name: string; rows?: number | undefined; share?: number | undefined } | undefined;
	/** Why the last file could not be read; the table before it is still there. */
	readError: unknown;
	/** What was found in the table's columns. */
	inspection: InspectionView | undefined;
	choices: Choices = STANDARD;
	run: RunView | undefined;
	result: Result | undefined;
	report: ReportView | undefined;
	/** A result was taken back because a column or a setting changed. */
	withdrawn = false;
	/** The person took the named step past what the report says. */
	confirmed = false;
	/** The result was downloaded or handed on. */
	kept = false;
	/** Rows are being sampled from the finished model. */
	sampling: Progress | undefined;
	sampleError: unknown;
	#touched = false;
	#looking: AbortController | undefined;
	#reading: AbortController | undefined;
	#tried: OpenedFile | undefined;
	#running: AbortController | undefined;
	#sampling: AbortController | undefined;
	#measuring: AbortController | undefined;
	#finishing = false;
	#finishEarly: (() => void) | undefined;
	/** Missing cells of another file, sampled by the model there is. */
	readonly completion: Completion;
	readonly keptRuns: KeptRuns;
	readonly #events: FlowEvents;

	constructor(events: FlowEvents) {
		this.#events = events;
		this.completion = new Completion(events.changed);
		this.keptRuns = new KeptRuns(events.changed);
	}

	get running(): boolean {
		return this.#running !== undefined;
	}

	/** Whether leaving the page would lose work: a run, a result that was not kept, or choices made by hand. */
	get unsaved(): boolean {
		return this.running || (this.result !== undefined && !this.kept) || (this.source !== undefined && this.#touched);
	}

	get release(): Release {
		return releaseOf(this);
	}

	/** Reads a table; whatever goes wrong, the one before stays. Resolves to whether it came in. */
	async open(input: Input, name: string, how: HowRead = {}): Promise<boolean> {
		if (await holdsMarginals(input)) return this.openModel(new Blob([input as BlobPart]), name);
		this.#reading?.abort();
		const mine = new AbortController();
		this.#reading = mine;
		this.#tried = { input, name, how };
		this.reading = { name };
		this.readError = undefined;
		this.#events.changed();
		try {
			const source = await readSource(this.#tried, {
				signal: mine.signal,
				onProgress: ({ rows, bytes, totalBytes }) => {
					this.reading = { name, rows, share: totalBytes ? bytes / totalBytes : undefined };
					this.#events.changed();
				},
			});
			this.#forget();
			this.source = source;
			this.choices = choicesFor(source.table, this.choices);
			this.#touched = false;
			this.withdrawn = false;
			this.reading = undefined;
			void this.inspect();
			this.#events.happened("open", { name: source.name, rows: source.table.rows });
			return true;
		} catch (error) {
			if (!mine.signal.aborted) this.#fail("readError", error);
			return false;
		} finally {
			if (this.#reading === mine) this.reading = undefined;
			this.#events.changed();
		}
	}

	/** The file that could not be read, else that of the table there is, and what the person said of it. */
	get file(): OpenedFile | undefined {
		return this.readError === undefined ? this.source?.file : this.#tried;
	}

	/** Opens a saved model, or noisy marginals, and samples a first table from it. */
	async openModel(file: Blob, name: string): Promise<boolean> {
		this.#reading?.abort();
		this.#tried = undefined;
		this.reading = { name };
		this.readError = undefined;
		this.#events.changed();
		try {
			const opened = await openFile(file, STANDARD.rows, this.#events.place(), 1);
			this.#forget();
			this.source = undefined;
			this.choices = { ...STANDARD, generator: opened.generator };
			await this.#show({ name, ...opened, seed: 1, given: {}, choices: this.choices });
			return true;
		} catch (error) {
			if (!isAbort(error)) this.#fail("readError", error);
			return false;
		} finally {
			this.reading = undefined;
			this.#events.changed();
		}
	}

	/** Looks at what the columns hold. */
	async inspect(): Promise<void> {
		const { source } = this;
		if (!source) return;
		this.#looking?.abort();
		const mine = new AbortController();
		this.#looking = mine;
		const set = (inspection: InspectionView) => {
			if (this.#looking !== mine) return;
			this.inspection = inspection;
			this.#events.changed();
		};
		set({ state: "looking" });
		const { inspectWorkerUrl: workerUrl } = this.#events.place();
		try {
			set({
				state: "done",
				found: await inspect(source.table, { signal: mine.signal, ...(workerUrl && { workerUrl }) }),
			});
		} catch (error) {
			set({ state: "failed", error });
		}
	}

	/** What was found, once it is. */
	get found(): TableInspection | undefined {
		return this.inspection?.state === "done" ? this.inspection.found : undefined;
	}

	/** Takes a column for another kind; throws a sentence that names the first value that does not fit. */
	retype(name: string, kind: Kind): void {
		if (!this.source) return;
		const kinds = { ...this.source.kinds, [name]: kind };
		this.source = { ...this.source, kinds, table: withKinds(this.source.inferred, kinds) };
		this.#changedByHand();
	}

	/** Changes choices; a result made with others is withdrawn. */
	choose(change: Partial<Choices>): void {
		this.choices = { ...this.choices, ...change };
		this.#changedByHand();
	}

	/** Takes a result back that the choices no longer stand for. */
	#changedByHand(): void {
		this.#touched = true;
		if (this.result || this.report) {
			this.#dropResult();
			this.run = undefined;
			this.withdrawn = true;
			this.#events.happened("withdraw");
		}
		this.#events.changed();
	}

	/** Learns and samples; resolves once the result is there, the run was stopped or has failed. Never rejects. `resume`: see `make`. */
	async start(resume = false): Promise<void> {
		const { source, choices } = this;
		if (!source || this.running) return;
		const mine = new AbortController();
		this.#running = mine;
		this.#finishing = false;
		this.#sampling?.abort();
		this.#measuring?.abort();
		this.run = { ...STARTED, generator: choices.generator === "auto" ? undefined : choices.generator };
		this.#events.happened("start");
		this.#events.changed();
		const sleepAgain = keepAwake();
		const step = (change: (run: RunView) => RunView) => {
			if (this.#running !== mine || !this.run) return;
			this.run = change(this.run);
			this.#events.changed();
		};
		try {
			const made = await make(source.table, choices, {
				place: this.#events.place(),
				inspection: this.found,
				signal: mine.signal,
				...(resume ? { resume } : { keep: this.keptRuns.keep(source, choices, this.found) }),
				onProgress: (progress) => {
					step((run) => advance(run, progress));
					this.#events.happened("progress", progress);
				},
				onPreview: (preview) => step((run) => ({ ...run, preview })),
				onDraft: (draft) => step((run) => ({ ...run, draft })),
				onChosen: (generator, finishEarly) => {
					this.#finishEarly = finishEarly;
					step((run) => ({ ...run, generator }));
				},
			});
			mine.signal.throwIfAborted();
			step((run) => learned(run, made, this.#finishing));
			this.#running = undefined;
			const { synthetic, model, generator, split } = made;
			const { seed } = choices;
			const { name } = source;
			const { stopped } = this.run ?? {};
			await this.#show({ name, synthetic, generator, model, seed, given: {}, stopped, split, made, source, choices });
		} catch (error) {
			const state = isAbort(error) ? "cancelled" : "failed";
			if (this.#running === mine) step((run) => ({ ...run, state, preview: undefined, error }));
			if (state === "failed") this.#events.happened("error", error);
			// What was there before the run is there still, and is measured again where that was cut short.
			if (this.result && this.report?.state === "none" && this.report.why === "stopped") void this.measure();
		} finally {
			sleepAgain();
			this.#finishEarly = undefined;
			if (this.#running === mine) this.#running = undefined;
			this.#events.changed();
		}
	}

	/** Stops the run; the result before it stays. */
	cancel(): void {
		this.#running?.abort();
	}

	/** Ends learning and goes on with what was learned. */
	finishEarly(): void {
		this.#finishing = this.#finishEarly !== undefined;
		this.#finishEarly?.();
	}

	/** Samples other rows from the model there is, all of which meet `given`. */
	async sampleAgain(rows: number, seed: number | string, given: Given, rebalance?: Rebalance): Promise<void> {
		const from = this.result;
		if (!from) return;
		this.#sampling?.abort();
		const mine = new AbortController();
		this.#sampling = mine;
		this.sampling = { phase: "start", step: 0, steps: rows };
		this.sampleError = undefined;
		this.#events.changed();
		const onProgress = (progress: Progress) => {
			this.sampling = progress;
			this.#events.changed();
		};
		const fixed = { ...(Object.keys(given).length > 0 && { given }), ...(rebalance && { rebalance }) };
		try {
			const options = { seed, signal: mine.signal, onProgress, ...fixed };
			const { synthetic } = await sampleFrom(from.model, rows, this.#events.place(), options);
			if (this.result === from) await this.#show({ ...from, synthetic, seed, given, rebalance });
		} catch (error) {
			if (this.#sampling === mine) this.#fail("sampleError", error);
		} finally {
			if (this.#sampling === mine) this.sampling = undefined;
			this.#events.changed();
		}
	}

	stopSampling(): void {
		this.#sampling?.abort();
	}

	/** Measures the result against the real rows: very large ones if asked to, and under a promise for the person's own eyes. */
	async measure({ ownEyes = false, large = false } = {}): Promise<void> {
		const { result } = this;
		if (!result) return;
		this.#measuring?.abort();
		const mine = new AbortController();
		this.#measuring = mine;
		const set = (report: ReportView) => {
			if (this.#measuring !== mine) return;
			this.report = report;
			this.#events.changed();
		};
		const { like } = result;
		const own = promised(result);
		if (own && !ownEyes) {
			set({ state: "promise", report: own });
			this.#events.happened("report", own);
			return;
		}
		if (!like) return set({ state: "none", why: "no-real" });
		if (like.training.rows === 0) return set({ state: "none", why: "nothing-alike" });
		if (!large && costOfReport(like.training, result.synthetic)) return set({ state: "none", why: "large" });
		set({ state: "measuring" });
		const { reportWorkerUrl: workerUrl } = this.#events.place();
		try {
			const report = await compare(comparisonOf(result, like), {
				seed: result.seed,
				...(workerUrl && { workerUrl }),
				signal: mine.signal,
				onProgress: (progress) => set({ state: "measuring", progress }),
			});
			set({ state: "ready", report });
			if (this.#measuring === mine) this.#events.happened("report", publishable(report));
		} catch (error) {
			set({ state: "none", why: isAbort(error) ? "stopped" : "failed", error });
		}
	}

	stopMeasuring(): void {
		this.#measuring?.abort();
	}

	/** The named step past what must be mended, or past a report that was not made. */
	confirm(): void {
		this.confirmed = true;
		this.#events.changed();
	}

	/** Notes that the result is in the person's hands. */
	keep(): void {
		this.kept = true;
		this.#touched = false;
		this.#events.changed();
	}

	/** Ends all workers and what they compute; tables, choices, result and report stay. */
	stop(): void {
		for (const one of [this.#looking, this.#reading, this.#running, this.#sampling, this.#measuring]) one?.abort();
		this.completion.stop();
	}

	/** Drops everything but the choices that hold for any table. */
	reset(): void {
		this.#forget();
		this.source = undefined;
		this.readError = undefined;
		this.withdrawn = false;
		this.#touched = false;
		this.#events.changed();
	}

	async #show(result: Result): Promise<void> {
		const like = result.split && (await rowsLike(result.split, result.given));
		this.result = { ...result, like };
		this.report = undefined;
		this.withdrawn = false;
		this.confirmed = false;
		this.kept = false;
		void this.measure();
		this.#events.happened("result");
	}

	#dropResult(): void {
		this.#sampling?.abort();
		this.#measuring?.abort();
		this.completion.stop();
		this.#measuring = undefined;
		this.result = undefined;
		this.report = undefined;
		this.confirmed = false;
		this.sampleError = undefined;
	}

	#forget(): void {
		this.stop();
		this.#running = undefined;
		this.run = undefined;
		this.inspection = undefined;
		this.#dropResult();
	}

	#fail(where: "readError" | "sampleError", error: unknown): void {
		this[where] = error;
		if (!isAbort(error)) this.#events.happened("error", error);
	}
}
