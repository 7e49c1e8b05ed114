import type { NumericColumn } from "../table/table";

const TIMES = [86_400_000, 3_600_000, 60_000, 1000];
/** Powers of ten tried, coarse to fine: values are seldom rounded to more than a million or less than 1e-9. */
const [COARSEST, FINEST] = [6, -9];

/** Power of ten that does not pick up rounding errors on its way: 10^-d is 1 / 10^d. */
function powerOfTen(exponent: number): number {
	return exponent >= 0 ? 10 ** exponent : 1 / 10 ** -exponent;
}

function fits(values: Float64Array, exponent: number): boolean {
	const scale = powerOfTen(Math.abs(exponent));
	for (const v of values) {
		if (Number.isNaN(v)) continue;
		const steps = exponent >= 0 ? v / scale : v * scale;
		if (Math.abs(steps) > 1e15) return false;
		const whole = Math.round(steps);
		if (whole === 0 && v !== 0) return false;
		// The rounding of v and of the product, and no more.
		if (Math.abs(steps - whole) > 1e-9 + 4 * Number.EPSILON * Math.abs(steps)) return false;
	}
	return true;
}

/**
 * The step whose whole multiples a column's values all are: 0.01 for prices, 1000 for rounded incomes, a day for
 * dates; 0 where they follow none. Values drawn again are rounded to it.
 */
export function gridStep(column: NumericColumn): number {
	const { values, kind } = column;
	if (kind === "datetime") {
		return TIMES.find((step) => values.every((v) => Number.isNaN(v) || v % step === 0)) ?? 1;
	}
	const finest = kind === "integer" ? 0 : -(column.decimals ?? -FINEST);
	for (let exponent = COARSEST; exponent >= Math.max(finest, FINEST); exponent--) {
		if (fits(values, exponent)) return powerOfTen(exponent);
	}
	return kind === "integer" ? 1 : 0;
}

/** `x` on the grid of `step`, without the tail of digits that a product with 0.01 leaves. */
export function roundTo(x: number, step: number): number {
	if (step === 0) return x;
	const perUnit = Math.round(1 / step);
	const rounded = step < 1 ? Math.round(x * perUnit) / perUnit : Math.round(x / step) * step;
	return rounded === 0 ? 0 : rounded; // no −0
}
