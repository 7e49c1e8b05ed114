import { histogram } from "../../src/charts";
import type { StandInElement } from "../../src/element/index";
import { toSvg } from "../../src/element/to-svg";
import { h } from "../dom";

/** The page that makes a synthetic table: the element, with a headline as long as it is empty. */
export function createMakePage(): HTMLElement {
	const sample = h(
		"button",
		{ class: "button large", type: "button", slot: "start", onClick: () => void openSample() },
		"Try it with sample data",
	);
	const element = h("stand-in", { class: "flow-element" }, sample);
	async function openSample(): Promise<void> {
		sample.disabled = true;
		const { drawSample } = await import("../sample");
		await element.open(await drawSample(), "clinic-visits.csv");
		sample.disabled = false;
	}
	const page = h("div", { class: "make" }, headline(), element, promises(), motif());
	const show = () => page.classList.toggle("begun", element.state !== "empty" && element.state !== "reading");
	for (const event of ["standin-open", "standin-result"]) element.addEventListener(event, show);
	acceptDrops(element);
	return page;
}

function headline(): HTMLElement {
	return h(
		"div",
		{ class: "headline" },
		h("h1", {}, "A table you can share, in place of one you can’t."),
		h(
			"p",
			{ class: "lead" },
			"Standin learns the shape of your table and writes a new one: same columns, same patterns, rows of its own. ",
			"All of it happens in this tab.",
		),
	);
}

function promises(): HTMLElement {
	return h(
		"ul",
		{ class: "promises" },
		h("li", {}, "Your file is read here and stays here. Watch the network tab: nothing is sent."),
		h("li", {}, "A generative model is trained on your own graphics card or processor."),
		h("li", {}, "A report shows how faithful the synthetic table is, and what an attacker could learn from it."),
	);
}

/** Takes files dropped anywhere on the page. */
function acceptDrops(element: StandInElement): void {
	document.addEventListener("dragover", (event) => {
		if (event.dataTransfer?.types.includes("Files")) event.preventDefault();
	});
	document.addEventListener("drop", (event) => {
		if (event.defaultPrevented || !element.checkVisibility()) return;
		const file = event.dataTransfer?.files[0];
		if (!file) return;
		event.preventDefault();
		if (element.state !== "running") void element.open(file, file.name);
	});
}

/** Two humps as bars and as a line: grey is real, coloured is synthetic, here as everywhere on the page. */
function motif(): HTMLElement {
	const bins = 64;
	const hump = (i: number, at: number, width: number) => Math.exp(-(((i - at) / width) ** 2));
	const smooth = Array.from({ length: bins }, (_, i) => hump(i, 19, 9) + 0.62 * hump(i, 42, 7) + 0.05);
	const rough = smooth.map((share, i) => share * (1 + 0.1 * Math.sin(i * 2.4) + 0.06 * Math.sin(i * 5.1)));
	const chart = toSvg(
		histogram(
			{
				name: "",
				shape: "bins",
				labels: smooth.map(() => ""),
				edges: [],
				axis: undefined,
				format: String,
				shares: [rough, smooth],
				missing: [0, 0],
				others: [0, 0],
			},
			{ width: 1280, height: 150, axis: false },
		),
	);
	chart.setAttribute("preserveAspectRatio", "none");
	chart.querySelector(".hover")?.remove();
	chart.querySelector("path")?.setAttribute("pathLength", "1");
	chart.removeAttribute("role");
	chart.removeAttribute("aria-label");
	return h("div", { class: "motif", "aria-hidden": "true" }, chart);
}
