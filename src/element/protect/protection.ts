import { css, html, LitElement, nothing } from "lit";
import { createRef, ref } from "lit/directives/ref.js";
import { languageOf } from "../messages/language-of";
import { onMessages, translator } from "../messages/messages";
import type { StandInElement } from "../stand-in-element";
import { sheets } from "../style/sheets";
import type { GuardState } from "./upload-guard";

/**
 * What stands beside a protected file field: what happens to the file, and the flow in a dialog.
 * @internal
 */
export class ProtectionElement extends LitElement {
	// It stands in the page's own form, on the page's own ground.
	static override styles = [...sheets, css`:host { background: none; }`];
	static override properties = { state: {}, original: {}, given: {}, cancelled: {} };

	declare state: GuardState;
	/** Name of the file that was taken out. */
	declare original: string;
	/** Name of the file that goes in its place. */
	declare given: string;
	/** Whether the person did without a file. */
	declare cancelled: boolean;
	/** Called when the person does without a file. */
	onCancel: () => void = () => {};
	/** Called once with the flow's element, to set it up. */
	setUp: (element: StandInElement) => void = () => {};
	readonly #dialog = createRef<HTMLDialogElement>();
	readonly #flow = createRef<StandInElement>();
	#endMessages: (() => void) | undefined;

	constructor() {
		super();
		this.state = "empty";
		this.original = "";
		this.given = "";
		this.cancelled = false;
	}

	override connectedCallback(): void {
		super.connectedCallback();
		this.#endMessages = onMessages(() => this.requestUpdate());
	}

	override disconnectedCallback(): void {
		super.disconnectedCallback();
		this.#endMessages?.();
	}

	/** The flow's element; rendered before. */
	get flow(): StandInElement {
		return this.#flow.value as StandInElement;
	}

	/** Shows the flow. */
	show(): void {
		if (this.isConnected && !this.#dialog.value?.open) this.#dialog.value?.showModal();
	}

	hide(): void {
		this.#dialog.value?.close();
	}

	/** Why nothing may be sent in place of the file called `name`, and what is to be done. */
	pendingText(name: string): string {
		const t = translator(languageOf(this));
		const made = this.#flow.value?.state === "ready" || this.#flow.value?.state === "held";
		return made ? t("protect.use", { name, use: t("result.handon") }) : t("protect.pending", { name });
	}

	protected override firstUpdated(): void {
		this.setUp(this.flow);
	}

	protected override render(): unknown {
		const t = translator(languageOf(this));
		const text = {
			empty: this.cancelled ? t("protect.cancelled", { name: this.original }) : t("protect.empty"),
			pending: this.pendingText(this.original),
			ready: t("protect.done", { name: this.given, original: this.original }),
		}[this.state];
		const cancel = html`<button class="button small" type="button" data-testid="do-without" @click=${() => this.onCancel()}>
			${t("protect.cancel")}</button>`;
		return html`<div class="protection" part="protection">
			<p class="small" role="status">${text}</p>
			${
				this.state === "empty"
					? nothing
					: html`<div class="button-row">
						<button class="button small" type="button" data-testid="go-on" @click=${() => this.show()}>
							${t(this.state === "ready" ? "protect.again" : "protect.open")}</button>
						${cancel}
					</div>`
			}
			<dialog ${ref(this.#dialog)} aria-labelledby="title">
				<header>
					<h2 id="title">${t("protect.title")}</h2>
					<button class="button small" type="button" @click=${() => this.hide()}>${t("protect.close")}</button>
				</header>
				<p class="muted">${t("protect.lead", { name: this.original })}</p>
				<stand-in ${ref(this.#flow)} hand-on lang=${t.lang}></stand-in>
				<div class="button-row">${this.state === "empty" ? nothing : cancel}</div>
			</dialog>
		</div>`;
	}
}
