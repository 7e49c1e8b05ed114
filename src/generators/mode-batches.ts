import { ROWS_A_BREATH } from "../encode/protection";
import type { Steps } from "../table/pause";
import { type ModeRows, type ModeSpace, writeRow } from "./mode-space";

/** Rows as networks read them, (B, D) flat. */
export function writeRows(space: ModeSpace, rows: ModeRows, wanted: Int32Array): Float32Array {
	const x = new Float32Array(wanted.length * space.D);
	for (let i = 0; i < wanted.length; i++) writeRow(space, rows, wanted[i]!, x, i * space.D);
	return x;
}

/** Some rows of a set. */
export function takeModes(rows: ModeRows, wanted: Int32Array): ModeRows {
	return {
		rows: wanted.length,
		scalars: rows.scalars.map((own) => Float32Array.from(wanted, (row) => own[row]!)),
		states: rows.states.map((own) => wanted.map((row) => own[row]!)),
	};
}

/**
 * log frequency of every state, with half a row for those never seen, behind N zeros: where an output's bias starts. With
 * stops for breath.
 *
 * @param some rows that are counted.
 */
export function* logFrequencySteps(
	{ columns, N, D }: ModeSpace,
	{ states }: ModeRows,
	some: Int32Array,
): Steps<Float32Array> {
	const bias = new Float32Array(D);
	for (const [c, { start, states: K }] of columns.entries()) {
		const [own, at] = [states[c]!, N + start];
		for (let i = 0; i < some.length; i++) {
			if (i % ROWS_A_BREATH === 0) yield;
			bias[at + own[some[i]!]!]!++;
		}
		for (let k = at; k < at + K; k++) bias[k] = Math.log((bias[k]! + 0.5) / some.length);
	}
	return bias;
}
