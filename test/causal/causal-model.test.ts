import { describe, expect, test } from "vitest";
import { type CausalModelOptions, causalModel, type Definitions } from "../../src/causal";
import { CausalModelError } from "../../src/errors";
import { codes, mean, numbers } from "./statistics";

const column = (definitions: Definitions, name: string, rows = 5) =>
	numbers(causalModel(definitions).sample({ rows }), name);
const value = (text: string) => column({ x: text }, "x", 1)[0];

describe("expressions have the values of mathematics", () => {
	test.each([
		["1 + 2 * 3 - 4 / 2", 5],
		["2 ^ 3 ^ 2", 512],
		["-7 % 3", 2],
		["min(3, 1, 2) + max(3, 1) + mean(1, 2, 6) + sum(1, 2)", 10],
		["round(-2.5) + round(2.345, 2)", -0.65],
		["clip(7, 0, 5) + abs(-2) + sign(-9)", 6],
		["sigmoid(0) + tanh(0) + relu(-1) + sqrt(16)", 4.5],
		["logit(sigmoid(1.5)) + probit(phi(0.5))", 2],
		["log(exp(2)) + log10(1000) + log2(8)", 8],
		["if(1 < 2 <= 2, 10, 20) + (3 > 4 ? 1 : 2)", 12],
		['if("a" in ("b", "a"), 1, 0)', 1],
		["coalesce(missing, 4)", 4],
		["if(ismissing(missing), 1, 0)", 1],
		["if(missing > 1 or true, 1, 0) + if(missing > 1 and false, 0, 2)", 3],
		["if(not (2 == 2), 1, 0) + true + 0 * false", 1],
		["false => 1 / (row() - 1) > 1 ? 1 : 0", 1],
		['year(date("2024-02-29")) + month(date("2024-02-29")) / 100 + day(date("2024-02-29")) / 10000', 2024.0229],
		['date("2024-03-01") - date("2024-02-28")', 2],
		['weekday(date("2026-11-22"))', 7],
		["normal(mean: 5, sd: 0)", 5],
	])("%s = %d", (text, expected) => {
		expect(value(text)).toBeCloseTo(expected, 12);
	});

	test("operands that are missing make the result missing", () => {
		for (const text of ["0 * row() + if(true, missing, 1)", "if(missing > 1, 1, 2)", "sqrt(if(true, missing, 1))"])
			expect(value(text)).toBeNaN();
	});

	test("branches not taken raise nothing", () => {
		const x = column({ n: "row() - 3", x: "if(n == 0, -1, 6 / n)", y: "n != 0 and 1 / n > 0.5" }, "x");
		expect([...x]).toEqual([-3, -6, -1, 6, 3]);
	});
});

describe("columns have kinds", () => {
	const table = causalModel({
		id: 'id("P", 4)',
		smoker: "bernoulli(0.2)",
		sex: "category(Female: 0.5, Male: 0.5)",
		band: 'cut(row(), "low", 2, "middle", 4, "high")',
		visit: 'date("2024-01-30") + row()',
		at: 'date("2024-01-30 08:30") + 0.5',
		count: "poisson(3) + 1",
		price: "round(lognormal(2, 1), 2)",
		weight: "normal(70, 10)",
		note: 'if(smoker, "yes", if(sex == "Male", "no", "yes"))',
		_latent: "normal(0, 1)",
	}).sample({ rows: 4, offset: 0 });

	test("as their expressions imply, in the order written, without names that start with an underscore", () => {
		expect(table.columns.map(({ name, kind }) => [name, kind])).toEqual([
			["id", "id"],
			["smoker", "boolean"],
			["sex", "category"],
			["band", "category"],
			["visit", "datetime"],
			["at", "datetime"],
			["count", "integer"],
			["price", "number"],
			["weight", "number"],
			["note", "category"],
		]);
	});
	test("with levels, decimals and formats", () => {
		const by = Object.fromEntries(table.columns.map((c) => [c.name, c]));
		expect(by.id).toMatchObject({ levels: ["P0001", "P0002", "P0003", "P0004"] });
		expect(by.smoker).toMatchObject({ levels: ["false", "true"] });
		expect(by.band).toMatchObject({ levels: ["low", "middle", "high"], codes: Int32Array.of(0, 1, 1, 2) });
		expect(by.note).toMatchObject({ levels: ["yes", "no"] });
		expect(by.price).toMatchObject({ decimals: 2 });
		expect(by.visit).toMatchObject({ format: "YYYY-MM-DD" });
		expect(numbers(table, "visit")[1]).toBe(Date.UTC(2024, 1, 1));
		expect(numbers(table, "at")[0]).toBe(Date.UTC(2024, 0, 30, 20, 30));
	});
});

describe("the same seed gives the same rows", () => {
	const model = causalModel(
		{
			a: "beta(2, 3)",
			b: "category(x: a, y: 1 - a)",
			c: 'poisson(5 * a) + if(b == "x", normal(0, 1), 0) missing(a / 2)',
		},
		{ constraints: ["c >= 0"] },
	);
	test("in chunks of any size, with constraints that redraw rows", () => {
		const whole = model.sample({ rows: 5000, seed: "s" });
		for (const [offset, rows] of [
			[0, 1],
			[700, 1300],
			[4096, 904],
		] as const) {
			const chunk = model.sample({ rows, offset, seed: "s" });
			expect(numbers(chunk, "c")).toEqual(numbers(whole, "c").slice(offset, offset + rows));
			expect(codes(chunk, "b")).toEqual(codes(whole, "b").slice(offset, offset + rows));
		}
	});
	test("adding a variable or changing the order shifts no other", () => {
		const a = column({ a: "normal(0, 1)", b: "gamma(2, a ^ 2)" }, "b");
		const b = column({ z: "normal(0, 1)", b: "gamma(2, a ^ 2)", a: "normal(0, 1)" }, "b");
		expect(b).toEqual(a);
	});
	test("another seed gives others", () => {
		expect(model.sample({ rows: 9, seed: 1 })).not.toEqual(model.sample({ rows: 9, seed: 2 }));
	});
	test("numbers are pinned, so that a change of the streams or the arithmetic is seen", () => {
		const pinned = causalModel({
			u: "uniform(0, 1)",
			n: "normal(0, 1)",
			g: "gamma(2, 1)",
			k: "poisson(4)",
			e: "exp(sin(3 * n))",
		});
		const table = pinned.sample({ rows: 2, seed: 42 });
		expect(table.columns.map((c) => ("values" in c ? [...c.values] : []))).toMatchInlineSnapshot(`
			[
			  [
			    0.9850629334616557,
			    0.2442951951344413,
			  ],
			  [
			    0.05352499436684831,
			    0.10389851351892812,
			  ],
			  [
			    2.334529080090815,
			    1.8700339197034446,
			  ],
			  [
			    3,
			    3,
			  ],
			  [
			    1.1733768862916452,
			    1.3588964239462724,
			  ],
			]
		`);
	});
});

function failure(definitions: Definitions | string, options?: CausalModelOptions, rows = 50): CausalModelError {
	try {
		causalModel(definitions, options).sample({ rows });
	} catch (error) {
		if (error instanceof CausalModelError) return error;
		throw error;
	}
	throw new Error("accepted");
}

describe("what is wrong is said precisely", () => {
	test.each<[string, Definitions, number, string]>([
		["an unknown name", { age: "40", risk: "2 * agee" }, 4, 'There is no variable called "agee". Did you mean "age"?'],
		["an unknown function", { x: "norml(0, 1)" }, 0, 'called "norml". Did you mean "normal"?'],
		["a cycle", { a: "c + 1", b: "a", c: "2 * b" }, 0, "in a circle: a → b → c → a"],
		["a variable of itself", { a: "1 + a" }, 4, "in a circle: a → a"],
		["a constant division by zero", { a: "4 + 1 / (2 - 2)" }, 6, "Division by zero"],
		["a division by zero in some row", { n: "row() - 3", a: "1 + 2 / n" }, 6, "Division by zero in row 3"],
		[
			"a logarithm without value",
			{ n: "3 - row()", a: "log(n)" },
			0,
			"log of 0 has no value (it needs x > 0) in row 3",
		],
		[
			"a distribution that does not exist",
			{ a: "1 + beta(0, 1)" },
			4,
			"beta(0, 1) does not exist; it needs a > 0 and b > 0",
		],
		[
			"one that does not in some row",
			{ n: "2 - row()", a: "normal(0, n)" },
			0,
			"normal(0, -1) does not exist (it needs sd ≥ 0) in row 3",
		],
		["a number too large", { a: "exp(1000 * row())" }, 0, "The value in row 1 is too large"],
		[
			"arithmetic on a category",
			{ s: "category(a: 1, b: 1)", x: "2 * s" },
			4,
			'needs a number, and this is a category ("a" and "b")',
		],
		[
			"an unknown level",
			{ s: "category(Female: 1, Male: 1)", x: 's == "Femal"' },
			5,
			'There is no level "Femal"; there are "Female" and "Male". Did you mean "Female"?',
		],
		["an order of categories", { s: "category(a: 1, b: 1)", x: 's < "b"' }, 2, "Categories have no order"],
		["types that do not mix", { x: 'if(true, 1, "a")' }, 12, "must be of one type"],
		["a missing argument", { x: "beta(2)" }, 0, 'beta(a, b) needs its argument "b"'],
		["too many arguments", { x: "beta(2, 3, 4)" }, 11, "one argument more than beta(a, b) takes"],
		["an unknown label", { x: "normal(maen: 2)" }, 7, 'has no parameter "maen". Did you mean "mean"?'],
		["an uncovered level", { s: "category(a: 1, b: 1)", x: "match(s, a: 1)" }, 0, 'match has no case for "b"'],
		["a repeated level", { s: 'category("a", "a")' }, 14, 'The level "a" is there twice'],
		["a negative weight", { s: "category(a: 1, b: -1)" }, 18, "A weight cannot be negative"],
		["weights that vanish", { s: "category(a: row() - 1, b: 0)" }, 0, "All weights of a category are 0 in row 1"],
		["a bad date", { d: 'date("2024-02-30")' }, 5, '"2024-02-30" is not a date'],
		["dates added", { d: 'date("2024-01-01") + date("2024-01-01")' }, 19, "Dates cannot be added"],
		["a probability of missing above 1", { x: "1 missing(row() / 2)" }, 16, "bernoulli(1.5) does not exist"],
	])("%s", (_, definitions, position, sentence) => {
		const error = failure(definitions);
		expect(error.message).toContain(sentence);
		expect(error.message).toMatch(/\n {2}.*\n *\^$/);
		expect(error.details.position).toBe(position);
	});

	test("a long circle is cut in the message and whole in the details", () => {
		const definitions = Object.fromEntries(Array.from({ length: 5000 }, (_, i) => [`x${i}`, `x${(i + 1) % 5000}`]));
		const error = failure(definitions);
		expect(error.message.length).toBeLessThan(300);
		expect(error.details.cycle).toHaveLength(5001);
	});

	test("names that objects inherit are ordinary names", () => {
		const table = causalModel({ constructor: "1 + toString", toString: "2", hasOwnProperty: "constructor" }).sample({
			rows: 1,
			do: { toString: 5 },
		});
		expect([...numbers(table, "hasOwnProperty")]).toEqual([6]);
		expect(failure({ x: "valueOf + 1" }).message).toContain('no variable called "valueOf"');
		expect(failure({ x: "valueOf(1)" }).message).toContain('no function or distribution called "valueOf"');
	});

	test("positions in one text count from its beginning", () => {
		const text = "age = 40\nrisk = agee / 2\n";
		expect(failure(text).details).toMatchObject({ name: "risk", position: text.indexOf("agee"), line: 2, column: 8 });
	});

	test("an unknown variable in do, missing or a constraint is named with the nearest", () => {
		const model = causalModel({ age: "40", sex: "category(F: 1, M: 1)" });
		expect(() => model.sample({ rows: 1, do: { agee: 1 } })).toThrow(
			'do names "agee", which is not a variable of the model. Did you mean "age"?',
		);
		expect(() => model.sample({ rows: 1, do: { sex: "X" } })).toThrow('its levels are "F" and "M"');
		expect(() => causalModel({ age: "40" }, { missing: { agee: 0.1 } })).toThrow('Did you mean "age"?');
		expect(() => causalModel({ age: "40" }, { constraints: [{ range: "agee", min: 1 }] })).toThrow(
			'Did you mean "age"?',
		);
		expect(() => causalModel({})).toThrow('defines no variable. Write at least one, such as { age: "');
		expect(() => causalModel("# nothing")).toThrow("defines no variable. Write at least one, such as age = 18");
	});

	test('with undefinedValues "missing" the same rows are missing instead', () => {
		const model = causalModel(
			{ n: "row() - 3", a: "1 / n", b: "sqrt(n)", c: "normal(0, n)", d: "exp(500 * n)" },
			{ undefinedValues: "missing" },
		);
		const table = model.sample({ rows: 5 });
		expect([...numbers(table, "a")]).toEqual([-0.5, -1, Number.NaN, 1, 0.5]);
		expect([...numbers(table, "b")].map(Number.isNaN)).toEqual([true, true, false, false, false]);
		expect([...numbers(table, "c")].map(Number.isNaN)).toEqual([true, true, false, false, false]);
		expect([...numbers(table, "d")].map(Number.isNaN)).toEqual([false, false, false, false, true]);
	});
});

test("10,000 variables in one chain are read and drawn, right to the last", () => {
	const definitions: Record<string, string> = {};
	for (let i = 9999; i > 0; i--) definitions[`x${i}`] = `x${i - 1} + 1`;
	definitions.x0 = "row()";
	const started = performance.now();
	const table = causalModel(definitions).sample({ rows: 10 });
	expect(numbers(table, "x9999")[4]).toBe(10_004);
	expect(performance.now() - started).toBeLessThan(10_000);
});

describe("missing values", () => {
	const model = causalModel(
		{
			age: "uniform(20, 80)",
			mcar: "normal(0, 1) missing(0.2)",
			mar: "normal(age, 1)",
			mnar: "normal(0, 1) missing(if(mnar > 0, 0.5, 0))",
			child: "mcar + mar",
		},
		{ missing: { mar: "(age - 20) / 60" } },
	);
	const table = model.sample({ rows: 20_000, seed: 8 });
	const hidden = (name: string) => Array.from(numbers(table, name), (v) => (Number.isNaN(v) ? 1 : 0));
	test("completely at random, at random given another column, and not at random", () => {
		expect(Math.abs(mean(hidden("mcar")) - 0.2)).toBeLessThan(4 * Math.sqrt(0.16 / 20_000));
		const age = numbers(table, "age");
		const young = hidden("mar").filter((_, row) => age[row]! < 30);
		const old = hidden("mar").filter((_, row) => age[row]! > 70);
		expect(mean(young)).toBeCloseTo(5 / 60, 1);
		expect(mean(old)).toBeCloseTo(55 / 60, 1);
		const seen = numbers(table, "mnar").filter((v) => !Number.isNaN(v));
		expect(mean(seen.map((v) => (v > 0 ? 1 : 0)))).toBeCloseTo(1 / 3, 1);
	});
	test("hide the column only: what depends on it sees its true value", () => {
		expect(numbers(table, "child").some(Number.isNaN)).toBe(false);
	});
	test("are nodes of the graph, so that their mechanism is told", () => {
		const { nodes, edges } = model.graph;
		const edge = (a: string, b: string) => edges.some(([p, c]) => nodes[p] === a && nodes[c] === b);
		expect([edge("age", "missing(mar)"), edge("mnar", "missing(mnar)"), edge("age", "missing(mcar)")]).toEqual([
			true,
			true,
			false,
		]);
	});
});

describe("constraints", () => {
	test("of every form hold in every row", () => {
		const model = causalModel(
			{
				sex: "category(F: 1, M: 1)",
				pregnancies: "poisson(1.3)",
				systolic: "normal(120, 20)",
				diastolic: "normal(90, 20)",
				first: "uniform(0, 1)",
				second: "first + uniform(0, 1)",
				rest: "uniform(0, 1)",
				doubled: "2 * first",
			},
			{
				constraints: [
					{ range: "systolic", min: 80, max: 200 },
					{ order: ["diastolic", "systolic"] },
					{ sum: ["first", "second", "rest"], to: 100 },
					{ missing: "pregnancies", when: 'sex == "M"' },
					'sex == "F" => diastolic < 110',
				],
			},
		);
		const table = model.sample({ rows: 1000, seed: 3 });
		const [s, d, sex, p] = [
			numbers(table, "systolic"),
			numbers(table, "diastolic"),
			codes(table, "sex"),
			numbers(table, "pregnancies"),
		];
		const parts = ["first", "second", "rest"].map((name) => numbers(table, name));
		for (let row = 0; row < 1000; row++) {
			expect(s[row]! >= 80 && s[row]! <= 200 && d[row]! <= s[row]!).toBe(true);
			expect(parts.reduce((sum, part) => sum + part[row]!, 0)).toBeCloseTo(100, 10);
			expect(Number.isNaN(p[row]!)).toBe(sex[row] === 1);
			if (sex[row] === 0) expect(d[row]).toBeLessThan(110);
			expect(numbers(table, "doubled")[row]).toBe(2 * parts[0]![row]!);
		}
		expect(table.columns).toHaveLength(8);
	});

	test("by redrawing give the conditional distribution", () => {
		// A standard normal above 1 has mean φ(1) / (1 − Φ(1)).
		const x = numbers(causalModel({ x: "normal(0, 1)" }, { constraints: ["x > 1"] }).sample({ rows: 20_000 }), "x");
		expect(Math.min(...x)).toBeGreaterThan(1);
		expect(Math.abs(mean(x) - 0.24197072451914337 / 0.15865525393145707)).toBeLessThan((4 * 0.446) / Math.sqrt(20_000));
	});

	test("that nothing can meet are named", () => {
		const error = failure({ a: "uniform(0, 1)", b: "uniform(2, 3)" }, { constraints: ["a >= 0", "a > b"] }, 3);
		expect(error.message).toContain('The constraint "a > b" cannot be met');
		expect(error.details).toMatchObject({ constraint: "a > b", row: 1 });
	});

	test("choose the units, and an intervention leaves the choice alone", () => {
		const model = causalModel(
			{ x: "normal(0, 1)", y: "x + normal(0, 1)", z: "normal(0, 1)" },
			{ constraints: ["y > 0"] },
		);
		const before = model.sample({ rows: 500 });
		const after = model.sample({ rows: 500, do: { y: -1 } });
		expect(numbers(after, "x")).toEqual(numbers(before, "x"));
		expect(numbers(after, "z")).toEqual(numbers(before, "z"));
		expect(new Set(numbers(after, "y"))).toEqual(new Set([-1]));
	});
});
