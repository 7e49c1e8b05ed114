/**
 * What the demo's page feels from a large file to the last button of its report:
 * `node bench/run.mjs report-page [rows] [columns] [generator]`, by default 50,000 × 50 and `independent`. For every
 * stage the number of tasks of the page's thread that took over 50 ms, the longest by the clock and by the processor
 * (what a busy machine cannot stretch), frames a second, and how soon a cancelled report is gone.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { cpus, loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { type Browser, type CDPSession, chromium, type Page } from "playwright";
import { createRandom } from "../src/random";
import { findChromium } from "../test/chromium";
import { serveSite } from "../test/demo-site";
import { openResults, printResults } from "./browser/results";

/** A made-up table as CSV: numbers, categories, a date and an outcome, all driven by two hidden numbers. */
function csv(rows: number, width: number): string {
	const random = createRandom(1);
	const names = Array.from({ length: width - 1 }, (_, c) => (c === 0 ? "day" : c % 2 ? `number_${c}` : `group_${c}`));
	const lines = [[...names, "outcome"].join(",")];
	for (let i = 0; i < rows; i++) {
		const hidden = [random.normal(), random.normal()] as const;
		const cells = names.map((_, c) => {
			const value = hidden[c & 1]! + random.normal();
			if (c === 0) return new Date(1.6e12 + 864e5 * Math.round(200 * value)).toISOString().slice(0, 10);
			return c % 2 ? value.toFixed(3) : `level ${Math.max(0, Math.min(c % 23, Math.floor(value * 3 + 6)))}`;
		});
		lines.push([...cells, hidden[0] + random.normal() > 0.5 ? "yes" : "no"].join(","));
	}
	return lines.join("\n");
}

interface TraceEvent {
	name: string;
	ph: string;
	pid: number;
	tid: number;
	ts: number;
	dur?: number;
	tdur?: number;
	args?: { name?: string };
}

interface Stage {
	tasks: number;
	/** Milliseconds by the clock, and of the processor. */
	longest: number;
	longestOnProcessor: number;
	framesPerSecond: number;
	seconds: number;
}

/** Runs `stage` under the browser's tracing and sums up the tasks of the page's thread. */
async function traced(page: Page, session: CDPSession, stage: () => Promise<void>): Promise<Stage> {
	const events: TraceEvent[] = [];
	const collect = ({ value }: { value: unknown[] }): void => void events.push(...(value as TraceEvent[]));
	session.on("Tracing.dataCollected", collect);
	await session.send("Tracing.start", { categories: "-*,toplevel,__metadata", transferMode: "ReportEvents" });
	const started = performance.now();
	await page.evaluate(() => {
		const counter = { frames: 0, on: true };
		const tick = (): void => {
			counter.frames++;
			if (counter.on) requestAnimationFrame(tick);
		};
		requestAnimationFrame(tick);
		Object.assign(globalThis, { frameCounter: counter });
	});
	await stage();
	const seconds = (performance.now() - started) / 1000;
	const frames = await page.evaluate(() => {
		const { frameCounter } = globalThis as unknown as { frameCounter: { frames: number; on: boolean } };
		frameCounter.on = false;
		return frameCounter.frames;
	});
	const complete = new Promise((done) => session.once("Tracing.tracingComplete", done));
	await session.send("Tracing.end");
	await complete;
	session.off("Tracing.dataCollected", collect);
	const pages = new Set(
		events
			.filter((event) => event.name === "thread_name" && event.args?.name === "CrRendererMain")
			.map((event) => `${event.pid}/${event.tid}`),
	);
	const tasks = events.filter(
		(event) => event.ph === "X" && event.name.endsWith("RunTask") && pages.has(`${event.pid}/${event.tid}`),
	);
	const most = (of: (event: TraceEvent) => number | undefined): number =>
		tasks.reduce((longest, event) => Math.max(longest, (of(event) ?? 0) / 1000), 0);
	return {
		tasks: tasks.filter((event) => (event.dur ?? 0) > 50_000).length,
		longest: most((event) => event.dur),
		longestOnProcessor: most((event) => event.tdur),
		framesPerSecond: frames / seconds,
		seconds,
	};
}

export async function run([rows = "50000", width = "50", generator = "independent"]: string[]): Promise<void> {
	// A file on disk: contents handed over would be unpacked on the page's own thread.
	const folder = mkdtempSync(join(tmpdir(), "standin-page-"));
	const file = join(folder, "large.csv");
	writeFileSync(file, csv(Number(rows), Number(width)));
	const site = await serveSite();
	const args = ["--no-sandbox", "--disable-background-networking", "--disable-component-update", "--no-first-run"];
	const browser: Browser = await chromium.launch({ executablePath: findChromium(), args });
	const machine = {
		date: new Date().toISOString(),
		cpu: cpus()[0]?.model ?? "unknown",
		"load average": loadavg()[0]!,
		chromium: browser.version(),
	};
	const kept = openResults("bench/results", "report-page", machine);
	const section = `${rows} × ${width}, ${generator}`;
	try {
		const page = await (await browser.newContext({ acceptDownloads: true })).newPage();
		page.setDefaultTimeout(900_000);
		page.on("pageerror", (error) => console.error(error));
		const session = await browser.newBrowserCDPSession();
		await page.goto(site.url);
		const stage = async (name: string, of: () => Promise<void>): Promise<void> => {
			const { tasks, longest, longestOnProcessor, framesPerSecond, seconds } = await traced(page, session, of);
			const row = {
				stage: name,
				seconds,
				"tasks over 50 ms": tasks,
				"longest, ms": longest,
				"longest on the processor, ms": longestOnProcessor,
				"frames/s": framesPerSecond,
			};
			console.log(row);
			kept.record(section, row);
		};
		const report = page.locator("#step-report");
		const measuring = report.locator(".phase", { hasText: "Measuring:" });
		await stage("reading the file", async () => {
			await page.getByTestId("file").first().setInputFiles(file);
			await page.locator('.columns[aria-busy="false"]').waitFor();
		});
		await page.locator(`input[type=radio][value=${generator}]`).check();
		await stage("learning and drawing", async () => {
			await page.getByTestId("start").click();
			await measuring.waitFor();
		});
		await page.waitForTimeout(2000);
		const gone = await page.evaluate(async () => {
			const buttons = [...document.querySelectorAll("button")];
			const pressed = performance.now();
			buttons.find((one) => one.textContent === "Do without the report")?.click();
			while (!document.querySelector("#step-report .message")) await new Promise(requestAnimationFrame);
			return performance.now() - pressed;
		});
		await stage("the report, to its end", async () => {
			await report.getByRole("button", { name: "Measure" }).click();
			await report.locator(".verdict").first().waitFor();
		});
		const chapters = report.locator(".chapters > details");
		for (let i = 0; i < (await chapters.count()); i++) {
			const title = await chapters.nth(i).locator("summary").first().textContent();
			await stage(`opening “${title}”`, async () => {
				await chapters.nth(i).locator("summary").first().click();
				await page.waitForTimeout(500);
			});
		}
		for (const name of ["HTML", "Markdown", "JSON", "Download CSV"]) {
			await stage(`the file “${name}”`, async () => {
				const [download] = await Promise.all([
					page.waitForEvent("download"),
					page.getByRole("button", { name, exact: true }).click(),
				]);
				console.log(download.suggestedFilename(), readFileSync(await download.path()).length, "bytes");
			});
		}
		kept.note(
			section,
			`Tasks of the page's thread, by the browser's trace. A cancelled report was gone from the page after ${gone.toFixed(0)} ms.`,
		);
	} finally {
		await browser.close();
		site.close();
		rmSync(folder, { recursive: true });
	}
	printResults(kept.results);
}
