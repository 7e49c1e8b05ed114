import { acceptedFiles, protectUpload } from "../../src/element/index";
import { h } from "../dom";
import { showSent } from "../sent";

/** A form as a portal has one: it shows what it would have sent, and sends nothing. */
export function createProtectPage(): HTMLElement {
	const input = h("input", { type: "file", id: "upload", name: "table", accept: acceptedFiles, required: true });
	const sent = h("div", { class: "stack", role: "status" });
	const form = h(
		"form",
		{ class: "card stack upload-form", onSubmit: (event: Event) => void show(event) },
		h(
			"div",
			{ class: "field" },
			h("label", { for: "title" }, "Title of the data set"),
			h("input", { class: "input", id: "title", name: "title", value: "Visits of 2024" }),
		),
		h("div", { class: "field" }, h("label", { for: "upload" }, "Table"), input),
		h("div", { class: "button-row" }, h("button", { class: "button primary", type: "submit" }, "Upload")),
	);
	async function show(event: Event): Promise<void> {
		event.preventDefault();
		await showSent(sent, new FormData(form));
	}
	protectUpload(input);
	return h(
		"div",
		{ class: "frame protect" },
		h(
			"header",
			{ class: "stack" },
			h("h1", { class: "smaller" }, "Protect an upload"),
			h(
				"p",
				{ class: "lead" },
				"One line of script protects a file field that a portal already has. Choose a table with people in it: ",
				"the file is taken out of the form at once, and only its synthetic version can go.",
			),
		),
		form,
		sent,
	);
}
