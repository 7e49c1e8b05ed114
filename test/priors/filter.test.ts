import { expect, test } from "vitest";
import { drawModel } from "../../src/priors/draw-model";
import { normal } from "../../src/priors/draws";
import { judgeTable } from "../../src/priors/filter";
import { createRandom } from "../../src/random";
import type { Table } from "../../src/table/table";

function table(rows: number, learnable: boolean, classes: boolean): Table {
	const random = createRandom(`${rows} ${learnable} ${classes}`);
	const x = Array.from({ length: 4 }, () => Float64Array.from({ length: rows }, () => normal(random)));
	const y = Float64Array.from({ length: rows }, (_, row) => normal(random) + (learnable ? 2 * x[1]![row]! : 0));
	return {
		rows,
		columns: [
			...x.map((values, i) => ({ name: `x${i}`, kind: "number" as const, values })),
			classes
				? {
						name: "y",
						kind: "category" as const,
						codes: Int32Array.from(y, (v) => (v > 0 ? 1 : 0)),
						levels: ["a", "b"],
					}
				: { name: "y", kind: "number" as const, values: y },
		],
	};
}

test.each([true, false])("a target that follows a column is learnable, noise is not (classes: %s)", (classes) => {
	expect(judgeTable(createRandom(1), table(300, true, classes), "y").learnable).toBe(true);
	const noise = judgeTable(createRandom(1), table(300, false, classes), "y");
	expect(noise.learnable).toBe(false);
	expect(noise.trees).toBe(25);
});

test("the early test decides as the full one does", async () => {
	let agree = 0;
	let accepted = 0;
	for (let index = 0; index < 60; index++) {
		const { table } = await drawModel(
			"graph-scm",
			{ seed: "filter", index, rows: 150, features: 5 },
			{ filter: false },
		);
		const full = judgeTable(createRandom(index), table, "target", false);
		if (full.learnable === judgeTable(createRandom(index), table, "target").learnable) agree++;
		if (full.learnable) accepted++;
	}
	expect(agree).toBeGreaterThanOrEqual(58);
	// Reference at 150×5: 39 % accepted of 86 % that pass the class check, 45 % (runs of 150); three standard errors.
	expect(accepted / 60).toBeGreaterThan(0.25);
	expect(accepted / 60).toBeLessThan(0.66);
});
