/** How far the site is from working without a network. */
export type OfflineState = "preparing" | "ready" | "newer" | "failed" | "unsupported";

export const OFFLINE_TEXTS: Readonly<Record<OfflineState, string>> = {
	preparing: "Getting ready to work without a network …",
	ready: "Works without a network from now on, all but the reference of the documentation.",
	newer: "A newer version is ready. It is used once all tabs of this page are closed.",
	failed: "Needs a network this time: its files could not all be kept.",
	unsupported: "Needs a network: this browser or address does not keep pages for use without one.",
};

let state: OfflineState = "preparing";
const listeners = new Set<(state: OfflineState) => void>();

/** Calls `listener` with the state now and with every later one. */
export function onOffline(listener: (state: OfflineState) => void): void {
	listeners.add(listener);
	listener(state);
}

/** Registers the service worker, which keeps the site's files; nothing on the page waits for it. */
export async function keepForOffline(): Promise<void> {
	const path = document.querySelector<HTMLMetaElement>('meta[name="service-worker"]')?.content;
	if (!path || !("serviceWorker" in navigator)) return set("unsupported");
	try {
		const url = new URL(path, document.baseURI);
		const registration = await navigator.serviceWorker.register(url, { updateViaCache: "none" });
		if (!registration) return set("unsupported");
		follow(registration, registration.installing);
		registration.addEventListener("updatefound", () => follow(registration, registration.installing));
		if (registration.waiting) set("newer");
		else if (registration.active) set("ready");
	} catch {
		set("failed");
	}
}

function follow(registration: ServiceWorkerRegistration, worker: ServiceWorker | null): void {
	worker?.addEventListener("statechange", () => {
		if (worker.state === "activated") set("ready");
		else if (worker.state === "installed" && registration.active) set("newer");
		else if (worker.state === "redundant" && !registration.active) set("failed");
	});
}

function set(next: OfflineState): void {
	state = next;
	for (const listener of listeners) listener(next);
}
