import { formatCount } from "../../src/charts";
import {
	type Choice,
	createGenerator,
	type FitSummary,
	formatCsvChunks,
	type GeneratorHandle,
	type GeneratorMeta,
	type Given,
	generatorMetas,
	loadGenerator,
	type Progress,
	type Table,
} from "../../src/index";
import { keepAwake } from "../awake";
import { download, standinName } from "../download";
import { createBreath } from "../slices";
import { decide } from "./auto";
import { matching } from "./given";
import { isAbort, problemText } from "./problem";
import type { Source } from "./read";
import type { ReportSection } from "./report";
import type { ResultSection } from "./result";
import type { Settings, SettingsSection } from "./settings";
import { type Split, splitRows } from "./split";
import { goTo, type Rail, type Step } from "./step";
import { deviceText, type TrainingSection, timeText } from "./training";

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
	/** Draws other rows from the model there is, all of which meet `given`. */
	draw(rows: number, seed: number | string, given: Given): Promise<void>;
	stopDrawing(): void;
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
	/** What every row of it meets; empty for none. */
	given: Given;
}

const ROWS_FROM_OPENED = 1000;

export function createRunner({ training, result, report, settings, steps, rail }: Stage): Runner {
	let running: AbortController | undefined;
	let drawing: AbortController | undefined;
	let current: Fitted | undefined;
	let fitting: GeneratorHandle | undefined;

	async function show(next: Fitted): Promise<void> {
		if (current && current.handle !== next.handle) current.handle.dispose();
		current = next;
		const { split, standin, name, given } = next;
		const like = split && (await rowsLike(split, given));
		if (current !== next) return;
		steps.result.show(true);
		result.say(undefined);
		result.setBusy(false);
		const real = like && like.training.rows > 0 ? like.training : undefined;
		result.show({ real, standin, name, given, refusal: refusal(next.handle) });
		steps.report.show(split !== undefined);
		if (like) {
			rail.reach("report");
			void measure(next, like).then((done) => done && rail.reach("done"));
		} else report.clear();
	}

	/** Measures the stand-in against the real rows it should be like. */
	async function measure({ standin: synthetic, given, target, seed, name }: Fitted, like: Split): Promise<boolean> {
		const { training: real, holdout } = like;
		if (Object.keys(given).length === 0) return report.run({ real, synthetic, holdout, target }, seed, name);
		if (real.rows === 0) {
			report.say("No real row meets these conditions, so there is nothing to compare the stand-in with.");
			return true;
		}
		const counts = `${formatCount(real.rows)} it learned from and ${formatCount(holdout?.rows ?? 0)} it never saw`;
		const input = {
			real,
			synthetic,
			holdout: holdout?.rows ? holdout : undefined,
			// A column that was fixed is nothing to predict.
			target: target !== undefined && target in given ? undefined : target,
		};
		return report.run(input, seed, name, `Compared with the real rows that meet the same conditions: ${counts}.`);
	}

	async function fitAndSample(
		source: Source,
		chosen: Settings,
		signal: AbortSignal,
	): Promise<Fitted & { summary: FitSummary; choice: Choice | undefined }> {
		const split = await splitRows(source.table, chosen.holdout);
		signal.throwIfAborted();
		const { seed, target } = chosen;
		const choice = chosen.generator === "auto" ? await decide(split.training, training, { seed, signal }) : undefined;
		const name = choice?.generator ?? chosen.generator;
		if (choice) training.start(source.table, generatorMetas[choice.generator].label);
		const handle = await createGenerator<string>(name, chosen.options);
		fitting = handle;
		try {
			signal.throwIfAborted();
			const onProgress = training.progress;
			const summary = await handle.fit(split.training, { seed, signal, onProgress, onPreview: training.preview });
			const standin = await handle.sample(chosen.rows, { seed, signal, onProgress });
			return { handle, name: source.name, split, target, seed, standin, given: {}, summary, choice };
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
				const { device, reason, seconds, workers = 1 } = fitted.summary;
				const where = Number(workers) > 1 ? ` on ${workers} cores` : "";
				const why = fitted.choice ? `. ${fitted.choice.reason}` : "";
				training.finish(`Learned in ${secondsText(seconds)}${where}${why}`, deviceText({ name: device, reason }));
				await show(fitted);
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
		stopDrawing() {
			drawing?.abort();
		},
		async draw(rows, seed, given) {
			if (!current) return;
			const from = current;
			drawing?.abort();
			const mine = new AbortController();
			drawing = mine;
			result.setBusy(true);
			result.say("Drawing …");
			const onProgress = ({ step, steps, secondsLeft }: Progress) =>
				result.say(`Drawing … ${Math.floor((100 * step) / Math.max(1, steps))} %, ${timeText(secondsLeft)}`);
			try {
				const fixed = Object.keys(given).length > 0 && { given };
				const standin = await from.handle.sample(rows, { seed, signal: mine.signal, onProgress, ...fixed });
				if (current === from) await show({ ...from, standin, seed, given });
			} catch (error) {
				if (drawing !== mine) return;
				if (isAbort(error)) result.say("Stopped. The rows drawn before are still here.");
				else result.say(problemText(error), true);
			} finally {
				if (drawing === mine) result.setBusy(false);
			}
		},
		async open(file) {
			const handle = await loadGenerator(new Uint8Array(await file.arrayBuffer()));
			try {
				const standin = await handle.sample(ROWS_FROM_OPENED, { seed: 1 });
				running?.abort();
				await show({ handle, name: file.name, split: undefined, target: undefined, seed: 1, standin, given: {} });
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

/** The real rows that meet the conditions. */
async function rowsLike(split: Split, given: Given): Promise<Split> {
	if (Object.keys(given).length === 0) return split;
	const { training, holdout } = split;
	return { training: await matching(training, given), holdout: holdout && (await matching(holdout, given)) };
}

/** Why a model cannot obey conditions, and which can; undefined where it can. */
function refusal({ meta }: GeneratorHandle): string | undefined {
	if (meta.conditions.includes("given")) return undefined;
	const able = Object.values<GeneratorMeta>(generatorMetas).filter(({ conditions }) => conditions.includes("given"));
	return `${meta.label} cannot fix columns. These can: ${able.map(({ label }) => label).join(", ")}.`;
}

function secondsText(seconds: number): string {
	if (seconds < 10) return `${Math.round(seconds * 10) / 10} s`;
	return seconds < 120 ? `${Math.round(seconds)} s` : `${Math.round(seconds / 6) / 10} min`;
}
