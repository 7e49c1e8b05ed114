import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { causalModel } from "../../src/causal";
import { CALLABLE } from "../../src/expression/check-calls";

const readme = readFileSync(new URL("../../docs/causal-models.md", import.meta.url), "utf8");

test("the language reference names every function and distribution", () => {
	for (const name of CALLABLE) expect(readme, name).toMatch(new RegExp(`\\b${name}\\b`));
});

test("its first example runs", () => {
	const model = causalModel(
		{
			age: "18 + 60 * beta(2, 3)",
			sex: "category(Female: 0.5, Male: 0.5)",
			smoker: "bernoulli(0.2)",
			risk: "sigmoid(0.05 * (age - 50) + 0.8 * smoker + normal(0, 0.3))",
			bmi: 'normal(27, 4) missing(if(sex == "Male", 0.1, 0.05))',
		},
		{ constraints: [{ range: "bmi", min: 12, max: 60 }] },
	);
	const table = model.sample({ rows: 100, seed: 7 });
	const younger = model.counterfactual({ evidence: table, do: { age: { shift: -10 } } });
	expect(younger.columns.map((c) => c.name)).toEqual(["age", "sex", "smoker", "risk", "bmi"]);
	expect(model.effect({ do: { smoker: true }, versus: { smoker: false }, on: "risk" }).mean).toBeGreaterThan(0.1);
});
