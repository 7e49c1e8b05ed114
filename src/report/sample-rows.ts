import type { Random } from "../random";

/** `count` of the row numbers 0 … rows − 1 without replacement, ascending; all of them where `count` ≥ `rows`. */
export function sampleRows(rows: number, count: number, random: Random): Int32Array {
	const all = Int32Array.from({ length: rows }, (_, i) => i);
	if (count >= rows) return all;
	for (let i = 0; i < count; i++) {
		const j = i + random.int(rows - i);
		const kept = all[i]!;
		all[i] = all[j]!;
		all[j] = kept;
	}
	return all.slice(0, count).sort();
}
