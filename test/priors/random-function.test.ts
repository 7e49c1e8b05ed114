import { expect, test } from "vitest";
import { applyRandomFunction, drawRandomFunction, randomFunctionAt } from "../../src/priors/mlp-scm/random-function";
import { createRandom } from "../../src/random";

test("the tabulated random function is within 3e-4 (root mean square) of the sum of sines", () => {
	let worst = 0;
	for (let seed = 0; seed < 40; seed++) {
		const f = drawRandomFunction(createRandom(seed));
		const x = Float32Array.from({ length: 400 }, (_, i) => (i - 200) / 45 + 0.001);
		const exact = Array.from(x, (v) => randomFunctionAt(f, v));
		applyRandomFunction(f, x);
		let error = 0;
		for (let i = 0; i < x.length; i++) error += (x[i]! - exact[i]!) ** 2 / x.length;
		worst = Math.max(worst, Math.sqrt(error));
	}
	expect(worst).toBeLessThan(3e-4);
});
