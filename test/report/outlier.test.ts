import { expect, test } from "vitest";
import { independent } from "../../src/generators/independent";
import { createRandom } from "../../src/random";
import { compareTables } from "../../src/report/compare";
import { formatHtml } from "../../src/report/format/html";
import { isNumeric } from "../../src/table/table";
import { createRun } from "../../src/worker/run";
import { numeric, tableOf, times, worded } from "../encode/tables";

const SECRET = 4_321_987.65;

function numbersIn(data: unknown): number[] {
	if (typeof data === "number") return [data];
	return data && typeof data === "object" ? Object.values(data).flatMap(numbersIn) : [];
}

test.each([60, 120, 240, 2000])(
	"no number of a report on %d rows gives an outlier, nor beside the synthetic range",
	async (rows) => {
		const random = createRandom(rows);
		const make = (outlier?: number) =>
			tableOf(
				numeric(
					"income",
					times(rows, (row) =>
						row === 0 && outlier ? outlier : Math.round(100 * (2000 + 3000 * random.uniform())) / 100,
					),
					"number",
					2,
				),
				worded(
					"town",
					times(rows, (row) => (row === 0 && outlier ? "Tinytown" : row % 3 ? "Oslo" : "Rome")),
				),
				numeric(
					"rooms",
					times(rows, () => random.int(5)),
					"integer",
				),
			);
		const [real, holdout] = [make(SECRET), make()];
		const run = () => createRun({ random: createRandom(1) });
		const model = await independent.fit(real, { protect: 5 }, run());
		const synthetic = await model.sample({ rows }, run());
		for (const control of [holdout, undefined]) {
			const report = await compareTables(
				{ real, synthetic, ...(control && { holdout: control }), target: "rooms" },
				run(),
			);
			const income = synthetic.columns[0]!;
			if (!isNumeric(income)) throw new Error("income is a number");
			const range = Math.max(...income.values) - Math.min(...income.values);
			const near = (value: number) => Math.abs(value - SECRET) < 0.2 * SECRET;
			for (const number of numbersIn(report)) {
				expect(near(Math.abs(number)), String(number)).toBe(false);
				// Shares of the real range times or through the synthetic one, which anybody has.
				if (number > 0 && number < 1) expect(near(range / number), String(number)).toBe(false);
			}
			const html = formatHtml(report);
			expect(html).not.toContain("Tinytown");
			expect(html).not.toMatch(/4[,.]?321|4\.3 ?M/);
			expect(JSON.stringify(report)).not.toContain("Tinytown");
		}
	},
);
