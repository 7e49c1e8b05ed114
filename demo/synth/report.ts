import { type CompareInput, compare, type Progress, type Report } from "../../src/index";
import { announce } from "../announce";
import { fill, h } from "../dom";
import { download, standinName } from "../download";
import { isAbort, problemText } from "./problem";
import { reportCards, reportSections } from "./report-details";
import { createProgressBar, phaseText, timeText } from "./training";

export interface ReportSection {
	element: HTMLElement;
	/**
	 * Measures and shows; true once that is done. An earlier measurement is stopped. `name` is for the files, `note` says
	 * what it is compared with where that is not all of the table.
	 */
	run(input: CompareInput, seed: number | string, name: string, note?: string): Promise<boolean>;
	/** Says why there is no report. */
	say(text: string): void;
	cancel(): void;
	clear(): void;
}

/** The report's phases in words for people. */
const PHASES: Readonly<Record<string, string>> = {
	start: "starting the worker",
	shapes: "each column on its own",
	pairs: "columns two by two",
	"mutual information": "columns two by two",
	detection: "can a machine tell it from real rows",
	"detection ceiling": "can a machine tell real rows from real rows",
	intervals: "how sure the scores are",
	utility: "learning to predict from it",
	copies: "looking for copied rows",
	"closest records": "how close its rows come to real ones",
	membership: "attacks: was somebody in the table",
	"singling out (univariate)": "attacks: singling somebody out",
	"singling out (multivariate)": "attacks: singling somebody out",
	linkability: "attacks: linking two sources",
	inference: "attacks: inferring a hidden value",
	"attribute disclosure": "attacks: reading a value off",
};

/** What shows a report and writes its files, each fetched when it is first needed. */
const formats = {
	html: () => import("../../src/report/format/html"),
	markdown: () => import("../../src/report/format/markdown"),
	document: () => import("../../src/report/format/report-document"),
};

type MakeDocument = Awaited<ReturnType<typeof formats.document>>["reportDocument"];

/** Measures each stand-in and shows the report: questions first, figures below, files to keep. */
export function createReportSection(): ReportSection {
	const box = h("div", { class: "stack wide" });
	let running: AbortController | undefined;

	function showProgress(cancel: () => void): (progress: Progress) => void {
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
			phase.textContent = `Measuring: ${PHASES[progress.phase] ?? progress.phase}`;
			time.textContent = timeText(progress.secondsLeft);
			bar.set(progress.done ?? 0);
		};
	}

	function show(report: Report, reportDocument: MakeDocument, name: string, note?: string): void {
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
			note && h("p", { class: "message" }, note),
			reportCards(reportDocument(report)),
			h(
				"div",
				{ class: "tools" },
				h("span", { class: "muted small" }, "Keep the report beside the table it describes."),
				h(
					"div",
					{ class: "button-row" },
					file("HTML", "html", "text/html", async () => (await formats.html()).formatHtml(report)),
					file("Markdown", "md", "text/markdown", async () => (await formats.markdown()).formatMarkdown(report)),
					file("JSON", "json", "application/json", () => JSON.stringify(report, null, 2)),
				),
			),
			reportSections((width) => reportDocument(report, width)),
		);
		announce("The report is ready.");
	}

	return {
		element: box,
		async run(input, seed, name, note) {
			running?.abort();
			const mine = new AbortController();
			running = mine;
			const onProgress = showProgress(() => mine.abort());
			try {
				const report = await compare(input, { seed, signal: mine.signal, onProgress });
				const { reportDocument } = await formats.document();
				if (running !== mine) return false;
				show(report, reportDocument, name, note);
				return true;
			} catch (error) {
				if (running !== mine) return false;
				const again = h(
					"button",
					{ class: "button small", type: "button", onClick: () => void this.run(input, seed, name, note) },
					"Measure",
				);
				const text = isAbort(error) ? "No report was made." : problemText(error);
				fill(box, h("div", { class: isAbort(error) ? "message" : "message error" }, text), h("div", {}, again));
				return false;
			}
		},
		say(text) {
			running?.abort();
			running = undefined;
			fill(box, h("p", { class: "message" }, text));
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
