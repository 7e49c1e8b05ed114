import { expect, test } from "vitest";
import { splitSteps } from "../../src/nn/mlp/train";
import { createRandom } from "../../src/random";
import { finish } from "../../src/table/pause";

test("holds out as many rows as asked for", () => {
	const { training, heldOut } = finish(splitSteps(100, 10, createRandom(1)));
	expect([training.length, heldOut.length]).toEqual([90, 10]);
});

test.each([1, 6, 40])("holds out whole subjects of %d rows, and at least one", (size) => {
	const subjects = Int32Array.from({ length: 240 }, (_, row) => Math.floor(row / size));
	const { training, heldOut } = finish(splitSteps(240, 24, createRandom(1), subjects));
	const known = new Set(Array.from(training, (row) => subjects[row]));
	expect(Array.from(heldOut).some((row) => known.has(subjects[row]))).toBe(false);
	expect(training.length + heldOut.length).toBe(240);
	expect(heldOut.length).toBe(Math.max(size, 24));
});
