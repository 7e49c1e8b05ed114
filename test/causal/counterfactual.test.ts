import { describe, expect, test } from "vitest";
import { type Actions, causalModel } from "../../src/causal";
import { descendants } from "../../src/causal/graph";
import type { Table } from "../../src/table/table";
import { takeRows } from "../../src/table/table";
import { codes, numbers } from "./statistics";

// Additive, location-scale and monotone mechanisms; s and group are discrete and upstream.
const model = causalModel({
	s: "bernoulli(0.4)",
	group: "category(a: 1, b: 2)",
	z: "normal(0, 1)",
	x: "2 * z + 1 - normal(0, 0.5) / 4",
	y: "exp(0.5 * x + (1 + z ^ 2) * laplace(0, 0.1)) * if(s, 2, 1)",
	w: "gamma(2 + abs(x), 3)",
	v: "sigmoid(log(y) / 3 - beta(2, 3)) + match(group, a: 0, b: 1)",
	total: "y + w",
	loose: "poisson(3)",
});
const ROWS = 400;
const evidence = model.sample({ rows: ROWS, seed: 21 });

function close(a: Table, b: Table, tolerance = 1e-6): void {
	for (const [i, column] of a.columns.entries()) {
		const other = b.columns[i]!;
		if ("codes" in column && "codes" in other) expect(other.codes, column.name).toEqual(column.codes);
		if (!("values" in column) || !("values" in other)) continue;
		let worst = 0;
		for (const [row, value] of column.values.entries())
			worst = Math.max(worst, Math.abs(other.values[row]! - value) / (1 + Math.abs(value)));
		expect(worst, column.name).toBeLessThan(tolerance);
	}
}

function set(name: string, values: ArrayLike<number>, row: number): Actions {
	return { [name]: values[row]! };
}

const ACTIONS: [string, Actions][] = [
	["nothing", {}],
	["a value", { x: 1.5 }],
	["a shift", { z: { shift: 1 } }],
	["a scale", { x: { scale: 0.5 } }],
	["a level", { group: "a" }],
	["several at once", { s: true, x: -1 }],
	["a definition of another shape", { w: { expression: "3 * gamma(2, 1)" } }],
	["another definition", { x: { expression: "3 + z - normal(0, 0.5)" } }],
];

describe("counterfactuals of drawn units", () => {
	test.each(ACTIONS)("by %s: non-descendants are bit-identical, descendants change", (_, actions) => {
		const after = model.counterfactual({ rows: ROWS, seed: 21, do: actions });
		const { nodes } = model.data;
		const acted = Object.keys(actions).map((name) => nodes.findIndex((node) => node.name === name));
		const reached = descendants(
			nodes.map(({ parents }) => parents),
			acted,
		);
		for (const [i, column] of evidence.columns.entries()) {
			if (reached.has(model.graph.columnNodes[column.name]!)) expect(after.columns[i]).not.toEqual(column);
			else expect(after.columns[i]).toEqual(column);
		}
	});
});

describe("counterfactuals of evidence", () => {
	test.each(ACTIONS)("by %s equal those of the units the evidence was drawn from", (_, actions) => {
		close(model.counterfactual({ rows: ROWS, seed: 21, do: actions }), model.counterfactual({ evidence, do: actions }));
	});

	test("doing nothing leaves the evidence as it is, bit for bit (consistency)", () => {
		expect(model.counterfactual({ evidence, do: {} })).toEqual(evidence);
	});

	// The three properties below: Pearl 2009, §7.3.1, (7.18) to (7.20).
	test("composition: setting a variable to the value it would have had changes nothing", () => {
		for (let row = 0; row < 20; row++) {
			const unit = takeRows(evidence, [row]);
			const under = model.counterfactual({ evidence: unit, do: { x: 1 } });
			const both = model.counterfactual({ evidence: unit, do: { x: 1, ...set("y", numbers(under, "y"), 0) } });
			close(under, both, 1e-12);
			close(unit, model.counterfactual({ evidence: unit, do: set("x", numbers(unit, "x"), 0) }), 1e-9);
		}
	});

	test("effectiveness: a variable that is set has that value, whatever else is set", () => {
		const after = model.counterfactual({ evidence, do: { x: 1.25, z: 0, w: 7 } });
		expect(new Set(numbers(after, "x"))).toEqual(new Set([1.25]));
		expect(new Set(numbers(after, "w"))).toEqual(new Set([7]));
		expect(new Set(codes(model.counterfactual({ evidence, do: { group: "b" } }), "group"))).toEqual(new Set([1]));
	});

	test("reversibility: values that are each other's consequences are the consequence", () => {
		for (let row = 0; row < 20; row++) {
			const unit = takeRows(evidence, [row]);
			const solution = model.counterfactual({ evidence: unit, do: { z: 0.3 } });
			const [x, y] = [numbers(solution, "x"), numbers(solution, "y")];
			const givenX = model.counterfactual({ evidence: unit, do: { z: 0.3, ...set("x", x, 0) } });
			const givenY = model.counterfactual({ evidence: unit, do: { z: 0.3, ...set("y", y, 0) } });
			expect(numbers(givenX, "y")[0]).toBeCloseTo(y[0]!, 10);
			expect(numbers(givenY, "x")[0]).toBeCloseTo(x[0]!, 10);
		}
	});

	test("an action undone gives the evidence back", () => {
		const there = model.counterfactual({ evidence, do: { z: { shift: 0.7 } } });
		close(evidence, model.counterfactual({ evidence: there, do: { z: { shift: -0.7 } } }), 1e-5);
	});

	test("a linear unit's counterfactual is the one on paper", () => {
		// Pearl 2009, §1.4.4 (figure 7.1's linear form): y = 0.4 h + 0.7 x + u; had h been 2, y gains 0.4 (2 − h) + 0.7 · 0.5 (2 − h).
		const linear = causalModel({
			h: "normal(0, 1)",
			x: "0.5 * h + normal(0, 1)",
			y: "0.4 * h + 0.7 * x + normal(0, 1)",
		});
		const units = linear.sample({ rows: 50, seed: 2 });
		const after = linear.counterfactual({ evidence: units, do: { h: 2 } });
		for (let row = 0; row < 50; row++)
			expect(numbers(after, "y")[row]).toBeCloseTo(
				numbers(units, "y")[row]! + 0.75 * (2 - numbers(units, "h")[row]!),
				10,
			);
	});
});

describe("what the evidence cannot tell is refused", () => {
	const refuse = (definitions: Record<string, string>, actions: Actions, without: string[] = []) => {
		const m = causalModel(definitions);
		const drawn = m.sample({ rows: 5, seed: 1 });
		const seen = { rows: 5, columns: drawn.columns.filter(({ name }) => !without.includes(name)) };
		return () => m.counterfactual({ evidence: seen, do: actions });
	};
	test.each<[string, Record<string, string>, string]>([
		[
			"two draws in one value",
			{ x: "normal(0, 1)", y: "x + normal(0, 1) + normal(0, 1)" },
			"it takes 2 random numbers",
		],
		["a discrete draw", { x: "normal(0, 1)", y: "poisson(exp(x))" }, "poisson is discrete"],
		["a category", { x: "uniform(0, 1)", y: "category(a: x, b: 1 - x)" }, "takes 2 random numbers"],
		["rounding", { x: "normal(0, 1)", y: "round(x + normal(0, 1), 1)" }, "round does not keep it"],
		["a square", { x: "normal(0, 1)", y: "(x + normal(0, 1)) ^ 2" }, "pow does not keep it"],
		["a condition", { x: "normal(0, 1)", y: "if(x > 0, normal(0, 1), 0)" }, "choose does not keep it"],
	])("%s", (_, definitions, why) => {
		const act = refuse(definitions, { x: 1 });
		expect(act).toThrow("The noise cannot be recovered from the value");
		expect(act).toThrow(why);
	});
	test("only where the action reaches", () => {
		expect(
			refuse({ x: "normal(0, 1)", y: "poisson(exp(x))", z: "normal(0, 1)", q: "z + normal(0, 1)" }, { z: 1 }),
		).not.toThrow();
	});
	test("a variable that is needed and was not observed", () => {
		const text = { _u: "normal(0, 1)", x: "_u + normal(0, 1)", y: "x + _u + normal(0, 1)" };
		expect(refuse(text, { x: 1 })).toThrow('"_u" is not in the evidence and has noise');
		expect(refuse({ x: "normal(0, 1)", d: "2 * x", y: "d + normal(0, 1)" }, { x: 1 }, ["d"])).not.toThrow();
		expect(
			refuse({ x: "normal(0, 1)", y: "x + normal(0, 1)", z: "normal(0, 1)" }, { x: 1 }, ["z"])().columns,
		).toHaveLength(2);
	});
	test("a new definition with a draw of its own", () => {
		const text = { x: "normal(0, 1)", y: "x + normal(0, 1)" };
		expect(refuse(text, { y: { expression: "normal(0, 1) + normal(0, 1)" } })).toThrow(
			"needs noise that the evidence does not determine",
		);
		// A draw of another distribution takes over the unit's rank.
		const m = causalModel(text);
		const seen = m.sample({ rows: 9 });
		const action = { y: { expression: "exponential(2)" } };
		close(m.counterfactual({ rows: 9, do: action }), m.counterfactual({ evidence: seen, do: action }), 1e-12);
	});
	test("evidence the model cannot have produced", () => {
		const m = causalModel({ x: "uniform(0, 1)", y: "x + exponential(1)", s: "category(a: 1, b: 1)" });
		const drawn = m.sample({ rows: 3 });
		const y = drawn.columns[1]!;
		const below = { ...drawn, columns: [drawn.columns[0]!, { ...y, values: Float64Array.of(9, -1, 9) } as typeof y] };
		expect(() => m.counterfactual({ evidence: below, do: { x: 0.5 } })).toThrow("The evidence in row 2 is impossible");
		const level = {
			rows: 1,
			columns: [{ name: "s", kind: "category" as const, codes: Int32Array.of(0), levels: ["c"] }],
		};
		expect(() => m.counterfactual({ evidence: level, do: {} })).toThrow('"s" = "c", which the model never gives');
		expect(() => m.counterfactual({ evidence: { rows: 3, columns: [{ ...y, name: "q" }] }, do: {} })).toThrow(
			'a column "q"',
		);
	});
	test("a missing value says nothing: what follows from it is missing, the rest is not", () => {
		const m = causalModel({ x: "normal(0, 1)", y: "x + normal(0, 1)", z: "y + normal(0, 1)" });
		const drawn = m.sample({ rows: 2 });
		const columns = drawn.columns.map((c) =>
			c.name === "y" && "values" in c ? { ...c, values: Float64Array.of(Number.NaN, 1) } : c,
		);
		const after = m.counterfactual({ evidence: { rows: 2, columns }, do: { x: 0 } });
		expect([...numbers(after, "z")].map(Number.isNaN)).toEqual([true, false]);
	});
});

describe("average effects", () => {
	test("of a linear model equal the sum over paths of products of coefficients", () => {
		// Wright 1921: x → y directly 0.7, and through m 1.5 · (−0.4).
		const linear = causalModel({
			c: "normal(0, 1)",
			x: "2 * c + normal(0, 1)",
			m: "1.5 * x + normal(0, 3)",
			y: "0.7 * x - 0.4 * m + 5 * c + normal(0, 2)",
		});
		const effect = linear.effect({ do: { x: 3 }, versus: { x: 1 }, on: "y", rows: 1000, seed: 9 });
		expect(effect.mean).toBeCloseTo(2 * (0.7 - 0.6), 10);
		expect(effect.standardError).toBeLessThan(1e-10);
		expect(linear.effect({ do: { x: { shift: 1 } }, on: "y", rows: 1000 }).mean).toBeCloseTo(0.1, 10);
	});
	test("of an interaction equal the integral, within the standard error", () => {
		// E[(x₁ − x₀) · c²] with c ~ N(0, 1) is x₁ − x₀.
		const m = causalModel({ c: "normal(0, 1)", x: "c + normal(0, 1)", y: "x * c ^ 2 + normal(0, 1)" });
		const { mean, standardError, rows } = m.effect({ do: { x: 2 }, versus: { x: 0 }, on: "y", rows: 20_000 });
		expect(rows).toBe(20_000);
		expect(standardError).toBeCloseTo(Math.sqrt(8 / 20_000), 2); // Var(2c²) = 8
		expect(Math.abs(mean - 2)).toBeLessThan(4 * standardError);
	});
	test("need a number to be measured on", () => {
		const m = causalModel({ x: "1", s: "category(a: 1, b: 1)" });
		expect(() => m.effect({ do: { x: 2 }, on: "s" })).toThrow('"s" is neither');
		expect(() => m.effect({ do: { x: 2 }, on: "xx" })).toThrow('There is no variable called "xx". Did you mean "x"?');
	});
});
