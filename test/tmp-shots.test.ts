import { test, beforeAll, afterAll } from "vitest";
import { useDemo, visit, visits } from "./demo-page";
import { writeFileSync } from "node:fs";
useDemo();
test("shots", async () => {
	const { page, complaints } = await visit({ viewport: { width: 1280, height: 900 } });
	const shot = (name: string) => page.screenshot({ path: `/tmp/w/shots/${name}.png`, fullPage: true });
	try {
		await shot("0-open");
		await page.getByTestId("file").first().setInputFiles({ name: "visits.csv", mimeType: "text/csv", buffer: Buffer.from(visits(400)) });
		await page.locator(".column-row").nth(4).waitFor({ timeout: 8000 });
		await page.waitForTimeout(500);
		await shot("1-columns");
		await page.locator("summary", { hasText: "other generator" }).click();
		await page.locator("input[type=radio][value=independent]").check();
		await shot("2-settings");
		await page.getByTestId("start").click();
		await page.locator("#step-result").waitFor({ timeout: 30000 });
		await shot("3-result");
		await page.locator(".verdict").first().waitFor({ timeout: 60000 });
		await page.waitForTimeout(500);
		await shot("4-report");
	} finally {
		console.log(complaints.join("\n"));
		await shot("9-last");
	}
}, 120_000);
