import type { NumericColumn } from "../table/table";
import type { Owners } from "./protection";

const TIMES = [86_400_000, 3_600_000, 60_000, 1000];
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

function isOn(v: number, step: number, perUnit: number): boolean {
	const steps = perUnit ? v * perUnit : v / step;
	if (Math.abs(steps) > 1e15) return false;
	const whole = Math.round(steps);
	if (whole === 0 && v !== 0) return false;
	// The rounding of v and of the product, and no more.
	return Math.abs(steps - whole) <= 1e-9 + 4 * Number.EPSILON * Math.abs(steps);
}

/** Whether all values but those of `most` subjects are multiples of a step. */
function fits(values: Float64Array, step: number, most: number, owners: Owners | undefined): boolean {
	const perUnit = stepsPerUnit(step);
	const off = new Set<number>();
	for (let row = 0; row < values.length; row++) {
		const v = values[row]!;
		if (Number.isNaN(v) || isOn(v, step, perUnit)) continue;
		if (off.add(owners ? owners.of[row]! : row).size > most) return false;
	}
	return true;
}

/** Fewest values by which a step of 2, 2.5 or 5 is no chance. */
const FEWEST_FOR_STEPS = 20;

/**
 * The step whose whole multiples a column's values all are: 0.01 for prices, 25 for weights read off a dial, 1000 for
 * rounded incomes, a day for dates; 0 where they follow none. Values drawn again are rounded to it.
 *
 * @param most subjects whose values may lie off it: what only so few have must not show.
 */
export function gridStep(column: NumericColumn, most = 0, owners?: Owners): number {
	const { values, kind } = column;
	if (kind === "datetime") return TIMES.find((step) => fits(values, step, most, owners)) ?? 1;
	const finest = kind === "integer" ? 0 : -(column.decimals ?? -FINEST);
	const lowest = Math.max(finest, FINEST);
	const present = values.reduce((n, v) => n + (Number.isNaN(v) ? 0 : 1), 0);
	for (let exponent = COARSEST; exponent >= lowest; exponent--) {
		if (fits(values, stepOf(1, exponent), most, owners)) return stepOf(1, exponent);
		if (exponent === lowest || present < FEWEST_FOR_STEPS) continue;
		for (const digit of STEPS_BETWEEN) {
			const step = stepOf(digit, exponent - 1);
			if (fits(values, step, most, owners)) return step;
		}
	}
	return kind === "integer" ? 1 : 0;
}

/** `x` on the grid of `step`, without the tail of digits that a product with 0.01 leaves. */
export function roundTo(x: number, step: number): number {
	if (step === 0) return x;
	const perUnit = stepsPerUnit(step);
	const rounded = perUnit ? Math.round(x * perUnit) / perUnit : Math.round(x / step) * step;
	return rounded === 0 ? 0 : rounded; // no −0
}
