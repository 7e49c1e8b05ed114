import { exp, log } from "../elementary";

/** Exponents of the table: 2^−26 … 2^17, 256 cells each. */
const LOWEST = 127 - 26;
const OCTAVES = 43;
const CELL_BITS = 8;
const SHIFT = 23 - CELL_BITS;
const CELLS = OCTAVES << CELL_BITS;
const FIRST = LOWEST << CELL_BITS;

const table = new Float64Array(CELLS + 1);
const difference = new Float32Array(1);
const bits = new Uint32Array(difference.buffer);
const REST = (1 << SHIFT) - 1;

/** |x|^p at the ends of the cells: a cell is a 256th of an octave, so a Float32's upper bits are its number. */
function tabulate(p: number): void {
	const cells = 1 << CELL_BITS;
	for (let cell = 0; cell < cells; cell++) table[cell] = exp(p * (log(1 + cell / cells) + log(2) * (LOWEST - 127)));
	const octave = exp(p * log(2));
	for (let at = cells; at <= CELLS; at++) table[at] = table[at - cells]! * octave;
}

/**
 * out[row, c] = Σᵢ |x[row, i] − centre[c, i]|^p for `count` centres, both row by row. A fractional power costs a look-up:
 * linear interpolation between 256 points an octave, relative error below p |p − 1| · 2e-6.
 */
export function powerDistances(
	x: Float32Array,
	width: number,
	centres: Float32Array,
	count: number,
	p: number,
	out: Float32Array,
): void {
	tabulate(p);
	const rows = x.length / width;
	for (let row = 0; row < rows; row++) {
		const at = row * width;
		for (let c = 0, centre = 0; c < count; c++) {
			let sum = 0;
			for (let i = 0; i < width; i++, centre++) {
				difference[0] = x[at + i]! - centres[centre]!;
				const word = bits[0]! & 0x7fffffff;
				const cell = (word >>> SHIFT) - FIRST;
				if (cell < 0) continue;
				if (cell >= CELLS) {
					sum += table[CELLS]!;
					continue;
				}
				const low = table[cell]!;
				sum += low + (table[cell + 1]! - low) * ((word & REST) * (1 / (1 << SHIFT)));
			}
			out[row * count + c] = sum;
		}
	}
}
