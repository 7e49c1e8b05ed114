import { fill, h } from "../dom";
import { showSent } from "../sent";
import { EXAMPLES, type Example, partsOf, run, snippetOf } from "./examples";
import "./examples/look.css";

const INSTALL = `npm install standin`;
const IMPORT_MAP = `<!-- Without a bundler: host the package's folder dist, and say where it lies. -->
<script type="importmap">
	{
		"imports": {
			"standin": "/standin/dist/index.js",
			"standin/element": "/standin/dist/element.js",
			"standin/report": "/standin/dist/report.js",
			"standin/portals": "/standin/dist/portals.js",
			"standin/causal": "/standin/dist/causal.js"
		}
	}
</script>`;

/** Snippets to copy into a page of one's own; each also runs here, from the same files. */
export function createEmbedPage(): HTMLElement {
	return h(
		"div",
		{ class: "frame embed" },
		h(
			"header",
			{ class: "stack" },
			h("h1", { class: "smaller" }, "Put it into your page"),
			h(
				"p",
				{ class: "lead" },
				"One install, one tag. Each example below runs on this page; what you copy is what runs.",
			),
		),
		h(
			"section",
			{ class: "stack", "aria-label": "How to install it" },
			snippet(INSTALL, "Install"),
			snippet(IMPORT_MAP, "Import map"),
		),
		EXAMPLES.map(exampleSection),
	);
}

/** An example that can be folded; on a phone only the first is open at once. */
function exampleSection(example: Example, index: number): HTMLElement {
	const { name, title, says } = example;
	const code = h("div", {});
	const live = h("div", { class: "live", "data-example": name });
	const open = index === 0 || !matchMedia("(max-width: 560px)").matches;
	const section = h(
		"details",
		{ class: "example", open },
		h("summary", {}, h("h2", {}, title)),
		h("div", { class: "example-body" }, h("p", { class: "muted" }, says), code, live),
	);
	whenNear(live, async () => {
		const parts = await partsOf(example);
		fill(code, snippet(snippetOf(parts), title));
		start(live, parts.html);
		await run(example);
	});
	return section;
}

/** Puts the markup of an example, which is a constant of this site, into the page; a form shows what it would send. */
function start(live: HTMLElement, markup: string): void {
	const template = document.createElement("template");
	template.innerHTML = markup;
	const sent = h("div", { class: "stack", role: "status" });
	fill(live, h("p", { class: "small muted live-label" }, "Live"), template.content, sent);
	for (const form of live.querySelectorAll("form")) {
		form.addEventListener("submit", (event) => {
			event.preventDefault();
			void showSent(sent, new FormData(form));
		});
	}
}

function snippet(text: string, of: string): HTMLElement {
	const label = "Copy";
	const button = h(
		"button",
		{
			class: "button small copy",
			type: "button",
			onClick: async () => {
				try {
					await navigator.clipboard.writeText(text);
					fill(button, "Copied");
				} catch {
					getSelection()?.selectAllChildren(code);
					fill(button, "Selected: copy it by keyboard");
				}
				setTimeout(() => fill(button, label), 2500);
			},
		},
		label,
	);
	const code = h("code", {}, text);
	return h(
		"div",
		{ class: "snippet" },
		h("pre", { tabindex: "0", "aria-label": `Code: ${of}`, role: "region" }, code),
		button,
	);
}

/** Calls `begin` once, when an element comes near to what is seen. */
function whenNear(element: HTMLElement, begin: () => Promise<void>): void {
	const watch = new IntersectionObserver(
		(entries) => {
			if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
			watch.disconnect();
			begin().catch((error) => element.append(h("p", { class: "message error" }, String(error))));
		},
		{ rootMargin: "600px" },
	);
	watch.observe(element);
}
