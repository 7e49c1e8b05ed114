/**
 * TabICLv2's filter as its source describes it, number by number: 25 extremely randomised trees of at most 6 levels on
 * bootstrap samples, out-of-bag predictions against the mean, 200 bootstrap means. Slow and plain; what the filter is
 * held against.
 */
import type { Random } from "../../src/random";
import { isNumeric, type Table } from "../../src/table/table";

/** Whether the reference accepts the table. */
export function referenceAccepts(random: Random, table: Table, target: string): boolean {
	const x = table.columns
		.filter((column) => column.name !== target)
		.map((column) => Array.from(isNumeric(column) ? column.values : column.codes));
	const read = table.columns.find((column) => column.name === target)!;
	const y = Array.from({ length: table.rows }, (_, row) =>
		isNumeric(read) ? [read.values[row]!] : read.levels.map((_, level) => (read.codes[row] === level ? 1 : 0)),
	);
	const sums = y.map((own) => own.map(() => 0));
	const counts = new Array<number>(table.rows).fill(0);
	for (let tree = 0; tree < 25; tree++) {
		const sample = y.map(() => random.int(table.rows));
		const drawn = new Set(sample);
		const out = y.map((_, row) => row).filter((row) => !drawn.has(row));
		grow(random, x, y, sample, out, 6, (row, prediction) => {
			counts[row]!++;
			prediction.forEach((p, o) => {
				sums[row]![o]! += p;
			});
		});
	}
	const mean = meanOf(y);
	const gains = y.flatMap((own, row) =>
		counts[row]
			? [
					distance(own, mean) -
						distance(
							own,
							sums[row]!.map((s) => s / counts[row]!),
						),
				]
			: [],
	);
	let below = 0;
	for (let b = 0; b < 200; b++) {
		let sum = 0;
		for (let i = 0; i < gains.length; i++) sum += gains[random.int(gains.length)]!;
		if (sum <= 0) below++;
	}
	return below / 200 < 0.05;
}

function meanOf(y: readonly number[][]): number[] {
	return y[0]!.map((_, o) => y.reduce((sum, own) => sum + own[o]!, 0) / y.length);
}

function distance(a: readonly number[], b: readonly number[]): number {
	return a.reduce((sum, v, o) => sum + (v - b[o]!) ** 2, 0);
}

/** n times the squared length of the mean: what a split is to raise most. */
function purity(y: readonly number[][]): number {
	return y.length
		? y.length *
				distance(
					meanOf(y),
					y[0]!.map(() => 0),
				)
		: 0;
}

function grow(
	random: Random,
	x: readonly number[][],
	y: readonly number[][],
	sample: readonly number[],
	out: readonly number[],
	depth: number,
	predict: (row: number, prediction: readonly number[]) => void,
): void {
	let best = purity(sample.map((row) => y[row]!)) * (1 + 1e-12);
	let goesLeft: ((row: number) => boolean) | undefined;
	for (const values of depth > 0 ? x : []) {
		const own = sample.map((row) => values[row]!);
		const low = Math.min(...own);
		const high = Math.max(...own);
		if (!(high > low)) continue;
		const threshold = low + (high - low) * random.uniform();
		const split = (row: number) => values[row]! <= threshold;
		const score =
			purity(sample.filter(split).map((row) => y[row]!)) +
			purity(sample.filter((row) => !split(row)).map((row) => y[row]!));
		if (score > best) {
			best = score;
			goesLeft = split;
		}
	}
	if (!goesLeft) {
		const prediction = meanOf(sample.map((row) => y[row]!));
		for (const row of out) predict(row, prediction);
		return;
	}
	for (const side of [true, false]) {
		const here = (row: number) => goesLeft(row) === side;
		grow(random, x, y, sample.filter(here), out.filter(here), depth - 1, predict);
	}
}
