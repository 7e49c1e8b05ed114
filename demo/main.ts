import "../src/element/index";
import { fill, h } from "./dom";
import { createMakePage } from "./make/page";
import { keepForOffline, OFFLINE_TEXTS, onOffline } from "./offline/offline";
import { themeButton } from "./theme";
import { record } from "./verify/recorder";

/** Pages by the fragment that names them; each is built when it is first opened. */
const PAGES: Readonly<Record<string, { title: string; build(): Promise<HTMLElement> | HTMLElement }>> = {
	make: { title: "Standin: synthetic tables, made in your tab", build: createMakePage },
	protect: {
		title: "Standin: protect an upload",
		build: async () => (await import("./protect/page")).createProtectPage(),
	},
	embed: {
		title: "Standin: put it into your page",
		build: async () => (await import("./embed/page")).createEmbedPage(),
	},
	explore: {
		title: "Standin: causal explorer",
		build: async () => (await import("./explore/page")).createExplorePage(),
	},
	verify: {
		title: "Standin: verify it yourself",
		build: async () => (await import("./verify/page")).createVerifyPage(),
	},
};

record();

const main = document.getElementById("main") as HTMLElement;
const built = new Map<string, HTMLElement>();

/** Shows the page the address names. */
async function show(name: string, focus: boolean): Promise<void> {
	const page = PAGES[name];
	if (!page) return;
	for (const link of document.querySelectorAll<HTMLAnchorElement>("[data-page]")) {
		if (link.dataset.page === name) link.setAttribute("aria-current", "page");
		else link.removeAttribute("aria-current");
	}
	document.title = page.title;
	const box = built.get(name) ?? h("div", { id: `page-${name}` });
	if (!built.has(name)) {
		built.set(name, box);
		main.append(box);
	}
	for (const one of built.values()) one.hidden = one !== box;
	if (focus) {
		window.scrollTo({ top: 0 });
		main.focus({ preventScroll: true });
	}
	if (box.childElementCount > 0) return;
	try {
		fill(box, await page.build());
	} catch (error) {
		fill(box, h("p", { class: "frame message error" }, `This page could not be started: ${String(error)}`));
	}
}

/** The page an address fragment names; undefined for fragments that point at a place within a page. */
function pageOf(hash: string): string | undefined {
	const name = hash.replace("#", "") || "make";
	return name in PAGES ? name : undefined;
}

document.querySelector(".top-bar")?.append(themeButton());
void show(pageOf(location.hash) ?? "make", false);
window.addEventListener("hashchange", () => {
	const page = pageOf(location.hash);
	if (page) void show(page, true);
});

const offline = document.getElementById("offline");
onOffline((state) => {
	if (offline) offline.textContent = OFFLINE_TEXTS[state];
});
window.addEventListener("load", () => void keepForOffline(), { once: true });
