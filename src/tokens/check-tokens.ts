import type { Encoder } from "../encode/encoder";
import { type Check, ensure, flag, list, record, refuse, whole } from "../saved-data";
import type { TokenColumn } from "./tokens";

const MOST_BINS = 4096;

/** The states that a token column must have. */
function statesOf({ bins, divisor, remainder }: TokenColumn, levels: number): number {
	if (bins > 0) return bins + levels - 1;
	if (divisor === 1) return levels;
	return remainder ? divisor : Math.ceil(levels / divisor);
}

/** Refuses token columns that are not all of those of `encoder`, in whatever order. */
export const tokensCheck =
	(encoder: Encoder): Check =>
	(value, at) => {
		list(record({ column: whole(0, encoder.columns.length - 1), remainder: flag }))(value, at);
		const tokens = value as readonly TokenColumn[];
		const seen = new Map<number, TokenColumn[]>();
		for (const [f, token] of tokens.entries()) {
			const here = `${at}[${f}]`;
			const { number, code } = encoder.columns[token.column]!;
			const levels = code < 0 ? 1 : encoder.levels[code]!;
			ensure(token.number === number, token.number, `${here}.number`, String(number));
			ensure(token.code === code, token.code, `${here}.code`, String(code));
			whole(number < 0 ? 0 : 2, number < 0 ? 0 : MOST_BINS)(token.bins, `${here}.bins`);
			whole(1, number < 0 ? levels : 1)(token.divisor, `${here}.divisor`);
			const states = statesOf(token, levels);
			ensure(token.states === states && states >= 2, token.states, `${here}.states`, String(states));
			const { scores } = token;
			if (scores !== undefined) {
				const fits = scores instanceof Float32Array && scores.length === states - token.bins;
				ensure(
					fits && scores.every((score) => Math.abs(score) < 100 || Number.isNaN(score)),
					scores,
					`${here}.scores`,
					"normal scores",
				);
			}
			seen.set(token.column, [...(seen.get(token.column) ?? []), token]);
		}
		for (const [column, { number, code, name }] of encoder.columns.entries()) {
			const own = seen.get(column) ?? [];
			const [first, second] = own;
			const needed = number < 0 && code < 0 ? 0 : first && first.divisor > 1 ? 2 : 1;
			// A remainder stands right behind its quotient.
			const paired = !second || (second.remainder && second === tokens[tokens.indexOf(first!) + 1]);
			const fits =
				own.length === needed && !first?.remainder && paired && second?.divisor === (second && first?.divisor);
			if (!fits) refuse(own.length, at, `${needed} for the column "${name}"`);
		}
	};
