import type { Shape } from "../src/nn/mlp/layout";
import type { TokenColumn } from "../src/tokens/tokens";

/**
 * Levels of the columns of the census table "Adult" (Becker and Kohavi 1996, its names file), "missing" among them;
 * numbers of many values as bins, and two of these with a value that half the rows share.
 */
const ADULT = [
	{ states: 64, bins: 64 },
	{ states: 9, bins: 0 },
	{ states: 64, bins: 64 },
	{ states: 16, bins: 0 },
	{ states: 16, bins: 0, numeric: true },
	{ states: 7, bins: 0 },
	{ states: 15, bins: 0 },
	{ states: 6, bins: 0 },
	{ states: 5, bins: 0 },
	{ states: 2, bins: 0 },
	{ states: 65, bins: 64 },
	{ states: 65, bins: 64 },
	{ states: 65, bins: 64 },
	{ states: 42, bins: 0 },
	{ states: 2, bins: 0 },
];

/** The shape of the default generator's network on Adult. */
export function adultShape(width: number, layers: number): Shape {
	const tokens = ADULT.map(({ numeric, ...size }, column): TokenColumn => {
		const token = { column, ...size, number: -1, code: column, divisor: 1, remainder: false };
		if (size.bins === 0 && !numeric) return token;
		const scores = Float32Array.from({ length: size.states - size.bins }, (_, i) => Math.sin(i));
		return { ...token, number: size.bins ? 0 : -1, scores };
	});
	return { tokens, width, layers, pieces: 5 };
}
