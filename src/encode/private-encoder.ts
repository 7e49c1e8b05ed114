// B rows a unit has at most, ρ budget, σ² variance of the noise of a count
import { noisyCounts, stableHistogram } from "../dp/histogram";
import type { Ledger } from "../dp/ledger";
import { boundOf, type Domain, type Promised } from "../dp/promise";
import type { SecureRandom } from "../dp/secure-random";
import { OptionError, SchemaError } from "../errors";
import type { Steps } from "../table/pause";
import { type Column, isNumeric, type LevelColumn, type NumericColumn, type Table } from "../table/table";
import { type Codec, codecDemand, type EncodedColumn, type Encoder } from "./encoder";
import { fitId } from "./fresh-ids";
import type { LevelsCodec } from "./levels";
import { privateNumberSteps, ROUNDS } from "./private-numbers";
import { ROWS_A_BREATH } from "./protection";
import { valuesAlone } from "./quantile";

export interface PrivateEncoderOptions {
	/** Zero-concentrated budget for all columns together. */
	readonly rho: number;
	/** Chance, for all columns together, that a category is told that one unit alone has. */
	readonly delta: number;
	/** Most rows of a unit. */
	readonly bound: number;
	readonly ledger: Ledger;
	readonly random: SecureRandom;
	readonly promised: Promised;
	/** Whether categories that are public must be counted too. Default: they cost nothing, and stand as equally frequent. */
	readonly counted?: boolean;
}

const DAY_MS = 86_400_000;
/** Standard deviations of noise from which there are missing cells, or other categories. */
const CLEAR = 3;
/** Parts of the budget that the number of rows takes, against one of a round of counting numbers. */
const PART_OF_ROWS = 0.5;
/** And that categories take, in their only round: noise hides those that few rows have. */
const PART_OF_LEVELS = 2.5;

/** How finely a column is written: by its kind and format, which are taken as public. */
function writtenStep({ kind, decimals, format }: NumericColumn): number {
	if (kind === "datetime") return format && !/[Hhms]/.test(format) ? DAY_MS : 1000;
	if (kind === "integer") return 1;
	return decimals === undefined ? 0 : 10 ** -decimals;
}

const isMade = ({ kind }: Column) => kind === "id" || kind === "text";

/** Identifiers and texts are made, not learned: nothing of them is looked at. */
function untouched(column: LevelColumn): Codec {
	if (column.kind === "text") return { type: "text", missing: false, counts: Float64Array.of(1, 0) };
	return fitId({ name: column.name, kind: "id", codes: Int32Array.of(0), levels: ["ID000000"] });
}

/** Parts of the budget that a column takes. */
function partsOf(column: Column, domain: Domain | undefined, counted: boolean): number {
	if (isMade(column)) return 0;
	if (isNumeric(column)) return domain?.range ? ROUNDS - 1 : ROUNDS;
	return domain?.levels && !counted ? 0 : PART_OF_LEVELS;
}

function checkDomains(table: Table, domains: Promised["domains"]): void {
	for (const [name, { range, levels }] of Object.entries(domains)) {
		const column = table.columns.find((one) => one.name === name);
		const refuse = (why: string): never => {
			throw new OptionError(`privacy.domains: "${name}" ${why}.`, { option: "privacy", column: name });
		};
		if (!column) refuse("is not a column of the table");
		else if (range && !isNumeric(column)) refuse(`is of kind ${column.kind}, which has levels and no range`);
		else if (levels && isNumeric(column)) refuse(`is of kind ${column.kind}, which has a range and no levels`);
	}
}

/**
 * Learns how to write a table as numbers and codes from noisy counts alone, so that levels, ranges and bins are within the
 * privacy budget, or from domains that are public. Names, kinds and formats of columns are taken as public. Stops for breath.
 *
 * @throws OptionError where the ledger does not hold `rho` and `delta`, or a domain does not fit its column.
 */
export function* privateEncoderSteps(table: Table, options: PrivateEncoderOptions): Steps<Encoder> {
	if (table.rows === 0) throw new SchemaError("The table has no rows; there is nothing to learn from.", { rows: 0 });
	const { ledger, random, bound, promised, counted = false } = options;
	const { domains, publicRows } = promised;
	checkDomains(table, domains);
	const partsEach = table.columns.map((column) => partsOf(column, domains[column.name], counted));
	const parts = partsEach.reduce((a, b) => a + b, publicRows ? 0 : PART_OF_ROWS);
	const perPart = options.rho / Math.max(1, parts);
	const variance = (bound * bound) / (2 * perPart);
	const varianceOfRows = publicRows ? 0 : variance / PART_OF_ROWS;
	const searched = table.columns.filter((c) => !isMade(c) && !isNumeric(c) && !domains[c.name]);
	const delta = options.delta / Math.max(1, searched.length);
	const rows = countRows();
	let numbers = 0;
	const levels: number[] = [];
	const columns: EncodedColumn[] = [];
	for (const [i, column] of table.columns.entries()) {
		yield;
		const codec = yield* fitColumn(column, partsEach[i]!);
		const need = codecDemand(codec);
		const number = need.number ? numbers++ : -1;
		const code = need.levels > 1 ? levels.push(need.levels) - 1 : -1;
		const { name, kind } = column;
		columns.push({
			name,
			kind,
			...(isNumeric(column) && { decimals: column.decimals, format: column.format }),
			codec,
			number,
			code,
		});
	}
	return { columns, numbers, levels, rows: Math.max(1, Math.round(rows)) };

	/** As exact as is public. */
	function countRows(): number {
		if (publicRows) return table.rows;
		ledger.spend("Number of rows", perPart * PART_OF_ROWS);
		return noisyCounts([table.rows], varianceOfRows, random)[0]!;
	}

	function* fitColumn(column: Column, parts: number): Steps<Codec> {
		if (column.kind === "id" || column.kind === "text") return untouched(column as LevelColumn);
		const domain = domains[column.name];
		if (!isNumeric(column)) return yield* fitLevels(column, domain?.levels);
		const [low, high] = domain?.range?.map(boundOf) ?? [];
		ledger.spend(`${domain?.range ? "Bins" : "Range and bins"} of "${column.name}"`, perPart * parts);
		// Missing cells are a cell of the first round's table, whichever that is.
		const values = column.values.filter((v) => !Number.isNaN(v));
		const [missing] = noisyCounts([column.values.length - values.length], variance, random);
		const some = missing! >= CLEAR * Math.sqrt(variance);
		const range = low === undefined ? undefined : { low, high: high!, rows: rows - missing! };
		const number = { step: writtenStep(column), variance, random, ...(range && { range }) };
		return valuesAlone(yield* privateNumberSteps(values, some ? missing! : undefined, number));
	}

	function* fitLevels(column: LevelColumn, known: readonly string[] | undefined): Steps<LevelsCodec> {
		const counts = new Map<string, number>(known?.map((level) => [level, 0]));
		let absent = 0;
		for (let row = 0; row < column.codes.length; row++) {
			if (row % ROWS_A_BREATH === 0) yield;
			const level = column.levels[column.codes[row]!];
			if (level === undefined) absent++;
			else if (!known || counts.has(level)) counts.set(level, (counts.get(level) ?? 0) + 1);
		}
		if (known && !counted) {
			return codecOf(column, new Map(known.map((level) => [level, rows / known.length])), 1, 1);
		}
		const what = known ? "Counts of the categories" : "Categories and their counts";
		const rho = perPart * PART_OF_LEVELS;
		ledger.spend(`${what} of "${column.name}"`, rho, known ? 0 : delta);
		const variance = (bound * bound) / (2 * rho);
		const told = known ? noisyOf(counts, variance) : stableHistogram(counts, { variance, delta, bound, random });
		const [missing] = noisyCounts([absent], variance, random);
		const sum = [...told.values()].reduce((a, b) => a + b, 0);
		// What is left of the rows: post-processing of noisy counts.
		const others = rows - sum - missing!;
		const doubt = CLEAR * Math.sqrt(variance * (told.size + 1) + varianceOfRows);
		const one = CLEAR * Math.sqrt(variance);
		return codecOf(column, told, others >= doubt ? others : 0, missing! >= one ? missing! : 0);
	}

	function noisyOf(counts: ReadonlyMap<string, number>, variance: number): Map<string, number> {
		const noisy = noisyCounts([...counts.values()], variance, random);
		return new Map([...counts.keys()].map((level, i) => [level, Math.max(0, noisy[i]!)]));
	}
}

/** A codec of the levels told, one for the others where there are some, and one for missing cells where there are some. */
function codecOf(
	{ kind }: LevelColumn,
	told: ReadonlyMap<string, number>,
	others: number,
	missing: number,
): LevelsCodec {
	const common = [...told].toSorted((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
	const levels = common.map(([level]) => level);
	// A column of which nothing can be told has nothing but missing cells.
	const withOther = kind !== "boolean" && others > 0 && levels.length > 0 && !levels.includes("other");
	const withMissing = missing > 0 || levels.length === 0;
	const counts = common.map(([, count]) => Math.max(1, count));
	return {
		type: "levels",
		levels: withOther ? [...levels, "other"] : levels,
		single: Int32Array.from(levels.keys()),
		pool: withOther ? Int32Array.of(levels.length) : new Int32Array(0),
		poolCounts: withOther ? Float64Array.of(others) : new Float64Array(0),
		missing: withMissing,
		counts: Float64Array.from([
			...counts,
			...(withOther ? [others] : []),
			...(withMissing ? [Math.max(1, missing)] : []),
		]),
		...(withOther && { other: levels.length }),
	};
}
