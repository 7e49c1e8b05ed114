import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createLedger } from "../../src/dp/ledger";
import { createQuickGaussian, decideExactly } from "../../src/dp/quick-gaussian";
import { epsilonOfRdp } from "../../src/dp/rdp";
import { epsilonOfAll, noiseBeside } from "../../src/dp/sampled-gaussian";
import { createSecureRandom } from "../../src/dp/secure-random";
import { epsilonOf } from "../../src/dp/zcdp";
import { createRandom } from "../../src/random";
import { goodnessOfFit } from "./goodness-of-fit";

function seeded(seed: string) {
	const random = createRandom(seed);
	return createSecureRandom((words) => {
		for (let i = 0; i < words.length; i++) words[i] = random.uint32();
	}, false);
}

describe("quick discrete Gaussians", () => {
	test.each([1, 4, 100, 3333])("of variance %d follow the exact distribution", (variance) => {
		const draw = createQuickGaussian(variance, seeded(`quick ${variance}`));
		const values = Array.from({ length: 50_000 }, draw);
		const reach = Math.ceil(12 * Math.sqrt(variance)) + 2;
		const { chiSquareP, distanceP } = goodnessOfFit(values, (k) => Math.exp((-k * k) / (2 * variance)), reach);
		expect(Math.min(chiSquareP, distanceP)).toBeGreaterThan(0.001);
	});

	test("of a variance of 2^40 have its deviation and no drift", () => {
		const draw = createQuickGaussian(2 ** 40, seeded("wide"));
		const values = Array.from({ length: 20_000 }, () => draw() / 2 ** 20);
		const square = values.reduce((sum, z) => sum + z * z, 0) / values.length;
		expect(Math.abs(square - 1)).toBeLessThan(4.5 * Math.sqrt(2 / 20_000));
		expect(Math.abs(values.reduce((sum, z) => sum + z, 0)) / Math.sqrt(20_000)).toBeLessThan(4.5);
	});

	test("what floating point cannot decide is decided by whole numbers", () => {
		// Words below and above the threshold are certain, that of the threshold itself is not.
		const threshold = Math.exp(-1 / 3) * 2 ** 32;
		const [below, above] = [Math.floor(threshold) - 3, Math.floor(threshold) + 3];
		const random = seeded("exact");
		expect(decideExactly(below, 1n, 3n, random)).toBe(true);
		expect(decideExactly(above, 1n, 3n, random)).toBe(false);
		let hits = 0;
		for (let i = 0; i < 4000; i++) if (decideExactly(Math.floor(threshold), 1n, 3n, random)) hits++;
		const share = threshold - Math.floor(threshold);
		expect(Math.abs(hits / 4000 - share)).toBeLessThan(4.5 * Math.sqrt((share * (1 - share)) / 4000));
		expect(decideExactly(0, 50n, 1n, seeded("far"))).toBe(false);
		expect(decideExactly(2 ** 32 - 1, 0n, 1n, seeded("sure"))).toBe(true);
	});
});

describe("a training on the ledger", () => {
	test("is accounted as RDP accounts for it, alone; beside queries the divergences add up", () => {
		const training = { rate: 0.04, noise: 1.5, steps: 2250 };
		expect(epsilonOfAll(0, [training], 1e-5)).toBeCloseTo(7.3291111714, 6);
		expect(epsilonOfAll(0, [training], 1e-5)).toBe(epsilonOfRdp(0.04, 1.5, 2250, 1e-5).epsilon);
		// A training on all rows is a Gaussian mechanism: ρ = T / 2σ².
		const whole = epsilonOfAll(0.1, [{ rate: 1, noise: 5, steps: 10 }], 1e-6);
		expect(whole).toBeGreaterThanOrEqual(epsilonOf(0.3, 1e-6));
		expect(whole).toBeLessThan(epsilonOf(0.3, 1e-6) * 1.01);
	});

	test("gets just the noise that the budget asks for", () => {
		const noise = noiseBeside(0, { rate: 0.04, steps: 2000 }, 8, 1e-5);
		// Opacus: 1.3562 after 2,000 steps.
		expect(noise).toBeCloseTo(1.3562, 3);
		expect(noiseBeside(0.3, { rate: 0.04, steps: 2000 }, 8, 1e-5)).toBeGreaterThan(noise);
		expect(noiseBeside(100, { rate: 0.04, steps: 2000 }, 8, 1e-5)).toBe(Number.POSITIVE_INFINITY);
	});

	test("whatever is booked before and after it, the sum is no more than was promised", () => {
		fc.assert(
			fc.property(
				fc.double({ min: 0.5, max: 12, noNaN: true }),
				fc.array(fc.double({ min: 1e-4, max: 0.3, noNaN: true }), { maxLength: 6 }),
				fc.record({
					rate: fc.double({ min: 0.001, max: 0.2, noNaN: true }),
					noise: fc.double({ min: 0.8, max: 8, noNaN: true }),
					steps: fc.integer({ min: 1, max: 500 }),
				}),
				fc.integer({ min: 0, max: 6 }),
				(epsilon, costs, training, at) => {
					const ledger = createLedger({ epsilon, delta: 1e-6 });
					const attempt = (spend: () => void) => {
						const before = JSON.stringify([ledger.record(), ledger.left()]);
						try {
							spend();
						} catch {
							expect(JSON.stringify([ledger.record(), ledger.left()])).toBe(before);
						}
					};
					for (const [i, cost] of costs.entries()) {
						if (i === at) attempt(() => ledger.spendTraining("Training", training));
						attempt(() => ledger.spend(`query ${i}`, cost));
					}
					const { spent, entries, rho } = ledger.record();
					expect(spent).toBeLessThanOrEqual(epsilon * (1 + 1e-9));
					expect(ledger.left()).toBeGreaterThanOrEqual(0);
					expect(entries.reduce((sum, entry) => sum + entry.rho, 0)).toBeLessThanOrEqual(rho * (1 + 1e-9));
				},
			),
			{ numRuns: 25, seed: 1 },
		);
	});
});
