import type { PromiseReport } from "../report/promise-report";
import type { Report } from "../report/report";
import type { Device } from "../wire/api";
import type { Choices } from "./flow/choices";

/** Where the flow of a `<stand-in>` stands. */
export type StandInState = "empty" | "reading" | "choosing" | "running" | "checking" | "held" | "ready";

/**
 * The whole way from a sensitive table to a synthetic one: drop a file, see what is in it, choose, run, read the
 * report, download. Everything happens in the tab. In a form the synthetic file is the element's value. Attributes,
 * events, slots, parts and CSS variables are listed in the package's `custom-elements.json`.
 */
export interface StandInElement extends HTMLElement {
	/** Name of the form's field; without one no form takes the file. Attribute `name`. */
	name: string | null;
	/** Whether nothing can be done with it. Attribute `disabled`. */
	disabled: boolean;
	/** Whether its form must not be sent without a synthetic file. Attribute `required`. */
	required: boolean;
	/** Whether the report goes with the form, as a second file under the name and `-report`. Attribute `with-report`. */
	withReport: boolean;
	/** Generator chosen at first. Attribute `generator`; default `"diffusion"`. */
	generator: Choices["generator"] | null;
	/** What computes; see `createGenerator`. Attribute `device`; default `"auto"`. */
	device: Device | null;
	/** Where the file of the generators' worker lies, if not beside the script. Attribute `worker-url`. */
	workerUrl: string | null;
	/** Where that of the report's worker lies. Attribute `report-worker-url`. */
	reportWorkerUrl: string | null;
	/** Where that of the worker lies that looks at columns. Attribute `inspect-worker-url`. */
	inspectWorkerUrl: string | null;
	/** Where `tfjs-backend-wasm-simd.wasm` lies. Attribute `wasm-url`. */
	wasmUrl: string | null;
	/**
	 * Label of a button that hands the file to the page by the event `standin-hand-on`; empty for the usual words, null
	 * for no button. Attribute `hand-on`.
	 */
	handOnLabel: string | null;
	/** `"light"`, `"dark"` or `"auto"`; null takes the colours of the page (`color-scheme`). Attribute `theme`. */
	theme: string | null;
	/** The synthetic file, once it may leave; null before. */
	readonly value: File | null;
	/** The report on it, or null. */
	readonly report: Report | PromiseReport | null;
	/** What the table is made with: JSON that `synthesize(file, settings)` takes. Null before a table is there. */
	readonly settings: Record<string, unknown> | null;
	/** Where the flow stands. */
	readonly state: StandInState;
	readonly form: HTMLFormElement | null;
	readonly validity: ValidityState;
	readonly validationMessage: string;
	checkValidity(): boolean;
	reportValidity(): boolean;
	/** Reads a table; whatever goes wrong, the one before stays. Resolves to whether it came in. */
	open(source: Blob | string, name?: string): Promise<boolean>;
	/** Opens a model that was saved and samples from it. Resolves to whether it came in. */
	openModel(file: Blob, name?: string): Promise<boolean>;
	/** Changes what the table is made with; a result made otherwise is withdrawn. */
	choose(choices: Partial<Choices>): void;
	/** Learns and samples. Resolves once the result is there, the run was cancelled or has failed. */
	start(): Promise<void>;
	/** Stops the run; the result before it stays. */
	cancel(): void;
	/** Ends learning early and keeps what was learned. */
	finishEarly(): void;
	/** Drops table, result and report. */
	reset(): void;
}

declare global {
	interface HTMLElementTagNameMap {
		"stand-in": StandInElement;
	}
}
