import { expect, test } from "vitest";
import { createModeRows, type ModeSpace } from "../../src/generators/mode-space";
import { sampleStates } from "../../src/generators/sample-states";
import { createRandom } from "../../src/random";

const column = { column: 0, number: -1, code: 0, states: 3, modes: 0, start: 0 };
const space: ModeSpace = { columns: [column], mixtures: [], N: 1, S: 3, D: 4 };

test("states are sampled from the softmax, so that rare ones stay; scalars about their tanh", () => {
	const n = 20_000;
	const logits = [Math.log(0.9), Math.log(0.08), Math.log(0.02)];
	const output = Float32Array.from({ length: n * 4 }, (_, i) => [0.5, ...logits][i % 4]!);
	const rows = createModeRows(space, n);
	sampleStates(space, output, n, createRandom("states"), rows, 0, () => 0.05);
	const shares = [0, 1, 2].map((state) => rows.states[0]!.filter((own) => own === state).length / n);
	// Four standard errors of a share of .02 in 20,000 rows are .004.
	[0.9, 0.08, 0.02].forEach((share, k) => {
		expect(Math.abs(shares[k]! - share)).toBeLessThan(0.009);
	});
	const mean = rows.scalars[0]!.reduce((sum, v) => sum + v, 0) / n;
	expect(mean).toBeCloseTo(Math.tanh(0.5), 2);
	expect(new Set(rows.scalars[0]).size).toBeGreaterThan(1000);
});

test("rows outside of those wanted are left out, and do not shift the others", () => {
	const output = Float32Array.from({ length: 40 }, (_, i) => Math.sin(i));
	const [all, some] = [createModeRows(space, 10), createModeRows(space, 4)];
	sampleStates(space, output, 10, createRandom(1), all, 0);
	sampleStates(space, output, 10, createRandom(1), some, -3);
	expect([...some.states[0]!]).toEqual([...all.states[0]!.subarray(3, 7)]);
	expect([...some.scalars[0]!]).toEqual([...all.scalars[0]!.subarray(3, 7)]);
});
