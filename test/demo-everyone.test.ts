import type { BrowserContextOptions, Page } from "playwright";
import { describe, expect, test } from "vitest";
import {
	barriers,
	bringTable,
	downloaded,
	make,
	makeTiny,
	reportShown,
	resultShown,
	sidewaysScroll,
	useDemo,
	visit,
	visits,
} from "./demo-page";

useDemo();

describe("by keyboard alone", () => {
	test("a synthetic table can be made from the sample data", async () => {
		const { page } = await visit();
		/** What has the focus, through the element's shadow root. */
		const focused = () =>
			page.evaluate(() => {
				const at = document.activeElement?.shadowRoot?.activeElement ?? document.activeElement;
				const { outlineStyle } = getComputedStyle(at as Element);
				const { type } = at as HTMLInputElement;
				return { text: at?.textContent?.trim() ?? "", id: at?.id ?? "", type, outlineStyle };
			});
		type Focus = Awaited<ReturnType<typeof focused>>;
		const tabTo = async (what: string, is: (at: Focus) => boolean) => {
			for (let i = 0; i < 150; i++) {
				await page.keyboard.press("Tab");
				const at = await focused();
				if (!is(at)) continue;
				expect(at.outlineStyle, `focus on ${what} is visible`).not.toBe("none");
				return;
			}
			throw new Error(`Tab never reached "${what}".`);
		};
		const tabToText = (text: string) => tabTo(text, (at) => at.text === text);
		await tabToText("Skip to content");
		await tabToText("Try it with sample data");
		await page.keyboard.press("Enter");
		await page.locator(".column-row .treatment").first().waitFor();
		// The heading of what is next has the focus: a screen reader reads on from there.
		expect((await focused()).text).toBe("Your table");
		await tabTo("Rows to make", (at) => at.id === "rows");
		await page.keyboard.press("Control+A");
		await page.keyboard.type("200");
		await tabTo("the other generators", (at) => /^\d+ other generators?$/.test(at.text));
		await page.keyboard.press("Enter");
		// Radio buttons: one stop for Tab, arrows to choose.
		await page.keyboard.press("Shift+Tab");
		expect((await focused()).type).toBe("radio");
		for (let i = 0; i < 6; i++) {
			if (await page.locator("input[type=radio][value=independent]").isChecked()) break;
			await page.keyboard.press("ArrowDown");
		}
		expect(await page.locator("input[type=radio][value=independent]").isChecked()).toBe(true);
		await tabToText("Create synthetic table");
		await page.keyboard.press("Space");
		await resultShown(page);
		expect((await focused()).text).toBe("May I share this?");
		await reportShown(page);
		const confirm = page.getByTestId("confirm");
		if (await confirm.isVisible()) {
			await tabToText((await confirm.textContent())?.trim() ?? "");
			await page.keyboard.press("Enter");
		}
		await tabToText("Download CSV");
		const csv = await downloaded(page, () => page.keyboard.press("Enter"));
		expect(csv.text.trim().split(/\r?\n/).length).toBeGreaterThanOrEqual(201);
		await page.context().close();
	});
});

describe("the causal explorer", () => {
	const opened = async (options: BrowserContextOptions = {}) => {
		const seen = await visit(options);
		await seen.page.getByRole("link", { name: "Causal explorer" }).click();
		await seen.page.locator(".graph .node").first().waitFor();
		return seen;
	};
	const saysOf = (page: Page, column: string) =>
		page
			.locator(".explorer .marginal", { has: page.getByRole("heading", { name: column, exact: true }) })
			.locator(".figures");

	test("opens with an example in which what is seen and what is set differ, as its model says", async () => {
		const { page, complaints } = await opened();
		const sentence = page.locator(".seen-and-done");
		await sentence.filter({ hasText: "Set:" }).waitFor();
		const [seen = 0, set = 0] = [...((await sentence.textContent()) ?? "").matchAll(/([\d.]+) %/g)].map(([, n]) =>
			Number(n),
		);
		// By the model: 0.2 · 0.93 + 0.8 · 0.75 among those operated on, 0.5 · 0.93 + 0.5 · 0.75 were everybody.
		expect(seen).toBeGreaterThan(78.6 - 4);
		expect(seen).toBeLessThan(78.6 + 4);
		expect(set).toBeGreaterThan(84 - 3);
		expect(set).toBeLessThan(84 + 3);
		const counts = page.getByText(/nodes?, \d+ edges?/);
		expect(await counts.textContent()).toBe("3 nodes, 2 edges. Setting treatment cuts 1 edge into it.");
		for (const button of await page.locator(".gallery button").all()) {
			await button.click();
			await expect.poll(() => button.getAttribute("aria-pressed")).toBe("true");
			await counts.filter({ hasText: "Setting" }).waitFor();
			await sentence.filter({ hasText: "Set:" }).waitFor();
			expect(await page.locator(".graph .node").count()).toBeLessThanOrEqual(8);
		}
		expect(complaints).toEqual([]);
		await page.context().close();
	});

	test("says which columns are plotted against each other, and lets choose", async () => {
		const { page } = await opened();
		await page.getByRole("button", { name: "A life" }).click();
		await page.getByText(/^5 of 6 columns: /).waitFor();
		await page.getByText("Choose columns").click();
		const shown = page.locator(".scatter .title");
		expect(await shown.count()).toBe(5);
		for (const name of ["age", "exercise", "bmi"]) await page.locator(".scatter-choice").getByLabel(name).uncheck();
		await page.locator(".scatter-choice").getByLabel("ill").check();
		await page.getByText("3 of 6 columns: smoker, systolic, ill.").waitFor();
		expect(await shown.allTextContents()).toEqual(["smoker", "systolic", "ill"]);
		// Values stand at the axes: both ends of a number, each of few categories.
		expect(await page.locator(".scatter .level").allTextContents()).toEqual(expect.arrayContaining(["false", "true"]));
		await page.context().close();
	});

	test("sets a column: what descends from it moves, the rest stays to the last bit", async () => {
		const { page, complaints } = await opened();
		await page.getByRole("button", { name: "A life" }).click();
		await page.getByLabel("Column to set").locator("option", { hasText: "systolic" }).waitFor({ state: "attached" });
		await page.getByLabel("Column to set").selectOption("smoker");
		await page.getByLabel("Value of smoker").selectOption("true");
		await saysOf(page, "ill").filter({ hasText: "moved by" }).waitFor();
		expect(await saysOf(page, "systolic").textContent()).toContain("moved by");
		for (const column of ["age", "exercise", "bmi"]) {
			expect(await saysOf(page, column).textContent(), column).toBe("unchanged, bit for bit");
		}
		const slider = async () => {
			await page.getByLabel("Column to set").selectOption("bmi");
			await page.getByLabel("Value of bmi").focus();
			await page.keyboard.press("End");
			await saysOf(page, "bmi").filter({ hasText: "set" }).waitFor();
		};
		await slider();
		expect(await saysOf(page, "smoker").textContent()).toBe("unchanged, bit for bit");
		expect(complaints).toEqual([]);
		await page.context().close();
	});

	test("points at the character of a mistake and keeps the picture", async () => {
		const { page } = await opened();
		const nodes = await page.locator(".graph .node").count();
		const text = page.getByLabel("Model: one definition per line");
		await text.fill("age = 18 + 60 * betta(2, 3)");
		const fault = page.locator("pre.fault");
		await fault.filter({ hasText: "betta" }).waitFor();
		expect(await fault.textContent()).toContain("^");
		expect(await page.locator(".graph .node").count()).toBe(nodes);
		await text.fill("age = 18 + 60 * beta(2, 3)\ntall = bernoulli(0.5)");
		await page.locator(".graph .node").nth(1).waitFor();
		await expect.poll(() => page.locator(".graph .node").count()).toBe(2);
		expect(await fault.isVisible()).toBe(false);
		await page.context().close();
	});

	test("draws worlds from a prior, others by other seeds, the same by the same", async () => {
		const { page, complaints } = await opened();
		const firstRow = () => page.locator(".explorer table.data tbody tr").first().textContent();
		const before = await firstRow();
		await page.getByLabel("Sample from a prior").check();
		await expect.poll(firstRow, { timeout: 30_000 }).not.toBe(before);
		const one = await firstRow();
		await page.getByRole("button", { name: "Sample again" }).click();
		await expect.poll(firstRow, { timeout: 30_000 }).not.toBe(one);
		await page.locator(".explorer").getByLabel("Seed").fill("1");
		await page.locator(".explorer").getByLabel("Seed").blur();
		await expect.poll(firstRow, { timeout: 30_000 }).toBe(one);
		const csv = await downloaded(page, async () => {
			await page.getByLabel("Rows a table").fill("40");
			await page.getByRole("button", { name: "Table as CSV" }).click();
		});
		expect(csv.text.trim().split(/\r?\n/)).toHaveLength(41);
		await page.getByRole("textbox", { name: "Tables" }).fill("3");
		const zip = await downloaded(page, () => page.getByRole("button", { name: "CSVs in a zip" }).click());
		expect(zip.text.slice(0, 2)).toBe("PK");
		const parquet = await downloaded(page, () => page.getByRole("button", { name: "Parquet" }).click());
		expect(parquet.text.slice(0, 4)).toBe("PAR1");
		expect(complaints).toEqual([]);
		await page.context().close();
	});

	test("has no serious barrier and fits a phone", async () => {
		const { page } = await opened({ viewport: { width: 360, height: 740 } });
		await page.getByRole("button", { name: "A life" }).click();
		await page.getByLabel("Column to set").locator("option", { hasText: "systolic" }).waitFor({ state: "attached" });
		await page.getByLabel("Column to set").selectOption("age");
		await saysOf(page, "bmi").filter({ hasText: "moved by" }).waitFor();
		expect(await sidewaysScroll(page)).toBe(0);
		expect(await barriers(page)).toEqual([]);
		await page.context().close();
	});
});

describe("for everyone", () => {
	for (const colorScheme of ["light", "dark"] as const) {
		test(`has no barrier in ${colorScheme} colours, in any state`, async () => {
			const { page } = await visit({ colorScheme });
			const clear = async (state: string) => expect(await barriers(page), state).toEqual([]);
			await clear("empty");
			await page
				.getByTestId("file")
				.setInputFiles({ name: "empty.csv", mimeType: "text/csv", buffer: Buffer.from("") });
			await page.locator(".drop .message.error").waitFor();
			await clear("refused");
			await bringTable(page, visits(200));
			await page.getByLabel("What happens to since").selectOption("coarsen");
			await page.locator(".coarsen").waitFor();
			await page.getByText("Advanced options").click();
			await page.getByLabel("Rows to make").fill("none");
			await clear("choosing");
			await page.getByLabel("Rows to make").fill("200");
			await makeTiny(page, 100);
			await page.locator("#step-run svg.lines").first().waitFor({ timeout: 60_000 });
			await clear("running");
			await page.getByRole("button", { name: "Cancel", exact: true }).first().click();
			await page.locator("#step-run .phase", { hasText: "Cancelled" }).waitFor();
			await clear("cancelled");
			await make(page, "independent");
			await resultShown(page);
			await clear("checking");
			await reportShown(page);
			for (const summary of await page.locator("#step-report summary").all()) await summary.click();
			await page.getByText("Fix columns, or sample more of what is rare").click();
			await page.getByText("Complete missing cells of another file").click();
			for (let i = 0; i < 3; i++) await page.getByRole("button", { name: "Fix a column" }).click();
			await clear("report");
			const file = await downloaded(page, () => page.getByRole("button", { name: "HTML", exact: true }).click());
			await page.setContent(file.text);
			await page.getByRole("heading", { name: "At a glance" }).waitFor();
			await clear("report as a page");
			await page.context().close();
		});
	}

	test("fits a phone without scrolling sideways, in few screens", async () => {
		const { page } = await visit({ viewport: { width: 360, height: 740 }, hasTouch: true });
		expect(await sidewaysScroll(page)).toBe(0);
		await bringTable(page, visits(200));
		expect(await sidewaysScroll(page)).toBe(0);
		await make(page, "independent");
		await resultShown(page);
		await reportShown(page);
		expect(await page.evaluate(() => document.documentElement.scrollHeight)).toBeLessThan(6500);
		for (const summary of await page.locator("#step-report summary").all()) await summary.click();
		expect(await sidewaysScroll(page)).toBe(0);
		await page.context().close();
	});

	test("remembers the colours that were chosen", async () => {
		const { page } = await visit({ colorScheme: "light" });
		const paper = () => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
		const light = await paper();
		const button = page.getByRole("button", { name: /^Colours/ });
		await button.click();
		await button.click();
		const dark = await paper();
		expect(dark).not.toBe(light);
		await page.reload();
		expect(await paper()).toBe(dark);
		await page.context().close();
	});
});
