/** A run goes on whatever happens to its page: another tab, the browser's history, a page that is frozen. */
import { type Browser, chromium, type Page } from "playwright";
import { afterAll, beforeAll, expect, test } from "vitest";
import { findChromium } from "./chromium";
import { bringTable, makeFew, makeTiny, resultShown, visits } from "./demo-page";
import { type Site, serveSite } from "./demo-site";

let site: Site;
let browser: Browser;

beforeAll(async () => {
	site = await serveSite();
	browser = await chromium.launch({
		executablePath: findChromium(),
		args: ["--no-sandbox", "--disable-background-networking", "--no-first-run"],
		// What it is without under tests, unless asked.
		ignoreDefaultArgs: ["--disable-back-forward-cache"],
	});
}, 120_000);

afterAll(async () => {
	await browser?.close();
	site?.close();
});

/** Locks of the screen that the page has taken and not given back, and all that it took. */
declare const awake: { held: number; taken: number };

async function open(): Promise<Page> {
	const context = await browser.newContext({ reducedMotion: "reduce", serviceWorkers: "block" });
	await context.addInitScript(() => {
		const awake = { held: 0, taken: 0 };
		Object.assign(globalThis, { awake });
		const request = async () => {
			awake.held++;
			awake.taken++;
			return { release: async () => awake.held-- };
		};
		Object.defineProperty(navigator, "wakeLock", { value: { request } });
		// So little that what a fit takes is worth saying.
		Object.defineProperty(navigator, "deviceMemory", { value: 0.5 });
	});
	return load(await context.newPage());
}

async function load(page: Page): Promise<Page> {
	await page.goto(site.url);
	await page.locator("stand-in #choose").waitFor();
	return page;
}

const running = (page: Page) => page.getByRole("button", { name: "Stop early and keep it" });
const step = async (page: Page) =>
	Number(
		/^([\d,]+) of/
			.exec((await page.locator("text=/^[\\d,]+ of [\\d,]+$/").first().textContent()) ?? "")?.[1]
			?.replaceAll(",", ""),
	);
const goesOn = async (page: Page) => {
	const before = await step(page);
	await expect.poll(() => step(page), { timeout: 30_000 }).toBeGreaterThan(before);
};

test("a run goes on in a page that comes back from the browser's history, or was frozen, and keeps the screen on", async () => {
	const page = await open();
	await bringTable(page, visits(200));
	expect(await page.evaluate(() => awake)).toEqual({ held: 0, taken: 0 });
	expect(await page.locator("#estimate").textContent()).toMatch(/^Takes 0\.1 to 0\.3 GB of memory\.$/);
	await makeTiny(page, 50);
	await running(page).waitFor();
	await goesOn(page);
	expect(await page.evaluate(() => awake)).toEqual({ held: 1, taken: 1 });

	await page.evaluate(() => {
		addEventListener("pageshow", (event) => {
			Object.assign(globalThis, { persisted: (event as PageTransitionEvent).persisted });
		});
	});
	await page.goto(new URL("docs/privacy.html", site.url).href);
	await page.goBack({ waitUntil: "commit" });
	await expect.poll(() => page.evaluate(() => (globalThis as { persisted?: boolean }).persisted)).toBe(true);
	await goesOn(page);

	const devtools = await page.context().newCDPSession(page);
	await devtools.send("Page.setWebLifecycleState", { state: "frozen" });
	await devtools.send("Page.setWebLifecycleState", { state: "active" });
	await goesOn(page);

	// A page that was hidden has lost its lock, and takes another once it is seen.
	const taken = await page.evaluate(() => {
		document.dispatchEvent(new Event("visibilitychange"));
		return awake.taken;
	});
	await running(page).click();
	await resultShown(page);
	expect(taken).toBeGreaterThan(1);
	await page.context().close();
});

test("two tabs compute at once", async () => {
	const one = await open();
	const other = await load(await one.context().newPage());
	await Promise.all([bringTable(one, visits(120)), bringTable(other, visits(150))]);
	await makeFew(one, 30);
	await makeFew(other, 40);
	await Promise.all([resultShown(one), resultShown(other)]);
	await one.context().close();
});
