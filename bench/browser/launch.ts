/** Runs a bench of this folder in a real Chromium, on a page built as a user's would be, and keeps its results. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createWriteStream, mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { rm } from "node:fs/promises";
import { cpus, loadavg, tmpdir, totalmem } from "node:os";
import { dirname, join, resolve } from "node:path";
import { type Browser, chromium } from "playwright";
import { build } from "vite";
import { findChromium } from "../../test/chromium";
import type { Row } from "./bench";
import { openResults, printResults, type Results } from "./results";
import { serve } from "./serve";

const ARGS = [
	"--no-sandbox",
	// What is left behind is counted once the engine has taken away what nobody holds.
	"--js-flags=--expose-gc",
	"--disable-background-networking",
	"--disable-component-update",
	"--no-first-run",
	"--enable-unsafe-webgpu",
	// A name for this machine that browsers do not trust as they trust its address.
	"--host-resolver-rules=MAP portal.test 127.0.0.1",
];

/** What draws the results of a bench. */
const pictures = import.meta.glob<{ picture(results: Results): string }>("./*.picture.ts", { eager: true });

/** A browser with a GPU adapter: the hardware's where there is one, else one in software. */
async function launch(url: string): Promise<Browser> {
	const executablePath = findChromium();
	const browser = await chromium.launch({ executablePath, args: ARGS });
	const page = await browser.newPage();
	await page.goto(url);
	if (await page.evaluate("navigator.gpu?.requestAdapter().then(Boolean)")) {
		await page.close();
		return browser;
	}
	await browser.close();
	return chromium.launch({ executablePath, args: [...ARGS, "--use-webgpu-adapter=swiftshader"] });
}

function installed(name: string): string {
	return JSON.parse(readFileSync(`node_modules/${name}/package.json`, "utf8")).version;
}

/** Runs a script of `bench/` with one thread; its last line is JSON. */
function python(script: string, input: object): Promise<object> {
	const command = process.env.TORCH_PYTHON ?? "python3";
	const env = { ...process.env, OMP_NUM_THREADS: "1", MKL_NUM_THREADS: "1" };
	return new Promise((done) => {
		const child = spawn(command, [`bench/${script}`, JSON.stringify(input)], { env });
		let out = "";
		let errors = "";
		child.stdout.on("data", (text) => {
			out += text;
		});
		child.stderr.on("data", (text) => {
			errors += text;
		});
		child.on("error", (error) => done({ reason: `${command}: ${error.message}` }));
		child.on("close", (code) => {
			if (code === 0) done(JSON.parse(out.trim().split("\n").at(-1) ?? "{}"));
			else done({ reason: `${command} ${script}: ${errors.trim().split("\n").at(-1)}` });
		});
	});
}

/** Kernel ticks a second, as /proc counts processor time on Linux. */
const TICKS = 100;

/** The sum of a figure over the browser's page processes, given their folders in /proc, or null where there is none. */
async function sumOverPages(browser: Browser, read: (folder: string) => number): Promise<number | null> {
	const session = await browser.newBrowserCDPSession();
	try {
		const { processInfo } = await session.send("SystemInfo.getProcessInfo");
		const pages = processInfo.filter(({ type }) => type === "renderer");
		return pages.reduce((sum, { id }) => sum + read(`/proc/${id}`), 0);
	} catch {
		return null;
	} finally {
		await session.detach();
	}
}

const residentMegabytes = (folder: string) =>
	Number(/VmRSS:\s*(\d+)/.exec(readFileSync(`${folder}/status`, "utf8"))?.[1]) / 1024;

/** Most resident memory since the last look. */
function peakMegabytes(folder: string): number {
	const [, kib] = /VmHWM:\s*(\d+)/.exec(readFileSync(`${folder}/status`, "utf8")) ?? [];
	writeFileSync(`${folder}/clear_refs`, "5");
	return Number(kib) / 1024;
}

/** A file of the shared table's header and its rows over and over, in a folder of its own. */
async function writeLargeFile(gigabytes: number): Promise<string> {
	const text = readFileSync(resolve("../shared/data/adult.train.csv"), "utf8");
	const rows = text.slice(text.indexOf("\n") + 1);
	const file = join(mkdtempSync(join(tmpdir(), "standin-large-")), "large.csv");
	const out = createWriteStream(file);
	out.write(text);
	for (let bytes = text.length; bytes < gigabytes * 1e9; bytes += rows.length)
		if (!out.write(rows)) await once(out, "drain");
	out.end();
	await once(out, "finish");
	return file;
}

/** Fields 14 and 15 of proc(5)'s stat; the name in the second may hold spaces. */
function seconds(folder: string): number {
	const stat = readFileSync(`${folder}/stat`, "utf8");
	const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
	return (Number(fields[11]) + Number(fields[12])) / TICKS;
}

function workerSeconds(folder: string): number {
	const threads = readdirSync(`${folder}/task`).map((id) => `${folder}/task/${id}`);
	const workers = threads.filter((thread) => readFileSync(`${thread}/comm`, "utf8").startsWith("DedicatedWorker"));
	return workers.reduce((sum, thread) => sum + seconds(thread), 0);
}

export async function run([name, ...args]: string[]): Promise<void> {
	const outDir = resolve(`node_modules/.bench/page-${process.pid}`);
	await build({
		root: "bench/browser",
		base: "./",
		configFile: false,
		publicDir: false,
		logLevel: "error",
		worker: { format: "es" },
		build: { target: "es2022", outDir, emptyOutDir: true, chunkSizeWarningLimit: 4000 },
	});
	const served = await serve({ "": outDir, data: resolve("../shared/data") });
	const browser = await launch(served.url);
	/** Folders that are deleted in the end. */
	const made: string[] = [];
	try {
		const machine = {
			date: new Date().toISOString(),
			cpu: cpus()[0]?.model ?? "unknown",
			cores: cpus().length,
			"memory (GB)": totalmem() / 2 ** 30,
			"load average at start": loadavg()[0]!,
			device: "wasm",
			chromium: browser.version(),
			node: process.version,
			standin: JSON.parse(readFileSync("package.json", "utf8")).version,
			tfjs: installed("@tensorflow/tfjs-core"),
		};
		const kept = openResults("bench/results", name!, machine);
		const page = await browser.newPage();
		page.setDefaultTimeout(0);
		page.on("pageerror", (error) => console.error(error));
		page.on("console", (message) => console.log(`[page] ${message.text()}`));
		await page.exposeFunction("benchPrint", (line: string) => console.log(line));
		await page.exposeFunction("benchRecord", (section: string, row: Row, key?: string[]) => {
			console.log(`${section}: ${JSON.stringify(row)}`);
			kept.record(section, row, key);
		});
		await page.exposeFunction("benchNote", kept.note);
		await page.exposeFunction("benchRows", kept.rows);
		await page.exposeFunction("benchPython", python);
		await page.exposeFunction("benchMemory", () => sumOverPages(browser, residentMegabytes));
		await page.exposeFunction("benchPeakMemory", () => sumOverPages(browser, peakMegabytes));
		await page.exposeFunction("benchChooseLargeFile", async (selector: string, gigabytes: number) => {
			const file = await writeLargeFile(gigabytes);
			made.push(dirname(file));
			await page.setInputFiles(selector, file);
		});
		await page.exposeFunction("benchProcessorSeconds", async () => ({
			all: await sumOverPages(browser, seconds),
			workers: await sumOverPages(browser, workerSeconds),
		}));
		await page.goto(args.includes("insecure") ? served.url.replace("127.0.0.1", "portal.test") : served.url);
		await page.waitForFunction("globalThis.runBench");
		await page.evaluate(`runBench(${JSON.stringify(name)}, ${JSON.stringify(args)})`);
		printResults(kept.results);
		const draw = pictures[`./${name}.picture.ts`]?.picture;
		if (draw) writeFileSync(`bench/results/${name}.svg`, draw(kept.results));
		console.log(`\nbench/results/${name}.json, .md${draw ? ", .svg" : ""}`);
	} finally {
		await browser.close();
		served.close();
		for (const folder of [outDir, ...made]) await rm(folder, { recursive: true, force: true });
	}
}
