import {
	copyFileSync,
	cpSync,
	existsSync,
	mkdirSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	rmSync,
	writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";
import type { Browser } from "playwright";
import { rollup } from "rollup";
import { createServer } from "vite";
import { afterAll, beforeAll, expect, test } from "vitest";
import webpack from "webpack";
import { launch } from "../element/browser";
import { installPacked, ROOT } from "../package-build";
import { serve } from "./serve";

let folder: string;
let browser: Browser;
beforeAll(async () => {
	folder = mkdtempSync(join(tmpdir(), "standin-bundlers-"));
	await installPacked(folder);
	copyFileSync(join(ROOT, "test/consumers/pages/once.js"), join(folder, "main.js"));
	browser = await launch();
});
afterAll(async () => {
	await browser?.close();
	rmSync(folder, { recursive: true, force: true });
});

const dist = (path: string) => join(folder, "node_modules/standin/dist", path);
const WORKERS = ["worker.js", "worker-prior.js", "worker-report.js", "worker-inspect.js"];

/** The scripts that a bundler has put out, joined. */
function written(out: string): string {
	const files = readdirSync(out, { recursive: true, encoding: "utf8" }).filter((path) => /\.m?js$/.test(path));
	return files.map((path) => readFileSync(join(out, path), "utf8")).join("\n");
}

/** Addresses beside the bundle at which it will look for workers: each must be a file of the package, to be copied there. */
function expectWorkersBeside(code: string): void {
	for (const worker of WORKERS) {
		expect(code).toMatch(new RegExp(`new URL\\(["']\\./${worker}["'], ?import\\.meta\\.url\\)`));
		expect(existsSync(dist(worker))).toBe(true);
	}
}

const page = (script: string) => `<!doctype html><meta charset="utf-8"><title>bundled</title>${script}`;

/** Opens a page whose script calls the package once, and expects that it worked. */
async function expectToRun(address: string): Promise<void> {
	const tab = await browser.newPage();
	const errors: string[] = [];
	tab.on("pageerror", (error) => errors.push(String(error)));
	await tab.goto(address);
	await tab.waitForFunction("globalThis.outcome");
	const outcome = await tab.evaluate("globalThis.outcome");
	await tab.close();
	expect(errors).toEqual([]);
	expect(outcome).toEqual({ rows: 30, columns: ["age", "sex"], device: "cpu", shape: expect.closeTo(0.9, 0) });
}

async function expectBundleToRun(out: string, script: string): Promise<void> {
	writeFileSync(join(out, "index.html"), page(script));
	const site = await serve(out);
	try {
		await expectToRun(`${site.origin}/`);
	} finally {
		await site.close();
	}
}

/** What the documentation tells users of these bundlers to copy beside their bundle. */
function copyWorkers(out: string): void {
	const files = readdirSync(dist("")).filter((name) => /^worker.*\.js$|^chunks$|\.wasm$/.test(name));
	for (const name of files) cpSync(dist(name), join(out, name), { recursive: true });
}

test("vite's development server, which bundles the package beforehand, needs no configuration", async () => {
	writeFileSync(join(folder, "index.html"), page('<script type="module" src="./main.js"></script>'));
	const server = await createServer({
		root: folder,
		configFile: false,
		logLevel: "error",
		server: { host: "127.0.0.1", port: 0 },
	});
	try {
		await server.listen();
		await expectToRun(server.resolvedUrls!.local[0]!);
		expect(readdirSync(join(folder, "node_modules/.vite/deps"))).toContain("standin.js");
	} finally {
		await server.close();
	}
});

test("webpack follows the workers without configuration, and gives each generator a chunk", async () => {
	const out = join(folder, "webpack");
	const stats = await new Promise<webpack.Stats | undefined>((resolve, reject) =>
		webpack(
			{ mode: "development", devtool: false, context: folder, entry: "./main.js", output: { path: out } },
			(error, result) => (error ? reject(error) : resolve(result)),
		),
	);
	expect(stats?.compilation.errors).toEqual([]);
	expect(stats?.compilation.warnings).toEqual([]);
	const code = written(out);
	// Whole workers were put out, not addresses left as they were.
	expect(code).not.toMatch(/new URL\(["']\.\/worker/);
	expect(readdirSync(out).filter((name) => name.endsWith(".js")).length).toBeGreaterThan(20);
	expect(readdirSync(out).some((name) => name.endsWith(".wasm"))).toBe(true);
	await expectBundleToRun(out, '<script defer src="./main.js"></script>');
});

test("rollup leaves the workers where its bundle lies, for the package's files to be copied there", async () => {
	const out = join(folder, "rollup");
	mkdirSync(out);
	const resolve = { name: "standin", resolveId: (id: string) => (id === "standin" ? dist("index.js") : null) };
	const bundle = await rollup({ input: join(folder, "main.js"), plugins: [resolve] });
	await bundle.write({ dir: out, format: "es" });
	await bundle.close();
	expectWorkersBeside(written(out));
	copyWorkers(out);
	await expectBundleToRun(out, '<script type="module" src="./main.js"></script>');
});

test("esbuild leaves the workers where its bundle lies, for the package's files to be copied there", async () => {
	const out = join(folder, "esbuild");
	const entryPoints = [join(folder, "main.js")];
	const { warnings } = await build({ entryPoints, bundle: true, format: "esm", outdir: out, logLevel: "silent" });
	expect(warnings).toEqual([]);
	expectWorkersBeside(written(out));
	copyWorkers(out);
	await expectBundleToRun(out, '<script type="module" src="./main.js"></script>');
});
