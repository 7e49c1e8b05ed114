import { nearestCentres } from "../distances";
import { drawMatrix, multiply, type RandomMatrix } from "../matrices";
import { type Source, within } from "../scalars";
import type { FunctionFamily } from "./function";

/** Nearest centres in the L_p sense. */
export interface Centres {
	/** Numbers a centre. */
	readonly width: number;
	readonly count: number;
	readonly p: number;
	/** count × width. */
	readonly values: Float32Array;
}

/** Centres before the rows are known: which of them it takes. */
export interface CentresPlan extends Omit<Centres, "values"> {
	readonly rows: Int32Array;
}

/** Draws `count` centres at random ones of `rows` rows, without repetition as far as there are rows; p ~ LogU(0.5, 4). */
export function planCentres({ random, scalars }: Source, rows: number, width: number, count: number): CentresPlan {
	const chosen = new Int32Array(count);
	const taken = new Set<number>();
	for (let c = 0; c < count; c++) {
		let row = random.int(rows);
		while (taken.has(row) && taken.size < rows) row = (row + 1) % rows;
		taken.add(row);
		chosen[c] = row;
	}
	const p = scalars.real(random, "nearest/p", { low: 0.5, high: 4, log: true });
	return { width, count, p, rows: chosen };
}

/** The centres among the rows x. */
export function fixCentres({ width, count, p, rows }: CentresPlan, x: Float32Array): Centres {
	const values = new Float32Array(count * width);
	for (let c = 0; c < count; c++) values.set(x.subarray(rows[c]! * width, (rows[c]! + 1) * width), c * width);
	return { width, count, p, values };
}

/** Index of each row's nearest centre; the first of equals. */
export function nearest({ width, count, p, values }: Centres, x: Float32Array): Int32Array {
	return nearestCentres(x, width, values, count, p);
}

/** Row `code` of a table of `width` numbers a row, for each code. */
export function lookUp(table: Float32Array, width: number, codes: Int32Array): Float32Array {
	const y = new Float32Array(codes.length * width);
	for (let row = 0, i = 0; row < codes.length; row++) {
		const from = codes[row]! * width;
		for (let j = 0; j < width; j++, i++) y[i] = table[from + j]!;
	}
	return y;
}

export interface Discretisation {
	readonly centres: Centres;
	readonly outputs: number;
	/** What each centre is mapped to: count × outputs. */
	readonly images: Float32Array;
}

/** A discretisation before its centres are known: `map` takes them to their images. */
export interface DiscretisationPlan {
	readonly centres: CentresPlan;
	readonly map: RandomMatrix;
}

/** The nearest of 2 … min(rows, 256) centres (log-uniform), mapped linearly. */
export const discretise: FunctionFamily<DiscretisationPlan, Discretisation> = {
	plan(source, rows, inputs, outputs) {
		const high = Math.max(2, Math.min(rows, 256));
		const count = source.scalars.int(source.random, "discretise/centres", { low: 2, high, log: true });
		const centres = planCentres(source, rows, inputs, count);
		return { centres, map: drawMatrix(within(source, "map"), inputs, outputs) };
	},
	fix(plan, x) {
		const centres = fixCentres(plan.centres, x);
		const images = multiply(plan.map, centres.values, centres.count);
		const f = { centres, outputs: plan.map.outputs, images };
		return { f, y: discretise.apply(f, x) };
	},
	apply: ({ centres, outputs, images }, x) => lookUp(images, outputs, nearest(centres, x)),
};
