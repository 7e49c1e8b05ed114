import { fill, h } from "./dom";

/** Shows what a form would have sent, field by field. */
export async function showSent(into: HTMLElement, data: FormData): Promise<void> {
	const parts = await Promise.all([...data].map(([name, value]) => part(name, value)));
	fill(into, h("h3", {}, "This form would have sent"), parts.length > 0 ? parts : h("p", {}, "nothing"));
}

async function part(name: string, value: FormDataEntryValue): Promise<HTMLElement> {
	if (typeof value === "string") return h("p", {}, h("strong", {}, `${name}: `), value || "(empty)");
	if (value.size === 0 && value.name === "") return h("p", {}, h("strong", {}, `${name}: `), "no file");
	const beginning = await value.slice(0, 1200).text();
	// Zero bytes are in every file of a format that is no text.
	const text = beginning.includes("\0") ? "A file of a format that is no text." : beginning;
	return h(
		"div",
		{ class: "stack" },
		h("p", {}, h("strong", {}, `${name}: `), `${value.name}, ${value.size.toLocaleString("en")} bytes`),
		h("pre", { class: "card sent", tabindex: "0", role: "region", "aria-label": `Beginning of ${value.name}` }, text),
	);
}
