import { type CompareInput, compare, type Report } from "../../src/index";
import { fill, h } from "../dom";
import { isAbort, problemText } from "./problem";
import { createProgressBar, phaseText, timeText } from "./training";

export interface ReportSection {
	element: HTMLElement;
	run(input: CompareInput, seed: number | string, name: string): Promise<void>;
	cancel(): void;
	clear(): void;
}

export function createReportSection(): ReportSection {
	const box = h("div", { class: "stack" });
	let running: AbortController | undefined;
	const bar = createProgressBar("Progress of the report");
	return {
		element: box,
		async run(input, seed, _name) {
			running?.abort();
			running = new AbortController();
			const phase = h("span", { class: "phase" }, phaseText("measure"));
			const time = h("span", { class: "time" });
			fill(box, h("div", { class: "card stack" }, h("div", { class: "run-head" }, phase, time), bar.element));
			try {
				const report: Report = await compare(input, {
					seed,
					signal: running.signal,
					onProgress: (progress) => {
						phase.textContent = phaseText(progress.phase);
						time.textContent = timeText(progress.secondsLeft);
						bar.set(progress.step / progress.steps);
					},
				});
				fill(box, h("pre", {}, JSON.stringify(report, null, 2)));
			} catch (error) {
				if (!isAbort(error)) fill(box, h("p", { class: "message error" }, problemText(error)));
			}
		},
		cancel() {
			running?.abort();
		},
		clear() {
			fill(box);
		},
	};
}
