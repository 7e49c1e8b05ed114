import { type DetectedFormat, detectDatetime } from "./detect-datetime";
import type { MissingSpellings } from "./missing";
import { type Decimal, readsOnlyAs } from "./number-text";
import type { Steps } from "./pause";
import type { RawColumn } from "./raw-column";
import { type Tally, tally } from "./tally";

const TEXTS_A_PIECE = 4096;

/** A column counted, with its own evidence on how numbers and dates are written. */
export interface Evidence {
	readonly raw: RawColumn;
	readonly tally: Tally;
	/** Codes of the texts that are neither missing nor plain numbers. */
	readonly valueCodes: readonly number[];
	/** How the column's numbers are to be read; "neither" where its values are not all numbers. */
	readonly decimal: Decimal | "either" | "neither";
	/** The format of the column's dates, where its values are all dates. */
	readonly datetime: DetectedFormat | undefined;
}

/** How the table as a whole writes numbers and dates. */
export interface Habits {
	/** The decimal point that some columns show, and none contradicts. */
	readonly shown: Decimal | undefined;
	/** The decimal point to assume of commas where none is shown. */
	readonly likely: Decimal;
	/** Whether days come before months in dates with slashes or hyphens; `undefined` where nothing tells. */
	readonly dayFirst: boolean | undefined;
}

export function* gatherEvidence(
	raw: RawColumn,
	missing: MissingSpellings,
	given: Decimal | undefined,
): Steps<Evidence> {
	const counted = yield* tally(raw);
	const valueCodes: number[] = [];
	for (let code = 0; code < raw.texts.length; code++) {
		if (!missing.amongValues(raw.texts[code]!)) valueCodes.push(code);
		if ((code + 1) % TEXTS_A_PIECE === 0) yield;
	}
	const decimal = yield* columnDecimal(raw, counted, valueCodes, given);
	const texts = decimal === "neither" && counted.packed === 0 ? valueCodes.map((code) => raw.texts[code]!) : [];
	const datetime = yield* detectDatetime(texts, undefined);
	return { raw, tally: counted, valueCodes, decimal, datetime };
}

/** The evidence without some texts, which are then missing. */
export function* withoutTexts(
	evidence: Evidence,
	texts: ReadonlySet<number>,
	given: Decimal | undefined,
): Steps<Evidence> {
	const valueCodes = evidence.valueCodes.filter((code) => !texts.has(code));
	const decimal = yield* columnDecimal(evidence.raw, evidence.tally, valueCodes, given);
	return { ...evidence, valueCodes, decimal };
}

/** The decimal point that the column's cells show, plain numbers and texts together. */
function* columnDecimal(
	raw: RawColumn,
	counted: Tally,
	valueCodes: readonly number[],
	given: Decimal | undefined,
): Steps<Evidence["decimal"]> {
	let shown = counted.decimal;
	if (shown === "neither" || (given && shown !== "either" && shown !== given)) return "neither";
	for (let i = 0; i < valueCodes.length; i++) {
		const reads = readsOnlyAs(raw.texts[valueCodes[i]!]!);
		if (reads === "neither") return "neither";
		if (reads !== "either") {
			if (reads !== (given ?? (shown === "either" ? reads : shown))) return "neither";
			shown = reads;
		}
		if ((i + 1) % TEXTS_A_PIECE === 0) yield;
	}
	return given ?? shown;
}
