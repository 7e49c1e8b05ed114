/** Cells up to which a table of counts is kept dense. */
const DENSE_CELLS = 1 << 22;

/** Two columns as codes 0 … levels − 1 (no negative codes: missing has a code of its own). */
export interface CodedPair {
	readonly a: Int32Array;
	readonly b: Int32Array;
}

/**
 * Distance ½ Σ |R − S| between the joint distributions of two pairs of coded columns, 0 … 1; `levelsB` is the
 * number of codes of b. Memory grows with the smaller of the cells and the rows.
 */
export function contingencyDistance(real: CodedPair, synthetic: CodedPair, levelsA: number, levelsB: number): number {
	const r = real.a.length;
	const s = synthetic.a.length;
	let sum = 0;
	if (levelsA * levelsB <= DENSE_CELLS) {
		// Real rows weigh s and synthetic rows r, so that the counts stay whole numbers and cancel exactly.
		const cells = new Float64Array(levelsA * levelsB);
		for (let i = 0; i < r; i++) cells[real.a[i]! * levelsB + real.b[i]!]! += s;
		for (let i = 0; i < s; i++) cells[synthetic.a[i]! * levelsB + synthetic.b[i]!]! -= r;
		for (let k = 0; k < cells.length; k++) sum += Math.abs(cells[k]!);
	} else {
		const cells = new Map<number, number>();
		const add = ({ a, b }: CodedPair, weight: number): void => {
			for (let i = 0; i < a.length; i++) {
				const key = a[i]! * levelsB + b[i]!;
				cells.set(key, (cells.get(key) ?? 0) + weight);
			}
		};
		add(real, s);
		add(synthetic, -r);
		for (const v of cells.values()) sum += Math.abs(v);
	}
	return sum / (2 * r * s);
}
