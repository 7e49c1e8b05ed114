import { describe, expect, test } from "vitest";
import { gaussianEpsilon, gaussianSigma } from "../../src/dp/analytic-gaussian";
import { epsilonAtLeast, oneRunEpsilon, shareAtMost } from "../../src/dp/audit";
import { epsilonOfPld } from "../../src/dp/pld";
import { epsilonOfRdp, rdpOfStep } from "../../src/dp/rdp";
import { epsilonOf, rhoOf } from "../../src/dp/zcdp";

// σ, q, T, δ, ε by RDP (Opacus' orders), ε by PLD (Google dp_accounting): both run on 2026-11.
const ACCOUNTED: [number, number, number, number, number, number][] = [
	[1.5, 0.04, 2250, 1e-5, 7.3291111714, 6.7687873739],
	[1.5, 0.04, 2249, 1e-5, 7.3272779692, 6.7670510868],
	[1.1, 256 / 60000, 14062, 1e-5, 2.596555869, 2.3816860022],
	[1.3, 250 / 60000, 3600, 1e-5, 0.9422002182, 0.8530300164],
	[0.7, 0.01, 1000, 1e-5, 5.4213970675, 4.6182914453],
	[1, 0.01, 1000, 1e-5, 2.1013652716, 1.8282436456],
	[1, 0.01, 10000, 1e-5, 6.7127382974, 6.1877449758],
	[2, 0.01, 10000, 1e-5, 2.3529131288, 2.1627736443],
	[4, 0.01, 10000, 1e-5, 1.035490066, 0.9469993069],
	[1, 0.1, 100, 1e-5, 7.8992550024, 7.0466028772],
	[2, 1, 1, 1e-6, 2.4191024887, 2.2540846567],
	[5, 1, 10, 1e-6, 3.1310897749, 2.9216005907],
	[1.12, 500 / 32561, 1980, 1 / 32561, 3.4498272717, 3.1233638643],
	[0.8, 0.001, 100, 1e-6, 1.371066893, 0.260338718],
	[1.5, 0.05, 1000, 1e-6, 6.6678143905, 6.1996954247],
];

describe("the Poisson-subsampled Gaussian", () => {
	test.each(ACCOUNTED)("σ %d, q %d, %d steps, δ %d: ε by RDP", (sigma, q, steps, delta, rdp) => {
		expect(epsilonOfRdp(q, sigma, steps, delta).epsilon).toBeCloseTo(rdp, 6);
	});

	test.each(ACCOUNTED.filter((_, i) => i % 3 === 0))(
		"σ %d, q %d, %d steps, δ %d: ε by PLD, never below the reference by more than the grid",
		(sigma, q, steps, delta, rdp, pld) => {
			const epsilon = epsilonOfPld(q, sigma, steps, delta);
			expect(Math.abs(epsilon - pld)).toBeLessThan(2e-3);
			expect(epsilon).toBeLessThanOrEqual(rdp + 1e-6);
		},
	);

	test("one step's Rényi divergence at whole and broken orders (q .01, σ 1)", () => {
		const expected: [number, number][] = [
			[1.25, 1.0539800476989e-4],
			[1.5, 1.27253743327e-4],
			[2, 1.71813422074534e-4],
			[3, 2.64637574584661e-4],
			[8, 8.93643907606e-4],
			[16, 3.087850783696245],
			[32, 11.246275937048072],
			[63, 26.820552875528232],
		];
		for (const [order, value] of expected) expect(rdpOfStep(0.01, 1, order) / value).toBeCloseTo(1, 8);
		// Exact by mpmath, and Opacus; absolute terms would give .00183330154665.
		expect(rdpOfStep(0.04, 1.5, 3.9)).toBeCloseTo(0.00183320219958, 12);
	});
});

test("the analytic Gaussian mechanism", () => {
	const expected: [number, number, number][] = [
		[0.1, 1e-5, 30.74956613],
		[0.5, 1e-5, 7.0318266756],
		[1, 1e-5, 3.7306316348],
		[1, 1e-6, 4.2246788893],
		[1, 1e-9, 5.4952661572],
		[2, 1e-5, 1.9938124456],
		[4, 1e-5, 1.0811618495],
		[8, 1e-5, 0.6002290722],
	];
	for (const [epsilon, delta, sigma] of expected) expect(gaussianSigma(epsilon, delta)).toBeCloseTo(sigma, 7);
	expect(gaussianEpsilon(1, 1e-5)).toBeCloseTo(4.3771780957, 8);
	expect(gaussianEpsilon(2, 1e-5)).toBeCloseTo(1.9930914044, 8);
});

test("zCDP: ρ of (ε, δ), and back", () => {
	const rhos: [number, number, number][] = [
		[0.1, 1e-5, 4.329937294e-4],
		[0.5, 1e-5, 0.0085055306],
		[1, 1e-5, 0.0305565952],
		[1, 1e-6, 0.0243559704],
		[1, 1e-9, 0.0149730577],
		[2, 1e-9, 0.0561305018],
		[5, 1e-5, 0.5509734749],
		[10, 1e-9, 1.0907857044],
	];
	for (const [epsilon, delta, rho] of rhos) {
		expect(rhoOf(epsilon, delta)).toBeCloseTo(rho, 9);
		expect(epsilonOf(rhoOf(epsilon, delta), delta)).toBeLessThanOrEqual(epsilon * (1 + 1e-9));
	}
	const epsilons: [number, number, number][] = [
		[0.01, 1e-6, 0.6216926546],
		[0.1, 1e-6, 2.1419389284],
		[0.5, 1e-6, 5.2215344445],
		[1, 1e-5, 7.0771966958],
	];
	for (const [rho, delta, epsilon] of epsilons) expect(epsilonOf(rho, delta)).toBeCloseTo(epsilon, 8);
});

describe("audits", () => {
	test("Clopper–Pearson and two worlds (jax_privacy's vectors)", () => {
		expect(shareAtMost(0, 100, 0.05)).toBeCloseTo(0.02951305, 7);
		expect(shareAtMost(5, 100, 0.05)).toBeCloseTo(0.1022533776, 8);
		const worlds = { first: 500, hits: 490, second: 500, falseAlarms: 5 };
		expect(epsilonAtLeast(worlds, 0, 0.05)).toBeCloseTo(3.72725, 4);
		expect(epsilonAtLeast({ first: 500, hits: 500, second: 500, falseAlarms: 0 }, 0, 0.05)).toBeCloseTo(4.9056, 3);
		expect(epsilonAtLeast({ first: 1000, hits: 1000, second: 1000, falseAlarms: 0 }, 0, 0.05)).toBeCloseTo(5.6006, 3);
	});

	// m canaries, r guesses, v right, δ, ε: re-derived from the paper's theorem at significance .05.
	test.each([
		[100, 100, 75, 0, 0.702214],
		[100, 100, 90, 0, 1.630823],
		[1000, 200, 150, 1e-5, 0.819973],
		[1000, 200, 190, 1e-5, 2.393618],
		[1000, 1000, 600, 1e-5, 0.297227],
		[1000, 100, 100, 1e-5, 3.465376],
		[5000, 500, 480, 1e-5, 2.783021],
	])("one run: %d canaries, %d guesses, %d right, δ %d", (canaries, guesses, right, delta, epsilon) => {
		expect(oneRunEpsilon({ canaries, guesses, right }, delta, 0.05)).toBeCloseTo(epsilon, 4);
	});
});
