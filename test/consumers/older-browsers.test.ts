import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Browser, chromium } from "playwright";
import { afterAll, beforeAll, expect, test } from "vitest";
import { findChromium } from "../chromium";
import { buildPackage, ROOT } from "../package-build";
import { type Site, serve } from "./serve";

/** A name that is not this machine's for the browser, so that a page served from it over http is not a secure one. */
const HOST = "intranet.example";

let folder: string;
let site: Site;
let browser: Browser;

beforeAll(async () => {
	await buildPackage();
	folder = mkdtempSync(join(tmpdir(), "standin-older-"));
	cpSync(join(ROOT, "dist"), join(folder, "standin"), { recursive: true });
	const code = readFileSync(join(ROOT, "test/consumers/pages/older.js"), "utf8");
	writeFileSync(join(folder, "main.js"), code.replace('from "standin"', 'from "./standin/index.js"'));
	writeFileSync(
		join(folder, "index.html"),
		'<!doctype html><meta charset="utf-8"><title>older</title><script type="module" src="./main.js"></script>',
	);
	site = await serve(folder);
	const args = ["--no-sandbox", `--host-resolver-rules=MAP ${HOST} 127.0.0.1`];
	browser = await chromium.launch({ executablePath: findChromium(), args });
});

afterAll(async () => {
	await browser?.close();
	await site?.close();
	rmSync(folder, { recursive: true, force: true });
});

/** What the page leaves behind, with `before` run ahead of its scripts. */
async function visit(address: string, before: () => void = () => {}): Promise<Record<string, unknown>> {
	const context = await browser.newContext();
	await context.addInitScript(before);
	const tab = await context.newPage();
	await tab.goto(address);
	await tab.waitForFunction("globalThis.outcome");
	const outcome = (await tab.evaluate("globalThis.outcome")) as Record<string, unknown>;
	await context.close();
	return outcome;
}

test("a page over http, without WebGPU, Web Locks and the digest of secure pages, works; what asks for them is told why", async () => {
	const outcome = await visit(site.origin.replace("127.0.0.1", HOST));
	expect(outcome.there).toEqual({ secure: false, locks: false, gpu: false, subtle: false, uuid: false });
	expect(outcome.made).toBe(30);
	expect(outcome.promised).toBe(1);
	expect(outcome.trained).toMatch(/^wasm: .*there is no WebGPU on a page that is not served by https/);
	expect(outcome.webgpu).toMatch(
		/^BackendError: The device webgpu was requested .+ a page that is not served by https\. Use "auto" to take/,
	);
});

test("a browser without explicit disposal, as Safari, works", async () => {
	const outcome = await visit(site.origin, () => {
		const there = Symbol;
		const older = (description?: string) => there(description);
		const names = Object.getOwnPropertyNames(there).filter(
			(name) => !/^(asyncDispose|dispose|length|name)$/.test(name),
		);
		for (const name of names) Object.defineProperty(older, name, Object.getOwnPropertyDescriptor(there, name)!);
		globalThis.Symbol = older as unknown as SymbolConstructor;
	});
	expect(outcome.made).toBe(30);
	expect(outcome.promised).toBe(1);
});

test("a browser whose workers cannot be modules is named as too old, with those that can", async () => {
	const outcome = await visit(site.origin, () => {
		const Modern = globalThis.Worker;
		// As Firefox before 114: the option is not known, and so not looked at.
		globalThis.Worker = class extends Modern {
			constructor(url: string | URL) {
				super(url);
			}
		} as typeof Worker;
	});
	expect(outcome.made).toMatch(/^WorkerError: This browser is too old: its workers cannot load modules, .*Firefox 120/);
	const refused = await visit(site.origin, () => {
		globalThis.Worker = class {
			constructor(_url: string | URL, options?: WorkerOptions) {
				if (options) throw new TypeError("Module scripts are not supported on DedicatedWorker yet.");
			}
		} as unknown as typeof Worker;
	});
	expect(refused.made).toBe(outcome.made);
});
