import { describe, expect, test } from "vitest";
import { createRandom } from "../../src/random";
import { compareTables } from "../../src/report/compare";
import { parseCsv } from "../../src/table/csv";
import { createRun } from "../../src/worker/run";

const run = () => createRun({ random: createRandom(1) });
const rows = 300;
const lines = (write: (i: number) => string) =>
	`smoker,visited,dose\n${Array.from({ length: rows }, (_, i) => write(i)).join("\n")}\n`;
const date = (i: number) =>
	`2021-${String(1 + (i % 12)).padStart(2, "0")}-${String(1 + ((i * 7) % 28)).padStart(2, "0")}`;
const plain = lines((i) => `${i % 3 ? "true" : "false"},${date(i)},${i % 2}`);

/** The same table in another spelling is the same table. */
const spellings: Record<string, string> = {
	"truth values with capitals": lines((i) => `${i % 3 ? "True" : "False"},${date(i)},${i % 2}`),
	"zeros and ones with a point": lines((i) => `${i % 3 ? "true" : "false"},${date(i)},${i % 2}.0`),
	"one date that is none": lines((i) => `${i % 3 ? "true" : "false"},${i === 5 ? "2021-02-30" : date(i)},${i % 2}`),
	"a column of one value": plain,
};

describe("compare reads the other table as the real one", () => {
	test.each(Object.entries(spellings))("%s", async (_name, text) => {
		const report = await compareTables({ real: await parseCsv(plain), synthetic: await parseCsv(text) }, run());
		expect(report.fidelity.shape.score).toBeGreaterThan(0.99);
		expect(report.fidelity.trend.score).toBeGreaterThan(0.98);
		const { exact } = report.privacy.copies;
		expect("value" in exact && exact.value).toBeGreaterThan(0.99);
	});
});
