/** What nobody may find out from rows or a saved model, for every generator. */
import { beforeAll, describe, expect, test } from "vitest";
import { generators } from "../../src/generators";
import type { Generator, GeneratorMeta, Model } from "../../src/generators/generator";
import { generatorMetas } from "../../src/generators/metas";
import { createRandom } from "../../src/random";
import { isNumeric, type Table } from "../../src/table/table";
import { createRun } from "../../src/worker/run";
import { cellsOf, numeric, tableOf, times, worded } from "../encode/tables";
import { startNodeBackend } from "../nn/node-backend";
import { quick } from "./quick";

/** Generators under differential privacy promise more, by noise and not by `protect`: see `private.test.ts`. */
const entries = (Object.entries(generatorMetas) as unknown as [string, GeneratorMeta][]).filter(
	([, meta]) => !meta.private,
);
const loaders = generators as unknown as Record<string, () => Promise<Generator<never, unknown>>>;
const run = () => createRun({ random: createRandom(1) });

/** Every number in plain data. */
function numbersIn(data: unknown): number[] {
	if (typeof data === "number") return [data];
	if (ArrayBuffer.isView(data)) return Array.from(data as Float64Array);
	return data && typeof data === "object" ? Object.values(data).flatMap(numbersIn) : [];
}

/** Small whole numbers that an attacker may multiply two numbers by before taking one from the other. */
const LARGEST_FACTOR = 10;

/** Whether some c₁·a − c₂·b can be within 20 % of a secret that is larger than all else. */
function gives(numbers: readonly number[], secret: number): boolean {
	const largest = numbers.reduce((a, b) => Math.max(a, Math.abs(b)), 0);
	return 2 * LARGEST_FACTOR * largest >= 0.8 * Math.abs(secret);
}

const DAY = 86_400_000;
const SECRET = 4_321_987.65;

/** Incomes, amounts below nothing, dates and a few grades, of which the first row's stand far out. */
function withOutlier(rows: number, secret: number, subjects?: Int32Array): Table {
	const random = createRandom(rows);
	const incomes = times(rows, () => Math.round(100 * (2000 + 3000 * random.uniform())) / 100);
	const far = (row: number) => (subjects ? subjects[row] === 0 : row === 0);
	const { columns } = tableOf(
		numeric(
			"income",
			incomes.map((v, row) => (far(row) ? secret : v)),
			"number",
			2,
		),
		numeric(
			"debt",
			incomes.map((v, row) => (far(row) ? -Math.round(secret) : Math.round(-v / 7))),
			"integer",
		),
		numeric(
			"grade",
			incomes.map((_, row) => (far(row) ? Math.round(secret) : row % 4)),
			"integer",
		),
		numeric(
			"born",
			incomes.map((v, row) => (far(row) ? -Math.round(secret / 4000) : Math.round(v)) * DAY),
			"datetime",
		),
		worded(
			"name",
			incomes.map((_, row) => (far(row) ? "Zbigniew" : row % 3 ? "a" : "b")),
		),
		worded(
			"ill",
			incomes.map((_, row) => (far(row) ? "true" : "false")),
			"boolean",
		),
	);
	return { rows, columns, ...(subjects && { subjects }) };
}

for (const [name, meta] of entries) {
	describe(name, () => {
		beforeAll(() => startNodeBackend("wasm"));
		const fit = async (table: Table): Promise<Model<unknown>> =>
			(await loaders[name]!()).fit(table, quick(meta) as never, run());

		test.each([60, 120, 240, 2000])("gives no outlier among %d rows away, nor by how far it is out", async (rows) => {
			const model = await fit(withOutlier(rows, SECRET));
			const saved = await model.save();
			const sample = await model.sample({ rows: 500 }, run());
			for (const column of sample.columns) {
				if (column.name === "born" || !isNumeric(column)) continue;
				expect(gives(Array.from(column.values), SECRET), column.name).toBe(false);
			}
			const born = sample.columns[3]!;
			if (isNumeric(born)) for (const v of born.values) expect(v).toBeGreaterThan(0);
			const text = JSON.stringify({ saved, sample });
			expect(text).not.toContain("Zbigniew");
			expect(numbersIn(saved).filter((v) => v < 0 && v < -DAY)).toEqual([]);
			// Dates apart, whose milliseconds are large: whatever the farthest value is, what leaves is the same.
			const other = await fit(withOutlier(rows, 31 * SECRET));
			expect(await other.save()).toEqual(saved);
			expect(await other.sample({ rows: 500 }, run())).toEqual(sample);
			model.dispose();
			other.dispose();
		});

		test("counts a person with six rows once", async () => {
			const subjects = Int32Array.from({ length: 240 }, (_, row) => Math.floor(row / 6));
			const model = await fit(withOutlier(240, SECRET, subjects));
			const sample = await model.sample({ rows: 500 }, run());
			expect(JSON.stringify({ saved: await model.save(), sample })).not.toContain("Zbigniew");
			expect(cellsOf(sample.columns[5]!)).not.toContain("true");
			for (const column of sample.columns.slice(0, 3)) {
				if (isNumeric(column)) expect(gives(Array.from(column.values), SECRET), column.name).toBe(false);
			}
			model.dispose();
		});

		test.each([8, 20, 39, 100, 2000])("never repeats what fewer than five of %d rows have", async (rows) => {
			const has = (row: number) => row % Math.ceil(rows / 4) === 1;
			const table = tableOf(
				worded(
					"town",
					times(rows, (row) => (has(row) ? "Tinytown" : row % 2 ? "Oslo" : "Rome")),
				),
				worded(
					"ill",
					times(rows, (row) => (has(row) ? "yes" : "no")),
					"boolean",
				),
				numeric(
					"children",
					times(rows, (row) => (has(row) ? 77 : row % 2)),
					"integer",
				),
			);
			const model = await fit(table);
			const sample = await model.sample({ rows: 100_000 }, run());
			const [town, ill, children] = sample.columns.map((column) => new Set(cellsOf(column)));
			expect(town!.has("Tinytown") || ill!.has("yes") || children!.has(77)).toBe(false);
			// What is left is what five share, where five share it.
			expect(town!.has("Oslo") || town!.has("other")).toBe(true);
			model.dispose();
		});
	});
}
