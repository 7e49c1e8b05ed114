import { fill, h, uniqueId } from "../dom";
import { download } from "../download";
import { OFFLINE_TEXTS, onOffline } from "../offline/offline";
import { attemptToSend, WAYS } from "./attempts";
import { policy } from "./policy";
import { type Entry, onRecord, recorded } from "./recorder";

const OUTCOMES: Readonly<Record<Entry["outcome"], string>> = {
	answered: "from this site",
	cache: "from the cache",
	refused: "refused by the service worker",
	blocked: "blocked by the policy",
	event: "",
};

/** What was asked of any network since the page was opened, the policy it runs under, and what that does not show. */
export function createVerifyPage(): HTMLElement {
	return h(
		"div",
		{ class: "frame verify" },
		h(
			"header",
			{ class: "stack" },
			h("h1", { class: "smaller" }, "Verify it yourself"),
			h(
				"p",
				{ class: "lead" },
				"Standin says that no row of your table leaves this tab. Here is what can be checked, and how, without trusting that sentence.",
			),
		),
		section("Cut the connection", disconnected()),
		section("Requests of this page", requests()),
		section("The policy this page runs under", policyTable()),
		section("What this shows, and what it does not", limits()),
	);
}

function section(title: string, ...content: HTMLElement[]): HTMLElement {
	const id = uniqueId("verify");
	return h("section", { class: "stack", "aria-labelledby": id }, h("h2", { id }, title), content);
}

function disconnected(): HTMLElement {
	const state = h("p", { class: "message offline-state", role: "status" });
	onOffline((now) => {
		state.classList.toggle("good", now === "ready");
		fill(state, OFFLINE_TEXTS[now]);
	});
	return h(
		"div",
		{ class: "stack" },
		h(
			"p",
			{},
			"The strongest check needs no tool: once the line below says that the page works without a network, switch the network off, then make a table. What cannot be sent has not been sent. Close the tab before you switch it on again: table and model are gone with it.",
		),
		state,
	);
}

function requests(): HTMLElement {
	const summary = h("p", { class: "request-summary" });
	const body = h("tbody", {});
	const tried = h("p", { class: "small", role: "status" });
	let begun = 0;
	const show = () => {
		const entries = recorded();
		fill(summary, summaryOf(entries));
		fill(body, entries.map(row));
		if (begun === 0) return;
		const blocked = entries.filter(({ outcome, at }) => outcome === "blocked" && at >= begun).length;
		fill(
			tried,
			`Tried to send the word “attempt” to another site in ${WAYS} ways: the browser has blocked ${Math.min(blocked, WAYS)} of them.`,
		);
	};
	const attempt = () => {
		begun = Date.now();
		attemptToSend();
		show();
	};
	const save = () =>
		download(new Blob([JSON.stringify(recorded(), null, "\t")], { type: "application/json" }), "standin-requests.json");
	onRecord(show);
	show();
	return h(
		"div",
		{ class: "stack" },
		summary,
		h(
			"div",
			{ class: "table-scroll requests", tabindex: "0", role: "region", "aria-label": "List of requests" },
			h(
				"table",
				{ class: "data" },
				h("caption", { class: "visually-hidden" }, "Requests and events since this page was opened"),
				h("thead", {}, h("tr", {}, ["Time", "What", "Where", "Answer", "Bytes", "Seen by"].map(head))),
				body,
			),
		),
		h(
			"div",
			{ class: "button-row" },
			h("button", { class: "button small", type: "button", onClick: attempt }, "Try to send something out"),
			h("button", { class: "button small", type: "button", onClick: save }, "Download this list"),
		),
		tried,
	);
}

const head = (text: string) => h("th", { scope: "col" }, text);

function summaryOf(entries: readonly Entry[]): string {
	const asked = entries.filter(({ outcome }) => outcome !== "event");
	const through = asked.filter(({ outcome }) => outcome === "answered" || outcome === "cache");
	const elsewhere = through.filter(({ url }) => !isHere(url));
	const stopped = asked.length - through.length;
	return [
		`${through.length} requests since this page was opened, ${elsewhere.length} of them to other sites.`,
		stopped > 0 && `${stopped} more ${stopped === 1 ? "was" : "were"} stopped.`,
	]
		.filter(Boolean)
		.join(" ");
}

const isHere = (url: string | undefined) =>
	url !== undefined && (url.startsWith("blob:") || new URL(url, location.href).origin === location.origin);

function row(entry: Entry): HTMLElement {
	const { at, what, url, outcome, bytes, directive, seenBy } = entry;
	const time = new Date(at).toISOString().slice(11, 23);
	if (outcome === "event") {
		return h("tr", { class: "event" }, h("td", { class: "figure" }, time), h("td", { colspan: "5" }, what));
	}
	const stopped = outcome === "blocked" || outcome === "refused";
	return h(
		"tr",
		{ class: stopped ? "stopped" : undefined },
		h("td", { class: "figure" }, time),
		h("td", {}, what),
		h("td", { class: "address", title: url }, shortened(url ?? "")),
		h("td", {}, directive ? `${OUTCOMES[outcome]} (${directive})` : OUTCOMES[outcome]),
		h("td", { class: "number" }, bytes === undefined ? "" : bytes.toLocaleString("en")),
		h("td", {}, seenBy),
	);
}

/** Files of this site by their path from here, others in full. */
function shortened(url: string): string {
	const here = new URL("./", location.href).href;
	const near = url.startsWith(here) ? url.slice(here.length).split("#")[0] || "this page" : url;
	return near.length > 60 ? `${near.slice(0, 40)}…${near.slice(-18)}` : near;
}

function policyTable(): HTMLElement {
	return h(
		"div",
		{ class: "stack" },
		h(
			"p",
			{},
			"A Content-Security-Policy is obeyed by the browser, whatever a page’s scripts want. This one is written in the first lines of the page.",
		),
		h(
			"div",
			{ class: "table-scroll", tabindex: "0", role: "region", "aria-label": "Content-Security-Policy" },
			h(
				"table",
				{ class: "data policy" },
				h("thead", {}, h("tr", {}, ["Directive", "Allows", "What that means"].map(head))),
				h(
					"tbody",
					{},
					policy().map(({ name, sources, means }) =>
						h("tr", {}, h("td", {}, h("code", {}, name)), h("td", {}, h("code", {}, sources)), h("td", {}, means)),
					),
				),
			),
		),
	);
}

function limits(): HTMLElement {
	const shows = [
		"Every request of this page that the browser reports to it, from the first file on, with the bytes that came in.",
		"Every attempt that the policy has blocked.",
		"Once the page works without a network, every request of its workers as well, those of this site in other tabs included. From then on a service worker answers them from its own list of files and refuses all others, and workers run under the policy above.",
	];
	const not = [
		"On the very first visit, until the page works without a network, requests of workers are not in this list: a page cannot see them. The browser’s own network tab (F12) can.",
		"What browser extensions, other programs or the browser itself send.",
		"That the code is what it claims to be: a page cannot vouch for itself. The service worker’s file lists every file with its SHA-256, to be compared with a build of your own.",
		"What you do with a file after you have downloaded it.",
	];
	return h(
		"div",
		{ class: "limits" },
		h("div", {}, h("h3", {}, "Shown"), list(shows)),
		h(
			"div",
			{},
			h("h3", {}, "Not shown"),
			list(not),
			h("p", { class: "small" }, h("a", { href: "./service-worker.js" }, "The service worker’s file")),
		),
	);
}

const list = (items: readonly string[]) =>
	h(
		"ul",
		{ class: "points" },
		items.map((item) => h("li", {}, item)),
	);
