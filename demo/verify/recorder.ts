/** Something that was asked of a network, or that happened in between, for the list of "Verify it yourself". */
export interface Entry {
	/** Milliseconds since 1970. */
	readonly at: number;
	/** What was asked for; absent for an event of the page. */
	readonly url?: string;
	/** What it was for: "script", "fetch", "worker" … or the event. */
	readonly what: string;
	/** Who saw it. */
	readonly seenBy: "page" | "service worker";
	readonly outcome: "answered" | "cache" | "refused" | "blocked" | "event";
	/** Bytes that came from a network; undefined where the browser does not say. */
	readonly bytes?: number;
	/** Directive of the policy that blocked it. */
	readonly directive?: string;
}

const entries: Entry[] = [];
const listeners = new Set<() => void>();

/** What happened since the page was opened, in the order of time. */
export function recorded(): readonly Entry[] {
	// Some browsers also give times for what their policy stopped: one line is enough, the one that says so.
	const blocked = new Set(entries.filter(({ outcome }) => outcome === "blocked").map(({ url }) => url));
	return entries
		.filter(({ url, outcome }) => outcome === "blocked" || url === undefined || !blocked.has(url))
		.sort((a, b) => a.at - b.at);
}

/** Calls `listener` after every change. */
export function onRecord(listener: () => void): void {
	listeners.add(listener);
}

function add(entry: Entry): void {
	entries.push(entry);
	for (const listener of listeners) listener();
}

const EVENTS = {
	"standin-open": "A table was opened",
	"standin-start": "A run began",
	"standin-result": "The synthetic table was ready",
	"standin-report": "The report was ready",
} as const;

/** Begins to record, as early as the page's first script runs: what came before is in the browser's own buffer. */
export function record(): void {
	new PerformanceObserver((list) => {
		for (const timing of list.getEntries() as PerformanceResourceTiming[]) add(answered(timing));
	}).observe({ type: "resource", buffered: true });
	for (const timing of performance.getEntriesByType("navigation")) {
		add(answered(timing as PerformanceResourceTiming));
	}
	document.addEventListener("securitypolicyviolation", (event) =>
		add({
			at: Date.now(),
			url: event.blockedURI,
			what: "attempt",
			seenBy: "page",
			outcome: "blocked",
			directive: event.effectiveDirective,
		}),
	);
	navigator.serviceWorker?.addEventListener("message", ({ data }) => {
		if (data?.standin !== "request") return;
		// What the page itself asked for, it has seen itself; the service worker adds what it cannot see.
		if (data.by === "window" && data.how !== "refused") return;
		const outcome = data.how === "refused" ? "refused" : data.how === "cache" ? "cache" : "answered";
		const what = `${data.method} ${data.by === "window" ? "by the page" : "by a worker"}`;
		add({ at: data.at, url: data.url, what, seenBy: "service worker", outcome });
	});
	for (const [event, what] of Object.entries(EVENTS)) {
		document.addEventListener(event, () => add({ at: Date.now(), what, seenBy: "page", outcome: "event" }));
	}
}

function answered(timing: PerformanceResourceTiming): Entry {
	return {
		at: performance.timeOrigin + timing.startTime,
		url: timing.name,
		what: timing.entryType === "navigation" ? "page" : timing.initiatorType,
		seenBy: "page",
		outcome: timing.transferSize === 0 ? "cache" : "answered",
		bytes: timing.transferSize,
	};
}
