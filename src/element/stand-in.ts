import { LitElement, type PropertyValues } from "lit";
import { type PromiseReport, publishable } from "../report/promise-report";
import type { Report } from "../report/report";
import type { Device } from "../wire/api";
import { type Choices, settingsJson } from "./flow/choices";
import { download, tableFile, type Writing } from "./flow/files";
import { Flow } from "./flow/flow";
import type { FlowEvents } from "./flow/flow-state";
import { bundleFile, modelFile, type ReportFormat, reportFile } from "./flow/leaving";
import type { Place } from "./flow/make";
import { resultSettings } from "./flow/result-settings";
import { FormValue } from "./form-value";
import { languageOf } from "./messages/language-of";
import { onMessages, type Translate, translator } from "./messages/messages";
import type { StandInElement, StandInState } from "./stand-in-element";
import { sheets } from "./style/sheets";
import { announcement } from "./views/announcement";
import { usable } from "./views/fields";
import { page } from "./views/page";
import { readConditions } from "./views/read-conditions";
import { spoken } from "./views/run";
import { freshUi, type Ui, type View, writingOf } from "./views/view";

/** Width in pixels below which the element is laid out as on a phone. */
const NARROW = 620;
const SPEAK_EVERY_MS = 4000;

/** The element as `stand-in-element.ts` describes it: Lit draws what the flow says. */
export class StandIn extends LitElement implements StandInElement {
	static override styles = sheets;
	static readonly formAssociated = true;
	static override shadowRootOptions: ShadowRootInit = { ...LitElement.shadowRootOptions, delegatesFocus: true };
	static override properties = {
		name: { reflect: true },
		disabled: { type: Boolean, reflect: true },
		required: { type: Boolean, reflect: true },
		withReport: { type: Boolean, attribute: "with-report" },
		generator: {},
		device: {},
		workerUrl: { attribute: "worker-url" },
		reportWorkerUrl: { attribute: "report-worker-url" },
		inspectWorkerUrl: { attribute: "inspect-worker-url" },
		wasmUrl: { attribute: "wasm-url" },
		handOnLabel: { attribute: "hand-on" },
		theme: { reflect: true },
	};

	declare name: string | null;
	declare disabled: boolean;
	declare required: boolean;
	declare withReport: boolean;
	declare generator: Choices["generator"] | null;
	declare device: Device | null;
	declare workerUrl: string | null;
	declare reportWorkerUrl: string | null;
	declare inspectWorkerUrl: string | null;
	declare wasmUrl: string | null;
	declare handOnLabel: string | null;
	declare theme: string | null;

	readonly #internals = this.attachInternals();
	readonly #flow: Flow;
	#ui: Ui = freshUi();
	#t: Translate = translator("en");
	#narrow = false;
	readonly #value = new FormValue(this.#internals, () => this.#valueChanged());
	#disabledByForm = false;
	#spoken = "";
	#spokenAt = Number.NEGATIVE_INFINITY;
	#stepShown: string | undefined;
	#endMessages: (() => void) | undefined;
	readonly #widths = new ResizeObserver(([entry]) => {
		const narrow = (entry?.contentRect.width ?? 0) < NARROW;
		if (narrow !== this.#narrow) {
			this.#narrow = narrow;
			this.requestUpdate();
		}
	});

	constructor() {
		super();
		const happened: FlowEvents["happened"] = (what, detail) => this.#happened(what, detail);
		this.#flow = new Flow({ happened, changed: () => this.requestUpdate(), place: () => this.#place() });
	}

	get value(): File | null {
		return this.#value.file ?? null;
	}

	get report(): Report | PromiseReport | null {
		const { report } = this.#flow;
		return report && "report" in report ? publishable(report.report) : null;
	}

	get settings(): Record<string, unknown> | null {
		const { source, choices, result } = this.#flow;
		if (result?.source) return resultSettings(result.source, result);
		return source ? settingsJson(source, choices) : null;
	}

	get state(): StandInState {
		const { reading, running, source, release } = this.#flow;
		if (reading) return "reading";
		if (running) return "running";
		if (release === "none") return source ? "choosing" : "empty";
		return release === "checking" ? "checking" : release === "open" ? "ready" : "held";
	}

	get form(): HTMLFormElement | null {
		return this.#internals.form;
	}

	get validity(): ValidityState {
		return this.#internals.validity;
	}

	get validationMessage(): string {
		return this.#internals.validationMessage;
	}

	checkValidity(): boolean {
		return this.#internals.checkValidity();
	}

	reportValidity(): boolean {
		return this.#internals.reportValidity();
	}

	open(source: Blob | string, name = source instanceof File ? source.name : "table.csv"): Promise<boolean> {
		return this.#flow.open(source, name);
	}

	openModel(file: Blob, name = file instanceof File ? file.name : "model.standin"): Promise<boolean> {
		return this.#flow.openModel(file, name);
	}

	choose(choices: Partial<Choices>): void {
		this.#flow.choose(choices);
	}

	start(): Promise<void> {
		return this.#flow.start();
	}

	cancel(): void {
		this.#flow.cancel();
	}

	finishEarly(): void {
		this.#flow.finishEarly();
	}

	reset(): void {
		this.#ui = { ...freshUi() };
		this.#flow.reset();
	}

	override connectedCallback(): void {
		super.connectedCallback();
		this.#speak();
		this.#endMessages = onMessages(() => this.#speak());
		this.#widths.observe(this);
		void this.#flow.keptRuns.find();
		this.addEventListener("dragover", this.#onDrag);
		this.addEventListener("drop", this.#onDrop);
		globalThis.addEventListener("beforeunload", this.#onLeave);
	}

	override disconnectedCallback(): void {
		super.disconnectedCallback();
		this.#endMessages?.();
		this.#widths.disconnect();
		this.removeEventListener("dragover", this.#onDrag);
		this.removeEventListener("drop", this.#onDrop);
		globalThis.removeEventListener("beforeunload", this.#onLeave);
		// Who is only moved is back before the microtasks are through.
		queueMicrotask(() => {
			if (!this.isConnected) this.#flow.stop();
		});
	}

	override attributeChangedCallback(name: string, old: string | null, value: string | null): void {
		super.attributeChangedCallback(name, old, value);
		if (name === "lang") this.#speak();
	}

	static override get observedAttributes(): string[] {
		// biome-ignore lint/complexity/noThisInStatic: Lit's own getter must see this class
		return [...super.observedAttributes, "lang"];
	}

	formResetCallback(): void {
		this.reset();
	}

	formDisabledCallback(disabled: boolean): void {
		this.#disabledByForm = disabled;
		this.requestUpdate();
	}

	/** A file is never restored: what was in the tab is gone with it. */
	formStateRestoreCallback(): void {
		this.reset();
	}

	protected override willUpdate(changed: PropertyValues<this>): void {
		if (changed.has("generator") && this.generator && !this.#flow.source) {
			this.#flow.choose({ generator: this.generator });
		}
		this.inert = this.disabled || this.#disabledByForm;
		const anchor = this.renderRoot?.querySelector<HTMLElement>("#choose, [data-testid=start]") ?? undefined;
		const { name, required, withReport, report } = this;
		const writing = writingOf(this.#flow, this.#ui);
		this.#value.update({ flow: this.#flow, t: this.#t, report, name, required, withReport, writing, anchor });
	}

	protected override render(): unknown {
		return page(this.#view());
	}

	protected override updated(): void {
		const { run, running } = this.#flow;
		if (running && run && performance.now() - this.#spokenAt > SPEAK_EVERY_MS) this.#say(spoken(this.#t, run));
	}

	#speak(): void {
		this.#t = translator(languageOf(this));
		this.requestUpdate();
	}

	#view(): View {
		const { handOnLabel } = this;
		return {
			flow: this.#flow,
			t: this.#t,
			ui: this.#ui,
			narrow: this.#narrow,
			spoken: this.#spoken,
			inForm: this.name !== null && this.name !== undefined && this.#internals.form !== null,
			handOn: handOnLabel === null || handOnLabel === undefined ? undefined : handOnLabel || this.#t("result.handon"),
			update: (change) => {
				this.#ui = { ...this.#ui, ...change };
				this.requestUpdate();
			},
			act: {
				start: () => {
					if (usable(this.renderRoot)) void this.#flow.start();
				},
				download: () =>
					void this.#download((result, _report, writing) => tableFile(result.synthetic, result.name, writing)),
				bundle: () => void this.#download(bundleFile),
				saveModel: () => void this.#download(async (result) => modelFile(result)).then(() => this.#noteModel()),
				handOn: () => this.#handOn(),
				confirm: () => this.#flow.confirm(),
				report: (format) => void this.#downloadReport(format),
				goTo: (step) => this.#goTo(step),
				sampleAgain: () => this.#sampleAgain(),
				complete: (file) => void this.#complete(file),
			},
		};
	}

	#place(): Place {
		const { device, workerUrl, reportWorkerUrl, inspectWorkerUrl, wasmUrl } = this;
		return {
			...(device && { device }),
			...(workerUrl && { workerUrl }),
			...(reportWorkerUrl && { reportWorkerUrl }),
			...(inspectWorkerUrl && { inspectWorkerUrl }),
			...(wasmUrl && { wasmUrl }),
		};
	}

	/** Tells listeners, screen readers and the eye what has happened. */
	#happened(what: Parameters<FlowEvents["happened"]>[0], detail?: unknown): void {
		const said = announcement(this.#t, this.#flow, what);
		if (said !== undefined) this.#say(said);
		if (what === "open") {
			this.#ui = { ...freshUi(), defuse: this.#ui.defuse };
			this.#goTo("table");
		} else if (what === "start") {
			this.#ui = { ...this.#ui, folded: {} };
			this.#goTo("run");
		} else if (what === "result") {
			this.#ui = { ...this.#ui, modelSaved: false, folded: {}, charts: 0 };
			this.#goTo("report");
		}
		this.dispatchEvent(new CustomEvent(`standin-${what}`, { detail, bubbles: true, composed: true }));
	}

	/** Says something to screen readers. */
	#say(text: string): void {
		this.#spokenAt = performance.now();
		this.#spoken = text;
		this.requestUpdate();
	}

	/** Brings a step into view and its heading into focus, for keyboard and screen reader alike. */
	#goTo(step: string): void {
		this.#stepShown = step;
		void this.updateComplete.then(() => {
			if (this.#stepShown !== step) return;
			const section = this.renderRoot.querySelector(`#step-${step}`);
			section?.scrollIntoView({ block: "start" });
			section?.querySelector<HTMLElement>("h2")?.focus({ preventScroll: true });
		});
	}

	#sampleAgain(): void {
		const { result } = this.#flow;
		if (!result || !usable(this.renderRoot)) return;
		const { drafts, conditions } = this.#ui;
		const rows = Number((drafts.get("again-rows") ?? String(result.synthetic.rows)).replaceAll(/[\s,_]/g, ""));
		const seed = drafts.get("again-seed") ?? "2";
		const { columns } = result.split?.training ?? result.synthetic;
		const read = readConditions(this.#t, conditions, columns);
		const problem = "problem" in read ? read.problem : undefined;
		this.#ui = { ...this.#ui, conditionProblem: problem };
		this.requestUpdate();
		if (!("given" in read)) return;
		const { more } = this.#ui;
		const rebalance = more === "" ? undefined : { column: more, share: Number(drafts.get("more-share") ?? 50) / 100 };
		void this.#flow.sampleAgain(rows, Number.isFinite(Number(seed)) ? Number(seed) : seed, read.given, rebalance);
	}

	async #download(
		make: (
			result: NonNullable<Flow["result"]>,
			report: Report | PromiseReport | undefined,
			writing: Writing,
		) => Promise<File>,
	): Promise<void> {
		const { result, release } = this.#flow;
		if (!result || release !== "open") return;
		const file = await make(result, this.report ?? undefined, writingOf(this.#flow, this.#ui));
		download(file, file.name);
		this.#flow.keep();
	}

	async #downloadReport(format: ReportFormat): Promise<void> {
		const { report } = this;
		const { result } = this.#flow;
		if (!report || !result) return;
		const file = await reportFile(report, result, format);
		download(file, file.name);
	}

	async #complete(file: File): Promise<void> {
		const { result, completion } = this.#flow;
		if (!result) return;
		const whole = await completion.complete(result, file, writingOf(this.#flow, this.#ui), this.#place());
		if (whole) download(whole, whole.name);
	}

	#valueChanged(): void {
		this.requestUpdate();
		this.dispatchEvent(new Event("input", { bubbles: true, composed: true }));
		this.dispatchEvent(new Event("change", { bubbles: true }));
	}

	#noteModel(): void {
		this.#ui = { ...this.#ui, modelSaved: true };
		this.requestUpdate();
	}

	#handOn(): void {
		const { file, report: reportFile } = this.#value;
		if (!file) return;
		const detail = { file, report: this.report, reportFile: reportFile ?? null };
		this.#flow.keep();
		this.dispatchEvent(new CustomEvent("standin-hand-on", { detail, bubbles: true, composed: true }));
	}

	#onDrag = (event: DragEvent): void => {
		if (event.dataTransfer?.types.includes("Files")) event.preventDefault();
	};

	#onDrop = (event: DragEvent): void => {
		const file = event.dataTransfer?.files[0];
		if (!file) return;
		event.preventDefault();
		if (!this.#flow.running) void this.#flow.open(file, file.name);
	};

	#onLeave = (event: BeforeUnloadEvent): void => {
		if (this.#flow.unsaved) event.preventDefault();
	};
}
