import { expect, test } from "vitest";
import { createRandom } from "../../src/random";
import { compareTables } from "../../src/report/compare";
import { parseCsv } from "../../src/table/csv";
import { createRun } from "../../src/worker/run";

const rows = (from: number, to: number, of = (i: number) => `${i},${(i * 37) % 101},${i % 3}`) =>
	parseCsv(["a,b,c", ...Array.from({ length: to - from }, (_, i) => of(from + i))].join("\n"));
const compare = async (real: [number, number], holdout: [number, number], of?: (i: number) => string) =>
	compareTables(
		{ real: await rows(...real, of), synthetic: await rows(500, 600, of), holdout: await rows(...holdout, of) },
		createRun({ random: createRandom("matching") }),
	);

test("hold-out rows that stand among the real ones are refused", async () => {
	await expect(compare([0, 200], [150, 200])).rejects.toThrow(/100 % of the hold-out rows stand in the real table too/);
	await expect(compare([0, 200], [175, 225])).rejects.toThrow(/50 % of the hold-out rows/);
	await expect(compare([0, 200], [200, 250])).resolves.toBeDefined();
});

test("a table of few different rows repeats them on both sides of a split", async () => {
	await expect(compare([0, 200], [200, 250], (i) => `${i % 2},${i % 3},x`)).resolves.toBeDefined();
});

test("tables that have no column in common are refused, and columns that are missing are said first", async () => {
	const run = () => createRun({ random: createRandom("matching") });
	const real = await rows(0, 100);
	const other = await parseCsv("x,y\n1,2\n3,4\n");
	await expect(compareTables({ real, synthetic: other }, run())).rejects.toThrow(/has no column of the real one/);
	const part = await parseCsv("a\n1\n2\n3\n");
	const { notes } = await compareTables({ real, synthetic: part }, run());
	expect(notes.join(" ")).toContain('The synthetic table lacks "b", "c"');
});
