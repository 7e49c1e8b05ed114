import fc from "fast-check";
import { expect, test } from "vitest";
import { createLedger } from "../../src/dp/ledger";
import { OptionError } from "../../src/errors";

test("whatever is asked in whatever order, what was answered adds up to no more than was promised", () => {
	fc.assert(
		fc.property(
			fc.double({ min: 0.01, max: 20, noNaN: true }),
			fc.constantFrom(1e-5, 1e-9),
			fc.array(fc.double({ min: 1e-6, max: 0.5, noNaN: true }), { maxLength: 40 }),
			(epsilon, delta, costs) => {
				const ledger = createLedger({ epsilon, delta });
				const booked: number[] = [];
				for (const [i, cost] of costs.entries()) {
					const left = ledger.left();
					try {
						ledger.spend(`query ${i}`, cost);
						booked.push(cost);
					} catch (error) {
						expect(error).toBeInstanceOf(OptionError);
						expect(cost).toBeGreaterThan(left * (1 - 1e-12));
					}
				}
				const record = ledger.record();
				expect(record.entries.map(({ rho }) => rho)).toEqual(booked);
				expect(booked.reduce((a, b) => a + b, 0)).toBeLessThanOrEqual(record.rho * (1 + 1e-12));
				expect(record.spent).toBeLessThanOrEqual(epsilon * (1 + 1e-9));
			},
		),
		{ numRuns: 100, seed: 1 },
	);
});

test("a promise that is none is refused", () => {
	expect(() => createLedger({ epsilon: 0, delta: 1e-6 })).toThrow(/epsilon is 0/);
	expect(() => createLedger({ epsilon: 1e-300, delta: 1e-9 })).toThrow(/nothing is left to spend/);
	expect(() => createLedger({ epsilon: 1, delta: 1 })).toThrow(/delta is 1/);
	expect(() => createLedger({ epsilon: Number.NaN, delta: 1e-6 })).toThrow(OptionError);
});
