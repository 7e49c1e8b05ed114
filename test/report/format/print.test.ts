import { chromium } from "playwright";
import { expect, test } from "vitest";
import { createRandom } from "../../../src/random";
import { compareTables } from "../../../src/report/compare";
import { formatHtml } from "../../../src/report/format/html";
import type { Table } from "../../../src/table/table";
import { createRun } from "../../../src/worker/run";
import { findChromium } from "../../chromium";
import { tableOf } from "../tables";

/** A table of so many columns, categories and numbers by turns. */
function wide(columns: number, rows: number, seed: number): Table {
	const random = createRandom(seed);
	const common = Array.from({ length: rows }, () => random.normal());
	return tableOf(
		Object.fromEntries(
			Array.from({ length: columns }, (_, c) => [
				`measure number ${c + 1}`,
				common.map((x) =>
					c % 2 ? ["low", "middle", "high"][random.int(3)]! : Math.round(100 * (x + random.normal())),
				),
			]),
		),
	);
}

test("prints on at most six A4 pages, and on more with the appendix open", { timeout: 120_000 }, async () => {
	const browser = await chromium.launch({ executablePath: findChromium() });
	try {
		for (const columns of [8, 40]) {
			const [real, synthetic, holdout] = [1, 2, 3].map((seed) => wide(columns, 300, seed));
			const treatments = real!.columns.map(({ name }) => ({ column: name, treatment: "learned" }));
			const provenance = { table: "wide.csv", date: "2026-11-28", seed: 1, generator: "diffusion", treatments };
			const report = await compareTables(
				{ real: real!, synthetic: synthetic!, holdout: holdout!, target: "measure number 1", provenance },
				createRun({ random: createRandom(1) }),
			);
			const pages = async (html: string) => {
				const page = await browser.newPage();
				await page.setContent(html);
				const pdf = await page.pdf({ preferCSSPageSize: true });
				await page.close();
				return pdf.toString("latin1").match(/\/Type\s*\/Page\b(?!s)/g)!.length;
			};
			const html = formatHtml(report);
			const folded = await pages(html);
			expect(folded).toBeLessThanOrEqual(6);
			expect(await pages(html.replace("<details", "<details open"))).toBeGreaterThan(folded);
			const without = formatHtml(report, { appendix: false });
			expect(without).not.toContain("<details");
			expect(await pages(without)).toBeLessThanOrEqual(folded);
		}
	} finally {
		await browser.close();
	}
});
