/**
 * What a page shows once `<stand-in>` hands on its file: where to, how far, and what came of it. Written for the three
 * examples in this folder; copy it and change it as you like.
 *
 *   depositForm(element, { host, connect(token) { return createPortal(…) }, needsToken, needsPerson, target })
 */
import { deposit } from "./portals.js";

function el(tag, properties = {}, ...children) {
	const made = Object.assign(document.createElement(tag), properties);
	made.append(...children);
	return made;
}

const field = (label, input) => el("p", {}, el("label", {}, `${label} `, input));

export function depositForm(element, { host, connect, needsToken, needsPerson, target }) {
	let handOver;
	let stop;
	let portal;
	let datasets = [];
	const token = el("input", { type: "password", autocomplete: "off", required: needsToken });
	const into = el("select");
	const title = el("input", { required: true });
	const place = el("select");
	const author = el("input", { required: needsPerson });
	const email = el("input", { type: "email", required: needsPerson });
	const open = el("button", { type: "button" }, `Connect to ${host}`);
	const send = el("button", {}, "Upload");
	const cancel = el("button", { type: "button", hidden: true }, "Cancel");
	const progress = el("progress", { max: 1, value: 0, hidden: true, ariaLabel: "Upload" });
	const message = el("p", { role: "status" });
	const placeField = field("In", place);
	const newFields = el(
		"div",
		{},
		field("Title of the new dataset", title),
		placeField,
		...(needsPerson ? [field("Author (Family, Given)", author), field("Contact email, not shown", email)] : []),
	);
	const chosen = el("fieldset", { hidden: true }, field("Dataset", into), newFields, el("p", {}, send, " ", cancel));
	const form = el(
		"form",
		{ hidden: true },
		el("h2", {}, `Upload to ${host}`),
		el("p", {}, "The synthetic file, its report and a note of how it was made. Nothing is published."),
		...(needsToken ? [field("API token, forgotten when this page is closed", token)] : []),
		el("p", {}, open),
		chosen,
		progress,
		message,
	);
	element.after(form);

	const isNew = () => into.value === "";
	const showNew = () => {
		newFields.hidden = !isNew();
		for (const input of newFields.querySelectorAll("input, select")) input.disabled = !isNew();
	};
	into.addEventListener("change", showNew);

	element.addEventListener("standin-hand-on", ({ detail }) => {
		handOver = { ...detail, settings: element.settings };
		title.value ||= detail.file.name.replace(/\.synthetic\.csv$/, ", synthetic");
		message.textContent = "";
		form.hidden = false;
		form.scrollIntoView();
		(needsToken ? token : open).focus();
	});

	open.addEventListener("click", async () => {
		message.textContent = `Asking ${host} …`;
		open.disabled = true;
		try {
			portal = connect(token.value.trim());
			const { account, places } = await portal.describe();
			datasets = await portal.list();
			into.replaceChildren(
				el("option", { value: "" }, "A new dataset that only you see"),
				...datasets.map(({ id, title: name, public: open }) =>
					el("option", { value: id }, open ? `${name} (public)` : name),
				),
			);
			place.replaceChildren(...places.map(({ id, title: name }) => el("option", { value: id }, name)));
			placeField.hidden = places.length === 0;
			if (target && datasets.some(({ id }) => id === target)) into.value = target;
			chosen.hidden = false;
			showNew();
			message.textContent = account ? `Connected as ${account}.` : "Connected.";
		} catch (error) {
			message.textContent = error.message;
		}
		open.disabled = false;
	});

	cancel.addEventListener("click", () => stop?.abort(new Error("Cancelled. Nothing was left at the portal.")));

	form.addEventListener("submit", async (event) => {
		event.preventDefault();
		if (!portal || stop) return;
		stop = new AbortController();
		send.disabled = true;
		cancel.hidden = progress.hidden = false;
		message.textContent = "Uploading …";
		const existing = datasets.find(({ id }) => id === into.value);
		const made = { title: title.value, place: place.value, author: author.value, email: email.value };
		try {
			const { dataset, files } = await deposit(portal, handOver, {
				into: existing ?? made,
				public:
					existing?.public === true &&
					confirm(`"${existing.title}" is public: everyone will see the file at once. Upload it?`),
				signal: stop.signal,
				onProgress: ({ sent, total }) => {
					progress.value = total > 0 ? sent / total : 1;
				},
			});
			const link = el("a", { href: dataset.url }, dataset.title);
			message.replaceChildren(`${files.length} files are in `, link, ". Look at them there, then publish if you wish.");
		} catch (error) {
			message.textContent = error.message;
		}
		stop = undefined;
		send.disabled = false;
		cancel.hidden = progress.hidden = true;
	});
}
