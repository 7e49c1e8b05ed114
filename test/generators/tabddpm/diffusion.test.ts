import { describe, expect, test } from "vitest";
import { noised, posteriorMean, reverseGaussian, startFromNoise } from "../../../src/generators/tabddpm/gaussian";
import { noisedLevel, posterior, reverseLevel } from "../../../src/generators/tabddpm/multinomial";
import { cosineBetas, createSchedule, linearBetas } from "../../../src/generators/tabddpm/schedule";
import { createRandom } from "../../../src/random";

const T = 20;
const schedule = createSchedule("cosine", T);

/** q(x_t = j | x_{t−1} = i) of Hoogeboom et al. (2021) eq. 11. */
const oneStep = (i: number, j: number, K: number, t: number) =>
	(i === j ? schedule.alpha[t]! : 0) + (1 - schedule.alpha[t]!) / K;

/** q(x_t = j | x_0 = i) by multiplying single steps, the long way round. */
function manySteps(i: number, K: number, t: number): number[] {
	let p: number[] = Array.from({ length: K }, (_, j) => (i === j ? 1 : 0));
	for (let s = 0; s <= t; s++) p = p.map((_, j) => p.reduce((sum, pi, k) => sum + pi * oneStep(k, j, K, s), 0));
	return p;
}

function expectShares(counts: number[], n: number, want: number[]): void {
	for (const [k, p] of want.entries()) expect(Math.abs(counts[k]! / n - p)).toBeLessThan(0.012);
}

describe("schedules", () => {
	// Reference values: betas_for_alpha_bar and get_named_beta_schedule of Nichol and Dhariwal's formulas, evaluated by hand.
	test("linear runs from 1e-4 to 0.02 at a thousand steps, and ten times that at a hundred", () => {
		const thousand = linearBetas(1000);
		expect([thousand[0], thousand[999]]).toEqual([1e-4, expect.closeTo(0.02, 12)]);
		const hundred = linearBetas(100);
		expect([hundred[0], hundred[99]]).toEqual([expect.closeTo(1e-3, 12), expect.closeTo(0.2, 12)]);
	});

	test("cosine multiplies up to its own ᾱ, and ends at 0.999", () => {
		const f = (u: number) => Math.cos((((u + 0.008) / 1.008) * Math.PI) / 2) ** 2;
		const { alphaBar } = createSchedule("cosine", 100);
		expect(alphaBar[49]).toBeCloseTo(f(0.5) / f(0), 10);
		expect(cosineBetas(100)[99]).toBe(0.999);
	});
});

describe("Gaussian diffusion", () => {
	test("knowing the noise is knowing the start", () => {
		expect(startFromNoise(noised(1.3, -0.4, 7, schedule), -0.4, 7, schedule)).toBeCloseTo(1.3, 10);
	});

	test("its posterior mean is that of two normals multiplied", () => {
		const [x0, xt, t] = [0.7, -0.2, 9];
		// x_{t−1} | x₀ ~ N(√ᾱ x₀, 1 − ᾱ) at t − 1, and x_t | x_{t−1} ~ N(√α x_{t−1}, β).
		const before = schedule.alphaBarBefore[t]!;
		const prior = { mean: Math.sqrt(before) * x0, precision: 1 / (1 - before) };
		const likelihood = { mean: xt / Math.sqrt(schedule.alpha[t]!), precision: schedule.alpha[t]! / schedule.beta[t]! };
		const want =
			(prior.mean * prior.precision + likelihood.mean * likelihood.precision) /
			(prior.precision + likelihood.precision);
		expect(posteriorMean(x0, xt, t, schedule)).toBeCloseTo(want, 10);
	});

	test("its last step adds no noise and returns the start", () => {
		const xt = noised(0.5, 0.3, 0, schedule);
		expect(reverseGaussian(xt, 0.3, 0, 99, schedule)).toBeCloseTo(0.5, 10);
	});

	test("with the true noise of standard normal data it brings noise back to standard normal", () => {
		const random = createRandom(1);
		const n = 4000;
		let [sum, square] = [0, 0];
		for (let i = 0; i < n; i++) {
			let x = random.normal();
			// For x₀ ~ N(0, 1) the best guess of the noise is √(1 − ᾱ) x_t.
			for (let t = T - 1; t >= 0; t--) {
				x = reverseGaussian(x, Math.sqrt(1 - schedule.alphaBar[t]!) * x, t, random.normal(), schedule);
			}
			sum += x;
			square += x * x;
		}
		expect(sum / n).toBeCloseTo(0, 1);
		expect(Math.abs(square / n - 1)).toBeLessThan(0.12); // 20 steps, the larger variance
	});
});

describe("multinomial diffusion", () => {
	const K = 4;

	test("noises a level as often as single steps multiplied up say", () => {
		const random = createRandom(2);
		for (const t of [0, 5, T - 1]) {
			const counts = new Array<number>(K).fill(0);
			for (let i = 0; i < 20_000; i++) counts[noisedLevel(2, K, t, random.uniform(), schedule)]!++;
			expectShares(counts, 20_000, manySteps(2, K, t));
		}
	});

	test("its posterior is Bayes' rule, and at the first step the start itself", () => {
		const out = new Float32Array(K + 2);
		for (const [x0, xt, t] of [
			[1, 3, 6],
			[2, 2, 6],
			[0, 1, T - 1],
		] as const) {
			const q0 = manySteps(x0, K, t - 1);
			const joint = q0.map((p, k) => p * oneStep(k, xt, K, t));
			const total = joint.reduce((a, b) => a + b);
			const negentropy = posterior(x0, xt, K, t, schedule, out, 1);
			for (const [k, p] of joint.entries()) expect(out[1 + k]).toBeCloseTo(p / total, 6);
			expect(negentropy).toBeCloseTo(
				joint.reduce((sum, p) => sum + (p / total) * Math.log(p / total), 0),
				8,
			);
			expect([out[0], out[K + 1]]).toEqual([0, 0]);
		}
		expect(posterior(1, 3, K, 0, schedule, out, 0)).toBeCloseTo(0, 10);
		expect([...out.slice(0, K)]).toEqual([0, 1, 0, 0]);
	});

	test("draws the level before as often as the network's guess and Bayes' rule say", () => {
		const logits = Float32Array.of(9, 9, 0.5, -1, 2, 0, 9);
		const weights = [...logits.slice(2, 6)].map(Math.exp);
		const sum = weights.reduce((a, b) => a + b);
		const random = createRandom(3);
		const scratch = new Float64Array(K);
		for (const t of [0, 8]) {
			const want = Array.from({ length: K }, (_, k) =>
				weights.reduce((total, w, i) => total + (w / sum) * (t ? manySteps(i, K, t - 1)[k]! : i === k ? 1 : 0), 0),
			).map((p, k) => p * oneStep(k, 3, K, t));
			const total = want.reduce((a, b) => a + b);
			const counts = new Array<number>(K).fill(0);
			for (let i = 0; i < 20_000; i++) counts[reverseLevel(logits, 2, K, 3, t, random.uniform(), schedule, scratch)]!++;
			const shares = want.map((p) => p / total);
			expectShares(counts, 20_000, shares);
		}
	});
});
