import { beforeAll, describe, expect, test } from "vitest";
import { createSecureRandom } from "../../src/dp/secure-random";
import { fitCliqueTree } from "../../src/generators/clique-tree";
import { splitBudget } from "../../src/generators/clique-tree/select";
import type { Model } from "../../src/generators/generator";
import { generatorMetas } from "../../src/generators/metas";
import { fitMst } from "../../src/generators/mst";
import { createRandom } from "../../src/random";
import type { Table } from "../../src/table/table";
import { createRun } from "../../src/worker/run";
import { cellsOf, numeric, tableOf, times, worded } from "../encode/tables";

const ROWS = 20_000;
const run = (seed: string) => createRun({ random: createRandom(seed) });

/** Noise that can be drawn again: a test must not fail one day in a thousand. */
function noise(seed: string) {
	const random = createRandom(seed);
	return createSecureRandom((words) => {
		for (let i = 0; i < words.length; i++) words[i] = random.uint32();
	}, false);
}

/** Ages, a wage that follows them, a trade that follows the wage, one person of a trade of her own. */
function people(): Table {
	const random = createRandom("people");
	const ages = times(ROWS, () => 18 + random.int(50));
	const wages = ages.map((age) => (random.uniform() < 0.3 ? 0 : 1000 + 40 * age + random.int(500)));
	const trades = wages.map((wage, i) =>
		i === 7 ? "astronaut" : wage === 0 ? "none" : wage > 2800 ? "clerk" : "smith",
	);
	return tableOf(numeric("age", ages, "integer", 0), numeric("wage", wages, "integer", 0), worded("trade", trades));
}

const fits = { "clique-tree": fitCliqueTree, mst: fitMst } as const;

describe.each(Object.keys(fits) as (keyof typeof fits)[])("%s", (name) => {
	const options = { ...generatorMetas[name].defaults, epsilon: 2, delta: 1e-6 };
	const table = people();
	let model: Model<unknown>;
	beforeAll(async () => {
		model = await fits[name](table, options as never, run("fit"), noise(name));
	});

	test("spends no more than was promised, and says on what", () => {
		const { epsilon, epsilonSpent, ledger, unit } = model.diagnostics!;
		expect(epsilon).toBe(2);
		expect(epsilonSpent).toBeLessThanOrEqual(2);
		expect(epsilonSpent).toBeGreaterThan(1.9);
		expect(unit).toBe("row");
		for (const column of ["age", "wage", "trade"]) expect(ledger).toContain(`"${column}"`);
	});

	test("tells no category that one person has, and keeps what many share", async () => {
		const rows = await model.sample({ rows: 5000 }, run("sample"));
		const trades = cellsOf(rows.columns[2]!);
		expect(new Set(trades)).toEqual(new Set(["none", "clerk", "smith"]));
		expect(JSON.stringify(await model.save())).not.toContain("astronaut");
		const without = cellsOf(rows.columns[1]!).filter((wage) => wage === 0).length / 5000;
		expect(Math.abs(without - 0.3)).toBeLessThan(0.03);
		const broken = cellsOf(rows.columns[1]!).filter((wage, r) => (wage === 0) !== (trades[r] === "none")).length / 5000;
		expect(broken).toBeLessThan(0.05);
	});

	test("obeys conditions exactly", async () => {
		const rows = await model.sample({ rows: 500, given: { age: { min: 30, max: 40 }, trade: "clerk" } }, run("given"));
		for (const age of cellsOf(rows.columns[0]!)) {
			expect(age).toBeGreaterThanOrEqual(30);
			expect(age).toBeLessThanOrEqual(40);
		}
		expect(new Set(cellsOf(rows.columns[2]!))).toEqual(new Set(["clerk"]));
	});

	test("with subjects uses at most so many rows of each, and says that the promise is theirs", async () => {
		const subjects = Int32Array.from({ length: ROWS }, (_, row) => Math.floor(row / 4));
		const owned = await fits[name]({ ...table, subjects }, options as never, run("fit"), noise(name));
		expect(owned.diagnostics!.unit).toBe("subject");
	});
});

test("budgets are split in proportion to what the noise of each table needs (SWIFT's closed form)", () => {
	const candidates = [6, 8, 12].map((cells, i) => ({ pair: [0, i + 1] as [number, number], error: 100, cells }));
	const budgets = splitBudget(candidates, 100).map(({ budget }) => budget);
	for (const [i, value] of [26.324, 31.8893, 41.7867].entries()) expect(budgets[i]).toBeCloseTo(value, 4);
});
