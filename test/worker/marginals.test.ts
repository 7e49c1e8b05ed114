import { readFileSync } from "node:fs";
import fc from "fast-check";
import { expect, test } from "vitest";
import { checkMarginals, type NoisyMarginals } from "../../src/dp/noisy-marginals";
import { StandinError, TableError } from "../../src/errors";
import { generators } from "../../src/generators";
import { readMarginals } from "../../src/page/read-marginals";
import { createGeneratorHost } from "../../src/worker/host";
import { stages } from "../../src/worker/stages";
import { cellsOf } from "../encode/tables";
import { WILD } from "../faults/wild-values";

const call = { id: 1, seed: 1, device: "cpu" } as const;

async function learned(marginals: unknown) {
	const host = createGeneratorHost(generators as never, "", stages);
	const figures = await host.fromMarginals("clique-tree", checkMarginals(marginals), call);
	return { host, figures };
}

/** Counts of a household survey: who answers, how old, when; answers depend on age, and dates on nothing. */
const SURVEY: NoisyMarginals = {
	columns: {
		answer: { levels: ["no", "yes"], missing: true },
		age: { edges: [18, 30, 65, 100] },
		children: { levels: [0, 1, 2] },
		visit: { edges: ["2026-01-01", "2026-02-01", "2026-03-01"] },
		income: { edges: [0, 1000.5, 4000] },
		country: { levels: ["NL"] },
	},
	marginals: [
		{
			columns: ["age", "answer"],
			counts: [
				[800, 100, 100],
				[900, 900, 200],
				[100, 850, 50],
			],
			sigma: 3,
		},
		{ columns: ["children"], counts: [2003, 1204, 790], sigma: 5 },
		{ columns: ["visit", "country"], counts: [1005, 2990], sigma: 5 },
		{ columns: ["income", "children"], counts: [1490, 610, -4, 520, 590, 801], sigma: 3 },
	],
	promise: "epsilon 1 for every household",
};

test.each(["json", "csv"])("the example in the documentation, as %s, is of counts that agree", async (format) => {
	const page = readFileSync("docs/noisy-marginals.md", "utf8");
	const [, json = ""] = /```json\n(.*?)```/s.exec(page)!;
	const [, csv = ""] = /```\n(age,.*?)```/s.exec(page)!;
	const { figures } = await learned(await readMarginals(format === "json" ? json : csv));
	expect(figures.misfit).toBeLessThan(2);
});

test("rows drawn from noisy counts have them, and keep to what columns may hold", async () => {
	const { host, figures } = await learned(SURVEY);
	expect(figures.rows).toBeGreaterThan(3950);
	expect(figures.rows).toBeLessThan(4050);
	expect(figures.misfit).toBeLessThan(2);
	const { columns } = await host.sample({ rows: 10_000 }, call);
	expect(columns.map(({ name, kind }) => [name, kind])).toEqual([
		["answer", "category"],
		["age", "integer"],
		["children", "integer"],
		["visit", "datetime"],
		["income", "number"],
		["country", "category"],
	]);
	const [answers, ages, children, visits, incomes, countries] = columns.map((column) => cellsOf(column));
	const share = (holds: (r: number) => boolean) => answers!.filter((_, r) => holds(r)).length / answers!.length;
	const age = (r: number) => ages![r] as number;
	expect(share((r) => age(r) < 30 && answers![r] === "no")).toBeCloseTo(0.2, 1);
	expect(share((r) => age(r) >= 65 && answers![r] === "yes")).toBeCloseTo(0.2125, 1);
	expect(share((r) => answers![r] === null || answers![r] === undefined)).toBeCloseTo(0.0875, 1);
	expect(Math.min(...(ages as number[]))).toBe(18);
	// An interval goes up to, and without, its end.
	expect(Math.max(...(ages as number[]))).toBe(99);
	expect(new Set(children)).toEqual(new Set([0, 1, 2]));
	expect(share((r) => (children![r] as number) === 2 && (incomes![r] as number) < 1000)).toBeLessThan(0.01);
	// Within an interval values are evenly spread.
	const young = (ages as number[]).filter((one) => one < 30);
	expect(young.filter((one) => one < 24).length / young.length).toBeCloseTo(0.5, 1);
	const days = visits as number[];
	expect(Math.min(...days)).toBeGreaterThanOrEqual(Date.parse("2026-01-01"));
	expect(Math.max(...days)).toBeLessThanOrEqual(Date.parse("2026-02-28"));
	expect(days.every((day) => day % 86_400_000 === 0)).toBe(true);
	expect((incomes as number[]).every((one) => Math.abs(one * 10 - Math.round(one * 10)) < 1e-6)).toBe(true);
	expect(new Set(countries)).toEqual(new Set(["NL"]));
});

test("the model is saved, loaded and sampled under conditions as any other", async () => {
	const { host } = await learned(SURVEY);
	const bytes = await host.save();
	const other = createGeneratorHost(generators as never, "", stages);
	await other.load(bytes);
	const given = { answer: "yes", age: { min: 20, max: 40 } };
	const rows = await other.sample({ rows: 300, given }, call);
	expect(new Set(cellsOf(rows.columns[0]!))).toEqual(new Set(["yes"]));
	for (const age of cellsOf(rows.columns[1]!) as number[]) expect(age >= 20 && age <= 40).toBe(true);
	expect(cellsOf(rows.columns[5]!)).toEqual(cellsOf((await host.sample({ rows: 300, given }, call)).columns[5]!));
});

test("CSV of one cell a line says the same as JSON", async () => {
	const csv = [
		"sex,age,count,sigma",
		"F,,103,4",
		"M,,98.5,4",
		"(missing),,3,4",
		"F,0..18,20,",
		"F,18..90,80,",
		"M,18..90,77,",
		"M,0..18,21,",
	].join("\n");
	expect(await readMarginals(csv)).toEqual({
		columns: { sex: { levels: ["F", "M"], missing: true }, age: { edges: [0, 18, 90] } },
		marginals: [
			{ columns: ["sex"], counts: [103, 98.5, 3], sigma: 4 },
			{ columns: ["sex", "age"], counts: [20, 80, 21, 77, 0, 0] },
		],
	});
	await expect(readMarginals("a,b\n1,2\n")).rejects.toThrow(/neither JSON nor CSV with a column "count"/);
	await expect(readMarginals("age,count\n0..18,1\n20..30,2\n")).rejects.toThrow(/no interval between 18 and 20/);
	await expect(readMarginals("sex,count\nF,many\n")).rejects.toThrow(/line 2 has the count "many"/);
	await expect(readMarginals('{"columns": ')).rejects.toThrow(/this is no JSON/);
});

const change = (more: object) => ({ ...SURVEY, ...more });
test.each([
	[null, /an object with "columns" and "marginals"/],
	[change({ marginals: [] }), /"marginals" is a list of at least one/],
	[change({ marginals: SURVEY.marginals.slice(0, 3) }), /column "income" is in no marginal/],
	[
		change({ marginals: [{ columns: ["sex"], counts: [1] }] }),
		/marginal 1 is over "sex", of which "columns" says nothing/,
	],
	[change({ marginals: [{ columns: ["age"], counts: [1, 2] }] }), /marginal 1 over age has 2 counts and needs 3/],
	[change({ marginals: [{ columns: ["age"], counts: [1, 2, "3"] }] }), /has the count "3", which is not a number/],
	[
		change({ marginals: [{ columns: ["age"], counts: [1, 2, 1e308] }] }),
		/has the count 1e\+308, more rows than any table/,
	],
	[
		change({ marginals: [{ columns: ["age"], counts: [1, 2, 3], sigma: 1e200 }] }),
		/has sigma 1e\+200; 1000000000000 is/,
	],
	[change({ marginals: [{ columns: ["age"], counts: [1, 2, 3], sigma: 0 }] }), /has sigma 0; it is the noise/],
	[change({ columns: { age: { edges: [3, 1, 2] } } }), /column "age" has the edge 1; edges are rising/],
	[change({ columns: { age: { levels: ["a", 1] } } }), /neither all texts nor all numbers/],
	[change({ columns: { age: { levels: ["a", "a"] } } }), /names a level twice/],
	[change({ columns: { age: { level: ["a"] } } }), /needs either levels or edges/],
])("marginals that cannot be are refused by name and remedy (%#)", (marginals, message) => {
	expect(() => checkMarginals(marginals)).toThrow(message);
	expect(() => checkMarginals(marginals)).toThrow(TableError as never);
});

test("marginals of any shape are read or refused, and never crash", () => {
	const wild = fc.oneof(fc.constantFrom(...Object.values(WILD), 1n, [[[]]]), fc.jsonValue());
	const near = fc.record({
		columns: fc.oneof(wild, fc.record({ a: fc.oneof(wild, fc.record({ levels: wild }), fc.record({ edges: wild })) })),
		marginals: fc.oneof(wild, fc.array(fc.record({ columns: fc.oneof(wild, fc.constant(["a"])), counts: wild }))),
	});
	fc.assert(
		fc.property(near, (marginals) => {
			try {
				checkMarginals(marginals);
			} catch (error) {
				expect(error).toBeInstanceOf(StandinError);
			}
		}),
		{ numRuns: 300 },
	);
});

test("what would not fit into memory is said beforehand", async () => {
	const names = ["a", "b", "c", "d"];
	const levels = Array.from({ length: 100 }, (_, i) => `level ${i}`);
	const counts = new Array(10_000).fill(1);
	const pairs = names.flatMap((a, i) => names.slice(i + 1).map((b) => ({ columns: [a, b], counts })));
	const marginals = { columns: Object.fromEntries(names.map((name) => [name, { levels }])), marginals: pairs };
	await expect(learned(marginals)).rejects.toThrow(/a model of 101,010,100 cells, and 1,000,000 fit; leave some out/);
});

test("noise is averaged: marginals that repeat each other are weighed by their sigma", async () => {
	// As private-pgm's: [12, 8] with sigma 1 and [10, 10] with sigma 2 make [11.6, 8.4].
	const columns = { x: { levels: ["a", "b"] } };
	const marginals = [
		{ columns: ["x"], counts: [1200, 800], sigma: 1 },
		{ columns: ["x"], counts: [1000, 1000], sigma: 2 },
	];
	const { host } = await learned({ columns, marginals });
	const rows = 100_000;
	const drawn = cellsOf((await host.sample({ rows }, call)).columns[0]!);
	expect(drawn.filter((x) => x === "a").length / rows).toBeCloseTo(0.58, 2);
});
