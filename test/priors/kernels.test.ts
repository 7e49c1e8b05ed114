import { beforeAll, expect, test } from "vitest";
import { createNoise } from "../../src/causal/noise";
import { ACTIVATIONS } from "../../src/priors/activations";
import { multiplyAdd } from "../../src/priors/gemm";
import { cosine, fourier } from "../../src/priors/graph-scm/cosines";
import { nearestCentres, powerDistances, softAssign } from "../../src/priors/graph-scm/distances";
import { quadratic } from "../../src/priors/graph-scm/functions/quadratic";
import { tree } from "../../src/priors/graph-scm/functions/tree";
import { createScalars } from "../../src/priors/graph-scm/scalars";
import { toGumbels } from "../../src/priors/gumbels";
import { compileKernels } from "../../src/priors/kernels/compile.mjs";
import { loadKernels, withoutKernels } from "../../src/priors/kernels/kernels";
import { MODULE } from "../../src/priors/kernels/module";
import { drawNormals, drawUniforms, fastNoise } from "../../src/priors/kernels/noise";
import { columnMoments, columnSums, shiftScale } from "../../src/priors/moments";
import { applyPowers, fastPower, logSumExp } from "../../src/priors/power";
import { createRandom } from "../../src/random";

const random = createRandom("kernels");

beforeAll(async () => {
	expect(await loadKernels()).toBe(true);
});

test.each(["uniform", "normal"] as const)("%s numbers have the bits of the causal room's noise", (kind) => {
	for (const width of [1, 2, 3, 8, 101]) {
		const own = random.stream(`noise/${width}`);
		const plain = new Float32Array(257 * width);
		const fast = new Float32Array(257 * width);
		const noise = createNoise(own, "x", { offset: 0 });
		noise[kind](plain, width, 5);
		fastNoise(noise, own.stream("x").key)[kind](fast, width, 5);
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
			multiplyAdd(
				{ values: a, stride: inner + 3, from: 2 },
				{ values: w, stride: outer + 2, from: 1 },
				{ values: out, stride: outer + 1, from: 1 },
				rows,
				inner,
				outer,
			);
			return out;
		};
		expect(product()).toEqual(withoutKernels(product));
	}
});

test("quadratic forms have the bits of their twin, whatever the number of outputs", () => {
	for (const [inputs, outputs] of [
		[1, 1],
		[7, 3],
		[30, 16],
	] as const) {
		const own = random.stream(`quadratic/${inputs}`);
		const scalars = createScalars(own.stream("scalars"));
		const f = quadratic.plan({ random: own, scalars }, 301, inputs, outputs);
		const x = drawNormals(own.stream("x"), 301 * inputs);
		const values = () => quadratic.apply(f, x);
		expect(values()).toEqual(withoutKernels(values));
	}
});

test("distances have the bits of their twin and are |d|^p to 1e-3", () => {
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
		for (const [width, count] of [
			[7, 11],
			[1, 3],
			[19, 40],
		] as const) {
			const points = drawNormals(random.stream(`points/${width}`), 60 * width).map((v, i) => v * (1 + (i % width)));
			const chosen = points.slice(0, count * width);
			chosen.copyWithin(width, 0, width); // two equal centres: the first is taken
			const nearest = () => nearestCentres(points, width, chosen, count, p);
			expect(nearest()).toEqual(withoutKernels(nearest));
			expect(Array.from(nearest().subarray(0, count))).toEqual(
				Array.from({ length: count }, (_, i) => i).with(1, nearest()[1]!),
			);
			expect(nearest()).not.toContain(1);
		}
		for (const d of [1e-6, 0.003, 0.5, 1, 1.4999, 7, 1000]) {
			expect(Math.abs(fastPower(Math.fround(d), Math.fround(p)) / d ** p - 1)).toBeLessThan(1e-3);
		}
	}
});

test("soft assignments and powers have the bits of their twins", () => {
	for (const count of [1, 4, 11]) {
		const sums = drawNormals(random.stream("s"), 60 * count).map((v) => v * v * 30);
		const factors = drawNormals(random.stream("f"), count).map(Math.abs);
		const logScales = drawNormals(random.stream("l"), count);
		const soft = () => {
			const x = sums.slice();
			softAssign(x, count, 0.7, factors, logScales);
			return x;
		};
		const fast = soft();
		expect(fast).toEqual(withoutKernels(soft));
		for (let row = 0; row < 60; row++) {
			const logits = Array.from(factors, (f, c) => -(sums[row * count + c]! ** 0.7) * f - logScales[c]!);
			const total = logits.reduce((t, l) => t + Math.exp(l - Math.max(...logits)), 0);
			logits.forEach((l, c) => {
				expect(Math.abs(fast[row * count + c]! - Math.exp(l - Math.max(...logits)) / total)).toBeLessThan(0.02);
			});
		}
	}
	for (const signed of [true, false]) {
		const powers = () => {
			const x = drawNormals(random.stream("p"), 101);
			x[7] = 0;
			applyPowers(x, 3.3, 1e15, signed);
			return x;
		};
		expect(powers()).toEqual(withoutKernels(powers));
	}
});

test("sums of exponentials have the bits of their twin and are right to 2e-4", () => {
	const x = drawNormals(random.stream("x"), 201).map((v) => 8 * v);
	const y = drawNormals(random.stream("y"), 201).map((v) => 8 * v);
	const sums = () => {
		const out = y.slice();
		logSumExp(out, x);
		return out;
	};
	expect(sums()).toEqual(withoutKernels(sums));
	sums().forEach((s, i) => {
		expect(Math.abs(s - Math.log(Math.exp(x[i]!) + Math.exp(y[i]!)))).toBeLessThan(2e-4);
	});
});

test("Fourier features have the bits of their twin, cosines are cosines to 2e-6", () => {
	const x = drawNormals(random.stream("x"), 150 * 3);
	const frequencies = drawNormals(random.stream("w"), 3 * 16);
	const phases = drawNormals(random.stream("b"), 16);
	const amplitudes = drawNormals(random.stream("a"), 16 * 5);
	const features = () => fourier(x, 3, frequencies, phases, amplitudes, 5);
	expect(features()).toEqual(withoutKernels(features));
	for (let t = -5; t < 5; t += 0.013)
		expect(Math.abs(cosine(t) - Math.cos(2 * Math.PI * Math.fround(t)))).toBeLessThan(2e-6);
});

test("trees have the bits of their twin", () => {
	const x = drawNormals(random.stream("t"), 100 * 5);
	for (const outputs of [1, 4, 7]) {
		const source = { random: random.stream(outputs), scalars: createScalars(random) };
		const { f, y } = tree.fix(tree.plan(source, 100, 5, outputs), x);
		expect(withoutKernels(() => tree.apply(f, x))).toEqual(y);
	}
});

test("moments and shifted, scaled columns have the bits of their twins", () => {
	for (const width of [1, 3, 8, 13]) {
		const x = drawNormals(random.stream(`rows/${width}`), 57 * width).map((v, i) => 3 * v + (i % width));
		const constants = Array.from({ length: 3 }, (_, i) => Float64Array.from(drawNormals(random.stream(i), width)));
		const work = () => {
			const y = x.slice();
			shiftScale(y, constants[0]!, constants[1]!, constants[2]!);
			return [columnMoments(x, width), columnSums(x, width), y];
		};
		expect(work()).toEqual(withoutKernels(work));
	}
	const { means, inverses } = columnMoments(Float32Array.of(1, 7, 3, 7, 5, 7), 2);
	expect([...means, ...inverses]).toEqual([3, 7, 1 / Math.sqrt(8 / 3), 0]);
});

test.each(Object.entries(ACTIVATIONS))("activation %s has the bits of its twin", (name, activation) => {
	const x = drawNormals(random.stream("activations"), 4001).map((v, i) => v * 10 ** ((i % 9) - 4));
	x.set([0, -0, 1, -1, 0.1, -0.1, 1e15, -1e15, Number.NaN, 88, -86, 40]);
	const apply = () => {
		const y = x.slice();
		activation(y);
		return y;
	};
	expect(apply()).toEqual(withoutKernels(apply));
	// What is not a number stays so, except where it is only compared.
	expect(Number.isNaN(apply()[8]!)).toBe(!["sign", "heaviside", "indicator"].includes(name));
});

test("transcendental activations are right in single precision", () => {
	const truth: Partial<Record<keyof typeof ACTIVATIONS, (x: number) => number>> = {
		tanh: Math.tanh,
		elu: (x) => (x < 0 ? Math.expm1(x) : x),
		silu: (x) => x / (1 + Math.exp(-x)),
		softplus: (x) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x))),
		rbf: (x) => Math.exp(-x * x),
		exp: Math.exp,
		sin: Math.sin,
		sigmoid: (x) => 1 / (1 + Math.exp(-x)),
		"log-sigmoid": (x) => -Math.max(-x, 0) - Math.log1p(Math.exp(-Math.abs(x))),
		"log-abs": (x) => Math.log(Math.abs(x)),
	};
	const x = Float32Array.from({ length: 3001 }, (_, i) => (i - 1500) / 150 + 1e-3);
	for (const [name, f] of Object.entries(truth)) {
		const y = x.slice();
		ACTIVATIONS[name as keyof typeof ACTIVATIONS](y);
		y.forEach((v, i) => {
			const t = f(x[i]!);
			const scale = name === "sin" || name === "log-abs" ? 1 : Math.abs(t);
			expect(Math.abs(v - t), `${name}(${x[i]})`).toBeLessThan(2e-6 * scale + 1e-30);
		});
	}
});

test("Gumbels have the bits of their twin and are -log(-log u)", () => {
	const u = drawUniforms(random.stream("gumbels"), 1001);
	u.set([2 ** -24, 1 - 2 ** -24]);
	const gumbels = () => {
		const x = u.slice();
		toGumbels(x);
		return x;
	};
	expect(gumbels()).toEqual(withoutKernels(gumbels));
	for (const [i, g] of gumbels().entries()) expect(Math.abs(g + Math.log(-Math.log(u[i]!)))).toBeLessThan(2e-6);
});

test("the compiled module is that of the sources beside it", async () => {
	// Not toEqual: a difference would print twenty kilobytes of base64.
	expect((await compileKernels()) === MODULE).toBe(true);
});
