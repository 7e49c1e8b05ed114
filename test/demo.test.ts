import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import {
	bringTable,
	choose,
	columnsShown,
	downloaded,
	make,
	makeTiny,
	released,
	reportShown,
	resultShown,
	site,
	useDemo,
	visit,
	visits,
} from "./demo-page";

useDemo();

describe("from a file to a download", () => {
	test("a table becomes a synthetic one with a report, and nothing leaves the page", async () => {
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
		// What is being checked cannot be taken yet.
		expect(await page.getByTestId("download").isEnabled()).toBe(false);
		await released(page);
		const csv = await downloaded(page, () => page.getByTestId("download").click());
		expect(csv.name).toBe("visits.synthetic.csv");
		const lines = csv.text.trim().split(/\r?\n/);
		expect(lines[0]).toBe("age,ward,since,score,outcome");
		expect(lines).toHaveLength(251);
		expect(lines.slice(1).every((line) => /^\d+,.*,\d{4}-\d\d-\d\d,[\d.]*,(yes|no)$/.test(line))).toBe(true);

		expect(await page.locator("main").textContent()).not.toMatch(/\bsafe|anonym/i);
		for (const [button, name, begins] of [
			["HTML", "visits.synthetic.report.html", "<!doctype html>"],
			["Markdown", "visits.synthetic.report.md", "#"],
			["JSON", "visits.synthetic.report.json", "{"],
		] as const) {
			const file = await downloaded(page, () => page.getByRole("button", { name: button, exact: true }).click());
			expect(file.name).toBe(name);
			expect(file.text.toLowerCase().startsWith(begins)).toBe(true);
			expect(file.text).not.toMatch(/\bsafe|anonym/i);
		}
		for (const summary of await page.locator("#step-report summary").all()) await summary.click();
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

	test("a saved model samples rows again without the table, and nobody has checked those", async () => {
		const { page } = await visit();
		await bringTable(page, visits(150));
		await make(page, "independent");
		await released(page);
		const [download] = await Promise.all([
			page.waitForEvent("download"),
			page.getByRole("button", { name: "Save the model" }).click(),
		]);
		expect(download.suggestedFilename()).toBe("visits.synthetic.standin");
		const bytes = readFileSync(await download.path());
		await page.reload();
		await page
			.getByTestId("model-file")
			.first()
			.setInputFiles({ name: "visits.standin", mimeType: "application/octet-stream", buffer: bytes });
		await page.locator(".size", { hasText: "1,000 rows, 5 columns" }).waitFor();
		expect(await page.getByTestId("download").isEnabled()).toBe(false);
		await page.getByRole("button", { name: "Release it without a report" }).click();
		expect(await page.getByTestId("download").isEnabled()).toBe(true);
		await page.context().close();
	});
});

describe("rows to order", () => {
	test("columns are fixed to a value and a range, and compared with real rows of that kind", async () => {
		const { page, complaints } = await visit();
		await bringTable(page, visits(600));
		await make(page, "independent", 300);
		await released(page);
		await page.getByText("Fix columns, or sample more of what is rare").click();
		const result = page.locator("#step-result");
		const sample = result.getByRole("button", { name: "Sample", exact: true });
		const fix = result.getByRole("button", { name: "Fix a column" });
		await fix.click();
		// What is left open is asked for in its place.
		await sample.click();
		await result.locator(".hint", { hasText: "One of the two, please." }).waitFor();
		await result.getByRole("textbox", { name: "From" }).fill("30");
		await result.getByRole("textbox", { name: "To", exact: true }).fill("40");
		await fix.click();
		await result.getByRole("listbox").selectOption(["south"]);
		await sample.click();
		await result.locator(".size", { hasText: "with age from 30 to 40, ward south" }).waitFor();
		await released(page);
		const csv = await downloaded(page, () => page.getByTestId("download").click());
		const rows = csv.text.trim().split(/\r?\n/).slice(1);
		expect(rows).toHaveLength(300);
		for (const row of rows) expect(row).toMatch(/^(3\d|40),"?south"?,/);
		await page.locator("#step-report .message", { hasText: "real rows that meet the same conditions" }).waitFor();
		// What cannot be sampled is said, and the rows sampled before stay.
		await result.getByRole("textbox", { name: "From" }).fill("24.5");
		await result.getByRole("textbox", { name: "To", exact: true }).fill("24.5");
		await sample.click();
		await result.locator(".message.error", { hasText: /^\s*No value of "age" .+ satisfies the condition/ }).waitFor();
		expect(await result.locator(".size").textContent()).toContain("age from 30 to 40");
		await result.getByRole("button", { name: "Remove" }).first().click();
		await result.getByRole("button", { name: "Remove" }).first().click();
		await sample.click();
		await result.locator(".size", { hasText: /^\s*300 rows, 5 columns(; seed \d+)?\s*$/ }).waitFor();
		expect(complaints).toEqual([]);
		await page.context().close();
	});

	test("a generator that cannot says so, and which can", async () => {
		const { page } = await visit();
		await bringTable(page, visits(300));
		await makeTiny(page, 60);
		await page.locator("#step-run svg.lines").first().waitFor({ timeout: 60_000 });
		// Which device computes, and why, stands there while it computes.
		expect(await page.locator("#step-run .diagnostics").textContent()).toMatch(
			/Device(Processor|Graphics card) \(\w+\): .+\./,
		);
		await page.getByRole("button", { name: "Stop early and keep it" }).click();
		await resultShown(page);
		expect(await page.locator(".size").textContent()).toContain("60 rows");
		await page.getByText("Fix columns, or sample more of what is rare").click();
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
			.locator(".column-row .kind select")
			.evaluateAll((selects) => selects.map((select) => (select as HTMLSelectElement).value));
		expect(new Set(kinds).size).toBeGreaterThanOrEqual(5);
		expect(await page.locator(".column-row .missing").allTextContents()).toEqual(
			expect.arrayContaining([expect.stringContaining("missing")]),
		);
		expect(complaints).toEqual([]);
		await page.context().close();
	});
});

describe("what the person has is never lost", () => {
	test("a file that cannot be read is refused kindly and the table before it stays", async () => {
		const { page, complaints } = await visit();
		await bringTable(page, visits(80));
		await page.getByRole("button", { name: "Another table" }).click();
		const bad: [string, Buffer][] = [
			["empty.csv", Buffer.from("")],
			["header.csv", Buffer.from("a,b,c\n")],
			["records.json", Buffer.from('[\n  {\n    "a": 1\n  },\n')],
			["picture.csv", Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 1, 2, 3, 0, 0, 255, 254, 0, 0])],
		];
		for (const [name, buffer] of bad) {
			await page.getByTestId("file").setInputFiles({ name, mimeType: "text/csv", buffer });
			const alert = page.locator(".drop .message.error");
			await alert.filter({ hasText: "Your earlier table is still here." }).waitFor();
			expect((await alert.textContent())?.length).toBeGreaterThan(60);
		}
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

	test("a run can be cancelled at once, and the synthetic table before it stays", async () => {
		const { page, complaints } = await visit();
		await bringTable(page, visits(300));
		await makeTiny(page, 150);
		await page.locator("#step-run svg.lines").first().waitFor({ timeout: 60_000 });
		await page.getByRole("button", { name: "Stop early and keep it" }).click();
		await resultShown(page);
		await page.locator("#step-settings .fold").click();
		await page.getByTestId("start").click();
		await page.locator("#step-run svg.lines").first().waitFor({ timeout: 60_000 });
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
		await report.locator(".phase", { hasText: "Making the report" }).waitFor({ timeout: 60_000 });
		await expect.poll(() => page.workers().length).toBeGreaterThan(0);
		const load = await page.context().newPage();
		await load.evaluate(() => {
			const source = URL.createObjectURL(new Blob(["for(;;);"], { type: "text/javascript" }));
			for (let i = 0; i < 4; i++) new Worker(source);
		});
		// Counted in turns of the page, for a loaded machine stretches each of them: thirty are half a second of an idle one.
		const turns = await page.evaluate(async () => {
			const root = document.querySelector("stand-in")?.shadowRoot;
			[...(root?.querySelectorAll("button") ?? [])]
				.find((one) => one.textContent?.trim() === "Skip the report")
				?.click();
			let turns = 0;
			for (; !root?.querySelector("#step-report .message"); turns++) await new Promise(requestAnimationFrame);
			return turns;
		});
		await load.close();
		expect(turns).toBeLessThan(30);
		expect(await report.locator(".message").textContent()).toBe("No report was made.");
		// The worker ended with it, and nothing else computes.
		await expect.poll(() => page.workers().length).toBe(0);
		await report.getByRole("button", { name: "Make the report" }).click();
		await report.locator(".phase", { hasText: "Making the report" }).waitFor();
		expect(complaints).toEqual([]);
		await page.context().close();
	});

	test("left to trials, the choice is made, told with every score, and learned from", async () => {
		const { page, complaints } = await visit();
		await bringTable(page, visits(150));
		const candidates = ["independent", "copula", "bayesian-network"];
		await choose(page, "auto");
		// All of them, five seconds each, would be most of this suite's time: those that learn at once will do.
		await page.locator("stand-in").evaluate(
			(element, options) => {
				(element as unknown as { choose(choices: object): void }).choose({ options, rows: 100 });
			},
			{ candidates, trialSeconds: 2 },
		);
		await page.getByTestId("start").click();
		await page.locator("#step-run .phase", { hasText: "was chosen" }).waitFor({ timeout: 100_000 });
		const told = await page.locator("#step-run .phase").textContent();
		for (const name of candidates) expect(told).toMatch(new RegExp(`\\b${name} (AUC|trend) [\\d.]+`));
		await resultShown(page);
		expect(await page.locator(".size").textContent()).toContain("100 rows");
		expect(complaints).toEqual([]);
		await page.context().close();
	});
});

describe("nothing stale", () => {
	test("a changed column or setting withdraws the result until it is made again", async () => {
		const { page, complaints } = await visit();
		await bringTable(page, visits(200));
		await make(page, "independent", 100);
		await released(page);
		await page.locator("#step-columns .fold").click();
		await page.getByLabel("Kind of ward").selectOption("text");
		await page.getByText("was withdrawn").first().waitFor();
		expect(await page.getByTestId("download").count()).toBe(0);
		expect(await page.locator("#step-report").count()).toBe(0);
		await page.getByTestId("start").click();
		await released(page);
		expect(await page.getByText("was withdrawn").locator("visible=true").count()).toBe(0);
		await page.locator("#step-settings .fold").click();
		await page.getByLabel("Rows to make").fill("90");
		expect(await page.getByTestId("download").count()).toBe(0);
		await choose(page, "diffusion");
		expect(complaints).toEqual([]);
		await page.context().close();
	});

	test("leaving asks first while something would be lost, and only then", async () => {
		const { page } = await visit();
		const asks = () => {
			const event = new Event("beforeunload", { cancelable: true });
			return !window.dispatchEvent(event);
		};
		expect(await page.evaluate(asks)).toBe(false);
		await bringTable(page, visits(120));
		expect(await page.evaluate(asks)).toBe(false);
		await make(page, "independent");
		await released(page);
		expect(await page.evaluate(asks)).toBe(true);
		await downloaded(page, () => page.getByTestId("download").click());
		expect(await page.evaluate(asks)).toBe(false);
		await reportShown(page);
		await page.context().close();
	});
});
