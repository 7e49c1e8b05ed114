import { beforeAll, describe, expect, test } from "vitest";
import { diffusion } from "../../../src/generators/diffusion";
import { meta } from "../../../src/generators/diffusion/meta";
import type { DiffusionSaved } from "../../../src/generators/diffusion/model";
import type { Given, Model } from "../../../src/generators/generator";
import { createRandom } from "../../../src/random";
import type { Table } from "../../../src/table/table";
import { createRun } from "../../../src/worker/run";
import { cellsOf, numeric, tableOf, worded } from "../../encode/tables";

const ROWS = 3000;

/** Rows in which everything hangs on everything: a region, incomes that follow it, a share of zeros, gaps. */
function related(rows: number, seed: number): Table {
	const random = createRandom(seed);
	const region: string[] = [];
	const income: (number | null)[] = [];
	const tax: number[] = [];
	const age: number[] = [];
	for (let i = 0; i < rows; i++) {
		const r = random.int(4);
		const earned = Math.round(1000 * (10 + 8 * r + 2 * random.normal()));
		region.push(`region ${r}`);
		income.push(random.uniform() < 0.1 ? null : earned);
		tax.push(r === 0 ? 0 : Math.round(earned * 0.02) * 10);
		age.push(18 + random.int(50));
	}
	return tableOf(
		worded("region", region),
		numeric("income", income, "integer"),
		numeric("tax", tax, "integer"),
		numeric("age", age, "integer"),
	);
}

const run = (seed: number) => createRun({ random: createRandom(seed), device: "wasm" });
const options = (given: Partial<typeof meta.defaults> = {}) => ({ ...meta.defaults, width: 64, steps: 300, ...given });

describe("conditions on what is drawn", () => {
	let model: Model<DiffusionSaved>;
	const drawn = async (given: Given, rows = 500) => {
		const table = await model.sample({ rows, given }, run(2));
		return Object.fromEntries(table.columns.map((column) => [column.name, cellsOf(column)]));
	};
	beforeAll(async () => {
		model = await diffusion.fit(related(ROWS, 1), options(), run(1));
	});

	test("one level holds in every row, and the other columns follow it", async () => {
		const { region, income } = await drawn({ region: "region 3" });
		expect(new Set(region)).toEqual(new Set(["region 3"]));
		const present = income!.filter((v) => v !== null) as number[];
		const mean = present.reduce((a, b) => a + b, 0) / present.length;
		// Region 3 earns 34,000 on average, the table 22,000.
		expect(mean).toBeGreaterThan(31_000);
	});

	test("a list, a range and a value hold exactly, together", async () => {
		const { region, income, age } = await drawn({
			region: ["region 1", "region 2"],
			income: { min: 20_000, max: 22_500 },
			age: 33,
		});
		for (const value of region!) expect(["region 1", "region 2"]).toContain(value);
		expect(new Set(region).size).toBe(2);
		for (const value of income! as number[]) {
			expect(value).toBeGreaterThanOrEqual(20_000);
			expect(value).toBeLessThanOrEqual(22_500);
		}
		expect(new Set(income).size).toBeGreaterThan(100);
		expect(new Set(age)).toEqual(new Set([33]));
	});

	test("missing can be asked for, alone or beside values", async () => {
		expect(new Set((await drawn({ income: null })).income)).toEqual(new Set([null]));
		const values = new Set((await drawn({ income: [null, 15_000] })).income);
		expect([...values].every((v) => v === null || v === 15_000)).toBe(true);
	});

	test("a value that was never seen is obeyed, what cannot be is refused with the column's name", async () => {
		expect(new Set((await drawn({ income: 23_456 }, 50)).income)).toEqual(new Set([23_456]));
		await expect(drawn({ region: "region 9" })).rejects.toThrow(/region 9/);
		await expect(drawn({ income: { min: 10 ** 9 } })).rejects.toThrow(/"income"/);
	});

	test("completion keeps what is known and fills every gap, better than the mean or the commonest level", async () => {
		const truth = related(1000, 7);
		const random = createRandom(8);
		const hidden = truth.columns.map(() => Uint8Array.from({ length: 1000 }, () => (random.uniform() < 0.2 ? 1 : 0)));
		const gaps: Table = {
			rows: 1000,
			columns: truth.columns.map((column, c) =>
				"values" in column
					? { ...column, values: column.values.map((v, r) => (hidden[c]![r] ? Number.NaN : v)) }
					: { ...column, codes: column.codes.map((v, r) => (hidden[c]![r] ? -1 : v)) },
			),
		};
		const full = await model.sample({ rows: 1000, complete: gaps }, run(3));
		const [region, income] = [0, 1].map((c) => [truth, full].map((t) => cellsOf(t.columns[c]!)));
		const column = (c: number) => cellsOf(full.columns[c]!);
		for (let c = 0; c < 4; c++) {
			const known = cellsOf(gaps.columns[c]!);
			column(c).forEach((value, r) => {
				if (known[r] !== null) expect(value).toBe(known[r]);
				else expect(value).not.toBeNull();
			});
		}
		let [right, asked, error, spread] = [0, 0, 0, 0];
		const present = (income![0] as (number | null)[]).filter((v) => v !== null);
		const mean = present.reduce((a, b) => a + b, 0) / present.length;
		for (let r = 0; r < 1000; r++) {
			if (hidden[0]![r]) {
				asked++;
				if (region![0]![r] === region![1]![r]) right++;
			}
			const value = income![0]![r] as number | null;
			if (!hidden[1]![r] || value === null) continue;
			error += Math.abs((income![1]![r] as number) - value);
			spread += Math.abs(mean - value);
		}
		// Four equally common regions: the commonest is right in a quarter of the rows.
		expect(right / asked).toBeGreaterThan(0.5);
		expect(error).toBeLessThan(0.7 * spread);
	});
});

test("10,000 levels are learned and drawn at the cost of a few hundred", async () => {
	const random = createRandom(4);
	const group: string[] = [];
	const code: string[] = [];
	for (let i = 0; i < 60_000; i++) {
		const g = random.int(10);
		group.push(`group ${g}`);
		code.push(`code ${g + 10 * Math.floor(1000 * random.uniform() ** 2)}`);
	}
	const table = tableOf(worded("group", group), worded("code", code));
	const model = await diffusion.fit(table, options({ protect: 1, steps: 150, width: 32 }), run(5));
	expect(model.diagnostics!.parameters as number).toBeLessThan(40_000);
	const rows = await model.sample({ rows: 2000 }, run(6));
	const codes = cellsOf(rows.columns[1]!) as string[];
	expect(new Set(codes).size).toBeGreaterThan(500);
	const known = new Set(code);
	for (const value of codes) expect(known.has(value)).toBe(true);
});
