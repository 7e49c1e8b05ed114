/**
 * A table's columns as tokens: what the network predicts. A level, a value of a few-valued number, an atom and a gap
 * are one state each; the other numbers of a column are cut into bins that hold equally many rows.
 */
import type { EncodedColumn, Encoder, Matrix } from "../encode/encoder";
import { ROWS_A_BREATH } from "../encode/protection";
import { shareAt } from "../encode/quantile";
import { normalCdf, normalQuantile } from "../statistics/normal";
import type { Steps } from "../table/pause";

/** One column of tokens. Plain data. */
export interface TokenColumn {
	/** Index into `encoder.columns`. */
	readonly column: number;
	/** How many states it has, bins first. At least 2. */
	readonly states: number;
	/** How many of them are bins of the score. */
	readonly bins: number;
	/** Index into the matrix's numbers, or −1. */
	readonly number: number;
	/** Index into the matrix's codes, or −1. */
	readonly code: number;
	/**
	 * Columns of very many levels become two tokens, as digits: the code's quotient by `divisor` and, in the next token
	 * column, the remainder. 1 where the code is the state.
	 */
	readonly divisor: number;
	/** Whether this is the remainder's column. */
	readonly remainder: boolean;
	/**
	 * Numeric columns: the score of each state that is one value, by state less bins; NaN for missing. Absent for
	 * columns of levels. With it the network sees the order of numbers.
	 */
	readonly scores?: Float32Array;
}

/** Above this many levels a column is written in two digits, so that a step costs 2√K outputs instead of K. */
const MOST_STATES = 256;

/** Rows that a bin holds at least. */
const FEWEST_IN_BIN = 8;

/** Bounds of scores: beyond them a bin has no width to speak of. */
const EDGE = 4.5;

/** Normal score of the middle of each value's share of the rows; the last state may be missing. */
function scoresOf({ codec }: EncodedColumn): Float32Array | undefined {
	if (codec.type === "values") {
		const total = codec.values.reduce((sum, _, i) => sum + (codec.counts[i] as number), 0);
		let below = 0;
		const scores = Array.from(codec.counts, (count, i) => {
			if (i >= codec.values.length) return Number.NaN;
			below += count;
			return clampScore((below - count / 2) / total);
		});
		return Float32Array.from(scores);
	}
	if (codec.type !== "quantile") return undefined;
	const scores = Array.from(codec.atoms, (atom) => clampScore(shareAt(codec, atom)));
	return Float32Array.from(codec.missing ? [...scores, Number.NaN] : scores);
}

const clampScore = (share: number) => normalQuantile(Math.min(0.999, Math.max(0.001, share)));

function stateCounts(column: EncodedColumn, levels: number, bins: number): { states: number; bins: number }[] {
	const rows = column.codec.counts[0] as number;
	const binned = column.number >= 0 ? Math.min(bins, Math.max(2, Math.floor(rows / FEWEST_IN_BIN))) : 0;
	if (binned > 0) return [{ states: binned + Math.max(0, levels - 1), bins: binned }];
	if (levels <= MOST_STATES) return [{ states: levels, bins: 0 }];
	const divisor = Math.ceil(Math.sqrt(levels));
	return [
		{ states: Math.ceil(levels / divisor), bins: 0 },
		{ states: divisor, bins: 0 },
	];
}

/** The token columns of an encoder. Columns with nothing to learn (constants) have none. */
export function tokenColumns(encoder: Encoder, bins: number): TokenColumn[] {
	const tokens: TokenColumn[] = [];
	encoder.columns.forEach((encoded, column) => {
		const { number, code } = encoded;
		if (number < 0 && code < 0) return;
		const levels = code < 0 ? 1 : (encoder.levels[code] as number);
		const digits = stateCounts(encoded, levels, bins);
		digits.forEach((digit, i) => {
			const divisor = digits.length > 1 ? (digits[1]?.states as number) : 1;
			const scores = digits.length === 1 ? scoresOf(encoded) : undefined;
			tokens.push({
				column,
				...digit,
				number,
				code,
				divisor,
				remainder: i === 1,
				...(scores && { scores }),
			});
		});
	});
	return tokens;
}

/** The bin of a score. */
export function binOf(score: number, bins: number): number {
	return Math.min(bins - 1, Math.max(0, Math.floor(normalCdf(score) * bins)));
}

/** The score at `share` (0 … 1) of the way through a bin. */
export function scoreIn(bin: number, bins: number, share: number): number {
	return Math.min(EDGE, Math.max(-EDGE, normalQuantile((bin + share) / bins)));
}

/** State of every row in a token column, with stops for breath. */
export function* tokenise(token: TokenColumn, matrix: Matrix): Steps<Uint16Array> {
	const { bins, divisor } = token;
	const codes = token.code >= 0 ? matrix.codes[token.code] : undefined;
	const scores = token.number >= 0 ? matrix.numbers[token.number] : undefined;
	const states = new Uint16Array(matrix.rows);
	for (let r = 0; r < states.length; r++) {
		if (r % ROWS_A_BREATH === 0) yield;
		const code = codes ? (codes[r] as number) : 0;
		if (bins > 0) states[r] = code === 0 ? binOf(scores?.[r] as number, bins) : bins + code - 1;
		else if (divisor > 1) states[r] = token.remainder ? code % divisor : Math.floor(code / divisor);
		else states[r] = code;
	}
	return states;
}
