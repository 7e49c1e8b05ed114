import type { PromiseReport } from "../report/promise-report";
import type { Report } from "../report/report";
import { tableFile, type Writing } from "./flow/files";
import type { Flow } from "./flow/flow";
import type { Result } from "./flow/flow-state";
import { reportFile } from "./flow/leaving";
import type { Translate } from "./messages/messages";

/** A form field of the page's, as far as its value goes. */
export interface FieldState {
	readonly flow: Flow;
	readonly report: Report | PromiseReport | null;
	readonly t: Translate;
	readonly name: string | null;
	readonly required: boolean;
	readonly withReport: boolean;
	readonly writing: Writing;
	/** What browsers point at when the value is not ready. */
	readonly anchor: HTMLElement | undefined;
}

/** What a form sends for the element: the synthetic file once it may leave, nothing before. */
export class FormValue {
	/** The synthetic file, once it may leave. */
	file: File | undefined;
	/** The report on it as a page. */
	report: File | undefined;
	readonly #internals: ElementInternals;
	readonly #changed: () => void;
	/** The result whose file is the value, or is being written. */
	#of: Result | undefined;
	#as = "";

	constructor(internals: ElementInternals, changed: () => void) {
		this.#internals = internals;
		this.#changed = changed;
	}

	/** Brings value and validity to where the flow stands. */
	update(state: FieldState): void {
		const { release, result } = state.flow;
		if (release !== "open" || !result) {
			this.#of = undefined;
			if (this.file) this.#set(state, undefined);
		} else if (this.#of !== result || this.#as !== JSON.stringify(state.writing)) {
			this.#of = result;
			this.#as = JSON.stringify(state.writing);
			void this.#write(state, result);
		}
		this.#validate(state);
	}

	async #write(state: FieldState, result: Result): Promise<void> {
		const as = this.#as;
		const file = await tableFile(result.synthetic, result.name, state.writing);
		const report = state.report ? await reportFile(state.report, result, "html") : undefined;
		if (this.#of === result && this.#as === as) this.#set(state, file, report);
	}

	#set(state: FieldState, file: File | undefined, report?: File): void {
		this.file = file;
		this.report = report;
		const { name, withReport } = state;
		if (!file || !name) this.#internals.setFormValue(null);
		else {
			const data = new FormData();
			data.append(name, file);
			if (report && withReport) data.append(`${name}-report`, report);
			this.#internals.setFormValue(data);
		}
		this.#validate(state);
		this.#changed();
	}

	#validate({ flow, t, required, anchor }: FieldState): void {
		const pending = !this.file && (flow.source !== undefined || flow.reading !== undefined);
		if (pending) this.#internals.setValidity({ customError: true }, t("form.pending"), anchor);
		else if (required && !this.file) this.#internals.setValidity({ valueMissing: true }, t("form.required"), anchor);
		else this.#internals.setValidity({});
	}
}
