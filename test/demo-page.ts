import { readFileSync } from "node:fs";
import type { Browser, BrowserContextOptions, Page } from "playwright";
import { afterAll, beforeAll, expect } from "vitest";
import { type Site, serveSite } from "./demo-site";
import { launch } from "./element/browser";

export { barriers } from "./element/browser";
export { visits } from "./visits";

export interface Visit {
	page: Page;
	/** Errors and warnings of the console and the page. */
	complaints: string[];
	/** Requests made since the page had loaded. */
	requests: { url: string; method: string; body: string | null }[];
}

export let site: Site;
let browser: Browser;

/** Builds and serves the demo and starts a browser before a file's tests, and ends both after them. */
export function useDemo(): void {
	beforeAll(async () => {
		[site, browser] = await Promise.all([serveSite(), launch()]);
	}, 120_000);

	afterAll(async () => {
		await browser?.close();
		site?.close();
	});
}

export async function visit(options: BrowserContextOptions = {}): Promise<Visit> {
	const context = await browser.newContext({
		reducedMotion: "reduce",
		acceptDownloads: true,
		// It fetches all files of the site: only tests of it pay for that.
		serviceWorkers: "block",
		...options,
	});
	const page = await context.newPage();
	const complaints: string[] = [];
	page.on("console", (message) => {
		if (message.type() === "error") complaints.push(message.text());
	});
	page.on("pageerror", (error) => complaints.push(String(error)));
	await page.goto(site.url, { waitUntil: "load" });
	await page.locator("stand-in #choose").waitFor();
	const requests: Visit["requests"] = [];
	page.context().on("request", (request) => {
		requests.push({ url: request.url(), method: request.method(), body: request.postData() });
	});
	return { page, complaints, requests };
}

/** All columns are looked at: what they hold stands beside each. */
export const columnsShown = (page: Page) => page.locator(".column-row .treatment").first().waitFor({ timeout: 60_000 });

export const bringTable = async (page: Page, text: string, name = "visits.csv") => {
	await page
		.getByTestId("file")
		.first()
		.setInputFiles({ name, mimeType: "text/csv", buffer: Buffer.from(text) });
	await page.getByText(name, { exact: true }).waitFor();
	await columnsShown(page);
};

export const choose = async (page: Page, generator: string) => {
	const radio = page.locator(`input[type=radio][value=${generator}]`);
	if (!(await radio.isVisible())) await page.locator("summary", { hasText: /other generator/ }).click();
	await radio.check();
};

export const make = async (page: Page, generator: string, rows?: number) => {
	await choose(page, generator);
	if (rows !== undefined) await page.getByLabel("Rows to make").fill(String(rows));
	await page.getByTestId("start").click();
};

/** A network so small that its steps take milliseconds on any machine. */
export const makeTiny = (page: Page, rows: number) => makeSmall(page, rows, 100_000);
/** The same, trained for a moment and to its end. */
export const makeFew = (page: Page, rows: number) => makeSmall(page, rows, 40);

const makeSmall = async (page: Page, rows: number, steps: number) => {
	await choose(page, "tabddpm");
	const advanced = page.getByText("Advanced options");
	if (!(await page.getByLabel("Layers").isVisible())) await advanced.click();
	await page.getByLabel("Layers").fill("8, 8");
	await page.getByLabel("Batch rows").fill("32");
	await page.getByLabel("Steps", { exact: true }).and(page.getByRole("textbox")).fill(String(steps));
	await page.getByLabel("Rows to make").fill(String(rows));
	await page.getByTestId("start").click();
};

export const resultShown = (page: Page) => page.locator("#step-result").waitFor({ timeout: 60_000 });
export const reportShown = (page: Page) => page.locator("#step-report .checklist").waitFor({ timeout: 60_000 });
/** The table may leave: its report is read, and what it says confirmed where it asks for that. */
export const released = async (page: Page) => {
	await reportShown(page);
	const confirm = page.getByTestId("confirm");
	if (await confirm.isVisible()) await confirm.click();
	await expect.poll(() => page.getByTestId("download").isEnabled()).toBe(true);
};

export const sidewaysScroll = (page: Page) =>
	page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

export async function downloaded(page: Page, press: () => Promise<void>): Promise<{ name: string; text: string }> {
	const [download] = await Promise.all([page.waitForEvent("download"), press()]);
	return { name: download.suggestedFilename(), text: readFileSync(await download.path(), "utf8") };
}
