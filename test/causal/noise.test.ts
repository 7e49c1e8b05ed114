import { expect, test } from "vitest";
import { createNoise } from "../../src/causal/noise";
import { createRandom, threefry2x32 } from "../../src/random";

const random = createRandom(7);

test("noise is Threefry of (row, draw) under the stream's key", () => {
	const key = random.stream("node/x").key;
	const words = new Uint32Array(2);
	threefry2x32(key[0], key[1], 12, 3, words);
	const out = new Float64Array(3);
	createNoise(random, "node/x", { offset: 10 }).uniform(out, 1, 3);
	expect(out[2]).toBe(((words[0]! >>> 6) * 2 ** 26 + (words[1]! >>> 6) + 0.5) / 2 ** 52);
});

test.each([
	["double", Float64Array],
	["single", Float32Array],
])("in %s precision a row's draws do not depend on the chunk, nor on which other rows are drawn", (_, Values) => {
	const whole = new Values(5000 * 3);
	createNoise(random, "n", { offset: 0 }).normal(whole, 3);
	const chunk = new Values(1500 * 3);
	createNoise(random, "n", { offset: 2000 }).normal(chunk, 3);
	expect(chunk).toEqual(whole.slice(6000, 10_500));
	const chosen = new Values(2 * 3);
	createNoise(random, "n", { offset: 0, numbers: [4321, 17] }).normal(chosen, 3);
	expect([...chosen]).toEqual([...whole.slice(12_963, 12_966), ...whole.slice(51, 54)]);
});

test("names, attempts and draws give independent noise", () => {
	const rows = 20_000;
	const columns = [
		createNoise(random, "a", { offset: 0 }),
		createNoise(random, "b", { offset: 0 }),
		createNoise(random, "a", { offset: 0, attempts: new Uint16Array(rows).fill(1) }),
	].map((noise) => {
		const out = new Float64Array(rows);
		noise.normal(out);
		return out;
	});
	const shifted = new Float64Array(rows);
	createNoise(random, "a", { offset: 0 }).normal(shifted, 1, 1);
	columns.push(shifted);
	for (let i = 0; i < columns.length; i++)
		for (let j = 0; j < i; j++) {
			let sum = 0;
			for (let row = 0; row < rows; row++) sum += columns[i]![row]! * columns[j]![row]!;
			// Standard error of a correlation of independent normals: 1/√rows.
			expect(Math.abs(sum / rows) * Math.sqrt(rows)).toBeLessThan(4);
		}
});

test("single precision uniforms stay inside the open interval", () => {
	const out = new Float32Array(200_000);
	createNoise(random, "edge", { offset: 0 }).uniform(out, 4);
	expect(Math.min(...out.subarray(0, 100_000))).toBeGreaterThan(0);
	expect(out.every((u) => u > 0 && u < 1)).toBe(true);
});
