import { createHash } from "node:crypto";
import type { Browser, Page } from "playwright";
import { afterAll, beforeAll } from "vitest";
import { launch } from "../element/browser";
import { type FormServer, POLICY, serveForms } from "../element/form-server";
import { ckanRules } from "./ckan-server";
import { dataverseRules } from "./dataverse-server";
import { invenioRules } from "./invenio-server";
import { type PortalServer, servePortal, TOKEN } from "./portal-server";

/** Every portal, and what a new dataset needs there. */
export const PORTALS = [
	{ name: "ckan", rules: ckanRules, place: "org-1" },
	{ name: "dataverse", rules: dataverseRules, place: "health" },
	{ name: "invenio", rules: invenioRules, place: undefined },
] as const;

/** A page of somebody else's origin, with what `standin/portals` exports and a table of some megabytes. */
const PAGE = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Deposit</title><link rel="icon" href="data:,">
<stand-in hand-on></stand-in><script type="module" src="/page.js"></script>`;

const SCRIPT = `import "/standin/element.js";
import * as standin from "/standin/portals.js";
const lines = ["age,ward,score"];
for (let i = 0; i < 400_000; i++) lines.push((20 + (i * 37) % 61) + ',"north, ünit",' + (i * 7919) % 100_003);
const table = new File([lines.join("\\n")], "visits.synthetic.csv", { type: "text/csv" });
const report = new File(["<!doctype html><title>Report</title>"], "visits.synthetic.report.html", { type: "text/html" });
const outcome = (promise) => promise.then(
	(done) => ({ deposited: done?.dataset?.id }),
	({ name, code, message, details }) => ({ failed: { name, code, message, details } }),
);
const hash = async (file) => [...new Uint8Array(await crypto.subtle.digest("SHA-256", await file.arrayBuffer()))]
	.map((byte) => byte.toString(16).padStart(2, "0")).join("");
globalThis.here = { ...standin, table, report, outcome, hash };`;

export interface Outcome {
	/** Id of the dataset that took the files. */
	deposited?: string;
	failed?: { name: string; code?: string; message: string; details?: Record<string, unknown> };
}

/** What a test asks the page to do. */
export interface Order {
	name: string;
	origin: string;
	hosts: string[];
	token: string;
	into: object;
	/** Cancels once this share of the table has been sent. */
	cancelAt?: number;
}

export const sha256 = (bytes: Buffer) => createHash("sha256").update(bytes).digest("hex");

export interface World {
	page: Page;
	site: FormServer;
	servers: Map<string, PortalServer>;
}

/** Serves the page and every portal, each an origin of its own, and opens a real browser. */
export function usePortals(): World {
	const world = { servers: new Map() } as World;
	let browser: Browser;

	beforeAll(async () => {
		const policy = POLICY.replace("connect-src 'self'", "connect-src 'self' http://127.0.0.1:*");
		world.site = await serveForms({ "/": PAGE, "/page.js": SCRIPT }, policy);
		for (const { name, rules } of PORTALS) world.servers.set(name, await servePortal(rules()));
		browser = await launch();
		world.page = await browser.newPage();
		await world.page.goto(`${world.site.origin}/`);
		await world.page.waitForFunction("globalThis.here");
	}, 300_000);

	afterAll(async () => {
		await browser?.close();
		await world.site?.close();
		for (const server of world.servers.values()) await server.close();
	});
	return world;
}

/** Deposits the page's table as an order says; reports every tenth of progress. */
export function depositIn(page: Page, order: Order): Promise<Outcome & { progress: number[] }> {
	return page.evaluate(async ({ name, origin, hosts, token, into, cancelAt }) => {
		// biome-ignore lint/suspicious/noExplicitAny: this runs in the page
		const { createPortal, deposit, table, report, outcome } = (globalThis as any).here;
		const portal = createPortal(name, { url: origin, hosts, token });
		const stop = new AbortController();
		const progress: number[] = [];
		const onProgress = ({ file, sent, total }: { file: string; sent: number; total: number }) => {
			if (file !== table.name) return;
			progress.push(sent / total);
			if (cancelAt !== undefined && sent / total >= cancelAt) stop.abort(new Error("Cancelled by a person"));
		};
		const options = { into, signal: stop.signal, onProgress };
		const made = { file: table, reportFile: report, settings: { generator: "diffusion", seed: 7 } };
		return { ...(await outcome(deposit(portal, made, options))), progress };
	}, order);
}

export const orderFor = (name: string, server: PortalServer, into: object, more: Partial<Order> = {}): Order => ({
	name,
	origin: server.origin,
	hosts: [server.host],
	token: TOKEN,
	into,
	...more,
});
