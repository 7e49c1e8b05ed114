import { expect, test } from "vitest";
import { residualRisk, riskInterval, wilson } from "../../../src/report/privacy/intervals";

// Expected numbers: Anonymeter (commit 0188bdf) run at confidence 0.95.
test.each([
	[1000, 850, 0.8486606345, 0.022129293],
	[500, 25, 0.0534309532, 0.019337208],
	[500, 0, 0.0038121702, 0.0038121702],
	[100, 23, 0.2399882445, 0.0815555857],
	[100, 100, 0.9815032509, 0.0184967491],
])("the Wilson interval of %i trials, %i successes is Anonymeter's", (n, s, rate, error) => {
	const found = wilson(s, n);
	expect(found.rate).toBeCloseTo(rate, 9);
	expect(found.error).toBeCloseTo(error, 9);
});

test("without a confidence level the rate is the plain share", () => {
	expect(wilson(1, 4, 0)).toMatchObject({ rate: 0.25, error: 0 });
});

test.each([
	[50, 30, 0.042379999, 0.006967984, 0.077792014],
	[400, 380, 0.164041013, 0, 0.357861554],
	[30, 50, 0, 0, 0],
	[10, 0, 0.019923465, 0.006576355, 0.033270575],
])("risk of %i successes on training rows and %i on held-out rows, 500 each", (train, control, value, low, high) => {
	const risk = riskInterval(residualRisk(wilson(train, 500), wilson(control, 500)));
	expect(risk.value).toBeCloseTo(value, 8);
	expect(risk.interval[0]).toBeCloseTo(low, 8);
	expect(risk.interval[1]).toBeCloseTo(high, 8);
});

test("the risk is the share of what the control leaves", () => {
	expect(residualRisk({ rate: 0.9, error: 0 }, { rate: 0.8, error: 0 }).value).toBeCloseTo(0.5, 12);
	const { value, error } = residualRisk({ rate: 0.9, error: 0.02 }, { rate: 0.85, error: 0.02 });
	expect(value).toBeCloseTo(1 / 3, 12);
	expect(error).toBeCloseTo(0.16, 2);
});

test("a control that always succeeds leaves nothing to measure", () => {
	expect(residualRisk({ rate: 1, error: 0 }, { rate: 1, error: 0 })).toEqual({ value: 0, error: 1 });
});
