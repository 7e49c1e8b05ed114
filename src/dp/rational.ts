/** An exact fraction; `denominator` is positive. */
export interface Rational {
	readonly numerator: bigint;
	readonly denominator: bigint;
}

export const rational = (numerator: bigint, denominator: bigint): Rational => ({ numerator, denominator });

/** The fraction that a finite number is: every double is a whole number times a power of two. */
export function exactly(value: number): Rational {
	if (!Number.isFinite(value)) throw new RangeError(`${value} is not a finite number.`);
	let exponent = 0n;
	let whole = value;
	while (!Number.isInteger(whole)) {
		whole *= 2;
		exponent++;
	}
	return { numerator: BigInt(whole), denominator: 1n << exponent };
}

/** Greatest whole number whose square is at most n ≥ 0 (Newton). */
export function integerRoot(n: bigint): bigint {
	if (n < 2n) return n;
	let x = 1n << BigInt(Math.ceil(n.toString(2).length / 2));
	for (;;) {
		const next = (x + n / x) >> 1n;
		if (next >= x) return x;
		x = next;
	}
}
