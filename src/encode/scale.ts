// A position on a grid is a whole number; between two neighbours of the grid, positions run straight.
import { finish, type Steps } from "../table/pause";
import type { NumericColumn } from "../table/table";
import { gridStep, stepsIn, valueOfSteps } from "./grid";
import { ROWS_A_BREATH } from "./protection";

/** Values that recur with a period: whole numbers of steps, of which only some remainders occur. */
export interface PeriodicGrid {
	readonly step: number;
	/** Added to every value: the time of day of a date. */
	readonly offset: number;
	/** In steps. */
	readonly period: number;
	/** Remainders that occur, rising: `[1]` of 2 for odd numbers, `[99]` of 100 cents, five of seven days. */
	readonly residues: readonly number[];
}

/** First or last days of months, in milliseconds since 1970-01-01 UTC. */
export interface MonthGrid {
	readonly months: "first" | "last";
	/** Time of day in milliseconds. */
	readonly offset: number;
}

export type Grid = PeriodicGrid | MonthGrid;

/** How a column's values lie: at whole multiples of `step`, or, with a grid, at its points, which are one apart. */
export interface Scale {
	/** Distance of neighbours, in positions; 0 where values lie anywhere. */
	readonly step: number;
	/** Absent where a value is its own position. */
	readonly grid?: Grid;
}

const DAY_MS = 86_400_000;
/** Different values that must agree on a grid, and how many for each remainder of a period. */
const FEWEST_DISTINCT = 20;
const DISTINCT_A_RESIDUE = 6;
const PERIODS = [2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 20, 25, 50, 100, 1000];
const MOST_RESIDUES = 12;
/** Largest share of the remainders of a period that a grid may use: five days of seven, and little more. */
const LARGEST_SHARE = 5 / 7;
/** Chance below which the absence of the other remainders is a rule. */
const CHANCE = 1e-6;

function monthsSince1970(ms: number): number {
	const date = new Date(ms);
	const month = (date.getUTCFullYear() - 1970) * 12 + date.getUTCMonth();
	const start = startOfMonth(month);
	return month + (ms - start) / (startOfMonth(month + 1) - start);
}

const startOfMonth = (month: number) => Date.UTC(1970, month, 1);

/** Where `value` lies on a scale. */
export function positionOf({ grid }: Scale, value: number): number {
	if (!grid) return value;
	if ("months" in grid) {
		const instant = value - grid.offset;
		return grid.months === "first" ? monthsSince1970(instant) : monthsSince1970(instant + DAY_MS) - 1;
	}
	const { step, offset, period, residues } = grid;
	const exact = stepsIn(value - offset, step);
	const whole = Math.round(exact);
	const steps = Math.abs(exact - whole) < 1e-6 ? whole : exact;
	const turns = Math.floor((steps - residues[0]!) / period);
	const left = steps - turns * period;
	const last = residues.findLastIndex((residue) => residue <= left);
	const next = residues[last + 1] ?? residues[0]! + period;
	return turns * residues.length + last + (left - residues[last]!) / (next - residues[last]!);
}

/** The value at a position that is a whole number of `scale.step`. */
export function valueAt({ grid }: Scale, position: number): number {
	if (!grid) return position;
	if ("months" in grid) {
		return (grid.months === "first" ? startOfMonth(position) : startOfMonth(position + 1) - DAY_MS) + grid.offset;
	}
	const { step, offset, period, residues } = grid;
	const turns = Math.floor(position / residues.length);
	return valueOfSteps(turns * period + residues[position - turns * residues.length]!, step) + offset;
}

/** Learns how a column's values lie; NaN are left out. */
export function fitScale(column: NumericColumn): Scale {
	return finish(scaleSteps(column));
}

/** `fitScale`, with stops for breath. */
export function* scaleSteps(column: NumericColumn): Steps<Scale> {
	const distinct = new Set<number>();
	let present = 0;
	for (let row = 0; row < column.values.length; row++) {
		if (row % ROWS_A_BREATH === 0) yield;
		distinct.add(column.values[row]!);
		if (!Number.isNaN(column.values[row]!)) present++;
	}
	distinct.delete(Number.NaN);
	const values = Float64Array.from(distinct);
	yield;
	const days = column.kind === "datetime" && values.length >= FEWEST_DISTINCT ? dayGrid(values) : undefined;
	if (days) return { step: 1, grid: days };
	const step = gridStep({ ...column, values }, present);
	yield;
	const periodic = step > 0 && column.kind !== "datetime" ? periodicGrid(values, step, 0, PERIODS) : undefined;
	return periodic ? { step: 1, grid: periodic } : { step };
}

/** Days at one time of day: ends or beginnings of months, some days of the week, or just that time of day. */
function dayGrid(values: Float64Array): Grid | undefined {
	const offset = ((values[0]! % DAY_MS) + DAY_MS) % DAY_MS;
	if (!values.every((v) => (v - offset) % DAY_MS === 0)) return undefined;
	const dates = Array.from(values, (v) => new Date(v));
	if (dates.every((date) => date.getUTCDate() === 1)) return { months: "first", offset };
	if (dates.every((date) => new Date(date.getTime() + DAY_MS).getUTCDate() === 1)) return { months: "last", offset };
	const week = periodicGrid(values, DAY_MS, offset, [7]);
	return week ?? (offset === 0 ? undefined : { step: DAY_MS, offset, period: 1, residues: [0] });
}

/** The period of which the fewest remainders occur, too few for chance; nothing where there is none. */
function periodicGrid(
	values: Float64Array,
	step: number,
	offset: number,
	periods: readonly number[],
): PeriodicGrid | undefined {
	if (values.length < FEWEST_DISTINCT) return undefined;
	let [best, bestShare] = [undefined as PeriodicGrid | undefined, 1];
	for (const period of periods) {
		const seen = new Set<number>();
		for (const v of values) {
			const steps = Math.round(stepsIn(v - offset, step));
			if (!Number.isSafeInteger(steps)) return undefined;
			seen.add(((steps % period) + period) % period);
			if (seen.size > MOST_RESIDUES) break;
		}
		const share = seen.size / period;
		if (seen.size > MOST_RESIDUES || share > LARGEST_SHARE || values.length < DISTINCT_A_RESIDUE * seen.size) continue;
		// A longer period must say clearly more than a shorter one.
		if (share ** values.length > CHANCE || share > bestShare * 0.9) continue;
		best = { step, offset, period, residues: [...seen].sort((a, b) => a - b) };
		bestShare = share;
	}
	return best;
}
