// K states of a token column
import type { Encoder } from "../encode/encoder";
import type { Condition } from "../encode/given";
import type { LevelsCodec } from "../encode/levels";
import { type QuantileCodec, rangeOf, shareAt } from "../encode/quantile";
import { OptionError } from "../errors";
import type { Column, Table } from "../table/table";
import { isNumeric } from "../table/table";
import type { TokenColumn } from "./tokens";

/** What a condition means for one token column. */
export interface TokenCondition {
	/** Index of the token column. */
	readonly token: number;
	/** allowed[K]: 1 where a row may be in the state. */
	readonly allowed: Uint8Array;
	/** Least and greatest share of the scores a bin's number may have, for ranges. */
	readonly shares?: readonly [number, number];
	/** coverage[K]: share of each state's rows that a range holds; absent where every state is held whole. */
	readonly coverage?: Float64Array;
	/** weights[K]: training rows of each state within the range; with `coverage`. */
	readonly weights?: Float64Array;
}

function nearest(values: ArrayLike<number>, value: number): number {
	let best = 0;
	for (let i = 1; i < values.length; i++) {
		if (Math.abs(values[i]! - value) < Math.abs(values[best]! - value)) best = i;
	}
	return best;
}

/** Codes of a level column that satisfy a condition: single levels, the common code for others, missing. */
function allowLevels(codec: LevelsCodec, condition: Condition, allowCode: (code: number) => void): void {
	codec.single.forEach((level, code) => {
		if (condition.levels?.has(level)) allowCode(code);
	});
	const pooled = codec.single.length;
	const apart = codec.pool.filter((level) => !codec.single.includes(level));
	if (apart.some((level) => condition.levels?.has(level))) allowCode(pooled);
	if (condition.missing && codec.missing) allowCode(codec.counts.length - 1);
}

function allowNumbers(token: TokenColumn, codec: QuantileCodec, condition: Condition, allowed: Uint8Array) {
	const { bins } = token;
	const inside = (value: number) =>
		condition.range
			? value >= condition.range.min && value <= condition.range.max
			: (condition.values?.includes(value) ?? false);
	codec.atoms.forEach((atom, i) => {
		if (inside(atom)) allowed[bins + i] = 1;
	});
	if (condition.missing && codec.missing) allowed[bins + codec.atoms.length] = 1;
	if (bins === 0) return undefined;
	const binAt = (share: number) => Math.min(bins - 1, Math.floor(share * bins));
	for (const value of condition.values ?? []) {
		if (!codec.atoms.includes(value)) allowed[binAt(shareAt(codec, value))] = 1;
	}
	const range = condition.range && rangeOf(codec, condition.range);
	if (!range) return undefined;
	const { shares } = range;
	for (let bin = binAt(shares[0]); bin <= binAt(shares[1]); bin++) allowed[bin] = 1;
	return shares;
}

/** How much of each state a range holds: all of an atom, of a bin the part between the range's ends. */
function coverageOf(
	{ bins }: TokenColumn,
	{ counts }: QuantileCodec,
	[from, to]: readonly [number, number],
	allowed: Uint8Array,
) {
	const coverage = Float64Array.from(allowed, (may, state) => {
		if (!may || state >= bins) return may;
		// Never quite nothing: a range between two knots is possible, however unlikely.
		return Math.max(1e-9, Math.min(1, to * bins - state) - Math.max(0, from * bins - state));
	});
	const weights = coverage.map((held, state) => held * (state < bins ? counts[0]! / bins : counts[state - bins + 1]!));
	return { coverage, weights };
}

/**
 * The states a row may take under a condition whose range holds some of them in part: each such state as often as it is
 * held, so that a range narrower than its bins gets the share that the column's distribution gives it.
 *
 * @param first whether nothing else of the row is known, so that the state follows the column's own distribution.
 * @param uniform three numbers in (0, 1) for the row.
 */
export function allowedStates(
	condition: TokenCondition,
	first: boolean,
	uniform: readonly [number, number, number],
): Uint8Array {
	const { allowed, coverage, weights } = condition;
	if (!coverage || !weights) return allowed;
	const one = () => {
		let left = uniform[0] * weights.reduce((a, b) => a + b, 0);
		let state = 0;
		weights.forEach((weight, k) => {
			if (weight > 0 && left >= 0) state = k;
			left -= weight;
		});
		return allowed.map((_, k) => (k === state ? 1 : 0));
	};
	if (first) return one();
	let edges = 0;
	const row = allowed.map((may, k) =>
		may && coverage[k]! < 1 && uniform[1 + (edges++ % 2)]! > coverage[k]! ? 0 : may,
	);
	return row.includes(1) ? row : one();
}

/**
 * What conditions mean for tokens. A column without a token (a constant) has nothing to restrict; `obey` sees to it.
 *
 * @throws OptionError where nothing that was learned satisfies a condition.
 */
export function tokenConditions(
	encoder: Encoder,
	tokens: readonly TokenColumn[],
	conditions: readonly Condition[],
): TokenCondition[] {
	return conditions.flatMap((condition): TokenCondition[] => {
		const { codec, name } = encoder.columns[condition.column]!;
		const own = tokens.flatMap((token, f) => (token.column === condition.column ? [{ token, f }] : []));
		const made = own.map(({ token, f }): TokenCondition => {
			const allowed = new Uint8Array(token.states);
			const allowCode = (code: number) => {
				const { divisor, remainder } = token;
				allowed[divisor === 1 ? code : remainder ? code % divisor : Math.floor(code / divisor)] = 1;
			};
			let shares: TokenCondition["shares"];
			if (codec.type === "levels") allowLevels(codec, condition, allowCode);
			else if (codec.type === "quantile") shares = allowNumbers(token, codec, condition, allowed);
			else if (codec.type === "values") {
				codec.values.forEach((value, i) => {
					if (condition.range && value >= condition.range.min && value <= condition.range.max) allowed[i] = 1;
				});
				for (const value of condition.values ?? []) allowed[nearest(codec.values, value)] = 1;
				if (condition.missing && codec.missing) allowed[codec.values.length] = 1;
			}
			const held = shares && codec.type === "quantile" ? coverageOf(token, codec, shares, allowed) : undefined;
			return { token: f, allowed, ...(shares && { shares }), ...held };
		});
		if (made.some(({ allowed }) => !allowed.includes(1))) {
			throw new OptionError(`given: no value of "${name}" that was learned satisfies the condition; widen it.`, {
				option: "given",
				column: name,
			});
		}
		return made;
	});
}

/**
 * Writes the last digit of conditions into a decoded table: values that no state stands for exactly, levels that
 * share a state, ends of ranges that rounding would step over.
 *
 * @param uniform a number in (0, 1) for a row.
 */
export function obey(
	encoder: Encoder,
	conditions: readonly Condition[],
	table: Table,
	uniform: (column: number, row: number) => number,
): Table {
	if (conditions.length === 0) return table;
	const columns = table.columns.map((column, c): Column => {
		const condition = conditions.find((q) => q.column === c);
		if (!condition) return column;
		const { codec } = encoder.columns[c]!;
		if (!isNumeric(column)) {
			const levels = [...(condition.levels ?? [])];
			const codes = column.codes.map((code, r) => {
				if (code < 0 ? condition.missing : condition.levels?.has(code)) return code;
				if (levels.length === 0) return -1;
				return levels[Math.floor(uniform(c, r) * levels.length)]!;
			});
			return { ...column, codes };
		}
		const ends = condition.range && codec.type === "quantile" ? rangeOf(codec, condition.range)?.ends : undefined;
		const values = column.values.map((value) => {
			if (Number.isNaN(value)) return condition.missing || !condition.values?.length ? value : condition.values[0]!;
			if (condition.values?.length) return condition.values[nearest(condition.values, value)]!;
			if (condition.values) return Number.NaN;
			if (ends && codec.type === "quantile" && !codec.atoms.includes(value)) {
				return Math.min(ends[1], Math.max(ends[0], value));
			}
			return value;
		});
		return { ...column, values };
	});
	return { rows: table.rows, columns };
}
