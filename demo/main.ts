import { fill, h } from "./dom";
import { createStandinPage } from "./synth/page";
import { themeButton } from "./theme";

const pages = ["standin", "explore"] as const;
type Page = (typeof pages)[number];

const standin = document.getElementById("page-standin") as HTMLElement;
const explore = document.getElementById("page-explore") as HTMLElement;
let exploreStarted = false;

/** Shows the page the address names; the explorer's code is fetched when it is first opened. */
async function show(page: Page, focus: boolean): Promise<void> {
	standin.hidden = page !== "standin";
	explore.hidden = page !== "explore";
	for (const link of document.querySelectorAll<HTMLAnchorElement>("[data-page]")) {
		if (link.dataset.page === page) link.setAttribute("aria-current", "page");
		else link.removeAttribute("aria-current");
	}
	document.title = page === "explore" ? "Standin: causal explorer" : "Standin: synthetic tables, made in your tab";
	if (focus) {
		window.scrollTo({ top: 0 });
		document.getElementById("main")?.focus({ preventScroll: true });
	}
	if (page === "explore" && !exploreStarted) {
		exploreStarted = true;
		try {
			const { createExplorePage } = await import("./explore/page");
			explore.replaceChildren(createExplorePage());
		} catch (error) {
			exploreStarted = false;
			fill(explore, h("p", { class: "frame message error" }, `The explorer could not be started: ${String(error)}`));
		}
	}
}

/** The page an address fragment names; undefined for fragments that point at a place within a page. */
function pageOf(hash: string): Page | undefined {
	return pages.find((page) => hash === `#${page}`) ?? (hash === "" ? "standin" : undefined);
}

document.querySelector(".top-bar")?.append(themeButton());
standin.replaceChildren(createStandinPage());
void show(pageOf(location.hash) ?? "standin", false);
window.addEventListener("hashchange", () => {
	const page = pageOf(location.hash);
	if (page) void show(page, true);
});
