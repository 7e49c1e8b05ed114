import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Browser, chromium } from "playwright";
import { build } from "vite";
import { afterAll, beforeAll, expect, test } from "vitest";
import { findChromium } from "../chromium";
import { installPacked, ROOT } from "../package-build";
import { type Site, type SiteOptions, serve } from "./serve";

/** The strictest policy the README promises to work under. */
const STRICT = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; connect-src 'self'";

const HTML =
	'<!doctype html><meta charset="utf-8"><title>consumer</title><script type="module" src="./main.js"></script>';

let folder: string;
let browser: Browser;
const sites: Site[] = [];

beforeAll(async () => {
	folder = mkdtempSync(join(tmpdir(), "standin-consumers-"));
	await installPacked(folder);
	browser = await chromium.launch({ executablePath: findChromium(), args: ["--no-sandbox"] });
});

afterAll(async () => {
	await browser?.close();
	for (const site of sites) await site.close();
	rmSync(folder, { recursive: true, force: true });
});

/** A page that imports the package from `from`, in a folder of its own. */
function page(name: string, from: string): string {
	const at = join(folder, name);
	mkdirSync(at, { recursive: true });
	const code = readFileSync(join(ROOT, "test/consumers/pages/use.js"), "utf8");
	writeFileSync(join(at, "main.js"), code.replace('from "standin"', `from ${JSON.stringify(from)}`));
	writeFileSync(join(at, "index.html"), HTML);
	return at;
}

async function site(at: string, options?: SiteOptions): Promise<Site> {
	const served = await serve(at, options);
	sites.push(served);
	return served;
}

interface Outcome {
	done?: Record<string, unknown>;
	failed?: { name: string; code: string; message: string };
	violations: string[];
}

/** Opens `address` and waits for what it leaves behind; every request the browser makes is listed. */
async function visit(address: string): Promise<Outcome & { requests: string[] }> {
	const context = await browser.newContext();
	const tab = await context.newPage();
	const requests: string[] = [];
	context.on("request", (request) => requests.push(request.url()));
	const errors: string[] = [];
	tab.on("pageerror", (error) => errors.push(String(error)));
	await tab.goto(address);
	const outcome = (await tab.evaluate("globalThis.outcome")) as Outcome | undefined;
	if (!outcome) throw new Error(`The page's module did not run: ${errors.join("; ")}`);
	await context.close();
	return { ...outcome, requests };
}

const EXPECTED = {
	synthetic: 300,
	columns: ["age", "sex", "income"],
	same: true,
	device: "wasm",
	drawn: 50,
	shape: expect.closeTo(0.95, 1),
	tasks: [32, 32],
};

test("a plain page of ES modules works under the strict policy, and asks for nothing but the package's own files", async () => {
	const at = page("plain", "./node_modules/standin/dist/index.js");
	cpSync(join(folder, "node_modules"), join(at, "node_modules"), { recursive: true });
	const { origin, requests: served } = await site(at, { headers: { "content-security-policy": STRICT } });
	const { done, failed, violations, requests } = await visit(`${origin}/?workers=3`);
	expect(failed).toBeUndefined();
	expect(done).toMatchObject({ ...EXPECTED, workers: 3 });
	expect(violations).toEqual([]);
	expect(requests.filter((url) => !url.startsWith(origin))).toEqual([]);
	const asked = [...new Set(served)];
	const own = /^GET \/(|\?workers=3|main\.js|node_modules\/standin\/dist\/(chunks\/)?[\w.-]+\.(js|wasm))$/;
	expect(asked.filter((request) => !own.test(request))).toEqual([]);
	expect(asked).toContain("GET /node_modules/standin/dist/worker.js");
});

test("a production build by vite needs no configuration and works under the strict policy", async () => {
	const at = page("bundled", "standin");
	await build({ root: at, base: "./", configFile: false, logLevel: "error" });
	const { origin } = await site(join(at, "dist"), { headers: { "content-security-policy": STRICT } });
	const { done, failed, requests } = await visit(`${origin}/?workers=2`);
	expect(failed).toBeUndefined();
	expect(done).toMatchObject({ ...EXPECTED, workers: 2 });
	expect(requests.filter((url) => !url.startsWith(origin))).toEqual([]);
});

test("where the policy forbids wasm, plain JavaScript computes and the summary says why", async () => {
	const at = page("without-wasm", "./node_modules/standin/dist/index.js");
	cpSync(join(folder, "node_modules"), join(at, "node_modules"), { recursive: true });
	const policy = STRICT.replace(" 'wasm-unsafe-eval'", "");
	const { origin } = await site(at, { headers: { "content-security-policy": policy } });
	const { done, failed } = await visit(`${origin}/?device=auto`);
	expect(failed).toBeUndefined();
	expect(done).toMatchObject({ ...EXPECTED, device: "cpu", reason: expect.stringContaining("wasm-unsafe-eval") });
});

test("a page that hosts the worker itself names it by workerUrl", async () => {
	const at = page("hosted", "./elsewhere/index.js");
	cpSync(join(folder, "node_modules/standin/dist"), join(at, "elsewhere"), { recursive: true });
	cpSync(join(folder, "node_modules/standin/dist"), join(at, "workers"), { recursive: true });
	const { origin, requests } = await site(at, { headers: { "content-security-policy": STRICT } });
	const query = "workers=2&worker=workers/worker.js&prior=workers/worker-prior.js&report=workers/worker-report.js";
	const { done, failed } = await visit(`${origin}/?${query}`);
	expect(failed).toBeUndefined();
	expect(done).toMatchObject({ ...EXPECTED, workers: 2 });
	expect(requests.filter((request) => request.startsWith("GET /elsewhere/worker"))).toEqual([]);
});

async function acrossOrigins(policy?: (cdn: string) => string) {
	const cdn = await site(join(folder, "node_modules/standin/dist"), {
		headers: { "access-control-allow-origin": "*", "cross-origin-resource-policy": "cross-origin" },
	});
	const at = page(`across-${sites.length}`, `${cdn.origin}/index.js`);
	const headers: Record<string, string> = policy ? { "content-security-policy": policy(cdn.origin) } : {};
	const { origin } = await site(at, { headers });
	return visit(`${origin}/?workers=2`);
}

test("from another origin the worker starts by way of a blob, and so do those that it starts", async () => {
	const { done, failed } = await acrossOrigins();
	expect(failed).toBeUndefined();
	expect(done).toMatchObject({ ...EXPECTED, workers: 2 });
});

test("from another origin under a policy, worker-src must name blob: and that origin", async () => {
	const { done, failed } = await acrossOrigins(
		(cdn) =>
			`default-src 'none'; script-src 'self' ${cdn} 'wasm-unsafe-eval'; worker-src blob: ${cdn}; connect-src ${cdn}`,
	);
	expect(failed).toBeUndefined();
	expect(done).toMatchObject({ ...EXPECTED, workers: 2 });
});

test("where the policy forbids the blob, the error names the worker and the directive", async () => {
	const { failed } = await acrossOrigins(
		(cdn) => `default-src 'none'; script-src 'self' ${cdn} 'wasm-unsafe-eval'; worker-src 'self'; connect-src ${cdn}`,
	);
	expect(failed).toMatchObject({ name: "WorkerError", code: "worker" });
	expect(failed?.message).toContain("/worker.js");
	expect(failed?.message).toContain("worker-src");
});
