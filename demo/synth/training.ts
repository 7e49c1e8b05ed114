import { distance, distribution, formatNumber, formatShare, type LineSeries, lineChart } from "../../src/charts";
import { toSvg } from "../../src/element/to-svg";
import type { Progress, Table } from "../../src/index";
import { announce } from "../announce";
import { fill, h } from "../dom";
import { isLearned } from "./kinds";
import { legend, marginalChart } from "./marginals";

export interface TrainingActions {
	onCancel(): void;
	onKeep(): void;
}

export interface TrainingSection {
	element: HTMLElement;
	/** Empties the curves for a new run on `real`. */
	start(real: Table, generator: string): void;
	progress(progress: Progress): void;
	preview(table: Table): void;
	/** The run is over; `outcome` is what to say of it, `device` which one ran and why. */
	finish(outcome: string, device?: string): void;
	/** The user stopped the run; `kept` where an earlier result is still there. */
	cancelled(kept: boolean): void;
	fail(message: string): void;
}

const DRAW_EVERY_MS = 200;
const LIVE_COLUMNS = 6;

const DEVICES: Readonly<Record<string, string>> = {
	webgpu: "Graphics card (WebGPU)",
	wasm: "Processor (WebAssembly)",
	cpu: "Processor (JavaScript)",
};

/** Which device computes, and why. */
export function deviceText({ name, reason }: { name: string; reason: string }): string {
	return `${DEVICES[name] ?? name}: ${reason}`;
}

/** Phases in words for people. */
const PHASES: Readonly<Record<string, string>> = {
	trial: "Trying the generators",
	start: "Starting the worker",
	encode: "Reading the columns",
	device: "Preparing the device",
	train: "Learning",
	refine: "Refining column by column",
	fit: "Learning",
	sample: "Writing the stand-in",
	measure: "Measuring",
};

export function phaseText(phase: string): string {
	return PHASES[phase] ?? phase.charAt(0).toUpperCase() + phase.slice(1);
}

/** "about 2 min left", "a few seconds left". */
export function timeText(seconds: number | undefined): string {
	if (seconds === undefined || !Number.isFinite(seconds)) return "";
	if (seconds < 5) return "a few seconds left";
	if (seconds < 90) return `about ${Math.round(seconds / 5) * 5} s left`;
	return `about ${Math.round(seconds / 60)} min left`;
}

/** A bar for how far a computation is, named for what it shows. */
export function createProgressBar(label: string): { element: HTMLElement; set(share: number): void } {
	const filled = h("span", {});
	const bar = h(
		"div",
		{ class: "progress", role: "progressbar", "aria-label": label, "aria-valuemin": "0", "aria-valuemax": "100" },
		filled,
	);
	return {
		element: bar,
		set(share) {
			const percent = Math.max(0, Math.min(100, share * 100));
			filled.style.width = `${percent}%`;
			bar.setAttribute("aria-valuenow", String(Math.round(percent)));
		},
	};
}

export function createTrainingSection(actions: TrainingActions): TrainingSection {
	const phase = h("span", { class: "phase" });
	const time = h("span", { class: "time" });
	const bar = createProgressBar("Progress of the run");
	const facts = h("dl", { class: "facts" });
	const curve = h("div", { class: "curves" });
	const live = h("div", { class: "stack", hidden: true });
	const message = h("div", { class: "message", role: "alert", hidden: true });
	const cancel = h("button", { class: "button", type: "button", onClick: () => actions.onCancel() }, "Cancel");
	const keep = h(
		"button",
		{ class: "button", type: "button", onClick: () => actions.onKeep() },
		"Stop early and keep it",
	);
	const buttons = h("div", { class: "button-row" }, keep, cancel);

	let real: Table | undefined;
	let generator = "";
	let loss: [number, number][] = [];
	let heldOut: [number, number][] = [];
	let steps = 0;
	let device: string | undefined;
	let bytes: number | undefined;
	let drawnAt = 0;
	let pending: number | undefined;

	function drawCurve(): void {
		pending = undefined;
		drawnAt = performance.now();
		if (loss.length < 2) return;
		const count = heldOut.length > 1 ? 2 : 1;
		const width = Math.max(280, Math.floor(curve.clientWidth / (curve.clientWidth < 640 ? 1 : count)) - 12);
		const reached = Math.max(loss.at(-1)?.[0] ?? 0, heldOut.at(-1)?.[0] ?? 0);
		// The axis grows with the run: an early stop is likely, and a line in a corner tells little.
		const xMax = Math.min(steps, Math.max(steps / 10, reached * 1.25));
		const chart = (title: string, series: LineSeries[]) =>
			h(
				"figure",
				{},
				h("figcaption", { class: "small muted" }, title),
				toSvg(lineChart(series, { label: title, width, height: 180, xMax })),
			);
		fill(
			curve,
			chart("Loss on the rows it learns from", [
				{ name: "smoothed", points: smoothed(loss) },
				{ name: "each step", points: loss, faint: true },
			]),
			count > 1 && chart("Loss on rows held out while learning", [{ name: "held out", points: heldOut }]),
		);
	}

	function setFacts(entries: readonly (readonly [string, string])[]): void {
		const all = [...entries];
		if (device !== undefined) all.push(["Device", device]);
		if (bytes !== undefined) all.push(["Memory", `${formatNumber(Math.ceil(bytes / 1e6))} MB besides the table`]);
		fill(
			facts,
			all.map(([name, value]) => h("div", {}, h("dt", {}, name), h("dd", {}, value))),
		);
	}

	function end(): void {
		buttons.hidden = true;
		if (pending !== undefined) clearTimeout(pending);
		drawCurve();
	}

	function stopped(title: string, text: string): void {
		end();
		phase.textContent = title;
		time.textContent = "";
		message.hidden = false;
		message.className = "message";
		fill(message, text);
	}

	return {
		element: h(
			"div",
			{ class: "stack wide" },
			h(
				"div",
				{ class: "card stack" },
				h("div", { class: "run-head" }, phase, time),
				bar.element,
				facts,
				curve,
				message,
				buttons,
			),
			live,
		),
		start(table, label) {
			real = table;
			generator = label;
			loss = [];
			heldOut = [];
			fill(curve);
			fill(live);
			device = undefined;
			bytes = undefined;
			live.hidden = true;
			message.hidden = true;
			buttons.hidden = false;
			keep.disabled = true;
			cancel.disabled = false;
			phase.textContent = phaseText("start");
			time.textContent = "";
			bar.set(0);
			setFacts([["Generator", generator]]);
			announce(`${generator} started.`);
		},
		progress(progress) {
			phase.textContent = phaseText(progress.phase);
			time.textContent = timeText(progress.secondsLeft);
			const share = progress.steps > 0 ? progress.step / progress.steps : 0;
			bar.set(share);
			keep.disabled = progress.loss === undefined && loss.length === 0;
			if (progress.device) {
				device = deviceText(progress.device);
				bytes = progress.bytes;
				setFacts([["Generator", generator]]);
			}
			if (progress.phase === "sample") keep.disabled = true;
			if (progress.loss !== undefined && Number.isFinite(progress.loss)) {
				// The loss is read back now and then; between two readings the last one is told again.
				if (loss.at(-1)?.[1] !== progress.loss) loss.push([progress.step, progress.loss]);
				steps = progress.steps;
				if (progress.heldOut !== undefined) heldOut.push([progress.step, progress.heldOut]);
				const wait = DRAW_EVERY_MS - (performance.now() - drawnAt);
				pending ??= window.setTimeout(drawCurve, Math.max(0, wait));
			}
			// Steps that refine columns one by one have no loss of whole rows to show.
			const latest = loss.at(-1);
			if (latest && (progress.phase === "train" || progress.phase === "refine")) {
				const entries: [string, string][] = [
					["Step", `${formatNumber(progress.step)} of ${formatNumber(progress.steps)}`],
					["Loss", formatNumber(latest[1])],
				];
				const last = heldOut.at(-1);
				if (last) entries.push(["Held out", formatNumber(last[1])]);
				setFacts(entries);
			}
			announce(
				`${phaseText(progress.phase)}, ${Math.round(share * 100)} per cent. ${timeText(progress.secondsLeft)}`,
				"progress",
			);
		},
		preview(table) {
			if (!real) return;
			live.hidden = false;
			fill(
				live,
				h("div", { class: "tools" }, h("h3", {}, "What it would write now"), legend()),
				h("div", { class: "marginals" }, liveCards(real, table)),
			);
		},
		finish(outcome, ran) {
			end();
			live.hidden = true;
			phase.textContent = outcome;
			time.textContent = "";
			bar.set(1);
			if (ran && device === undefined) facts.append(h("div", {}, h("dt", {}, "Device"), h("dd", {}, ran)));
			announce(outcome);
		},
		cancelled(kept) {
			stopped(
				"Cancelled",
				`Nothing was kept of this run. Your table and settings are as they were${kept ? ", and so is the earlier stand-in" : ""}.`,
			);
		},
		fail(text) {
			stopped("It did not work", text);
			message.className = "message error";
		},
	};
}

/** Exponential moving average with a memory of about ten readings, corrected for its start. */
function smoothed(points: readonly [number, number][]): [number, number][] {
	let sum = 0;
	let weight = 0;
	return points.map(([x, y]) => {
		sum = 0.9 * sum + y;
		weight = 0.9 * weight + 1;
		return [x, sum / weight];
	});
}

/** A few columns that tell the most: numbers and categories in turn, those with more than one value. */
function liveCards(real: Table, preview: Table): HTMLElement[] {
	const usable = real.columns.filter((column) => isLearned(column.kind));
	const numbers = usable.filter((column) => "values" in column);
	const levels = usable.filter((column) => !("values" in column) && column.levels.length > 1);
	const chosen = [];
	for (let i = 0; chosen.length < LIVE_COLUMNS && i < usable.length; i++) {
		for (const column of [numbers[i], levels[i]]) if (column) chosen.push(column);
	}
	return chosen.slice(0, LIVE_COLUMNS).flatMap((column) => {
		const drawn = preview.columns.find((one) => one.name === column.name);
		if (!drawn || "values" in drawn !== "values" in column) return [];
		const of = distribution([column, drawn], { levels: 5 });
		return h(
			"section",
			{ class: "marginal" },
			h(
				"header",
				{},
				h("h4", {}, column.name),
				h("span", { class: "figures" }, `differs by ${formatShare(distance(of))}`),
			),
			marginalChart(of),
		);
	});
}
