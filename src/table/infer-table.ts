import { convertColumn } from "./convert-column";
import { type DetectedFormat, dayOrder, detectDatetime } from "./detect-datetime";
import { inferNumbers } from "./infer-numbers";
import { inferWords } from "./infer-words";
import type { MissingSpellings } from "./missing";
import { type Decimal, readsOnlyAs } from "./number-text";
import type { Steps } from "./pause";
import { type RawColumn, TEXT } from "./raw-column";
import { readDatetimes, readPackedDates } from "./read-datetimes";
import { readLevels } from "./read-levels";
import type { Column, Kind } from "./table";
import { type Tally, tally } from "./tally";

/** What is known of the whole table when a column's kind is decided. */
export interface InferenceOptions {
	readonly missing: MissingSpellings;
	/** The decimal point of every column; absent where each column shows its own. */
	readonly decimal?: Decimal;
	/** The decimal point to assume where a column leaves it open. */
	readonly likelyDecimal: Decimal;
	/** Kinds that are given, by column name. */
	readonly kinds?: ReadonlyMap<string, Kind>;
}

/** A column counted, with its own evidence on how numbers and dates are written. */
export interface Evidence {
	readonly raw: RawColumn;
	readonly tally: Tally;
	/** Codes of the texts that are neither missing nor plain numbers. */
	readonly valueCodes: readonly number[];
	/** How the column's numbers are to be read; "neither" where its values are not all numbers. */
	readonly decimal: Decimal | "either" | "neither";
	readonly datetime: DetectedFormat | undefined;
}

/** Decides every column's kind: first each column's own evidence, then what the others say where it leaves a doubt. */
export function* inferColumns(
	raws: readonly RawColumn[],
	options: InferenceOptions,
	warnings: string[],
): Steps<Column[]> {
	const gathered: Evidence[] = [];
	for (const raw of raws) gathered.push(yield* gatherEvidence(raw, options));
	const decimals = new Set(gathered.filter((e) => e.tally.textCounts.length > 0).map((e) => e.decimal));
	const decimal = options.decimal ?? (decimals.has(",") ? "," : decimals.has(".") ? "." : options.likelyDecimal);
	const orders = new Set(gathered.map((e) => e.datetime && dayOrder(e.datetime)));
	const comma = decimals.has(",") || options.likelyDecimal === ",";
	const dayFirst = orders.has("day") ? !orders.has("month") : orders.has("month") ? false : comma ? true : undefined;
	const columns: Column[] = [];
	for (const evidence of gathered) {
		const kind = options.kinds?.get(evidence.raw.name);
		const told = kind === undefined ? warnings : [];
		const column = yield* inferColumn(evidence, decimal, dayFirst, options, told);
		columns.push(kind === undefined ? column : yield* giveKind(evidence.raw, column, kind, options));
	}
	return columns;
}

function* gatherEvidence(raw: RawColumn, options: InferenceOptions): Steps<Evidence> {
	const counted = yield* tally(raw);
	const valueCodes: number[] = [];
	for (let code = 0; code < raw.texts.length; code++) {
		if (!options.missing.amongValues(raw.texts[code]!)) valueCodes.push(code);
	}
	yield;
	const decimal = yield* columnDecimal(raw, valueCodes, options.decimal);
	const texts = counted.numbers.present === 0 ? valueCodes.map((code) => raw.texts[code]!) : [];
	const datetime = decimal === "neither" ? yield* detectDatetime(texts, undefined) : undefined;
	return { raw, tally: counted, valueCodes, decimal, datetime };
}

/** Which decimal point the column's cells show: plain numbers and texts together. */
function* columnDecimal(
	raw: RawColumn,
	valueCodes: readonly number[],
	given: Decimal | undefined,
): Steps<Evidence["decimal"]> {
	let shown: Decimal | "either" = "either";
	for (let row = 0; row < raw.rows; row++) {
		const tag = raw.tags[row]!;
		if (tag !== TEXT && tag !== 0 && (tag !== 3 || !couldBeGroup(raw.values[row]!))) {
			shown = ".";
			break;
		}
		if ((row + 1) % 16_384 === 0) yield;
	}
	if (given && shown !== "either" && shown !== given) return "neither";
	for (let i = 0; i < valueCodes.length; i++) {
		const reads = readsOnlyAs(raw.texts[valueCodes[i]!]!);
		if (reads === "neither") return "neither";
		if (reads !== "either") {
			if (reads !== (given ?? (shown === "either" ? reads : shown))) return "neither";
			shown = reads;
		}
		if (i % 4096 === 4095) yield;
	}
	return given ?? shown;
}

function* inferColumn(
	evidence: Evidence,
	tableDecimal: Decimal,
	dayFirst: boolean | undefined,
	options: InferenceOptions,
	warnings: string[],
): Steps<Column> {
	const { raw, tally: counted, valueCodes, datetime } = evidence;
	if (evidence.decimal !== "neither" && (counted.numbers.present > 0 || valueCodes.length > 0)) {
		const decimal = evidence.decimal === "either" ? tableDecimal : evidence.decimal;
		const dates = yield* readPackedDates(evidence);
		const column = dates ?? (yield* inferNumbers(evidence, decimal, evidence.decimal === "either", warnings));
		if (column) return column;
	}
	if (datetime) {
		const texts = valueCodes.map((code) => raw.texts[code]!);
		const settled = datetime.doubt ? ((yield* detectDatetime(texts, dayFirst)) ?? datetime) : datetime;
		return yield* readDatetimes(evidence, settled);
	}
	return yield* inferWords(evidence, options.missing, warnings);
}

/** The column in the kind that was given: as inferred where that is the kind, else from its cells as written. */
function* giveKind(raw: RawColumn, inferred: Column, kind: Kind, options: InferenceOptions): Steps<Column> {
	const { reason: _, ...column } = inferred;
	const numeric = (k: Kind) => k === "number" || k === "integer";
	if (column.kind === kind || (numeric(column.kind) && numeric(kind))) return convertColumn(column, kind);
	const { codes, levels } = yield* readLevels(raw, options.missing.anywhere);
	return convertColumn({ name: raw.name, kind: "category", codes, levels }, kind, options);
}

/** "1.234" may be a whole number with a group separator; "0.234" and "1234.567" may not. */
function couldBeGroup(value: number): boolean {
	return Math.abs(value) >= 1 && Math.abs(value) < 1000;
}
