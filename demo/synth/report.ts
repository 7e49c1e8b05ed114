import { type CompareInput, compare, type Report } from "../../src/index";
import { announce } from "../announce";
import { fill, h } from "../dom";
import { download, standinName } from "../download";
import { isAbort, problemText } from "./problem";
import { reportDetails } from "./report-details";
import { createProgressBar, phaseText, timeText } from "./training";
import { verdictCard, verdicts } from "./verdicts";

export interface ReportSection {
	element: HTMLElement;
	/** Measures and shows; true once that is done. An earlier measurement is stopped. `name` is for the files. */
	run(input: CompareInput, seed: number | string, name: string): Promise<boolean>;
	cancel(): void;
	clear(): void;
}

/** The writers of files, fetched when the first one is asked for. */
const formats = () => import("../../src/element/report-files");

/** Measures each stand-in and shows the report: questions first, figures below, files to keep. */
export function createReportSection(): ReportSection {
	const box = h("div", { class: "stack wide" });
	let running: AbortController | undefined;

	function showProgress(
		cancel: () => void,
	): (progress: { phase: string; step: number; steps: number; secondsLeft?: number }) => void {
		const phase = h("span", { class: "phase" }, phaseText("measure"));
		const time = h("span", { class: "time" });
		const bar = createProgressBar("Progress of the report");
		fill(
			box,
			h(
				"div",
				{ class: "card stack" },
				h("div", { class: "run-head" }, phase, time),
				bar.element,
				h(
					"div",
					{ class: "button-row" },
					h("button", { class: "button small", type: "button", onClick: cancel }, "Do without the report"),
				),
			),
		);
		return (progress) => {
			phase.textContent = `Measuring: ${phaseText(progress.phase).toLowerCase()}`;
			time.textContent = timeText(progress.secondsLeft);
			bar.set(progress.steps > 0 ? progress.step / progress.steps : 0);
		};
	}

	function show(report: Report, name: string): void {
		const file = (label: string, extension: string, type: string, format: () => string | Promise<string>) =>
			h(
				"button",
				{
					class: "button small",
					type: "button",
					onClick: async () =>
						download(
							new Blob([await format()], { type }),
							standinName(name, extension).replace("-standin.", "-standin-report."),
						),
				},
				label,
			);
		fill(
			box,
			h("div", { class: "verdicts" }, verdicts(report).map(verdictCard)),
			h(
				"div",
				{ class: "tools" },
				h("span", { class: "muted small" }, "Keep the report beside the table it describes."),
				h(
					"div",
					{ class: "button-row" },
					file("HTML", "html", "text/html", async () => (await formats()).formatHtml(report)),
					file("Markdown", "md", "text/markdown", async () => (await formats()).formatMarkdown(report)),
					file("JSON", "json", "application/json", () => JSON.stringify(report, null, 2)),
				),
			),
			reportDetails(report),
		);
		announce("The report is ready.");
	}

	return {
		element: box,
		async run(input, seed, name) {
			running?.abort();
			const mine = new AbortController();
			running = mine;
			const onProgress = showProgress(() => mine.abort());
			try {
				const report = await compare(input, { seed, signal: mine.signal, onProgress });
				if (running !== mine) return false;
				show(report, name);
				return true;
			} catch (error) {
				if (running !== mine) return false;
				const again = h(
					"button",
					{ class: "button small", type: "button", onClick: () => void this.run(input, seed, name) },
					"Measure",
				);
				const text = isAbort(error) ? "No report was made." : problemText(error);
				fill(box, h("div", { class: isAbort(error) ? "message" : "message error" }, text), h("div", {}, again));
				return false;
			}
		},
		cancel() {
			running?.abort();
		},
		clear() {
			running?.abort();
			running = undefined;
			fill(box);
		},
	};
}
