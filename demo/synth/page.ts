import { formatCount } from "../../src/charts";
import { type CsvProgress, generatorMetas, type Kind, type Table } from "../../src/index";
import { announce } from "../announce";
import { h } from "../dom";
import { AUTO } from "./auto";
import { createColumnsSection } from "./columns";
import { createIntake, createOpening, type Intake } from "./opening";
import { isAbort, problemText } from "./problem";
import { openText, type ReadOptions, retype, type Source, sampleSource } from "./read";
import { createReportSection } from "./report";
import { createResultSection } from "./result";
import { createRunner } from "./run";
import { createSettingsSection, sizeText } from "./settings";
import { createRail, createStep, goTo } from "./step";
import { createTrainingSection } from "./training";

/** The best generator there is comes first. */
const PREFERRED = ["diffusion", "tabddpm", "independent"];

/** The page that makes a stand-in: a table in, its columns, settings, the run, the result and the report. */
export function createStandinPage(): HTMLElement {
	let source: Source | undefined;
	let reading: AbortController | undefined;

	const intakeActions = (intake: () => Intake) => ({
		onSource: (input: File | string, name: string) =>
			void open(intake(), (options) => openText(input, name, options), name),
		onSample: () => void open(intake(), sampleSource, "sample data"),
		onModel: (file: File) => void openModel(intake(), file),
	});
	const opening: Intake = createIntake(intakeActions(() => opening));
	const changing: Intake = createIntake(intakeActions(() => changing));
	const openingPage = createOpening(opening);

	const sourceName = h("span", { class: "name" });
	const sourceSize = h("span", { class: "muted figure" });
	const dialog = changeDialog(changing);
	const sourceBar = h(
		"div",
		{ class: "card source-bar" },
		h("div", {}, sourceName, " "),
		sourceSize,
		h(
			"div",
			{ class: "button-row" },
			h("button", { class: "button small", type: "button", onClick: () => dialog.showModal() }, "Change"),
		),
	);

	const columns = createColumnsSection({ onKind: changeKind });
	const settings = createSettingsSection({ ...generatorMetas, auto: AUTO }, PREFERRED, (chosen) => {
		if (source) void runner.run(source, chosen);
	});
	const training = createTrainingSection({ onCancel: () => runner.cancel(), onKeep: () => runner.keep() });
	const result = createResultSection({
		onDownload: (guard) => void runner.download(guard),
		onSaveModel: () => void runner.save(),
		onDraw: (rows, seed, given) => void runner.draw(rows, seed, given),
		onStopDrawing: () => runner.stopDrawing(),
	});
	const report = createReportSection();

	const steps = {
		data: createStep("data", "Table", "Your table", "", sourceBar),
		columns: createStep(
			"columns",
			"Columns",
			"What is in it",
			"Each column with what Standin takes it for. Change what is wrong: numbers that are codes, names that identify someone.",
			columns.element,
		),
		settings: createStep("settings", "Settings", "What to make", "", settings.element),
		run: createStep("run", "Learning", "Learning", "", training.element),
		result: createStep(
			"result",
			"Stand-in",
			"Your stand-in",
			"Column by column against the real rows. Where the shapes agree, the stand-in has learned them.",
			result.element,
		),
		report: createStep(
			"report",
			"Report",
			"How good is it, and what does it give away?",
			"Measured here in the tab, against the rows the generator never saw.",
			report.element,
		),
	};
	const rail = createRail(Object.values(steps));
	const runner = createRunner({ training, result, report, settings, steps, rail });
	const flow = h(
		"div",
		{ class: "frame flow", hidden: true },
		rail.element,
		h(
			"div",
			{ class: "steps" },
			Object.values(steps).map((step) => step.element),
		),
	);

	/** Reads a table; whatever goes wrong, the one before stays. */
	async function open(intake: Intake, read: (options: ReadOptions) => Promise<Source>, name: string): Promise<void> {
		reading?.abort();
		const mine = new AbortController();
		reading = mine;
		intake.busy(`Reading ${name} …`);
		const onProgress = ({ rows, bytes, totalBytes }: CsvProgress) => {
			const share = totalBytes ? `, ${Math.round((100 * bytes) / totalBytes)} %` : "";
			intake.busy(`Reading ${name} … ${formatCount(rows)} rows${share}`);
		};
		try {
			const next = await read({ signal: mine.signal, onProgress });
			runner.forget();
			source = next;
			showSource(next);
			intake.busy(undefined);
			opening.clear();
			changing.clear();
			dialog.close();
			goTo(steps.data);
			announce(`${next.name} read: ${sizeText(next.table)}.`);
		} catch (error) {
			if (mine.signal.aborted) return;
			intake.fail(`${problemText(error)}${source ? " Your earlier table is still here." : ""}`);
		}
	}

	async function openModel(intake: Intake, file: File): Promise<void> {
		intake.busy(`Opening ${file.name} …`);
		try {
			await runner.open(file);
			intake.busy(undefined);
			dialog.close();
			openingPage.hidden = true;
			flow.hidden = false;
			goTo(steps.result);
		} catch (error) {
			if (!isAbort(error)) intake.fail(problemText(error));
		}
	}

	function showSource(next: Source): void {
		openingPage.hidden = true;
		flow.hidden = false;
		sourceName.textContent = next.name;
		showTable(next.table);
		for (const step of [steps.data, steps.columns, steps.settings]) step.show(true);
		rail.reach("columns");
	}

	function showTable(table: Table): void {
		sourceSize.textContent = sizeText(table);
		columns.show(table);
		settings.show(table);
	}

	function changeKind(name: string, kind: Kind): void {
		if (!source) return;
		source = retype(source, name, kind);
		columns.show(source.table);
		settings.refresh(source.table);
	}

	acceptDrops((file) => {
		const intake = openingPage.hidden ? changing : opening;
		if (intake === changing && !dialog.open) dialog.showModal();
		void open(intake, (options) => openText(file, file.name, options), file.name);
	});
	return h("div", {}, openingPage, flow, dialog);
}

function changeDialog(intake: Intake): HTMLDialogElement {
	const dialog = h(
		"dialog",
		{ "aria-labelledby": "change-title" },
		h(
			"header",
			{},
			h("h2", { id: "change-title" }, "Another table"),
			h("button", { class: "button small", type: "button", onClick: () => dialog.close() }, "Close"),
		),
		intake.element,
	);
	return dialog;
}

/** Takes files dropped anywhere on the page. */
function acceptDrops(onFile: (file: File) => void): void {
	const over = (yes: boolean) => {
		for (const drop of document.querySelectorAll(".drop")) drop.classList.toggle("over", yes);
	};
	const hasFiles = (event: DragEvent) => event.dataTransfer?.types.includes("Files") ?? false;
	document.addEventListener("dragover", (event) => {
		if (!hasFiles(event)) return;
		event.preventDefault();
		over(true);
	});
	document.addEventListener("dragleave", (event) => {
		if (event.relatedTarget === null) over(false);
	});
	document.addEventListener("drop", (event) => {
		if (!hasFiles(event)) return;
		event.preventDefault();
		over(false);
		const file = event.dataTransfer?.files[0];
		if (file) onFile(file);
	});
}
