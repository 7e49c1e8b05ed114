import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright";
import { describe, expect, test } from "vitest";
import { barriers, bringTable, make, released, sidewaysScroll, useDemo, visit, visits } from "./demo-page";

useDemo();

const open = async (page: Page, name: string) => {
	await page.getByRole("navigation").getByRole("link", { name, exact: true }).click();
	await page.locator("main > :not([hidden]) h1").waitFor();
};

/** Every example is in the page, each brought into view so that it starts. */
const startExamples = async (page: Page) => {
	for (const example of await page.locator(".example").all()) {
		if (!(await example.locator(".live").isVisible())) await example.locator("summary").first().click();
		await example.locator(".live").scrollIntoViewIfNeeded();
		await example.locator("pre code").waitFor();
		await example.locator(".live-label").waitFor();
	}
};

const inExample = (page: Page, name: string) => page.locator(`[data-example=${name}]`);
const table = { name: "visits.csv", mimeType: "text/csv", buffer: Buffer.from(visits(80)) };

describe("embed", () => {
	test("what is shown is what runs, in each example", async () => {
		const { page, complaints } = await visit();
		await open(page, "Embed");
		await startExamples(page);

		// A form holds what its field gives: nothing, as long as there is no synthetic table.
		const form = inExample(page, "form");
		await form.getByRole("button", { name: "Upload", exact: true }).click();
		expect(await form.getByText("This form would have sent").count()).toBe(0);

		const field = inExample(page, "field");
		// Enabled by the script that protects it.
		await field.locator("input[type=file]:enabled").first().waitFor();
		await field.getByLabel("Table").first().setInputFiles(table);
		await field.getByText("This file is replaced before it is sent").waitFor();
		await page.keyboard.press("Escape");
		await field.getByRole("button", { name: "Upload", exact: true }).click();
		expect(await field.getByText("This form would have sent").count()).toBe(0);
		expect(
			await field
				.locator("input[type=file]")
				.first()
				.evaluate((input: HTMLInputElement) => input.files?.length),
		).toBe(0);
		await page.keyboard.press("Escape");

		const look = inExample(page, "look").locator("stand-in");
		await look.getByRole("button", { name: "Datei wählen" }).waitFor();
		expect(await look.locator("#choose").evaluate((button) => getComputedStyle(button).backgroundColor)).toBe(
			"rgb(122, 46, 142)",
		);

		await inExample(page, "causal")
			.getByRole("button", { name: /Sample/ })
			.click();
		await inExample(page, "causal")
			.getByText(/Treat nobody: 0\.\d+ recover\. Treat everybody: 0\.\d+\./)
			.waitFor();

		const handing = inExample(page, "hand-on");
		await handing
			.locator("stand-in")
			.evaluate(
				(element, text) =>
					(element as HTMLElement & { open(text: string, name: string): unknown }).open(text, "visits.csv"),
				visits(80),
			);
		await handing.locator("input[type=radio][value=independent]").waitFor({ state: "attached" });
		await handing.locator("stand-in").evaluate((element) => {
			const made = element as HTMLElement & { choose(choices: object): void; start(): unknown };
			made.choose({ generator: "independent", rows: 50 });
			void made.start();
		});
		await handing.locator("#step-report .checklist").waitFor({ timeout: 60_000 });
		const confirm = handing.getByTestId("confirm");
		if (await confirm.isVisible()) await confirm.click();
		await handing.getByRole("button", { name: "Use in this portal" }).click();
		await handing.getByText(/^visits\.synthetic\.csv, \d+ bytes; similarity of marginals 0\.\d+/).waitFor();

		await inExample(page, "code").getByLabel("Table").setInputFiles(table);
		await inExample(page, "code")
			.getByText(/80 synthetic rows, made on/)
			.waitFor({ timeout: 60_000 });
		expect(complaints).toEqual([]);
		await page.context().close();
	});
});

describe("verify it yourself", () => {
	test("lists every request with what went on, and what the policy stopped", async () => {
		const { page, requests } = await visit();
		await bringTable(page, visits(80));
		await make(page, "independent", 50);
		await released(page);
		const own = requests.filter(({ url }) => !url.startsWith("blob:")).map(({ url }) => url);
		await open(page, "Verify");
		const rows = page.locator(".requests tbody tr");
		await rows.filter({ hasText: "The report was ready" }).waitFor();
		const events = await page.locator(".requests tr.event").allTextContents();
		expect(events.map((text) => text.slice(12))).toEqual([
			"A table was opened",
			"A run began",
			"The synthetic table was ready",
			"The report was ready",
		]);
		// What the browser's own log has of the page, the page's has too; its workers' is beyond it here.
		const listed = await page
			.locator(".requests td.address")
			.evaluateAll((cells) => cells.map((cell) => cell.getAttribute("title")));
		for (const worker of ["inspect", "generator", "report"]) {
			const files = own.filter((url) => new RegExp(`/${worker}-[\\w-]+\\.js$`).test(url));
			expect(
				files.some((url) => listed.includes(url)),
				worker,
			).toBe(true);
		}
		const summary = page.locator(".request-summary");
		expect(await summary.textContent()).toMatch(
			/^\d+ requests since this page was opened, 0 of them to other sites\.$/,
		);

		await page.getByRole("button", { name: "Try to send something out" }).click();
		await page.getByText("the browser has blocked 4 of them").waitFor();
		expect(await page.locator(".requests tr.stopped").count()).toBe(4);
		expect(await summary.textContent()).toMatch(/ 0 of them to other sites\. 4 more were stopped\.$/);
		expect(await page.locator("table.policy").textContent()).toContain("connect-src'self'");
		// Each directive is explained.
		for (const cell of await page.locator("table.policy td:last-child").allTextContents())
			expect(cell.length).toBeGreaterThan(20);
		await page.context().close();
	});
});

const PICTURES = process.env.STANDIN_PICTURES;

describe("every page", () => {
	for (const [name, options] of [
		["light", { colorScheme: "light" }],
		["dark", { colorScheme: "dark" }],
		["phone", { viewport: { width: 360, height: 740 }, hasTouch: true }],
	] as const) {
		test(`has no barrier and nothing cut off: ${name}`, async () => {
			const { page } = await visit(options);
			for (const link of ["Make a table", "Protect an upload", "Embed", "Causal explorer", "Verify"]) {
				await open(page, link);
				if (link === "Embed") await startExamples(page);
				if (link === "Causal explorer") await page.locator(".graph .node").first().waitFor();
				expect(await sidewaysScroll(page), link).toBe(0);
				expect(await barriers(page), link).toEqual([]);
				if (PICTURES) {
					mkdirSync(PICTURES, { recursive: true });
					await page.screenshot({
						path: join(PICTURES, `${link.replaceAll(" ", "-").toLowerCase()}-${name}.png`),
						fullPage: true,
					});
				}
			}
			await page.context().close();
		});
	}
});
