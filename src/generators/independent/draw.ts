import type { EncodedColumn } from "../../encode/encoder";
import type { Condition } from "../../encode/given";
import { type LevelsCodec, levelWeights } from "../../encode/levels";
import { numberOf, type QuantileCodec, rangeOf } from "../../encode/quantile";
import type { ValuesCodec } from "../../encode/values";
import { OptionError } from "../../errors";
import type { Random } from "../../random";
import { normalQuantile } from "../../statistics/normal";

/** Draws one cell: a value (NaN missing) for numeric columns, an output level (−1 missing) for level columns. */
export type Draw = (random: Random) => number;

/** One possible outcome, or family of outcomes, and its weight. */
interface Outcome {
	readonly weight: number;
	readonly draw: Draw;
}

function choose(outcomes: readonly Outcome[]): Draw | undefined {
	const possible = outcomes.filter((o) => o.weight > 0);
	const total = possible.reduce((sum, o) => sum + o.weight, 0);
	const last = possible.at(-1);
	if (!last) return undefined;
	return (random) => {
		let left = random.uniform() * total;
		for (const o of possible) {
			left -= o.weight;
			if (left < 0) return o.draw(random);
		}
		return last.draw(random);
	};
}

const fixed = (value: number, weight: number): Outcome => ({ weight, draw: () => value });

/** What a cell may be: restricted by a condition, or to anything but missing. */
export interface DrawOptions {
	readonly condition?: Condition;
	/** True where the cell must have a value, if the column has any. */
	readonly present?: boolean;
}

/** Missing: as often as in training; where training had none, only when nothing else is possible. */
function missing(value: number, count: number, { condition, present }: DrawOptions): Outcome[] {
	if (present || (condition && !condition.missing)) return [];
	return [fixed(value, condition ? count || Number.MIN_VALUE : count)];
}

function drawLevel(codec: LevelsCodec, options: DrawOptions): Draw | undefined {
	const { condition } = options;
	const outcomes = Array.from(levelWeights(codec), (weight, level) => fixed(level, weight));
	const allowed = outcomes.filter((_, level) => !condition || condition.levels?.has(level));
	return choose([...allowed, ...missing(-1, codec.missing ? codec.counts.at(-1)! : 0, options)]);
}

/** Numbers between atoms: a normal score decoded; within a range by inverting Φ between its ends. */
function drawScore(codec: QuantileCodec, weight: number, range: Condition["range"]): Outcome {
	if (!range || codec.x.length === 0) return { weight, draw: (random) => numberOf(codec, random.normal()) };
	const within = rangeOf(codec, range);
	if (!within) return { weight: 0, draw: () => Number.NaN };
	if (codec.x.length === 1) return fixed(numberOf(codec, 0), weight);
	const [least, most] = within.ends;
	const [from, to] = within.shares;
	return {
		// Never quite nothing: a range between two knots is possible, however unlikely.
		weight: weight * Math.max(to - from, 1e-12),
		draw: (random) => {
			const p = from + (to - from) * random.uniform();
			return Math.min(most, Math.max(least, numberOf(codec, normalQuantile(p))));
		},
	};
}

function drawNumber(codec: QuantileCodec | ValuesCodec, options: DrawOptions): Draw | undefined {
	const { condition } = options;
	const absent = missing(Number.NaN, codec.missing ? codec.counts.at(-1)! : 0, options);
	const [singles, offset] = codec.type === "values" ? [codec.values, 0] : [codec.atoms, 1];
	const atoms = Array.from(singles, (value, i) => fixed(value, codec.counts[i + offset]!));
	if (condition?.values) {
		const { values } = condition;
		const seen = atoms.filter((_, i) => values.includes(singles[i]!));
		// Values without a frequency of their own are equally likely among themselves.
		const rest = codec.type === "quantile" ? codec.counts[0]! / Math.max(1, codec.x.length) : 0;
		const unseen = values.filter((value) => !singles.includes(value)).map((v) => fixed(v, seen.length ? rest : 1));
		return choose([...seen, ...unseen, ...absent]);
	}
	const range = condition?.range;
	const inside = atoms.filter((_, i) => !range || (singles[i]! >= range.min && singles[i]! <= range.max));
	const between = codec.type === "quantile" ? [drawScore(codec, codec.counts[0]!, range)] : [];
	return choose([...inside, ...between, ...absent]);
}

/**
 * How to draw cells of a column; of ids and text, which are made and not drawn, whether there is one (0) or not (1).
 *
 * @throws OptionError where nothing that was learned satisfies the condition.
 */
export function createDraw(column: EncodedColumn, options: DrawOptions): Draw {
	const { codec } = column;
	if (codec.type === "id" || codec.type === "text") {
		return choose([fixed(0, codec.counts[0]!), fixed(1, codec.counts[1]!)]) as Draw;
	}
	const attempt = (o: DrawOptions) => (codec.type === "levels" ? drawLevel(codec, o) : drawNumber(codec, o));
	const draw = attempt(options);
	if (draw) return draw;
	if (options.condition) {
		throw new OptionError(`given: no value of "${column.name}" that was learned satisfies the condition; widen it.`, {
			option: "given",
			column: column.name,
		});
	}
	// A column without a single value has nothing to fill gaps with.
	return attempt({}) as Draw;
}
