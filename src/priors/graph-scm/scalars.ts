import type { Random } from "../../random";
import { beta, logUniform } from "../draws";
import { exp, log } from "../elementary";

/** How a scalar is drawn from its range. */
export interface ScalarRange {
	readonly low: number;
	/** Included for reals; the largest value for integers. */
	readonly high: number;
	/** Uniform in the logarithm. Default false. */
	readonly log?: boolean;
	/** Stretches by a tenth on both sides and clips, so that the ends have mass of their own. Default false. */
	readonly boundaryMass?: boolean;
}

/**
 * Hyper-parameters that are alike within a table and differ between tables: for each name a table draws a location
 * m ~ U(0, 1) and a strength s ~ LogU(0.1, 1e4); every draw is Beta(s m, s (1 − m)) mapped to its range.
 * Source: Qu, Holzmüller, Varoquaux, Le Morvan, "TabICLv2" (2026), appendix on the prior ("correlated scalars").
 */
export interface Scalars {
	real(random: Random, name: string, range: ScalarRange): number;
	/** A whole number in low … high. */
	int(random: Random, name: string, range: ScalarRange): number;
}

export function createScalars(meta: Random): Scalars {
	const known = new Map<string, { a: number; b: number }>();
	function unit(random: Random, name: string, boundaryMass = false): number {
		let shape = known.get(name);
		if (!shape) {
			const own = meta.stream(name);
			const m = own.uniform();
			const s = logUniform(own, 0.1, 1e4);
			shape = { a: s * m, b: s * (1 - m) };
			known.set(name, shape);
		}
		const v = beta(random, shape.a, shape.b);
		return boundaryMass ? Math.min(1, Math.max(0, 1.2 * v - 0.1)) : v;
	}
	function real(random: Random, name: string, { low, high, log: inLog, boundaryMass }: ScalarRange): number {
		const v = unit(random, name, boundaryMass);
		return inLog ? exp(log(low) + v * (log(high) - log(low))) : low + v * (high - low);
	}
	return {
		real,
		int(random, name, range) {
			const x = Math.floor(real(random, name, { ...range, high: range.high + 1 }));
			return Math.min(range.high, Math.max(range.low, x));
		},
	};
}

/** What a function is drawn from: its stream and the table's scalars. */
export interface Source {
	readonly random: Random;
	readonly scalars: Scalars;
}

/** The same source under a name. */
export function within({ random, scalars }: Source, name: string | number): Source {
	return { random: random.stream(name), scalars };
}
