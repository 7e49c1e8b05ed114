import { convertColumn } from "./convert-column";
import { detectDatetime } from "./detect-datetime";
import { type Evidence, gatherEvidence, type Habits } from "./evidence";
import { inferNumbers } from "./infer-numbers";
import { inferWords } from "./infer-words";
import type { MissingSpellings } from "./missing";
import type { Decimal } from "./number-text";
import type { Steps } from "./pause";
import type { RawColumn } from "./raw-column";
import { readDatetimes, readPackedDates } from "./read-datetimes";
import { readLevels } from "./read-levels";
import type { Column, Kind } from "./table";

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
		const column = yield* inferColumn(evidence, habits, options.missing, told);
		columns.push(kind === undefined ? column : yield* giveKind(evidence.raw, column, kind, options));
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
	missing: MissingSpellings,
	warnings: string[],
): Steps<Column> {
	const { raw, tally, valueCodes, datetime } = evidence;
	if (evidence.decimal !== "neither" && (tally.packed > 0 || valueCodes.length > 0)) {
		const dates = yield* readPackedDates(evidence);
		const column = dates ?? (yield* inferNumbers(evidence, habits, warnings));
		if (column) return column;
	}
	if (datetime) {
		const texts = valueCodes.map((code) => raw.texts[code]!);
		const settled = datetime.order === "either" ? yield* detectDatetime(texts, habits.dayFirst) : datetime;
		return yield* readDatetimes(evidence, settled ?? datetime);
	}
	return yield* inferWords(evidence, missing, warnings);
}

/** The column in the kind that was given: as inferred where that is the kind, else from its cells as written. */
function* giveKind(raw: RawColumn, inferred: Column, kind: Kind, options: InferenceOptions): Steps<Column> {
	const { reason: _, ...column } = inferred;
	const numeric = (k: Kind) => k === "number" || k === "integer";
	if (column.kind === kind || (numeric(column.kind) && numeric(kind))) return convertColumn(column, kind);
	const { codes, levels } = yield* readLevels(raw, options.missing.anywhere);
	return convertColumn({ name: raw.name, kind: "category", codes, levels }, kind, options);
}
