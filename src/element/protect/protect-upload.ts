import type { StandInElement } from "../stand-in-element";
import { ProtectionElement } from "./protection";
import { type GuardState, UploadGuard } from "./upload-guard";

export interface ProtectOptions {
	/** Called with the flow's element before it is used: to name workers' files, a generator, rows. */
	setUp?: (element: StandInElement) => void;
}

/** A file field under protection. */
export interface Protection {
	/** `"pending"` while a file was chosen and nothing may go in its place. */
	readonly state: GuardState;
	/** The element that stands beside the field, with the flow in a dialog. */
	readonly element: HTMLElement;
	/** Ends the protection and empties the field. */
	end(): void;
}

const protections = new WeakMap<HTMLInputElement, Protection>();

/**
 * Protects a file field: a chosen file is taken out of the form at once, and only a synthetic version of it, made in
 * the tab and named as such ("visits.synthetic.csv"), goes in. Whatever fails or is cut short in between leaves the
 * form without a file. Call it before the page's own scripts listen to the field: what read the file before is beyond it.
 * A field that was protected already keeps its protection. Throws `TypeError` for anything but a file field.
 */
export function protectUpload(input: HTMLInputElement, options: ProtectOptions = {}): Protection {
	if (!(input instanceof HTMLInputElement) || input.type !== "file") {
		throw new TypeError('protectUpload protects an <input type="file">; this is none.');
	}
	const known = protections.get(input);
	if (known) return known;
	const beside = new ProtectionElement();
	const text = (name: string) => beside.pendingText(name);
	const guard = new UploadGuard(input, text, {
		onTaken(file) {
			Object.assign(beside, { original: file.name, given: "", cancelled: false });
			show();
			void beside.updateComplete.then(() => {
				beside.show();
				return beside.flow.open(file, file.name);
			});
		},
		onCleared() {
			beside.cancelled = false;
			stop();
		},
		onBlocked: () => beside.show(),
	});
	const show = () => {
		beside.state = guard.state;
	};
	const stop = () => {
		beside.hide();
		beside.flow?.reset();
		show();
	};
	beside.setUp = (flow) => options.setUp?.(flow);
	beside.onCancel = () => {
		guard.clear();
		beside.cancelled = true;
		stop();
	};
	beside.addEventListener("standin-hand-on", (event) => {
		const { file } = (event as CustomEvent<{ file: File }>).detail;
		guard.give(file);
		beside.given = file.name;
		beside.hide();
		show();
	});
	// A file that was given for one result does not stand for another.
	for (const type of ["standin-withdraw", "standin-open", "standin-result"]) {
		beside.addEventListener(type, () => {
			if (guard.state === "ready") guard.takeBack();
			show();
		});
	}
	// The flow has a table to look at from here on.
	for (const type of ["standin-result", "standin-report"]) {
		beside.addEventListener(type, () => {
			guard.tellAnew();
			beside.requestUpdate();
		});
	}
	// Within a label every click on the flow would be one on the field.
	(input.closest("label") ?? input).after(beside);
	const protection: Protection = {
		get state() {
			return guard.state;
		},
		element: beside,
		end() {
			guard.end();
			protections.delete(input);
			beside.remove();
		},
	};
	protections.set(input, protection);
	// Markup that waits for its protection is disabled until then, so that nothing goes where this script never ran.
	if (input.hasAttribute(ATTRIBUTE)) input.disabled = false;
	return protection;
}

const ATTRIBUTE = "data-standin-protect";

/**
 * Protects every `<input type="file" data-standin-protect>` below `root` that is not yet. Write such fields `disabled`:
 * they are enabled with their protection, and where the script does not run at all, the form sends no file.
 */
export function protectUploads(root: ParentNode, options: ProtectOptions = {}): Protection[] {
	const inputs = root.querySelectorAll<HTMLInputElement>(`input[type="file"][${ATTRIBUTE}]`);
	return Array.from(inputs, (input) => protectUpload(input, options));
}
