import { beforeAll, expect, test } from "vitest";
import { createNoise } from "../../src/causal/noise";
import { multiplyAdd } from "../../src/priors/gemm";
import { cosines } from "../../src/priors/graph-scm/cosines";
import { fastPower, powerDistances } from "../../src/priors/graph-scm/distances";
import { tree } from "../../src/priors/graph-scm/functions/tree";
import { createScalars } from "../../src/priors/graph-scm/scalars";
import { loadKernels, withoutKernels } from "../../src/priors/kernels/kernels";
import { drawNormals, fastNoise } from "../../src/priors/kernels/noise";
import { createRandom } from "../../src/random";

const random = createRandom("kernels");

beforeAll(async () => {
	expect(await loadKernels()).toBe(true);
});

test("normals have the bits of the causal room's noise", () => {
	for (const width of [1, 2, 3, 8, 101]) {
		const own = random.stream(`noise/${width}`);
		const plain = new Float32Array(257 * width);
		const fast = new Float32Array(257 * width);
		const noise = createNoise(own, "x", { offset: 0 });
		noise.normal(plain, width, 5);
		fastNoise(noise, own.stream("x").key).normal(fast, width, 5);
		expect(fast).toEqual(plain);
	}
});

test("products have the bits of their twin, whatever the shape", () => {
	for (const [rows, inner, outer] of [
		[1, 5, 900],
		[37, 13, 9],
		[130, 1, 31],
		[64, 70, 8],
	] as const) {
		const a = drawNormals(random.stream("a"), rows * (inner + 3));
		const w = drawNormals(random.stream("w"), inner * (outer + 2));
		const start = drawNormals(random.stream("o"), rows * (outer + 1));
		const product = () => {
			const out = start.slice();
			multiplyAdd(a, inner + 3, 2, w, outer + 2, 1, out, outer + 1, 1, rows, inner, outer);
			return out;
		};
		expect(product()).toEqual(withoutKernels(product));
	}
});

test("distances have the bits of their twin and are |d|^p to 1e-4", () => {
	const x = drawNormals(random.stream("x"), 50 * 7);
	const centres = drawNormals(random.stream("c"), 11 * 7);
	x[0] = centres[0]!; // a distance of zero
	for (const p of [0.5, 1, 1.7, 4]) {
		const distances = () => {
			const out = new Float32Array(50 * 11);
			powerDistances(x, 7, centres, 11, p, out);
			return out;
		};
		expect(distances()).toEqual(withoutKernels(distances));
		for (const d of [1e-6, 0.003, 0.5, 1, 1.4999, 7, 1000]) {
			expect(Math.abs(fastPower(d, p) / d ** p - 1)).toBeLessThan(1e-4 * Math.max(1, p));
		}
	}
});

test("cosines have the bits of their twin and are cosines to 1e-6", () => {
	const turns = Float32Array.from({ length: 1001 }, (_, i) => (i - 500) / 100);
	const cosine = () => {
		const x = turns.slice();
		cosines(x, x.length);
		return x;
	};
	expect(cosine()).toEqual(withoutKernels(cosine));
	const worst = Math.max(...Array.from(cosine(), (c, i) => Math.abs(c - Math.cos(2 * Math.PI * turns[i]!))));
	expect(worst).toBeLessThan(2e-6);
});

test("trees have the bits of their twin", () => {
	const x = drawNormals(random.stream("t"), 100 * 5);
	for (const outputs of [1, 4, 7]) {
		const { f, y } = tree.draw({ random: random.stream(outputs), scalars: createScalars(random) }, x, 5, outputs);
		expect(withoutKernels(() => tree.apply(f, x))).toEqual(y);
	}
});
