import {
	createGenerator,
	type FitSummary,
	formatCsvChunks,
	type GeneratorHandle,
	loadGenerator,
	type Table,
} from "../../src/index";
import { keepAwake } from "../awake";
import { download, standinName } from "../download";
import { createBreath } from "../slices";
import { isAbort, problemText } from "./problem";
import type { Source } from "./read";
import type { ReportSection } from "./report";
import type { ResultSection } from "./result";
import type { Settings, SettingsSection } from "./settings";
import { type Split, splitRows } from "./split";
import { goTo, type Rail, type Step } from "./step";
import type { TrainingSection } from "./training";

export interface Stage {
	training: TrainingSection;
	result: ResultSection;
	report: ReportSection;
	settings: SettingsSection;
	steps: { run: Step; result: Step; report: Step };
	rail: Rail;
}

/** Everything that computes on this page: one run at a time, one model kept. */
export interface Runner {
	run(source: Source, settings: Settings): Promise<void>;
	/** Stops the run; the result before it stays. */
	cancel(): void;
	/** Ends training early and goes on with what was learned. */
	keep(): void;
	download(defuseFormulas: boolean): Promise<void>;
	save(): Promise<void>;
	/** Draws other rows from the model there is. */
	draw(rows: number, seed: number | string): Promise<void>;
	/** Opens a saved model and draws a first table from it. */
	open(file: File): Promise<void>;
	/** Drops model and result: another table has come. */
	forget(): void;
}

interface Fitted {
	handle: GeneratorHandle;
	name: string;
	split: Split | undefined;
	target: string | undefined;
	seed: number | string;
	standin: Table;
}

const ROWS_FROM_OPENED = 1000;

export function createRunner({ training, result, report, settings, steps, rail }: Stage): Runner {
	let running: AbortController | undefined;
	let drawing: AbortController | undefined;
	let current: Fitted | undefined;
	let fitting: GeneratorHandle | undefined;

	function show(next: Fitted): void {
		if (current && current.handle !== next.handle) current.handle.dispose();
		current = next;
		steps.result.show(true);
		result.say(undefined);
		result.setBusy(false);
		result.show({ real: next.split?.training, standin: next.standin, name: next.name });
		steps.report.show(next.split !== undefined);
		if (next.split) {
			const { training: real, holdout } = next.split;
			rail.reach("report");
			void report
				.run({ real, synthetic: next.standin, holdout, target: next.target }, next.seed, next.name)
				.then((done) => done && rail.reach("done"));
		} else report.clear();
	}

	async function fitAndSample(
		source: Source,
		chosen: Settings,
		signal: AbortSignal,
	): Promise<Fitted & { summary: FitSummary }> {
		const split = await splitRows(source.table, chosen.holdout);
		signal.throwIfAborted();
		const handle = await createGenerator(chosen.generator, chosen.options);
		fitting = handle;
		try {
			signal.throwIfAborted();
			const { seed, target } = chosen;
			const onProgress = training.progress;
			const summary = await handle.fit(split.training, { seed, signal, onProgress, onPreview: training.preview });
			const standin = await handle.sample(chosen.rows, { seed, signal, onProgress });
			return { handle, name: source.name, split, target, seed, standin, summary };
		} catch (error) {
			handle.dispose();
			throw error;
		} finally {
			fitting = undefined;
		}
	}

	return {
		async run(source, chosen) {
			if (running) return;
			running = new AbortController();
			settings.setRunning(true);
			report.cancel();
			steps.run.show(true);
			steps.run.element.classList.add("fills");
			rail.reach("run");
			training.start(source.table, chosen.label);
			goTo(steps.run);
			const { signal } = running;
			const sleepAgain = keepAwake();
			try {
				const fitted = await fitAndSample(source, chosen, signal);
				if (signal.aborted) {
					fitted.handle.dispose();
					return;
				}
				const { device, reason, seconds } = fitted.summary;
				training.finish(`Learned in ${secondsText(seconds)}`, `${device}. ${reason}`);
				show(fitted);
				goTo(steps.result);
			} catch (error) {
				if (isAbort(error)) training.cancelled(current !== undefined);
				else training.fail(problemText(error));
				rail.reach(current ? "done" : "settings");
			} finally {
				sleepAgain();
				running = undefined;
				steps.run.element.classList.remove("fills");
				settings.setRunning(false);
			}
		},
		cancel() {
			running?.abort();
		},
		keep() {
			fitting?.finishEarly();
		},
		async download(defuseFormulas) {
			if (!current) return;
			try {
				const { standin, name } = current;
				const breathe = createBreath();
				const chunks: Blob[] = [];
				for (const chunk of formatCsvChunks(standin, { defuseFormulas })) {
					// A blob at once, so that the text need not stay in the page's memory.
					chunks.push(new Blob([chunk]));
					await breathe();
				}
				download(new Blob(chunks, { type: "text/csv" }), standinName(name, "csv"));
			} catch (error) {
				result.say(problemText(error), true);
			}
		},
		async save() {
			if (!current) return;
			try {
				const bytes = await current.handle.save();
				download(new Blob([bytes.slice()]), standinName(current.name, "standin"));
				result.say("Saved. The file holds what was learned and none of the rows; open it here to draw more.");
			} catch (error) {
				result.say(problemText(error), true);
			}
		},
		async draw(rows, seed) {
			if (!current) return;
			const from = current;
			drawing?.abort();
			drawing = new AbortController();
			result.setBusy(true);
			result.say("Drawing …");
			try {
				const standin = await from.handle.sample(rows, { seed, signal: drawing.signal });
				if (current === from) show({ ...from, standin, seed });
			} catch (error) {
				if (!isAbort(error)) result.say(problemText(error), true);
			} finally {
				result.setBusy(false);
			}
		},
		async open(file) {
			const handle = await loadGenerator(new Uint8Array(await file.arrayBuffer()));
			try {
				const standin = await handle.sample(ROWS_FROM_OPENED, { seed: 1 });
				running?.abort();
				show({ handle, name: file.name, split: undefined, target: undefined, seed: 1, standin });
				rail.reach("done");
			} catch (error) {
				handle.dispose();
				throw error;
			}
		},
		forget() {
			running?.abort();
			drawing?.abort();
			report.cancel();
			report.clear();
			current?.handle.dispose();
			current = undefined;
			for (const step of [steps.run, steps.result, steps.report]) step.show(false);
		},
	};
}

function secondsText(seconds: number): string {
	if (seconds < 10) return `${Math.round(seconds * 10) / 10} s`;
	return seconds < 120 ? `${Math.round(seconds)} s` : `${Math.round(seconds / 6) / 10} min`;
}
