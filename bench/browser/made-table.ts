import type { Column, Table } from "../../src";
import { createRandom } from "../../src/random";

/** Half numbers, half categories of eight levels, all leaning on one hidden number; the first column has `levels`. */
export function makeTable(rows: number, columns: number, levels = 8): Table {
	const random = createRandom(`${rows}/${columns}/${levels}`);
	const hidden = Float64Array.from({ length: rows }, () => random.normal());
	const made = Array.from({ length: columns }, (_, c): Column => {
		const name = `column ${c}`;
		if (c % 2) {
			return { name, kind: "number", values: hidden.map((h) => Math.round(1000 * (h + random.normal())) / 1000) };
		}
		const n = c === 0 ? levels : 8;
		const names = Array.from({ length: n }, (_, level) => `level ${level}`);
		return { name, kind: "category", codes: Int32Array.from(hidden, () => random.int(n)), levels: names };
	});
	return { rows, columns: made };
}
