/** Rows under a condition are those that the model makes anyway and that satisfy it: of every generator that takes `given`. */
import { beforeAll, describe, expect, test } from "vitest";
import { createBudget } from "../../src/dp/budget";
import { STANDARD_PROMISE } from "../../src/dp/promise";
import { createSecureRandom } from "../../src/dp/secure-random";
import { generators } from "../../src/generators";
import type { Generator, GeneratorMeta } from "../../src/generators/generator";
import { generatorMetas } from "../../src/generators/metas";
import { createRandom } from "../../src/random";
import type { Table } from "../../src/table/table";
import { createRun } from "../../src/worker/run";
import { cellsOf } from "../encode/tables";
import { startNodeBackend } from "../nn/node-backend";
import { ruledTable } from "./ruled-table";

const run = (seed: string) => createRun({ random: createRandom(seed), device: "wasm" });

/** What x is in the rows whose group is "a". */
function ofGroup(table: Table): number[] {
	const group = cellsOf(table.columns[1]!);
	return (cellsOf(table.columns[0]!) as number[]).filter((_, row) => group[row] === "a");
}

/** Kolmogorov and Smirnov's distance of two samples, and what it exceeds by chance once in a million. */
function distance(one: readonly number[], other: readonly number[]): { found: number; bound: number } {
	const below = (sample: readonly number[], at: number) => sample.filter((x) => x <= at).length / sample.length;
	const found = Math.max(...Array.from({ length: 100 }, (_, at) => Math.abs(below(one, at) - below(other, at))));
	// The limit law's tail is 2 exp(−2 c²) (Smirnov 1948).
	return { found, bound: Math.sqrt((Math.log(2e6) / 2) * (1 / one.length + 1 / other.length)) };
}

/** Privately learned networks too: epsilon 20 leaves the small groups in, and the noise is the same every time. */
function privately() {
	const random = createRandom("noise");
	const noise = createSecureRandom((words) => {
		for (let i = 0; i < words.length; i++) words[i] = random.uint32();
	}, false);
	return { ...run("fit"), privacy: createBudget({ ...STANDARD_PROMISE, epsilon: 20, delta: 1e-6 }, noise) };
}

const entries = (Object.entries(generatorMetas) as unknown as [string, GeneratorMeta][]).filter(
	// Its conditional vector asks for a category otherwise than its unconditioned rows do.
	([name, { conditions }]) => conditions.includes("given") && name !== "ctgan",
);

describe("rows under a condition", () => {
	beforeAll(() => startNodeBackend("wasm"));
	const variants = entries.flatMap(([name, meta]) =>
		name === "diffusion"
			? ["masked", "columns"].map(
					(method) => [`${name}, ${method}`, name, { ...meta.defaults, method }, false] as const,
				)
			: [[name, name, meta.defaults, meta.private] as const],
	);
	test.each(variants)("of %s are its unconditioned rows that satisfy it", async (_, name, defaults, isPrivate) => {
		const generator = (await generators[name as keyof typeof generators]()) as unknown as Generator<object, unknown>;
		const model = await generator.fit(
			ruledTable(1500, 1),
			{ ...defaults, ...("steps" in defaults && { steps: 400 }) },
			isPrivate ? privately() : run("fit"),
		);
		const own = ofGroup(await model.sample({ rows: 9000 }, run("free")));
		const drawn = await model.sample({ rows: 1500, given: { grp: "a" } }, run("given"));
		const given = ofGroup(drawn);
		expect(given).toHaveLength(1500);
		expect(own.length).toBeGreaterThan(300);
		const { found, bound } = distance(given, own);
		expect(found).toBeLessThan(bound);
		// In any chunk: from within one block to within the next.
		const chunk = await model.sample({ rows: 130, offset: 900, given: { grp: "a" } }, run("given"));
		chunk.columns.forEach((column, c) => {
			expect(cellsOf(column)).toEqual(cellsOf(drawn.columns[c]!).slice(900, 1030));
		});
		model.dispose();
	});
});
