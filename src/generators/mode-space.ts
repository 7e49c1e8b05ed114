/**
 * Mode-specific normalisation (Xu et al., "Modeling Tabular Data using Conditional GAN", NeurIPS 2019, §4.2) on the
 * encoder's normal scores: a number is a mode of a mixture and a scalar within it.
 */
// N scalars, S states of all columns, D = N + S, z score, μ mode's mean, σ its deviation, α scalar

import type { Encoder, Matrix } from "../encode/encoder";
import { ROWS_A_BREATH } from "../encode/protection";
import type { Random } from "../random";
import { type Mixture, mixtureRounds, responsibilities } from "../statistics/mixture";
import { finish, type Steps } from "../table/pause";

/** A column as networks see it: one of a few states and, where that is a mode, a scalar. */
export interface ModeColumn {
	/** Index into `encoder.columns`. */
	readonly column: number;
	/** Index into the matrix's numbers and codes, or −1. */
	readonly number: number;
	readonly code: number;
	/** States: modes first, then the codes from 1 on; where there is no number, all codes. */
	readonly states: number;
	/** How many of them are modes of a number. */
	readonly modes: number;
	/** Position of the first state among all S. */
	readonly start: number;
}

/** What a row of a network is made of: N scalars α, then the states of all columns, one-hot. */
export interface ModeSpace {
	readonly columns: readonly ModeColumn[];
	/** Of each number of the encoder, its mixture. */
	readonly mixtures: readonly Mixture[];
	readonly N: number;
	readonly S: number;
	readonly D: number;
}

/** Encoded rows: `scalars[n][row]` and `states[c][row]`. */
export interface ModeRows {
	readonly rows: number;
	readonly scalars: readonly Float32Array[];
	readonly states: readonly Int32Array[];
}

/** Scores that a mixture is fitted to, at most. */
const MOST_FITTED = 10_000;
/** α = (z − μ) / 4σ, as published, and its bound: tanh never reaches 1. */
const SPREAD = 4;
const MOST_ALPHA = 0.99;

/** The mixture of each number's scores. @param fewest rows that a mode must stand for. */
export function fitModes(encoder: Encoder, matrix: Matrix, components: number, fewest: number): Mixture[] {
	return finish(modeSteps(encoder, matrix, components, fewest));
}

/** `fitModes`, with stops for breath. */
export function* modeSteps(encoder: Encoder, matrix: Matrix, components: number, fewest: number): Steps<Mixture[]> {
	const mixtures: Mixture[] = [];
	for (const { number, code } of encoder.columns) {
		if (number < 0) continue;
		const scores = matrix.numbers[number]!;
		const codes = code >= 0 ? matrix.codes[code]! : undefined;
		const known = Float64Array.from(codes ? scores.filter((_, row) => codes[row] === 0) : scores);
		const every = Math.max(1, Math.ceil(known.length / MOST_FITTED));
		const some = known.filter((_, i) => i % every === 0);
		const leastWeight = Math.max(0.005, Math.min(1, fewest / Math.max(1, known.length)));
		mixtures[number] = yield* mixtureRounds(some, { components, leastWeight });
	}
	return mixtures;
}

export function createModeSpace(encoder: Encoder, mixtures: readonly Mixture[]): ModeSpace {
	let S = 0;
	const columns = encoder.columns.flatMap(({ number, code }, column): ModeColumn[] => {
		if (number < 0 && code < 0) return [];
		const modes = number >= 0 ? mixtures[number]!.weights.length : 0;
		const levels = code >= 0 ? encoder.levels[code]! : 1;
		const states = number >= 0 ? modes + levels - 1 : levels;
		S += states;
		return [{ column, number, code, states, modes, start: S - states }];
	});
	return { columns, mixtures, N: mixtures.length, S, D: mixtures.length + S };
}

/** Writes encoded rows as modes and scalars; which mode a number is of is drawn by how likely each gave it. */
export function toModes(space: ModeSpace, matrix: Matrix, random: Random): ModeRows {
	return finish(modeRowSteps(space, matrix, random));
}

/** `toModes`, with stops for breath. */
export function* modeRowSteps({ columns, mixtures }: ModeSpace, matrix: Matrix, random: Random): Steps<ModeRows> {
	const scalars = mixtures.map(() => new Float32Array(matrix.rows));
	const states: Int32Array[] = [];
	for (const { number, code, modes } of columns) {
		const codes = code >= 0 ? matrix.codes[code]! : undefined;
		if (number < 0) {
			states.push(new Int32Array(codes!));
			continue;
		}
		const mixture = mixtures[number]!;
		const [scores, own, r] = [matrix.numbers[number]!, scalars[number]!, new Float64Array(modes)];
		const stream = random.stream(number);
		const modeOf = (row: number) => {
			const known = codes ? codes[row]! : 0;
			if (known > 0) return modes + known - 1;
			responsibilities(mixture, scores[row]!, r);
			let left = stream.uniform();
			let mode = 0;
			while (mode < modes - 1 && left >= r[mode]!) left -= r[mode++]!;
			const alpha = (scores[row]! - mixture.means[mode]!) / (SPREAD * mixture.deviations[mode]!);
			own[row] = Math.min(MOST_ALPHA, Math.max(-MOST_ALPHA, alpha));
			return mode;
		};
		const found = new Int32Array(matrix.rows);
		for (let row = 0; row < matrix.rows; row++) {
			if (row % ROWS_A_BREATH === 0) yield;
			found[row] = modeOf(row);
		}
		states.push(found);
	}
	return { rows: matrix.rows, scalars, states };
}

/** The inverse of `toModes`. */
export function fromModes({ columns, mixtures }: ModeSpace, encoder: Encoder, rows: ModeRows): Matrix {
	const numbers = Array.from({ length: encoder.numbers }, () => new Float32Array(rows.rows));
	const codes: Int32Array[] = encoder.levels.map(() => new Int32Array(rows.rows));
	columns.forEach(({ number, code, modes }, c) => {
		const states = rows.states[c]!;
		if (code >= 0) codes[code] = number < 0 ? states : states.map((state) => Math.max(0, state - modes + 1));
		if (number < 0) return;
		const { means, deviations } = mixtures[number]!;
		const alpha = rows.scalars[number]!;
		numbers[number] = Float32Array.from(states, (state, row) =>
			state < modes ? means[state]! + SPREAD * deviations[state]! * alpha[row]! : 0,
		);
	});
	return { rows: rows.rows, numbers, codes };
}

/** Writes row `row` as the networks' input: scalars, then one-hot states, to `out` from `at` on, which must be 0. */
export function writeRow({ columns, N }: ModeSpace, rows: ModeRows, row: number, out: Float32Array, at: number): void {
	for (let n = 0; n < N; n++) out[at + n] = rows.scalars[n]![row]!;
	for (let c = 0; c < columns.length; c++) out[at + N + columns[c]!.start + rows.states[c]![row]!] = 1;
}

/** Empty rows, to be filled. */
export function createModeRows({ columns, N }: ModeSpace, rows: number): ModeRows {
	return {
		rows,
		scalars: Array.from({ length: N }, () => new Float32Array(rows)),
		states: columns.map(() => new Int32Array(rows)),
	};
}
