import { expect, test } from "vitest";
import { sampleModel } from "../../demo/sample-model";
import { causalModel } from "../../src/causal";
import { codes, mean, numbers } from "./statistics";

test("the demo's clinic has the traits a sample should show", () => {
	const table = causalModel(sampleModel).sample({ rows: 8000, seed: 1 });
	expect(table.columns.map(({ name, kind }) => `${name}: ${kind}`)).toEqual([
		"patient_id: id",
		"visit_date: datetime",
		"age: integer",
		"sex: category",
		"insurance: category",
		"smoker: boolean",
		"bmi: number",
		"systolic: integer",
		"department: category",
		"length_of_stay: integer",
		"cost: number",
		"readmitted: boolean",
	]);
	const rare = mean(codes(table, "readmitted"));
	expect(rare).toBeGreaterThan(0.01);
	expect(rare).toBeLessThan(0.08);
	const cost = numbers(table, "cost")
		.filter((v) => !Number.isNaN(v))
		.sort();
	expect(mean(cost)).toBeGreaterThan(1.15 * cost[cost.length >> 1]!); // skewed to the right
	// Missing at random: bmi is missing more often without insurance.
	const none = codes(table, "insurance").map((code) => (code === 2 ? 1 : 0));
	const hidden = numbers(table, "bmi").map((v) => (Number.isNaN(v) ? 1 : 0));
	const share = (uninsured: number) => mean(hidden.filter((_, row) => none[row] === uninsured));
	expect(share(1)).toBeGreaterThan(2 * share(0));
	// Nobody over 48 and no man is in Maternity.
	const maternity = codes(table, "department").map((code) => (code === 4 ? 1 : 0));
	for (const [row, age] of numbers(table, "age").entries())
		if (age > 48 || codes(table, "sex")[row] === 1) expect(maternity[row]).toBe(0);
});
