import type { NumericColumn } from "../table/table";
import { timeSteps } from "./time-steps";

/** Powers of ten tried, coarse to fine: values are seldom rounded to more than a million or less than 1e-9. */
const [COARSEST, FINEST] = [6, -9];

/** Steps that people round to between powers of ten, coarse to fine. */
const STEPS_BETWEEN = [5, 2.5, 2] as const;

/** `digit` · 10^exponent without a tail of rounding errors: 10^-d is 1 / 10^d. */
function stepOf(digit: number, exponent: number): number {
	return exponent >= 0 ? digit * 10 ** exponent : digit / 10 ** -exponent;
}

/** Steps in a unit where they are smaller than one, for products with 0.01 leave a tail of digits; 0 otherwise. */
function stepsPerUnit(step: number): number {
	return step < 1 ? Math.round(1 / step) : 0;
}

/** How many of `step` make `value`; a fraction where the value lies between two. */
export function stepsIn(value: number, step: number): number {
	const perUnit = stepsPerUnit(step);
	return perUnit ? value * perUnit : value / step;
}

/** The value of `count` steps, without the tail of digits that a product with 0.01 leaves; never −0. */
export function valueOfSteps(count: number, step: number): number {
	const perUnit = stepsPerUnit(step);
	return (perUnit ? count / perUnit : count * step) || 0;
}

function fits(values: Float64Array, step: number): boolean {
	for (const v of values) {
		if (Number.isNaN(v)) continue;
		const steps = stepsIn(v, step);
		if (Math.abs(steps) > 1e15) return false;
		const whole = Math.round(steps);
		if (whole === 0 && v !== 0) return false;
		// The rounding of v and of the product, and no more.
		if (Math.abs(steps - whole) > 1e-9 + 4 * Number.EPSILON * Math.abs(steps)) return false;
	}
	return true;
}

const countPresent = ({ values }: NumericColumn) => values.reduce((n, v) => n + (Number.isNaN(v) ? 0 : 1), 0);

/** Fewest values by which a step of 2, 2.5 or 5 is no chance. */
const FEWEST_FOR_STEPS = 20;

/**
 * The step whose whole multiples a column's values all are: 0.01 for prices, 25 for weights read off a dial, 1000 for
 * rounded incomes, a quarter of an hour for appointments, a day for dates; 0 where they follow none. Values drawn again
 * are rounded to it.
 *
 * @param present cells that hold a value, where the column's values are only the different ones.
 */
export function gridStep(column: NumericColumn, present = countPresent(column)): number {
	const { values, kind } = column;
	const times = timeSteps(column, present >= FEWEST_FOR_STEPS);
	if (times) return times.find((step) => values.every((v) => Number.isNaN(v) || v % step === 0)) ?? 0;
	const finest = kind === "integer" ? 0 : -(column.decimals ?? -FINEST);
	const lowest = Math.max(finest, FINEST);
	for (let exponent = COARSEST; exponent >= lowest; exponent--) {
		if (fits(values, stepOf(1, exponent))) return stepOf(1, exponent);
		if (exponent === lowest || present < FEWEST_FOR_STEPS) continue;
		for (const digit of STEPS_BETWEEN) {
			const step = stepOf(digit, exponent - 1);
			if (fits(values, step)) return step;
		}
	}
	return kind === "integer" ? 1 : 0;
}

/** `x` on the grid of `step`, without the tail of digits that a product with 0.01 leaves. */
export function roundTo(x: number, step: number): number {
	return step === 0 ? x : valueOfSteps(Math.round(stepsIn(x, step)), step);
}
