import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import {
	bringTable,
	columnsShown,
	downloaded,
	make,
	makeTiny,
	reportShown,
	resultShown,
	site,
	useDemo,
	visit,
	visits,
} from "./demo-page";

useDemo();

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
		await page.locator("#step-report summary", { hasText: "Attacks" }).click();
		const tried = page.getByRole("region", { name: "Attacks, shares with 95 % intervals" }).locator("tbody tr");
		await tried.nth(4).waitFor();
		const attacks = await tried.allTextContents();
		expect(attacks).toHaveLength(5);
		for (const text of attacks) expect(text).toMatch(/ %|cannot measure: /);
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

	test("left to trials, the choice is made, told with every score, and learned from", async () => {
		const { page, complaints } = await visit();
		await bringTable(page, visits(150));
		await make(page, "auto", 100);
		await page.locator("#step-run .phase", { hasText: "was chosen" }).waitFor({ timeout: 120_000 });
		const told = await page.locator("#step-run .phase").textContent();
		for (const name of ["diffusion", "independent", "tabddpm"]) expect(told).toContain(name);
		await resultShown(page);
		expect(await page.locator(".size").textContent()).toContain("100 rows");
		expect(complaints).toEqual([]);
		await page.context().close();
	}, 180_000);
});
