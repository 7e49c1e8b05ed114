import { beforeAll, describe, expect, test } from "vitest";
import { createBudget } from "../../src/dp/budget";
import { STANDARD_PROMISE } from "../../src/dp/promise";
import { createSecureRandom } from "../../src/dp/secure-random";
import { bayesianNetwork } from "../../src/generators/bayesian-network";
import { cliqueTree } from "../../src/generators/clique-tree";
import { splitBudget } from "../../src/generators/clique-tree/select";
import type { Generator, Model } from "../../src/generators/generator";
import { independent } from "../../src/generators/independent";
import { generatorMetas } from "../../src/generators/metas";
import { mst } from "../../src/generators/mst";
import { refuseTooWide } from "../../src/generators/private-columns";
import { createRandom } from "../../src/random";
import type { Table } from "../../src/table/table";
import { createRun } from "../../src/worker/run";
import { cellsOf, numeric, tableOf, times, worded } from "../encode/tables";

const ROWS = 20_000;
const run = (seed: string) => createRun({ random: createRandom(seed) });
const promised = { ...STANDARD_PROMISE, epsilon: 2, delta: 1e-6 };
/** A run under a promise; its noise can be drawn again: a test must not fail one day in a thousand. */
const kept = (seed: string, more: object = {}) => ({
	...run(seed),
	privacy: createBudget({ ...promised, ...more }, noise(seed)),
});

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

const generators = { "clique-tree": cliqueTree, mst, "bayesian-network": bayesianNetwork, independent } as Record<
	string,
	Generator<never, unknown>
>;

describe.each(Object.keys(generators))("%s", (name) => {
	const options = generatorMetas[name as "mst"].defaults;
	const table = people();
	let model: Model<unknown>;
	beforeAll(async () => {
		model = await generators[name]!.fit(table, options as never, kept(`noise ${name}`));
	});

	test("spends no more than was promised, and says on what", () => {
		const { epsilon, epsilonSpent, ledger, unit, rows } = model.diagnostics!;
		expect(epsilon).toBe(2);
		// Their number is told with noise only.
		expect(ledger).toContain("Number of rows");
		expect(Math.abs((rows as number) - ROWS)).toBeLessThan(500);
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
		if (name === "independent") return;
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
		const owned = await generators[name]!.fit({ ...table, subjects }, options as never, kept(name, { rowsEach: 2 }));
		const { unit, promise, rows } = owned.diagnostics!;
		expect(unit).toBe("subject");
		// Noise from a seed promises nothing, and says so.
		expect(promise).toMatch(/Seeded: not private/);
		expect(owned.privacy!.words).toMatch(/any one subject \(at most 2 rows each\)/);
		expect(Math.abs((rows as number) - ROWS / 2)).toBeLessThan(1000);
		const byRow = await generators[name]!.fit({ ...table, subjects }, options as never, kept(name, { unit: "row" }));
		expect(byRow.diagnostics!.unit).toBe("row");
		await expect(generators[name]!.fit(table, options as never, kept(name, { unit: "subject" }))).rejects.toThrow(
			/nothing says whose the rows are/,
		);
	});

	test("spends nothing on finding what is public, and keeps to it", async () => {
		const domains = { age: { range: [18, 90] }, trade: { levels: ["clerk", "none", "smith", "astronaut"] } } as const;
		const told = await generators[name]!.fit(table, options as never, kept(name, { domains, publicRows: true }));
		const { ledger, rows } = told.diagnostics!;
		expect(ledger).not.toContain('Range and bins of "age"');
		expect(ledger).not.toContain('Categories and their counts of "trade"');
		expect(ledger).not.toContain("Number of rows");
		expect(rows).toBe(ROWS);
		const sampled = await told.sample({ rows: 4000 }, run("sample"));
		for (const age of cellsOf(sampled.columns[0]!) as number[]) {
			expect(age).toBeGreaterThanOrEqual(18);
			expect(age).toBeLessThanOrEqual(90);
		}
		const wrong = { domains: { wages: { range: [0, 1] } } };
		await expect(generators[name]!.fit(table, options as never, kept(name, wrong))).rejects.toThrow(
			/"wages" is not a column/,
		);
	});
});

test("a network under privacy keeps edges that are required or forbidden, and refuses what has no part in it", async () => {
	const options = { ...generatorMetas["bayesian-network"].defaults };
	const edges = { required: ["trade -> age"], forbidden: ["age -> wage", "wage -> age"] };
	const model = await bayesianNetwork.fit(people(), { ...options, ...edges }, kept("edges"));
	const found = String(model.diagnostics!.edges).split("\n");
	expect(found).toContain("trade -> age");
	for (const edge of edges.forbidden) expect(found).not.toContain(edge);
	await expect(bayesianNetwork.fit(people(), { ...options, penalty: 1 }, kept("penalty"))).rejects.toThrow(
		/penalty has no part in a network under privacy/,
	);
});

describe.each(["clique-tree", "mst", "bayesian-network"])("%s of a wide table", (name) => {
	const levels = Array.from({ length: 1000 }, (_, i) => `code ${i}`);
	const random = createRandom("wide");
	const codes = times(1000, () => levels[Math.floor(1000 * random.uniform() ** 2)]!);
	const others = times(29, (c) => {
		const cells = times(1000, (row) => (c % 2 ? `level ${(row * (c + 7)) % 9}` : (row * (c + 3)) % 500));
		return c % 2 ? worded(`w${c}`, cells as string[]) : numeric(`n${c}`, cells as number[], "integer", 0);
	});
	const table = tableOf(...others, worded("code", codes));
	const options = { ...generatorMetas[name as "mst"].defaults, bins: 6, cells: 3000 };

	test("30 columns and one of 1,000 levels are answered, by a model of few cells", async () => {
		const promise = kept(name, { epsilon: 8, domains: { code: { levels } } });
		const model = await generators[name]!.fit(table, options as never, promise);
		expect(model.diagnostics!.cells).toBeLessThan(10_000);
		const sampled = cellsOf((await model.sample({ rows: 500 }, run("sample"))).columns[29]!);
		for (const code of sampled) expect(levels).toContain(code);
	});
});

test("a table whose pairs of columns cannot all be counted is refused before they are, with how many can", () => {
	const columns = { sizes: new Array(2000).fill(2) } as never;
	expect(() => refuseTooWide(columns, 30_000)).toThrow(/2000 columns make 1,999,000 pairs.*about 1154 columns can be/);
	expect(() => refuseTooWide(columns, 3000)).not.toThrow();
});

test("budgets are split in proportion to what the noise of each table needs (SWIFT's closed form)", () => {
	const candidates = [6, 8, 12].map((cells, i) => ({ pair: [0, i + 1] as [number, number], error: 100, cells }));
	const budgets = splitBudget(candidates, 100).map(({ budget }) => budget);
	for (const [i, value] of [26.324, 31.8893, 41.7867].entries()) expect(budgets[i]).toBeCloseTo(value, 4);
});
