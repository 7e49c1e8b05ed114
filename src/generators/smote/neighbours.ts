// d² = Σ (x_j − y_j)² over scores + (number of codes that differ)
import type { Matrix } from "../../encode/encoder";

/** Rows that are compared with each; of more, a fixed spread of them. */
const MOST_COMPARED = 2000;

/**
 * The nearest rows of a row, found among at most two thousand others: scores by their squared differences, which have
 * mean 2, a code that differs by 2.
 */
export function createNeighbours({ rows, numbers, codes }: Matrix, count: number): (row: number) => readonly number[] {
	const found = new Map<number, readonly number[]>();
	const step = Math.max(1, Math.floor(rows / MOST_COMPARED));
	const coded = numbers.length;

	function distance(a: number, b: number, most: number): number {
		let sum = 0;
		for (let j = 0; j < codes.length; j++) if (codes[j]![a] !== codes[j]![b]) sum += 2;
		for (let j = 0; j < coded && sum < most; j++) sum += (numbers[j]![a]! - numbers[j]![b]!) ** 2;
		return sum;
	}

	return (row) => {
		const known = found.get(row);
		if (known) return known;
		const best: { at: number; distance: number }[] = [];
		for (let other = row % step; other < rows; other += step) {
			if (other === row) continue;
			const most = best.length < count ? Number.POSITIVE_INFINITY : best.at(-1)!.distance;
			const d = distance(row, other, most);
			if (d >= most) continue;
			const place = best.findIndex((one) => one.distance > d);
			best.splice(place < 0 ? best.length : place, 0, { at: other, distance: d });
			if (best.length > count) best.pop();
		}
		const nearest = best.map(({ at }) => at);
		found.set(row, nearest);
		return nearest;
	};
}
