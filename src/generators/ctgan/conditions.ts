/** The conditional vector and training by sampling (Xu et al. 2019, §4.3), with true frequencies where rows are sampled. */
// G conditioned columns, c width of the conditional vector, n rows
import type { Encoder } from "../../encode/encoder";
import { ROWS_A_BREATH } from "../../encode/protection";
import type { Random } from "../../random";
import type { Steps } from "../../table/pause";
import type { ModeRows, ModeSpace } from "../mode-space";

/** One column that rows may be conditioned on. */
export interface ConditionColumn {
	/** Index into `space.columns`. */
	readonly at: number;
	/** Position of its first level in the conditional vector. */
	readonly start: number;
	readonly levels: number;
}

/** A level that a row is asked to have: position g in the list of columns, and the level; g is −1 where there is none. */
export interface Asked {
	readonly g: number;
	readonly level: number;
}

/** Chances of each level of each conditioned column. */
export type Chances = readonly Float64Array[];

/** Columns of categories and few values, one after the other in the conditional vector. */
export function conditionColumns({ columns }: ModeSpace): { columns: ConditionColumn[]; width: number } {
	let width = 0;
	const found = columns.flatMap(({ number, states }, at): ConditionColumn[] => {
		if (number >= 0) return [];
		width += states;
		return [{ at, start: width - states, levels: states }];
	});
	return { columns: found, width };
}

/** Frequencies in the training table: what rows are sampled with. */
export function trueChances(space: ModeSpace, encoder: Encoder, columns: readonly ConditionColumn[]): Chances {
	return columns.map(({ at }) => {
		const counts = encoder.columns[space.columns[at]!.column]!.codec.counts;
		const total = counts.reduce((sum, count) => sum + count, 0);
		return Float64Array.from(counts, (count) => count / total);
	});
}

/**
 * Chances of levels while training: log(1 + count) as published, but never more than `exposure` times the level's
 * frequency. A row of level l is met p_l / f_l times as often as the average row, so that none is met more often.
 */
export function boundedChances(counts: Float64Array, exposure: number): Float64Array {
	const n = counts.reduce((sum, count) => sum + count, 0);
	const wanted = counts.map((count) => Math.log(1 + count));
	const bound = counts.map((count) => (exposure * count) / n);
	const chances = new Float64Array(counts.length);
	const open = new Set(counts.keys());
	let left = 1;
	// Levels beyond their bound are set to it, and the rest share what is left, until none is beyond.
	for (let again = true; again && open.size > 0; ) {
		again = false;
		const total = [...open].reduce((sum, k) => sum + wanted[k]!, 0);
		if (total === 0) break;
		const scale = left / total;
		for (const k of [...open]) {
			chances[k] = wanted[k]! * scale;
			if (chances[k]! <= bound[k]! * (1 + 1e-12)) continue;
			chances[k] = bound[k]!;
			left -= bound[k]!;
			open.delete(k);
			again = true;
		}
	}
	return chances;
}

/** Draws a column evenly, then its level. */
export function ask(chances: Chances, random: Random): Asked {
	if (chances.length === 0) return { g: -1, level: 0 };
	const g = random.int(chances.length);
	return { g, level: pick(chances[g]!, random.uniform()) };
}

/** The level at which cumulative chances pass u. */
export function pick(chances: Float64Array, u: number): number {
	let left = u;
	let last = 0;
	for (let k = 0; k < chances.length; k++) {
		if (chances[k]! > 0) last = k;
		left -= chances[k]!;
		if (left < 0) return k;
	}
	return last;
}

/** Training rows by condition. */
export interface TrainingSampler {
	readonly chances: Chances;
	/** How often the row that is met most often is met, of the average row's. */
	readonly mostExposed: number;
	/** A row that is as asked. */
	rowOf(asked: Asked, random: Random): number;
}

/** Finds the training rows of every condition, with stops for breath. */
export function* trainingSamplerSteps(
	columns: readonly ConditionColumn[],
	rows: ModeRows,
	training: Int32Array,
	exposure: number,
): Steps<TrainingSampler> {
	const lists: Int32Array[][] = [];
	for (const { at, levels } of columns) {
		const [states, counts] = [rows.states[at]!, new Int32Array(levels)];
		for (let i = 0; i < training.length; i++) {
			if (i % ROWS_A_BREATH === 0) yield;
			counts[states[training[i]!]!]!++;
		}
		const own = Array.from(counts, (count) => new Int32Array(count));
		const next = new Int32Array(levels);
		for (let i = 0; i < training.length; i++) {
			if (i % ROWS_A_BREATH === 0) yield;
			const level = states[training[i]!]!;
			own[level]![next[level]!++] = training[i]!;
		}
		lists.push(own);
	}
	const chances = lists.map((own) =>
		boundedChances(
			Float64Array.from(own, (list) => list.length),
			exposure,
		),
	);
	let mostExposed = 1;
	if (columns.length > 0) {
		for (const [i, row] of training.entries()) {
			if (i % ROWS_A_BREATH === 0) yield;
			let met = 0;
			columns.forEach(({ at }, g) => {
				const level = rows.states[at]![row]!;
				met += (chances[g]![level]! / lists[g]![level]!.length) * (training.length / columns.length);
			});
			mostExposed = Math.max(mostExposed, met);
		}
	}
	return {
		chances,
		mostExposed,
		rowOf({ g, level }, random) {
			const list = g < 0 ? training : lists[g]![level]!;
			return list[random.int(list.length)]!;
		},
	};
}

/** The conditional vectors of rows, (B, c) flat. */
export function writeConditions(
	columns: readonly ConditionColumn[],
	width: number,
	asked: readonly Asked[],
): Float32Array {
	const out = new Float32Array(asked.length * width);
	asked.forEach(({ g, level }, i) => {
		if (g >= 0) out[i * width + columns[g]!.start + level] = 1;
	});
	return out;
}
