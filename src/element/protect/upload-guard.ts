/** What a guarded file field holds: nothing, a file that was taken out and has no substitute yet, or a substitute. */
export type GuardState = "empty" | "pending" | "ready";

export interface GuardEvents {
	/** A file was chosen and is out of the form already. */
	onTaken(file: File): void;
	/** The form was reset, the field emptied, or a file came that nobody chose: nothing is held any more. */
	onCleared(): void;
	/** Somebody tried to submit the form while nothing could go. */
	onBlocked(): void;
}

/** What browsers say beside the field when the form is submitted too early, by the name of the chosen file. */
export type PendingText = (name: string) => string;

/**
 * Keeps every file that was not given by `give` out of a form, whatever way it came in and whatever way the form leaves:
 * it is taken out of the field in the first listener that can see it, and `formdata`, which every way of sending a form
 * passes, lets no other through. Nothing here waits for anything: a failure later on leaves an empty field.
 */
export class UploadGuard {
	readonly #input: HTMLInputElement;
	readonly #events: GuardEvents;
	readonly #pendingText: PendingText;
	/** Files that may leave. */
	readonly #given = new WeakSet<File>();
	readonly #end = new AbortController();
	#state: GuardState = "empty";
	/** Name of the file that was taken out. */
	#taken = "";

	constructor(input: HTMLInputElement, pendingText: PendingText, events: GuardEvents) {
		this.#input = input;
		this.#events = events;
		this.#pendingText = pendingText;
		// Before any script of the page can ask for the file.
		this.#empty();
		// Browsers fill fields in again when a page is restored.
		input.autocomplete = "off";
		const { signal } = this.#end;
		const first = { capture: true, signal } as const;
		const places = new Set<EventTarget>([globalThis.window, input.getRootNode(), input]);
		for (const place of places) {
			for (const type of ["input", "change"]) place.addEventListener(type, this.#onPick, first);
			place.addEventListener("submit", this.#onSubmit, first);
			place.addEventListener("formdata", this.#onFormData, first);
			place.addEventListener("reset", this.#onReset, first);
		}
		globalThis.window.addEventListener("pageshow", () => this.#clearStrange(), { signal });
	}

	get state(): GuardState {
		return this.#state;
	}

	/** Puts a file into the form that may leave, and tells the page of it as if the person had chosen it. */
	give(file: File): void {
		const transfer = new DataTransfer();
		transfer.items.add(file);
		for (const one of transfer.files) this.#given.add(one);
		this.#input.files = transfer.files;
		for (const one of this.#input.files ?? []) this.#given.add(one);
		this.#set("ready");
		this.#input.dispatchEvent(new Event("input", { bubbles: true, composed: true }));
		this.#input.dispatchEvent(new Event("change", { bubbles: true }));
	}

	/** Takes the file out that was given; what stands for the chosen one is awaited again. */
	takeBack(): void {
		if (this.#state === "empty") return;
		this.#empty();
		this.#set("pending");
	}

	/** Holds nothing any more: the form has no file. */
	clear(): void {
		this.#empty();
		this.#set("empty");
	}

	/** Ends the protection; the field is emptied. */
	end(): void {
		this.clear();
		this.#end.abort();
	}

	/** Says anew why the field cannot be sent: what is to be done may have changed. */
	tellAnew(): void {
		this.#set(this.#state);
	}

	#set(state: GuardState): void {
		this.#state = state;
		this.#input.setCustomValidity(state === "pending" ? this.#pendingText(this.#taken) : "");
	}

	#empty(): void {
		this.#input.value = "";
	}

	#strangers(): File[] {
		return Array.from(this.#input.files ?? []).filter((file) => !this.#given.has(file));
	}

	/** Empties a field that holds what nobody gave. */
	#clearStrange(): File[] {
		const strangers = this.#strangers();
		if (strangers.length > 0) this.#empty();
		return strangers;
	}

	/** Takes a file in for which a substitute is wanted; it is out of the field already. */
	#take([file]: readonly File[]): void {
		if (!file) return;
		this.#taken = file.name;
		this.#set("pending");
		this.#events.onTaken(file);
	}

	#onPick = (event: Event): void => {
		if (event.composedPath()[0] !== this.#input && event.target !== this.#input) return;
		const strangers = this.#clearStrange();
		if (strangers.length > 0) {
			event.stopImmediatePropagation();
			this.#take(strangers);
		} else if (this.#input.files?.length === 0) {
			// The second of the two events of one choice tells of nothing: the page hears of the substitute.
			if (this.#state === "pending") event.stopImmediatePropagation();
			else if (this.#state === "ready") {
				this.#set("empty");
				this.#events.onCleared();
			}
		}
	};

	#isOurs(event: Event): boolean {
		const form = event.composedPath()[0] ?? event.target;
		return form instanceof HTMLFormElement && form === this.#input.form;
	}

	#onSubmit = (event: Event): void => {
		if (!this.#isOurs(event)) return;
		const strangers = this.#clearStrange();
		this.#take(strangers);
		if (this.#state !== "pending") return;
		event.preventDefault();
		event.stopImmediatePropagation();
		this.#events.onBlocked();
	};

	#onFormData = (event: Event): void => {
		if (!this.#isOurs(event)) return;
		const strangers = this.#clearStrange();
		const { formData } = event as FormDataEvent;
		const { name } = this.#input;
		if (strangers.length > 0 && name !== "") {
			const others = formData.getAll(name).filter((value) => !(value instanceof File && isOne(value, strangers)));
			formData.delete(name);
			for (const value of others) formData.append(name, value);
		}
		this.#take(strangers);
	};

	#onReset = (event: Event): void => {
		if (!this.#isOurs(event) || this.#state === "empty") return;
		// The field itself is emptied by the browser, if no listener forbids it.
		queueMicrotask(() => {
			if (event.defaultPrevented) return;
			this.clear();
			this.#events.onCleared();
		});
	};
}

function isOne(file: File, files: readonly File[]): boolean {
	return files.some(
		(one) =>
			one === file || (one.name === file.name && one.size === file.size && one.lastModified === file.lastModified),
	);
}
