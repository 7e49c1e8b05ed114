import { noisyCounts, stableHistogram } from "../dp/histogram";
import type { Ledger } from "../dp/ledger";
import type { SecureRandom } from "../dp/secure-random";
import { SchemaError } from "../errors";
import { type Column, isNumeric, type LevelColumn, type NumericColumn, type Table } from "../table/table";
import { type Codec, codecDemand, type EncodedColumn, type Encoder } from "./encoder";
import { fitId } from "./fresh-ids";
import type { LevelsCodec } from "./levels";
import { privateNumberCodec } from "./private-numbers";

export interface PrivateEncoderOptions {
	/** Zero-concentrated budget for all columns together. */
	readonly rho: number;
	/** Chance, for all columns together, that a category or a range is told that one unit alone has. */
	readonly delta: number;
	/** Most rows of a unit. */
	readonly bound: number;
	readonly ledger: Ledger;
	readonly random: SecureRandom;
}

const DAY_MS = 86_400_000;
/** Rounds of counting that a numeric column takes; missing cells are counted in the first. */
const ROUNDS = 3;

/** How finely a column is written: by its kind and format, which are taken as public. */
function writtenStep({ kind, decimals, format }: NumericColumn): number {
	if (kind === "datetime") return format && !/[Hhms]/.test(format) ? DAY_MS : 1000;
	if (kind === "integer") return 1;
	return decimals === undefined ? 0 : 10 ** -decimals;
}

function levelsCodec(
	column: LevelColumn,
	variance: number,
	delta: number,
	options: PrivateEncoderOptions,
): LevelsCodec {
	const counts = new Map<number, number>();
	for (const code of column.codes) if (code >= 0) counts.set(code, (counts.get(code) ?? 0) + 1);
	const told = stableHistogram(counts, { variance, delta, bound: options.bound, random: options.random });
	const common = [...told].toSorted((a, b) => b[1] - a[1] || a[0] - b[0]);
	const levels = common.map(([code]) => column.levels[code]!);
	// Whether there are others or missing cells is not told: every column has a state for each.
	const withOther = column.kind !== "boolean" && !levels.includes("other");
	const rest = Array.from(
		noisyCounts([column.codes.reduce((n, code) => n + (code < 0 ? 1 : 0), 0)], variance, options.random),
	);
	return {
		type: "levels",
		levels: withOther ? [...levels, "other"] : levels,
		single: Int32Array.from(levels.keys()),
		pool: withOther ? Int32Array.of(levels.length) : new Int32Array(0),
		poolCounts: withOther ? Float64Array.of(1) : new Float64Array(0),
		missing: true,
		counts: Float64Array.from([...common.map(([, count]) => count), ...(withOther ? [1] : []), Math.max(1, rest[0]!)]),
		...(withOther && { other: levels.length }),
	};
}

/** Identifiers and texts are made, not learned: nothing of them is looked at. */
function untouched(column: LevelColumn): Codec {
	if (column.kind === "text") return { type: "text", missing: false, counts: Float64Array.of(1, 0) };
	return fitId({ name: column.name, kind: "id", codes: Int32Array.of(0), levels: ["ID000000"] });
}

/**
 * Learns how to write a table as numbers and codes from noisy counts alone, so that levels, ranges and bins are within the
 * privacy budget. Names, kinds and formats of columns are taken as public.
 *
 * @throws OptionError where the ledger does not hold `rho` and `delta`.
 */
export function fitPrivateEncoder(table: Table, options: PrivateEncoderOptions): Encoder {
	if (table.rows === 0) throw new SchemaError("The table has no rows; there is nothing to learn from.", { rows: 0 });
	const learned = table.columns.filter(({ kind }) => kind !== "id" && kind !== "text");
	const rho = options.rho / Math.max(1, learned.length);
	const delta = options.delta / Math.max(1, learned.length);
	let numbers = 0;
	const levels: number[] = [];
	const columns = table.columns.map((column): EncodedColumn => {
		const codec = fitColumn(column);
		const need = codecDemand(codec);
		const number = need.number ? numbers++ : -1;
		const code = need.levels > 1 ? levels.push(need.levels) - 1 : -1;
		const { name, kind } = column;
		return {
			name,
			kind,
			...(isNumeric(column) && { decimals: column.decimals, format: column.format }),
			codec,
			number,
			code,
		};
	});
	return { columns, numbers, levels, rows: columns[0] ? Math.round(total(columns[0].codec.counts)) : 0 };

	function fitColumn(column: Column): Codec {
		if (column.kind === "id" || column.kind === "text") return untouched(column as LevelColumn);
		if (!isNumeric(column)) {
			options.ledger.spend(`Categories of "${column.name}" and their counts`, rho, delta);
			// A row is in one cell: of a unit with B rows the counts change by at most B in length.
			return levelsCodec(column, (options.bound * options.bound) / (2 * rho), delta, options);
		}
		options.ledger.spend(`Range and bins of "${column.name}"`, rho);
		const variance = (ROUNDS * options.bound * options.bound) / (2 * rho);
		const values = column.values.filter((v) => !Number.isNaN(v));
		const [missing] = noisyCounts([column.values.length - values.length], variance, options.random);
		const step = writtenStep(column);
		return privateNumberCodec(values, Math.max(1, missing!), { step, variance, random: options.random });
	}
}

const total = (counts: Float64Array) => counts.reduce((a, b) => a + b, 0);
