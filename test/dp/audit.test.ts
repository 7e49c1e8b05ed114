import { describe, expect, test } from "vitest";
import { createBudget } from "../../src/dp/budget";
import { STANDARD_PROMISE } from "../../src/dp/promise";
import { auditWorlds } from "../../src/dp/two-worlds";
import { generators } from "../../src/generators";
import type { Generator } from "../../src/generators/generator";
import { generatorMetas } from "../../src/generators/metas";
import { auditPrivacy, type MakeTable } from "../../src/page/audit-privacy";
import { createRandom } from "../../src/random";
import type { Table } from "../../src/table/table";
import { createRun } from "../../src/worker/run";
import { numeric, tableOf, times, worded } from "../encode/tables";
import { DELTA, faulty, honest, type Mechanism } from "./mechanisms";

const audited = { delta: DELTA, confidence: 0.99 };

function audit({ name, run }: Mechanism, epsilon: number, runs: number): number {
	const chance = createRandom(`${name} ${epsilon}`);
	const world = (here: boolean) => times(runs, () => run(here, epsilon, chance));
	return auditWorlds(world(true), world(false), audited).epsilon;
}

describe("two worlds, told apart by one number", () => {
	test.each(honest.flatMap((one) => [0.5, 1, 4, 10].map((epsilon) => [one.name, epsilon, one] as const)))(
		"%s at epsilon %d is not refuted",
		(_, epsilon, mechanism) => {
			expect(audit(mechanism, epsilon, 250)).toBeLessThanOrEqual(epsilon);
		},
	);

	test.each(faulty.map((one) => [one.name, one] as const))("%s is", (_, mechanism) => {
		expect(audit(mechanism, 0.5, 600)).toBeGreaterThan(0.5);
	});
});

/** Two trades and an age, and somebody who is nothing like the others. */
function people(): Table {
	const random = createRandom("few");
	const trades = times(120, (i) => (i === 60 ? "astronaut" : random.uniform() < 0.5 ? "clerk" : "smith"));
	const ages = times(120, (i) => (i === 60 ? 1000 : 20 + random.int(40)));
	return tableOf(worded("trade", trades), numeric("age", ages, "integer", 0));
}

function makerOf(name: "independent" | "mst" | "clique-tree", epsilon: number): MakeTable {
	return async (table, run) => {
		const generator = (await generators[name]()) as unknown as Generator<never, unknown>;
		const fitting = createRun({ random: createRandom(run) });
		const privacy = createBudget({ ...STANDARD_PROMISE, epsilon, delta: DELTA });
		const model = await generator.fit(table, generatorMetas[name].defaults as never, { ...fitting, privacy });
		return model.sample({ rows: 60 }, createRun({ random: createRandom(run) }));
	};
}

describe("auditPrivacy", () => {
	test("does not refute what the generators promise", async () => {
		for (const name of ["independent", "mst"] as const) {
			const result = await auditPrivacy(people(), makerOf(name, 1), { epsilon: 1, delta: DELTA, runs: 12, row: 60 });
			expect(result).toMatchObject({ refuted: false, method: "two-worlds", confidence: 0.99 });
			expect(result.sentence).toMatch(/^Not refuted: .* no proof/);
		}
	});

	test("refutes a table handed on as it is, by one row and by canaries", async () => {
		const verbatim: MakeTable = async (table) => table;
		const worlds = await auditPrivacy(people(), verbatim, { epsilon: 1, runs: 40 });
		expect(worlds.refuted).toBe(true);
		expect(worlds.sentence).toMatch(/^Refuted: at 99 % confidence its epsilon is at least \d/);
		const random = createRandom("wide");
		const wide = tableOf(
			...times(6, (c) =>
				numeric(
					`x${c}`,
					times(300, () => random.int(1000)),
					"integer",
					0,
				),
			),
		);
		const { epsilonAtLeast, refuted } = await auditPrivacy(wide, verbatim, {
			epsilon: 1,
			method: "one-run",
			canaries: 300,
			seed: 1,
		});
		expect(refuted).toBe(true);
		expect(epsilonAtLeast).toBeGreaterThan(1);
	});

	test("says what is wrong with what it is given, and stops when told", async () => {
		const make: MakeTable = async (table) => table;
		await expect(auditPrivacy(people(), make, {} as never)).rejects.toThrow(/needs epsilon/);
		await expect(auditPrivacy(people(), make, { epsilon: 1, row: 120 })).rejects.toThrow(/120 rows, counted from 0/);
		const signal = AbortSignal.abort(new Error("enough"));
		await expect(auditPrivacy(people(), make, { epsilon: 1, signal })).rejects.toThrow("enough");
	});
});
