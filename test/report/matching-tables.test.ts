import { expect, test } from "vitest";
import { createRandom } from "../../src/random";
import { compareTables } from "../../src/report/compare";
import { parseCsv } from "../../src/table/csv";
import { createRun } from "../../src/worker/run";

const rows = (from: number, to: number, of = (i: number) => `${i},${(i * 37) % 101},${i % 3}`) =>
	parseCsv(["a,b,c", ...Array.from({ length: to - from }, (_, i) => of(from + i))].join("\n"));
type Range = [number, number];
const compare = async (real: Range, holdout: Range, of?: (i: number) => string, synthetic: Range = [250, 350]) =>
	compareTables(
		{ real: await rows(...real, of), synthetic: await rows(...synthetic, of), holdout: await rows(...holdout, of) },
		createRun({ random: createRandom("matching") }),
	);

test("hold-out rows that stand among the real ones are refused", async () => {
	await expect(compare([0, 200], [150, 200])).rejects.toThrow(/100 % of the hold-out rows stand in the real table too/);
	await expect(compare([0, 200], [175, 225])).rejects.toThrow(/50 % of the hold-out rows/);
	const unlike = (i: number) => `${i},${(i * 37) % 101},${i % 17}`;
	await expect(compare([0, 300], [285, 400], unlike, [500, 600])).rejects.toThrow(/13 % of the hold-out rows/);
	await expect(compare([0, 200], [200, 250])).resolves.toBeDefined();
});

test("hold-out rows that stand among the synthetic ones, where the real ones do not, are refused", async () => {
	await expect(compare([0, 200], [200, 250], undefined, [200, 250])).rejects.toThrow(
		/100 % of the hold-out rows stand in the synthetic table too, where 0 % were to be expected/,
	);
});

test("a hold-out table that lacks columns is refused", async () => {
	const [real, synthetic, holdout] = await Promise.all([rows(0, 200), rows(250, 350), rows(200, 250)]);
	const renamed = {
		...holdout,
		columns: holdout.columns.map((column) => ({ ...column, name: column.name.toUpperCase() })),
	};
	const run = createRun({ random: createRandom("matching") });
	await expect(compareTables({ real, synthetic, holdout: renamed }, run)).rejects.toThrow(
		/hold-out table lacks "b", "c"/,
	);
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
