/** A measured number with what is known of its uncertainty. Plain JSON: null, never NaN, where there is none. */
export interface Figure {
	readonly value: number | null;
	/** 95 % interval. */
	readonly interval?: readonly [number, number];
	/** Why the value is null, or what limits it. */
	readonly reason?: string;
}

/** A figure that could not be measured, and why. */
export function absent(reason: string): Figure {
	return { value: null, reason };
}

/** Standard normal quantile of a two-sided 95 % interval. */
export const Z95 = 1.959963984540054;

/** A figure with the normal interval value ± 1.96 standard errors, cut to [low, high]. */
export function withError(
	value: number,
	standardError: number,
	low = Number.NEGATIVE_INFINITY,
	high = Number.POSITIVE_INFINITY,
): Figure {
	const clip = (x: number): number => Math.min(high, Math.max(low, x));
	return { value, interval: [clip(value - Z95 * standardError), clip(value + Z95 * standardError)] };
}
