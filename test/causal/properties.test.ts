import fc from "fast-check";
import { expect, test } from "vitest";
import { causalModel } from "../../src/causal";
import { descendants } from "../../src/causal/graph";
import { takeRows } from "../../src/table/table";

/** Definitions of a random graph: variable i reads some of the variables before it, through a template. */
const TEMPLATES: readonly ((a: string, b: string) => string)[] = [
	(a, b) => `0.5 * ${a} - ${b} + normal(0, 1)`,
	(a, b) => `tanh(${a} * ${b}) + laplace(0, 0.5)`,
	(a, b) => `if(${a} > ${b}, 1, -1) * gamma(2 + abs(${a}), 1)`,
	(a) => `poisson(exp(clip(${a}, -3, 3)))`,
	(a, b) => `bernoulli(sigmoid(${a} - ${b}))`,
	(a, b) => `match(category(x: exp(clip(${a}, -5, 5)), y: 1, z: abs(${b})), x: ${a}, y: 0, z: beta(2, 3))`,
	(a, b) => `coalesce(if(${a} > 1, missing, ${a}), ${b}) ^ 2 / (1 + ${b} ^ 2)`,
	() => "normal(0, 1)",
];

const models = fc
	.array(fc.record({ template: fc.nat(TEMPLATES.length - 1), a: fc.nat(), b: fc.nat(), hide: fc.boolean() }), {
		minLength: 2,
		maxLength: 9,
	})
	.map((variables) =>
		Object.fromEntries(
			variables.map(({ template, a, b, hide }, i) => {
				const parent = (k: number) => (i === 0 ? "0.3" : `v${k % i}`);
				return [`v${i}`, `${TEMPLATES[template]!(parent(a), parent(b))}${hide ? " missing(0.2)" : ""}`];
			}),
		),
	);

test("for any model: chunks agree, and an intervention leaves all but descendants bit-identical", () => {
	fc.assert(
		fc.property(models, fc.nat(), fc.nat({ max: 59 }), (definitions, acted, offset) => {
			const model = causalModel(definitions);
			const before = model.sample({ rows: 60, seed: 3 });
			const indices = Array.from({ length: 60 - offset }, (_, i) => offset + i);
			expect(model.sample({ rows: 60 - offset, offset, seed: 3 })).toEqual(takeRows(before, indices));
			const name = `v${acted % Object.keys(definitions).length}`;
			const kind = before.columns.find((column) => column.name === name)!.kind;
			const after = model.sample({ rows: 60, seed: 3, do: { [name]: kind === "boolean" ? true : 2 } });
			const { nodes } = model.data;
			const reached = descendants(
				nodes.map(({ parents }) => parents),
				[nodes.findIndex((node) => node.name === name)],
			);
			for (const [i, column] of before.columns.entries()) {
				const node = nodes[model.graph.columnNodes[column.name]!]!;
				const indicator = model.data.columns[i]!.missing;
				if (!reached.has(nodes.indexOf(node)) && (indicator === undefined || !reached.has(indicator)))
					expect(after.columns[i]).toEqual(column);
			}
		}),
		{ numRuns: 60, seed: 12 },
	);
});
