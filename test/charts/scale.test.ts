import fc from "fast-check";
import { expect, test } from "vitest";
import { shorten } from "../../src/charts/level-bars";
import { formatMoment, formatNumber, formatShare, ticks } from "../../src/charts/scale";

test("ticks are round, ascending and inside the range", () => {
	expect(ticks(0, 10, 5)).toEqual([0, 2, 4, 6, 8, 10]);
	expect(ticks(0, 2000, 4)).toEqual([0, 500, 1000, 1500, 2000]);
	fc.assert(
		fc.property(
			fc.double({ min: -1e6, max: 1e6, noNaN: true }),
			fc.double({ min: 1e-3, max: 1e6, noNaN: true }),
			(low, span) => {
				const marks = ticks(low, low + span, 5);
				expect(marks.length).toBeGreaterThan(1);
				expect(marks.length).toBeLessThan(12);
				for (const mark of marks) {
					expect(mark).toBeGreaterThanOrEqual(low - span * 1e-6);
					expect(mark).toBeLessThanOrEqual(low + span * (1 + 1e-6));
				}
			},
		),
	);
});

test("a range of no width has one tick", () => {
	expect(ticks(3, 3, 5)).toEqual([3]);
});

test("shares read as per cent, small ones without being called nought", () => {
	expect([0, 0.00003, 0.0004, 0.0123, 0.257, 0.99371, 1, -0.00001].map(formatShare)).toEqual([
		"0 %",
		"< 0.01 %",
		"0.04 %",
		"1.2 %",
		"25.7 %",
		"99.4 %",
		"100 %",
		"0 %",
	]);
	expect(formatShare(null)).toBe("–");
	expect(formatShare(Number.NaN)).toBe("–");
});

test("numbers keep four digits and large ones are shortened", () => {
	expect([0.25, 1234, 56_789, 1_200_000, 0.00012].map(formatNumber)).toEqual([
		"0.25",
		"1,234",
		"56.8K",
		"1.2M",
		"1.2e-4",
	]);
	expect(formatNumber(Number.NaN)).toBe("–");
});

test("moments within days carry the hour, others the date", () => {
	const noon = Date.UTC(2026, 2, 1, 12);
	expect(formatMoment(noon, 3_600_000)).toBe("03-01 12:00");
	expect(formatMoment(noon, 400 * 86_400_000)).toBe("2026-03-01");
});

test("a label is cut to the room there is, in which wide letters count more", () => {
	expect(shorten("Oncology", 8)).toBe("Oncology");
	expect(shorten("Oncology", 6)).toBe("Oncol…");
	expect(shorten("mammography", 6)).toBe("mam…");
	expect(shorten("外科外科外科", 6)).toBe("外科…");
	expect(shorten("", 3)).toBe("");
	expect(shorten("long", 0)).toBe("l…");
});
