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

// A class: closures made anew for every table would be compiled anew time and again.
class TableScalars implements Scalars {
	private readonly shapes = new Map<string, { a: number; b: number }>();

	constructor(private readonly meta: Random) {}

	real(random: Random, name: string, { low, high, log: inLog = false, boundaryMass = false }: ScalarRange): number {
		return this.between(random, name, low, high, inLog, boundaryMass);
	}

	int(random: Random, name: string, { low, high, log: inLog = false, boundaryMass = false }: ScalarRange): number {
		const x = Math.floor(this.between(random, name, low, high + 1, inLog, boundaryMass));
		return Math.min(high, Math.max(low, x));
	}

	private between(random: Random, name: string, low: number, high: number, inLog: boolean, boundaryMass: boolean) {
		const { a, b } = this.shape(name);
		const drawn = beta(random, a, b);
		const v = boundaryMass ? Math.min(1, Math.max(0, 1.2 * drawn - 0.1)) : drawn;
		if (!inLog) return low + v * (high - low);
		const from = log(low);
		return exp(from + v * (log(high) - from));
	}

	private shape(name: string): { a: number; b: number } {
		let shape = this.shapes.get(name);
		if (!shape) {
			const own = this.meta.stream(name);
			const m = own.uniform();
			const s = logUniform(own, 0.1, 1e4);
			shape = { a: s * m, b: s * (1 - m) };
			this.shapes.set(name, shape);
		}
		return shape;
	}
}

/** The scalars of a table, their locations and strengths drawn from streams of `meta`. */
export function createScalars(meta: Random): Scalars {
	return new TableScalars(meta);
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
