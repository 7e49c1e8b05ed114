import { expect, test } from "vitest";
import { causalModel } from "../../src/causal";

test("a date beyond the calendar is refused by its name", () => {
	const model = causalModel('seen = date("2024-02-28") + 1e15');
	expect(() => model.sample({ rows: 2, seed: 1 })).toThrow(/"seen" leaves the calendar/);
});

test("a variable of whole numbers is set to none but whole numbers", () => {
	const model = causalModel("qty = poisson(3)");
	expect(() => model.sample({ rows: 2, seed: 1, do: { qty: 2.5 } })).toThrow(
		/cannot be set to 2.5: it is a whole number/,
	);
	expect(model.sample({ rows: 2, seed: 1, do: { qty: 2 } }).columns[0]).toMatchObject({
		values: Float64Array.of(2, 2),
	});
});

test("evidence with a text among its numbers is refused for its kind", () => {
	const levels = ["1", "x"];
	const column = { name: "a", kind: "category" as const, codes: Int32Array.of(0, 1), levels };
	const evidence = { rows: 2, columns: [column] };
	expect(() => causalModel("a = normal(0, 1)\nb = a + 1").counterfactual({ evidence, do: { b: 2 } })).toThrow(
		/column "a" is category; the model's is number/,
	);
});

test("the far tail of a truncated normal lies at its nearer end", () => {
	const [far] = causalModel("far = truncnormal(0, 1, 40, 1000)").sample({ rows: 200, seed: 1 }).columns;
	const { values } = far as { values: Float64Array };
	// Mean 40 + 1/40 - 2/40^3: Mills' ratio, asymptotically.
	expect(values.reduce((sum, value) => sum + value, 0) / 200).toBeCloseTo(40.025, 2);
});
