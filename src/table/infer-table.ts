import { convertColumn } from "./convert-column";
import { detectMostly } from "./detect-datetime";
import { type Evidence, gatherEvidence, type Habits, withoutTexts } from "./evidence";
import { inferNumbers } from "./infer-numbers";
import { inferWords } from "./infer-words";
import type { MissingSpellings } from "./missing";
import { type Decimal, readsOnlyAs } from "./number-text";
import { oddCells } from "./odd-cells";
import type { Steps } from "./pause";
import type { RawColumn } from "./raw-column";
import { readAmounts } from "./read-amounts";
import { readDatetimes } from "./read-datetimes";
import { readLevels } from "./read-levels";
import { readPacked } from "./read-packed";
import { readTimes } from "./read-times";
import { type Column, isNumeric, type Kind } from "./table";
import { withMissing } from "./written-missing";

/** What is known of the whole table when a column's kind is decided. */
export interface InferenceOptions {
	readonly missing: MissingSpellings;
	/** The decimal point of every column; absent where each column shows its own. */
	readonly decimal?: Decimal;
	/** The decimal point to assume where no column shows one. */
	readonly likelyDecimal: Decimal;
	/** Kinds that are given, by column name. */
	readonly kinds?: ReadonlyMap<string, Kind>;
}

/**
 * Turns what was read into columns: first each column's own evidence, then its kind, with what the other columns show
 * where its own leaves a doubt. The raw columns are given up on the way.
 */
export function* inferColumns(
	raws: readonly RawColumn[],
	options: InferenceOptions,
	warnings: string[],
): Steps<Column[]> {
	const gathered: Evidence[] = [];
	for (const raw of raws) gathered.push(yield* gatherEvidence(raw, options.missing, options.decimal));
	const habits = tableHabits(gathered, options);
	const columns: Column[] = [];
	for (const evidence of gathered) {
		const kind = options.kinds?.get(evidence.raw.name);
		const told = kind === undefined ? warnings : [];
		const column = yield* inferColumn(evidence, habits, options, told);
		const kept = kind === undefined ? column : yield* giveKind(evidence.raw, column, kind, options);
		columns.push(yield* withMissing(evidence.raw, kept, options.missing));
		evidence.raw.release();
		yield;
	}
	return columns;
}

function tableHabits(gathered: readonly Evidence[], options: InferenceOptions): Habits {
	const decimals = new Set(gathered.map((evidence) => evidence.decimal));
	const both = decimals.has(",") === decimals.has(".");
	const shown = options.decimal ?? (both ? undefined : decimals.has(",") ? "," : ".");
	const likely = options.likelyDecimal;
	const orders = new Set(gathered.map((evidence) => evidence.datetime?.order));
	if (orders.has("day") !== orders.has("month")) {
		return { shown, likely, dayFirst: orders.has("day") };
	}
	return { shown, likely, dayFirst: (shown ?? likely) === "," ? true : undefined };
}

function* inferColumn(
	evidence: Evidence,
	habits: Habits,
	{ missing, decimal }: InferenceOptions,
	warnings: string[],
): Steps<Column> {
	const { raw, tally, valueCodes } = evidence;
	if (tally.packed + valueCodes.length > 0 && !writesCodes(evidence)) {
		const numbers = yield* inferNumeric(evidence, habits, decimal, warnings);
		if (numbers) return numbers;
		const times = yield* readTimes(evidence, warnings);
		if (times) return times;
	}
	if (tally.packed === 0) {
		const texts = valueCodes.map((code) => raw.texts[code]!);
		const detected = yield* detectMostly(texts, habits.dayFirst);
		const dates = detected && (yield* readDatetimes(evidence, detected, warnings));
		if (dates) return dates;
	}
	return yield* inferWords(evidence, missing, warnings);
}

/** Numbers, plain or with a currency or unit, or standing for dates and times; a few other cells are missing then. */
function* inferNumeric(
	evidence: Evidence,
	habits: Habits,
	given: Decimal | undefined,
	warnings: string[],
): Steps<Column | undefined> {
	const { raw, valueCodes } = evidence;
	const odd = valueCodes.filter((code) => readsOnlyAs(raw.texts[code]!) === "neither");
	const found = yield* oddCells(evidence, odd);
	if (found.tolerable && odd.length < valueCodes.length + evidence.tally.packed) {
		const numbers = odd.length === 0 ? evidence : yield* withoutTexts(evidence, new Set(odd), given);
		if (numbers.decimal !== "neither") {
			const amounts = odd.length > 0 ? yield* readAmounts(evidence, habits, []) : undefined;
			if (!amounts) {
				const told: string[] = [];
				const column = (yield* readPacked(numbers, told)) ?? (yield* inferNumbers(numbers, habits, told));
				if (column && (odd.length === 0 || isNumeric(column))) {
					warnings.push(...told);
					found.warn("numbers", warnings);
					return column;
				}
			}
		}
	}
	return yield* readAmounts(evidence, habits, warnings);
}

/** Telephone numbers with their plus, and codes of digits that have an e among them: no numbers, though they read as such. */
function writesCodes({ raw, valueCodes }: Evidence): boolean {
	return valueCodes.some((code) => /^\+\d{7,}$|^\d{3,}[eE]\d{1,3}$/.test(raw.texts[code]!.trim()));
}

/** The column in the kind that was given: as inferred where that is the kind, else from its cells as written. */
function* giveKind(raw: RawColumn, inferred: Column, kind: Kind, options: InferenceOptions): Steps<Column> {
	const { reason: _, ...column } = inferred;
	const numeric = (k: Kind) => k === "number" || k === "integer";
	if (column.kind === kind || (numeric(column.kind) && numeric(kind))) return convertColumn(column, kind);
	const { codes, levels } = yield* readLevels(raw, options.missing.anywhere);
	return convertColumn({ name: raw.name, kind: "category", codes, levels }, kind, options);
}
