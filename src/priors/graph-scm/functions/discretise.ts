import { nearestCentres } from "../distances";
import { drawMatrix, multiply } from "../matrices";
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

/** Centres at random rows of x, without repetition as far as there are rows; p ~ LogU(0.5, 4). */
export function drawCentres({ random, scalars }: Source, x: Float32Array, width: number, count: number): Centres {
	const rows = x.length / width;
	const values = new Float32Array(count * width);
	const taken = new Set<number>();
	for (let c = 0; c < count; c++) {
		let row = random.int(rows);
		while (taken.has(row) && taken.size < rows) row = (row + 1) % rows;
		taken.add(row);
		values.set(x.subarray(row * width, (row + 1) * width), c * width);
	}
	const p = scalars.real(random, "nearest/p", { low: 0.5, high: 4, log: true });
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

/** The nearest of 2 … min(rows, 256) centres (log-uniform), mapped linearly. */
export const discretise: FunctionFamily<Discretisation> = {
	draw(source, x, inputs, outputs) {
		const rows = x.length / inputs;
		const high = Math.max(2, Math.min(rows, 256));
		const count = source.scalars.int(source.random, "discretise/centres", { low: 2, high, log: true });
		const centres = drawCentres(source, x, inputs, count);
		const images = multiply(drawMatrix(within(source, "map"), inputs, outputs), centres.values, count);
		const f = { centres, outputs, images };
		return { f, y: discretise.apply(f, x) };
	},
	apply: ({ centres, outputs, images }, x) => lookUp(images, outputs, nearest(centres, x)),
};
