import type { Matrix } from "../encode/encoder";
import { ROWS_A_BREATH } from "../encode/protection";
import { finish, type Steps } from "../table/pause";
import { type TokenColumn, tokenise } from "./tokens";

/** A table as the network learns it: by token column, its rows' states and, where they may be bins, scores. */
export interface TokenTable {
	readonly rows: number;
	readonly tokens: readonly TokenColumn[];
	/** states[f][row]. */
	readonly states: readonly Uint16Array[];
	/** scores[f][row], absent for columns without bins. */
	readonly scores: readonly (Float32Array | undefined)[];
}

/** Writes an encoded table as tokens. */
export function tokenTable(tokens: readonly TokenColumn[], matrix: Matrix): TokenTable {
	return finish(tokenSteps(tokens, matrix));
}

/** `tokenTable`, with stops for breath. */
export function* tokenSteps(tokens: readonly TokenColumn[], matrix: Matrix): Steps<TokenTable> {
	const states: Uint16Array[] = [];
	for (const token of tokens) states.push(yield* tokenise(token, matrix));
	return {
		rows: matrix.rows,
		tokens,
		states,
		scores: tokens.map((token) => (token.bins > 0 ? matrix.numbers[token.number] : undefined)),
	};
}

/** Bytes of its rows. */
export function tableBytes({ states, scores }: TokenTable): number {
	return [...states, ...scores].reduce((sum, column) => sum + (column?.byteLength ?? 0), 0);
}

/** The same table with its token columns in another order. */
export function reorder({ rows, tokens, states, scores }: TokenTable, order: readonly number[]): TokenTable {
	const by = <T>(columns: readonly T[]) => order.map((f) => columns[f]!);
	return { rows, tokens: by(tokens), states: by(states), scores: by(scores) };
}

/** Rows in each state of each token column. */
export function stateFrequencies(table: TokenTable): Float64Array[] {
	return finish(frequencySteps(table));
}

/** `stateFrequencies`, with stops for breath. */
export function* frequencySteps({ rows, tokens, states }: TokenTable): Steps<Float64Array[]> {
	const counted = tokens.map((token) => new Float64Array(token.states));
	for (const [f, counts] of counted.entries()) {
		const own = states[f]!;
		for (let row = 0; row < rows; row++) {
			if (row % ROWS_A_BREATH === 0) yield;
			counts[own[row]!]!++;
		}
	}
	return counted;
}
