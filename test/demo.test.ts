import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { findChromium } from "./chromium";
import { type Site, serveSite } from "./demo-site";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** A table with what tables have: numbers, levels, a rare one, dates, gaps, names that would be markup if anyone let them. */
function visits(rows: number): string {
	const wards = ["north", "south", '<img src=x onerror="document.title=1">'];
	const lines = ["age,ward,since,score,outcome"];
	for (let i = 0; i < rows; i++) {
		const age = 20 + ((i * 37) % 61);
		const day = new Date(Date.UTC(2024, 0, 1 + ((i * 13) % 365))).toISOString().slice(0, 10);
		const score = i % 9 === 0 ? "" : (((i * 7919) % 1000) / 10).toFixed(1);
		const ward = wards[i % 11 === 0 ? 2 : i % 2] as string;
		lines.push(`${age},"${ward.replaceAll('"', '""')}",${day},${score},${age > 60 ? "yes" : "no"}`);
	}
	return lines.join("\n");
}

interface Visit {
	page: Page;
	/** Errors and warnings of the console and the page. */
	complaints: string[];
	/** Requests made since the page had loaded. */
	requests: { url: string; method: string; body: string | null }[];
}

let site: Site;
let browser: Browser;

beforeAll(async () => {
	[site, browser] = await Promise.all([
		serveSite(),
		chromium.launch({
			executablePath: findChromium(),
			args: ["--no-sandbox", "--disable-background-networking", "--disable-component-update", "--no-first-run"],
		}),
	]);
}, 120_000);

afterAll(async () => {
	await browser?.close();
	site?.close();
});

async function visit(options: BrowserContextOptions = {}): Promise<Visit> {
	const context = await browser.newContext({ reducedMotion: "reduce", acceptDownloads: true, ...options });
	const page = await context.newPage();
	const complaints: string[] = [];
	page.on("console", (message) => {
		if (message.type() === "error") complaints.push(message.text());
	});
	page.on("pageerror", (error) => complaints.push(String(error)));
	await page.goto(site.url, { waitUntil: "load" });
	await page.locator("main > div > *").first().waitFor();
	const requests: Visit["requests"] = [];
	page.context().on("request", (request) => {
		requests.push({ url: request.url(), method: request.method(), body: request.postData() });
	});
	return { page, complaints, requests };
}

/** All columns are listed: large tables come piece by piece. */
const columnsShown = (page: Page) => page.locator('.columns[aria-busy="false"]').waitFor();

const bringTable = async (page: Page, text: string, name = "visits.csv") => {
	await page
		.getByTestId("file")
		.first()
		.setInputFiles({ name, mimeType: "text/csv", buffer: Buffer.from(text) });
	await page.getByText(name, { exact: true }).waitFor();
	await columnsShown(page);
};

const make = async (page: Page, generator: string, rows?: number) => {
	await page.locator(`input[type=radio][value=${generator}]`).check();
	if (rows !== undefined) await page.getByLabel("Rows to make").fill(String(rows));
	await page.getByTestId("start").click();
};

/** A network so small that its steps take milliseconds on any machine. */
const makeTiny = async (page: Page, rows: number) => {
	await page.locator("input[type=radio][value=tabddpm]").check();
	await page.getByText("Advanced options").click();
	await page.getByLabel("Layers").fill("8, 8");
	await page.getByLabel("Batch rows").fill("32");
	await page.getByLabel("Steps", { exact: true }).and(page.getByRole("textbox")).fill("100000");
	await page.getByLabel("Rows to make").fill(String(rows));
	await page.getByTestId("start").click();
};

const resultShown = (page: Page) => page.locator("#step-result").waitFor({ timeout: 60_000 });
const reportShown = (page: Page) => page.locator("#step-report .verdict").first().waitFor({ timeout: 60_000 });

const sidewaysScroll = (page: Page) =>
	page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

/** What axe finds that is serious or worse, one line each. */
async function barriers(page: Page): Promise<string[]> {
	await page.evaluate(AXE);
	return page.evaluate(async () => {
		const { axe } = globalThis as unknown as {
			axe: {
				run(): Promise<{
					violations: { id: string; impact: string; nodes: { html: string; failureSummary: string }[] }[];
				}>;
			};
		};
		const { violations } = await axe.run();
		return violations
			.filter(({ impact }) => impact === "serious" || impact === "critical")
			.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html.slice(0, 160)} ${node.failureSummary}`));
	});
}

async function downloaded(page: Page, press: () => Promise<void>): Promise<{ name: string; text: string }> {
	const [download] = await Promise.all([page.waitForEvent("download"), press()]);
	return { name: download.suggestedFilename(), text: readFileSync(await download.path(), "utf8") };
}

describe("from a file to a download", () => {
	test("a table becomes a stand-in with a report, and nothing leaves the page", async () => {
		const { page, complaints, requests } = await visit();
		await bringTable(page, visits(400));
		expect(await page.locator(".column-row .name").allTextContents()).toEqual([
			"age",
			"ward",
			"since",
			"score",
			"outcome",
		]);
		expect(await page.getByLabel("Kind of since").inputValue()).toBe("datetime");
		expect(await page.getByLabel("Column to predict").inputValue()).toBe("outcome");

		await make(page, "independent", 250);
		await resultShown(page);
		const csv = await downloaded(page, () => page.getByTestId("download").click());
		expect(csv.name).toBe("visits-standin.csv");
		const lines = csv.text.trim().split(/\r?\n/);
		expect(lines[0]).toBe("age,ward,since,score,outcome");
		expect(lines).toHaveLength(251);
		expect(lines.slice(1).every((line) => /^\d+,.*,\d{4}-\d\d-\d\d,[\d.]*,(yes|no)$/.test(line))).toBe(true);

		await reportShown(page);
		// Every attack with what the attacker knows or why it cannot measure; no word that promises.
		await page.locator("#step-report summary", { hasText: "What it gives away" }).click();
		await page.locator("#step-report .plain-list li").nth(4).waitFor();
		const attacks = await page.locator("#step-report .plain-list li").allTextContents();
		expect(attacks.length).toBeGreaterThanOrEqual(5);
		for (const text of attacks.slice(0, 5)) expect(text).toMatch(/The attacker knows .+\.|Cannot measure: /);
		expect(await page.locator("main").textContent()).not.toMatch(/\bsafe|anonym/i);
		for (const [button, name, begins] of [
			["HTML", "visits-standin-report.html", "<!doctype html>"],
			["Markdown", "visits-standin-report.md", "#"],
			["JSON", "visits-standin-report.json", "{"],
		] as const) {
			const file = await downloaded(page, () => page.getByRole("button", { name: button, exact: true }).click());
			expect(file.name).toBe(name);
			expect(file.text.toLowerCase().startsWith(begins)).toBe(true);
			expect(file.text).not.toMatch(/\bsafe|anonym/i);
		}
		expect(await page.locator("#step-report").textContent()).not.toMatch(/NaN|undefined|\[object/);

		// Names from the file are text, never markup.
		expect(await page.locator("main img").count()).toBe(0);
		// What is asked for after loading is the site's own code, and carries nothing.
		for (const { url, method, body } of requests.filter(({ url }) => !url.startsWith("blob:"))) {
			expect(url.startsWith(site.url) && !url.includes("?"), url).toBe(true);
			expect(method).toBe("GET");
			expect(body).toBeNull();
		}
		expect(complaints).toEqual([]);
		await page.context().close();
	});

	test("a saved model draws rows again without the table", async () => {
		const { page } = await visit();
		await bringTable(page, visits(150));
		await make(page, "independent");
		await resultShown(page);
		const [download] = await Promise.all([
			page.waitForEvent("download"),
			page.getByRole("button", { name: "Save the model" }).click(),
		]);
		expect(download.suggestedFilename()).toBe("visits-standin.standin");
		const bytes = readFileSync(await download.path());
		await page.reload();
		await page
			.getByTestId("model-file")
			.first()
			.setInputFiles({ name: "visits-standin.standin", mimeType: "application/octet-stream", buffer: bytes });
		await page.locator(".size", { hasText: "1,000 rows, 5 columns" }).waitFor();
		await page.context().close();
	});
});

describe("rows drawn to order", () => {
	test("columns are fixed to a value and a range, and compared with real rows of that kind", async () => {
		const { page, complaints } = await visit();
		await bringTable(page, visits(600));
		await make(page, "independent", 300);
		await resultShown(page);
		await page.getByText("Draw other rows from the same model").click();
		const result = page.locator("#step-result");
		const draw = result.getByRole("button", { name: "Draw", exact: true });
		const fix = result.getByRole("button", { name: "Fix a column" });
		await fix.click();
		// What is left open is asked for in its place.
		await draw.click();
		await result.locator(".hint", { hasText: "One of the two, please." }).waitFor();
		await result.getByRole("textbox", { name: "From" }).fill("30");
		await result.getByRole("textbox", { name: "To", exact: true }).fill("40");
		await fix.click();
		await result.getByRole("listbox").selectOption(["south"]);
		await draw.click();
		await result.locator(".size", { hasText: "with age from 30 to 40, ward south" }).waitFor();
		const csv = await downloaded(page, () => page.getByTestId("download").click());
		const rows = csv.text.trim().split(/\r?\n/).slice(1);
		expect(rows).toHaveLength(300);
		for (const row of rows) expect(row).toMatch(/^(3\d|40),south,/);
		await reportShown(page);
		await page.locator("#step-report .message", { hasText: "real rows that meet the same conditions" }).waitFor();
		// What cannot be drawn is said, and the rows drawn before stay.
		await result.getByRole("textbox", { name: "From" }).fill("24.5");
		await result.getByRole("textbox", { name: "To", exact: true }).fill("24.5");
		await draw.click();
		await result.locator(".message.error", { hasText: /^No value of "age" .+ satisfies the condition/ }).waitFor();
		expect(await result.locator(".size").textContent()).toContain("age from 30 to 40");
		// A value nobody has can be asked for, but there is nobody to compare with.
		await result.getByLabel("Condition").selectOption("is one of");
		await result.getByRole("textbox", { name: "Values" }).fill("24.5");
		await draw.click();
		await page.locator("#step-report .message", { hasText: "No real row meets these conditions" }).waitFor();
		await result.getByRole("button", { name: "Remove" }).first().click();
		await result.getByRole("button", { name: "Remove" }).first().click();
		await draw.click();
		await result.locator(".size", { hasText: /^300 rows, 5 columns$/ }).waitFor();
		expect(complaints).toEqual([]);
		await page.context().close();
	});

	test("a generator that cannot says so, and which can", async () => {
		const { page } = await visit();
		await bringTable(page, visits(300));
		await makeTiny(page, 60);
		await page.locator("#step-run svg.lines").first().waitFor({ timeout: 60_000 });
		// Which device computes, and why, stands there while it computes.
		expect(await page.locator("#step-run .facts").textContent()).toMatch(
			/Device(Processor|Graphics card) \(\w+\): .+\./,
		);
		await page.getByRole("button", { name: "Stop early and keep it" }).click();
		await resultShown(page);
		await page.getByText("Draw other rows from the same model").click();
		await page.getByText("TabDDPM cannot fix columns. These can: Masked diffusion, ").waitFor();
		expect(await page.getByRole("button", { name: "Fix a column" }).isVisible()).toBe(false);
		await page.context().close();
	});
});

describe("the sample data", () => {
	test("is one press away and has what real tables have", async () => {
		const { page, complaints } = await visit();
		await page.getByRole("button", { name: "Try it with sample data" }).click();
		await columnsShown(page);
		const kinds = await page
			.locator(".column-row select")
			.evaluateAll((selects) => selects.map((select) => (select as HTMLSelectElement).value));
		expect(new Set(kinds).size).toBeGreaterThanOrEqual(5);
		expect(await page.locator(".column-row .missing").allTextContents()).toEqual(
			expect.arrayContaining([expect.stringContaining("missing")]),
		);
		expect(complaints).toEqual([]);
		await page.context().close();
	});
});

describe("by keyboard alone", () => {
	test("a stand-in can be made from the sample data", async () => {
		const { page } = await visit();
		const focused = () => page.evaluate(() => document.activeElement?.textContent?.trim() ?? "");
		const tabTo = async (text: string) => {
			for (let i = 0; i < 120; i++) {
				await page.keyboard.press("Tab");
				if ((await focused()) === text) {
					const outline = await page.evaluate(() => getComputedStyle(document.activeElement as Element).outlineStyle);
					expect(outline, `focus on ${text} is visible`).not.toBe("none");
					return;
				}
			}
			throw new Error(`Tab never reached "${text}".`);
		};
		await tabTo("Skip to content");
		await tabTo("Try it with sample data");
		await page.keyboard.press("Enter");
		await page.locator(".column-row").first().waitFor();
		await page.getByLabel("Rows to make").focus();
		await page.keyboard.press("Control+A");
		await page.keyboard.type("200");
		// Radio buttons: one stop for Tab, arrows to choose.
		for (let i = 0; i < 6; i++) {
			await page.keyboard.press("Tab");
			if (await page.evaluate(() => (document.activeElement as HTMLInputElement).type === "radio")) break;
		}
		for (let i = 0; i < 6; i++) {
			if (await page.locator("input[type=radio][value=independent]").isChecked()) break;
			await page.keyboard.press("ArrowDown");
		}
		expect(await page.locator("input[type=radio][value=independent]").isChecked()).toBe(true);
		await tabTo("Make the stand-in");
		await page.keyboard.press("Space");
		await resultShown(page);
		await tabTo("Download CSV");
		const csv = await downloaded(page, () => page.keyboard.press("Enter"));
		expect(csv.text.trim().split(/\r?\n/).length).toBeGreaterThanOrEqual(201);
		await page.context().close();
	});
});

describe("what the user has is never lost", () => {
	test("a file that cannot be read is refused kindly and the table before it stays", async () => {
		const { page, complaints } = await visit();
		await bringTable(page, visits(80));
		await page.getByRole("button", { name: "Change" }).click();
		const dialog = page.getByRole("dialog");
		const bad: [string, Buffer][] = [
			["empty.csv", Buffer.from("")],
			["header.csv", Buffer.from("a,b,c\n")],
			["picture.csv", Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 1, 2, 3, 0, 0, 255, 254, 0, 0])],
		];
		for (const [name, buffer] of bad) {
			await dialog.getByTestId("file").setInputFiles({ name, mimeType: "text/csv", buffer });
			const alert = dialog.getByRole("alert");
			await alert.filter({ hasText: "Your earlier table is still here." }).waitFor();
			expect((await alert.textContent())?.length).toBeGreaterThan(60);
			await dialog.getByRole("button", { name: "Paste a table" }).or(dialog.locator("summary")).first().click();
		}
		await page.keyboard.press("Escape");
		expect(await page.locator(".column-row").count()).toBe(5);
		await make(page, "independent");
		await resultShown(page);
		expect(complaints).toEqual([]);
		await page.context().close();
	});

	test("a kind that does not fit is refused in its place and the old one stays", async () => {
		const { page } = await visit();
		await bringTable(page, visits(80));
		const select = page.getByLabel("Kind of ward");
		await select.selectOption("integer");
		await page.getByRole("alert").filter({ hasText: 'Column "ward"' }).waitFor();
		expect(await select.inputValue()).toBe("category");
		await page.getByLabel("Kind of age").selectOption("category");
		await page.locator(".column-row", { hasText: "age" }).getByText("different values").waitFor();
		expect(await page.getByLabel("Kind of age").inputValue()).toBe("category");
		await page.context().close();
	});

	test("a run can be cancelled at once, and the stand-in before it stays", async () => {
		const { page, complaints } = await visit();
		await bringTable(page, visits(300));
		await make(page, "independent", 150);
		await resultShown(page);
		await makeTiny(page, 100);
		await page.locator("#step-run svg.lines").waitFor({ timeout: 60_000 });
		await page.getByRole("button", { name: "Cancel", exact: true }).first().click();
		await page.locator("#step-run .phase", { hasText: "Cancelled" }).waitFor({ timeout: 2000 });
		expect(await page.locator(".size").textContent()).toContain("150 rows");
		expect(await page.getByTestId("start").isEnabled()).toBe(true);
		expect(complaints).toEqual([]);
		await page.context().close();
	});

	test("a report is gone at once when cancelled, however busy the machine", async () => {
		const { page, complaints } = await visit();
		await bringTable(page, visits(6000));
		await make(page, "independent");
		const report = page.locator("#step-report");
		await report.locator(".phase", { hasText: "Measuring: " }).waitFor({ timeout: 60_000 });
		const computing = page.workers().length;
		expect(computing).toBeGreaterThan(1);
		const load = await page.context().newPage();
		await load.evaluate(() => {
			const source = URL.createObjectURL(new Blob(["for(;;);"], { type: "text/javascript" }));
			for (let i = 0; i < 4; i++) new Worker(source);
		});
		const waited = await page.evaluate(async () => {
			const pressed = performance.now();
			[...document.querySelectorAll("button")].find((one) => one.textContent === "Do without the report")?.click();
			while (!document.querySelector("#step-report .message")) await new Promise(requestAnimationFrame);
			return performance.now() - pressed;
		});
		await load.close();
		expect(waited).toBeLessThan(500);
		expect(await report.locator(".message").textContent()).toBe("No report was made.");
		// The worker ended with it: what is left holds the generator.
		await expect.poll(() => page.workers().length).toBe(computing - 1);
		await report.getByRole("button", { name: "Measure" }).click();
		await report.locator(".phase", { hasText: "Measuring: " }).waitFor();
		expect(complaints).toEqual([]);
		await page.context().close();
	});

	test("stopping early keeps what was learned", async () => {
		const { page } = await visit();
		await bringTable(page, visits(300));
		await makeTiny(page, 60);
		await page.locator("#step-run svg.lines").waitFor({ timeout: 60_000 });
		await page.getByRole("button", { name: "Stop early and keep it" }).click();
		await resultShown(page);
		expect(await page.locator(".size").textContent()).toContain("60 rows");
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

	test("sets a column: what descends from it moves, the rest stays to the last bit", async () => {
		const { page, complaints } = await opened();
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
		const text = page.getByLabel("Model: one definition a line");
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
		await page.getByLabel("Draw from a prior").check();
		await expect.poll(firstRow, { timeout: 30_000 }).not.toBe(before);
		const one = await firstRow();
		await page.getByRole("button", { name: "Draw again" }).click();
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
		await page.getByLabel("Column to set").selectOption("age");
		await saysOf(page, "bmi").filter({ hasText: "moved by" }).waitFor();
		expect(await sidewaysScroll(page)).toBe(0);
		expect(await barriers(page)).toEqual([]);
		await page.context().close();
	});
});

describe("for everyone", () => {
	for (const colorScheme of ["light", "dark"] as const) {
		test(`has no serious barrier in ${colorScheme} colours`, async () => {
			const { page } = await visit({ colorScheme });
			expect(await barriers(page)).toEqual([]);
			await bringTable(page, visits(200));
			await make(page, "independent");
			await resultShown(page);
			await reportShown(page);
			for (const summary of await page.locator("#step-report summary").all()) await summary.click();
			await page.getByText("Draw other rows from the same model").click();
			for (let i = 0; i < 3; i++) await page.getByRole("button", { name: "Fix a column" }).click();
			expect(await barriers(page)).toEqual([]);
			const file = await downloaded(page, () => page.getByRole("button", { name: "HTML", exact: true }).click());
			await page.setContent(file.text);
			await page.getByRole("heading", { name: "At a glance" }).waitFor();
			expect(await barriers(page)).toEqual([]);
			await page.context().close();
		});
	}

	test("fits a phone without scrolling sideways", async () => {
		const { page } = await visit({ viewport: { width: 360, height: 740 }, hasTouch: true });
		expect(await sidewaysScroll(page)).toBe(0);
		await bringTable(page, visits(200));
		expect(await sidewaysScroll(page)).toBe(0);
		await make(page, "independent");
		await resultShown(page);
		await reportShown(page);
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
