import type { Random } from "../../random";
import type { Masker } from "./masker";
import type { Network } from "./network";

/** Cells whose likelihood is measured at most, and at least where there are enough rows. */
const CELLS = 4096;

/**
 * The held-out score: −log p of a held-out row under the averaged parameters, in nats, estimated on
 * cells that are chosen once. The only signal of quality that training cannot improve by memorising.
 */
export interface HeldOut {
	readonly rows: number;
	/** @param pause called between batches; lets messages in, and stops by throwing. */
	score(pause: () => Promise<void>): Promise<number>;
}

/** @param rows held-out rows. */
export function createHeldOut(network: Network, masker: Masker, rows: Int32Array, random: Random): HeldOut {
	const { columns } = masker;
	const each = Math.min(columns, Math.max(1, Math.floor(CELLS / Math.max(1, rows.length))));
	const cells = Math.min(CELLS, rows.length * each);
	const cellRow = new Int32Array(cells);
	const position = new Int32Array(cells);
	// Every row is met `each` times, at positions spread evenly; a random shift keeps rows and positions unrelated.
	const shifts = Float64Array.from(rows, () => random.uniform());
	for (let i = 0; i < cells; i++) {
		const r = i % rows.length;
		const turn = Math.floor(i / rows.length);
		cellRow[i] = rows[r]!;
		position[i] = Math.floor((((turn + shifts[r]!) / each) % 1) * columns);
	}
	return {
		rows: rows.length,
		async score(pause) {
			let total = 0;
			for (let from = 0; from < cells; from += network.batchRows) {
				const to = Math.min(cells, from + network.batchRows);
				masker.evaluation(cellRow.subarray(from, to), position.subarray(from, to));
				total += (await network.evaluate()) * (to - from);
				await pause();
			}
			return (total / cells) * columns;
		},
	};
}
