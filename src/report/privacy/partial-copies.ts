/**
 * Rows that were copied but for a few columns: a category renamed, a date moved, ages in words, some columns made anew. No
 * hold-out rows are needed: the control is how closely the real rows resemble one another.
 */
import type { Random } from "../../random";
import { type Aligned, isNumericSeries, rangeIn, type Tables } from "../align";
import { sampleRows } from "../sample-rows";
import { NEAR } from "./copies";
import { type Rate, wilson } from "./intervals";

/** Rows of each side for which the real row that resembles them most is sought. */
const MOST_ROWS = 600;
const FEWEST_ROWS = 50;
/** Cells compared at most on either side: that many take about a second. */
const MOST_CELLS = 2e8;
/** Real rows that resemble another one this closely are left to chance. */
const CONTROL = 0.02;
/** Shared columns below which no row is more than a set of common traits. */
const FEWEST_COLUMNS = 3;
/** Cells of real rows that are looked at; beyond, a random part of the rows. */
const MOST_REAL_CELLS = 5e6;
/** Rows a tick, and cells compared at most. */
const [CHUNK, CHUNK_CELLS] = [50, 5e6];

/** How many synthetic rows resemble one real row in more than real rows share among one another. */
export interface PartialCopies {
	/** Of the synthetic rows looked at. */
	readonly synthetic: Rate;
	/** The same of real rows and the other real rows (of other people, where the table says whose rows are whose). */
	readonly real: Rate;
	/** Columns in which those synthetic rows and their real row agree, the median; 0 where there are none. */
	readonly columns: number;
	readonly of: number;
}

/** A table's cells of one column, missing ones as a number that no other equals. */
const MISSING = -Number.MAX_VALUE;

interface Cells {
	readonly real: Float64Array;
	readonly synthetic: Float64Array;
	/** How far from a value another one still agrees. */
	readonly reach: (value: number) => number;
	/** The real cells ascending. */
	readonly sorted: Float64Array;
}

/** @param rows which rows of the real and of the synthetic table. */
function cellsOf(
	aligned: Aligned,
	{ real, synthetic }: Tables,
	rows: Record<"real" | "synthetic", Int32Array>,
): Cells[] {
	return aligned.series.map((series) => {
		const all = (table: number): ArrayLike<number> =>
			isNumericSeries(series) ? series.values[table]! : series.codes[table]!;
		const isMissing = isNumericSeries(series) ? Number.isNaN : (code: number) => code < 0;
		const of = (table: number, which: Int32Array) => {
			const cells = all(table);
			return Float64Array.from(which, (row) => (isMissing(cells[row]!) ? MISSING : cells[row]!));
		};
		const range = isNumericSeries(series) && series.kind === "datetime" ? rangeIn(series, real) : undefined;
		const reach = (value: number) => {
			if (!isNumericSeries(series) || value === MISSING) return 0;
			return NEAR * (range ?? Math.abs(value));
		};
		const own = of(real, rows.real);
		return { real: own, synthetic: of(synthetic, rows.synthetic), reach, sorted: own.slice().sort() };
	});
}

/** Values in [low, high] of those ascending. */
function countWithin(sorted: Float64Array, low: number, high: number): number {
	const before = (limit: number, inclusive: boolean) => {
		let [from, to] = [0, sorted.length];
		while (from < to) {
			const middle = (from + to) >> 1;
			if (inclusive ? sorted[middle]! <= limit : sorted[middle]! < limit) from = middle + 1;
			else to = middle;
		}
		return from;
	};
	return before(high, true) - before(low, false);
}

/** How much it tells that another row agrees with a row, column by column, in nats; and between which ends it does. */
function weigh(cells: readonly Cells[], of: "real" | "synthetic", row: number) {
	const ends = cells.map((column) => {
		const value = column[of][row]!;
		const reach = column.reach(value);
		return [value - reach, value + reach] as const;
	});
	const weights = ends.map(([low, high], c) => {
		const { sorted } = cells[c]!;
		const others = countWithin(sorted, low, high) - (of === "real" ? 1 : 0);
		return -Math.log((others + 1) / (sorted.length + 1));
	});
	return { ends, weights };
}

/** The most that agreement with one real row tells of each of `rows`, and in how many columns that one agrees. */
async function closest(
	cells: readonly Cells[],
	of: "real" | "synthetic",
	rows: Int32Array,
	same: (row: number, other: number) => boolean,
	tick: () => Promise<void>,
) {
	const count = cells[0]!.real.length;
	const scores = new Float64Array(rows.length);
	const columns = new Int32Array(rows.length);
	const whole = new Float64Array(rows.length);
	const sums = new Float64Array(count);
	const every = Math.max(1, Math.min(CHUNK, Math.floor(CHUNK_CELLS / (count * cells.length))));
	for (const [i, row] of rows.entries()) {
		if (i % every === 0) await tick();
		const { ends, weights } = weigh(cells, of, row);
		sums.fill(0);
		for (const [c, [low, high]] of ends.entries()) {
			const { real } = cells[c]!;
			const weight = weights[c]!;
			for (let j = 0; j < count; j++) if (real[j]! >= low && real[j]! <= high) sums[j]! += weight;
		}
		let best = -1;
		for (let j = 0; j < count; j++) if ((best < 0 || sums[j]! > sums[best]!) && !same(row, j)) best = j;
		whole[i] = weights.reduce((sum, weight) => sum + weight, 0);
		if (best < 0) continue;
		scores[i] = sums[best]!;
		columns[i] = ends.filter(([low, high], c) => cells[c]!.real[best]! >= low && cells[c]!.real[best]! <= high).length;
	}
	return { scores, columns, whole };
}

/** The synthetic rows with each column in an order of its own: what chance alone lets agree. */
function scrambled(cells: readonly Cells[], random: Random): Cells[] {
	return cells.map((column) => {
		const synthetic = column.synthetic.slice();
		for (let i = synthetic.length - 1; i > 0; i--) {
			const j = random.int(i + 1);
			[synthetic[i], synthetic[j]] = [synthetic[j]!, synthetic[i]!];
		}
		return { ...column, synthetic };
	});
}

/** Steps that a search reports. */
export const PARTIAL_STEPS = 3 * Math.ceil(MOST_ROWS / CHUNK);

/**
 * Rarer agreements weigh more, −ln of the share of real rows that have as much by a column's own frequencies. A synthetic
 * row counts where its weight is above that of 98 % of the real rows with their most alike, and of 98 % of rows of chance:
 * where each real row has values of its own, as in a plan of experiments, others meet them more often than real rows do.
 *
 * @param subjects whose each real row is.
 */
export async function partialCopies(
	aligned: Aligned,
	tables: Tables,
	subjects: Int32Array | undefined,
	random: Random,
	tick: () => Promise<void>,
): Promise<PartialCopies | { readonly reason: string }> {
	const [real, synthetic] = [aligned.rows[tables.real]!, aligned.rows[tables.synthetic]!];
	const width = aligned.series.length;
	if (width < FEWEST_COLUMNS)
		return { reason: `needs ${FEWEST_COLUMNS} columns that can be compared, there are ${width}` };
	if (Math.min(real, synthetic) < FEWEST_ROWS) {
		return { reason: `needs ${FEWEST_ROWS} real and synthetic rows, there are ${Math.min(real, synthetic)}` };
	}
	const known = sampleRows(real, Math.max(FEWEST_ROWS, Math.floor(MOST_REAL_CELLS / width)), random);
	const most = Math.max(FEWEST_ROWS, Math.min(MOST_ROWS, Math.floor(MOST_CELLS / (known.length * width))));
	const rows = { real: known, synthetic: sampleRows(synthetic, most, random) };
	const cells = cellsOf(aligned, tables, rows);
	const isSame = (row: number, other: number) =>
		row === other || (subjects !== undefined && subjects[known[row]!] === subjects[known[other]!]);
	const control = await closest(cells, "real", sampleRows(known.length, most, random), isSame, tick);
	const every = Int32Array.from(rows.synthetic.keys());
	const chance = await closest(scrambled(cells, random), "synthetic", every, () => false, tick);
	const limit = Math.max(
		...[control, chance].map(({ scores }) => {
			const ordered = scores.slice().sort();
			return ordered[Math.min(ordered.length - 1, Math.floor((1 - CONTROL) * ordered.length))]!;
		}),
	);
	const above = (scores: Float64Array) => scores.reduce((sum, score) => sum + Number(score > limit), 0);
	if (above(control.whole) < control.whole.length / 2) {
		return { reason: "the real rows resemble one another as closely as copies would resemble them" };
	}
	const asked = await closest(cells, "synthetic", every, () => false, tick);
	const agreeing = asked.columns.filter((_, i) => asked.scores[i]! > limit).sort();
	return {
		synthetic: wilson(above(asked.scores), asked.scores.length),
		real: wilson(above(control.scores), control.scores.length),
		columns: agreeing[agreeing.length >> 1] ?? 0,
		of: width,
	};
}
