/*
 * Keeps this site for use without a network, and lets nothing else through.
 *
 * Every file below is fetched once, compared with its SHA-256 and kept. From then on the page, and the workers that
 * compute for it, get these files from the cache and nothing from anywhere: a request for anything else is refused.
 * The build writes version, policy and list; the rest is as its authors wrote it, to be read.
 */
const VERSION = "%version%";
/** The policy of the page; its workers get it too, with the answer that brings their code. */
const POLICY = "%policy%";
/** Path of each file from here, and the SHA-256 of its content. */
const FILES = "%files%";

const SCOPE = new URL("./", self.location.href).href;
// Other sites of this origin, under other paths, have caches of their own.
const OWN = `standin ${SCOPE} `;
const CACHE = OWN + VERSION;

self.addEventListener("install", (event) => event.waitUntil(install()));
self.addEventListener("activate", (event) => event.waitUntil(activate()));
self.addEventListener("fetch", (event) => {
	if (/^https?:/.test(event.request.url)) event.respondWith(answer(event));
});

async function install() {
	try {
		const cache = await caches.open(CACHE);
		await Promise.all(Object.entries(FILES).map(([path, hash]) => keep(cache, path, hash)));
	} catch (error) {
		await caches.delete(CACHE);
		throw error;
	}
}

/** Puts a file into the cache: from an earlier version where it has not changed, else from the server. */
async function keep(cache, path, hash) {
	const url = SCOPE + path;
	for (const from of [() => caches.match(url), () => fetch(url), () => fetch(url, { cache: "reload" })]) {
		const response = await from();
		if (response?.ok && (await sha256(response.clone())) === hash) return cache.put(url, response);
	}
	throw new Error(`${path} is not the file of version ${VERSION}.`);
}

async function sha256(response) {
	const digest = await crypto.subtle.digest("SHA-256", await response.arrayBuffer());
	return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

async function activate() {
	const names = await caches.keys();
	const old = names.filter((name) => name.startsWith(OWN) && name !== CACHE);
	await Promise.all(old.map((name) => caches.delete(name)));
	await self.clients.claim();
}

async function answer(event) {
	const { request } = event;
	const path = pathOf(request);
	const client = event.clientId ? await self.clients.get(event.clientId) : undefined;
	const note = (how) => tell({ url: request.url, method: request.method, by: client?.type ?? "window", how });
	if (request.method === "GET" && path !== undefined && Object.hasOwn(FILES, path)) {
		const kept = await (await caches.open(CACHE)).match(SCOPE + path);
		note(kept ? "cache" : "network");
		return withPolicy(kept ?? (await fetch(SCOPE + path)), request);
	}
	// Another page of this origin, and what such a page asks for, is none of this worker's business.
	if (request.mode === "navigate" || (client?.type === "window" && !isOwn(client.url))) return fetch(request);
	note("refused");
	return Response.error();
}

/** Path of a file below this one; undefined for other places, and for addresses that carry something. */
function pathOf({ url, mode }) {
	const { origin, pathname, search } = new URL(url);
	const address = origin + pathname;
	if (!address.startsWith(SCOPE) || (search && mode !== "navigate")) return undefined;
	// As static hosts answer for a folder.
	return decodeURIComponent(address.slice(SCOPE.length)).replace(/(^|\/)$/, "$1index.html");
}

const isOwn = (url) => Object.hasOwn(FILES, pathOf({ url, mode: "navigate" }) ?? "");

/** A worker obeys the policy that comes with its code, not that of its page. */
function withPolicy(response, { destination }) {
	if (destination !== "worker") return response;
	const headers = new Headers(response.headers);
	headers.set("Content-Security-Policy", POLICY);
	return new Response(response.body, { status: response.status, headers });
}

/** Tells every open page of this site what was asked for; the page "Verify it yourself" lists it. */
async function tell(request) {
	const at = Date.now();
	for (const page of await self.clients.matchAll({ type: "window" }))
		page.postMessage({ standin: "request", at, ...request });
}
