/**
 * How many rows are in each cell of a few columns; the last varies fastest.
 *
 * @param states states[i][row] of the i-th column.
 * @param sizes States each column has.
 */
export function contingency(
	states: readonly (Uint8Array | Uint16Array)[],
	sizes: readonly number[],
	rows: number,
): Float64Array {
	const counts = new Float64Array(sizes.reduce((a, b) => a * b, 1));
	countRows(states, sizes, 0, rows, counts);
	return counts;
}

/** Rows counted between two stops for breath: a few milliseconds of work. */
const ROWS_A_PIECE = 2 ** 18;

/** `contingency`, with stops for breath. */
export function* contingencySteps(
	states: readonly (Uint8Array | Uint16Array)[],
	sizes: readonly number[],
	rows: number,
): Generator<void, Float64Array, void> {
	const counts = new Float64Array(sizes.reduce((a, b) => a * b, 1));
	for (let from = 0; from < rows; from += ROWS_A_PIECE) {
		yield;
		countRows(states, sizes, from, Math.min(rows, from + ROWS_A_PIECE), counts);
	}
	return counts;
}

function countRows(
	states: readonly (Uint8Array | Uint16Array)[],
	sizes: readonly number[],
	from: number,
	to: number,
	counts: Float64Array,
): void {
	const [a, b, c] = states;
	if (states.length === 1) {
		for (let r = from; r < to; r++) counts[a![r]!]!++;
	} else if (states.length === 2) {
		const width = sizes[1]!;
		for (let r = from; r < to; r++) counts[a![r]! * width + b![r]!]!++;
	} else if (states.length === 3) {
		const [, middle, width] = sizes as [number, number, number];
		for (let r = from; r < to; r++) counts[(a![r]! * middle + b![r]!) * width + c![r]!]!++;
	} else {
		for (let r = from; r < to; r++) {
			let cell = 0;
			for (let i = 0; i < states.length; i++) cell = cell * sizes[i]! + states[i]![r]!;
			counts[cell]!++;
		}
	}
}

/** Σ c ln c. */
function sumOfLogs(counts: Float64Array): number {
	let sum = 0;
	for (const c of counts) if (c > 0) sum += c * Math.log(c);
	return sum;
}

/** Entropy in nats of counts that sum to `rows`. */
export function entropy(counts: Float64Array, rows: number): number {
	return rows === 0 ? 0 : Math.max(0, Math.log(rows) - sumOfLogs(counts) / rows);
}

/** Mutual information, in nats, between the last column of a contingency table, of `width` states, and the others together. */
export function mutualInformation(counts: Float64Array, width: number, rows: number): number {
	if (rows === 0) return 0;
	const outer = new Float64Array(counts.length / width);
	const inner = new Float64Array(width);
	for (let o = 0, cell = 0; o < outer.length; o++) {
		for (let i = 0; i < width; i++, cell++) {
			const c = counts[cell]!;
			if (c === 0) continue;
			outer[o]! += c;
			inner[i]! += c;
		}
	}
	const information = (sumOfLogs(counts) - sumOfLogs(outer) - sumOfLogs(inner)) / rows + Math.log(rows);
	return Math.max(0, information);
}
