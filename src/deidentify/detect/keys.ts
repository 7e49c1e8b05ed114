import { type Column, isNumeric } from "../../table/table";
import { isProduct } from "../fakes/checksums";
import { distinctCount } from "../groups";
import type { Header } from "../header-words";
import { type Belief, type Detector, directly } from "./look";

/** Different values up to which numbers by a person's name group rather than identify. */
const FEW = 5;

/** Digits that a number of somebody's has at least, different numbers and share of repeats for them to tell. */
const [DIGITS, FEWEST_DIFFERENT, REPEATED] = [8, 12, 0.15];
/** Repeats by chance of measures that lie this much closer than evenly. */
const CROWDED = 100;

/**
 * Long whole numbers, all of one length, that repeat although they are spread too far to meet by chance: what is measured
 * that finely hardly comes twice, and what is rounded ends in zeros. So phones, social security and account numbers repeat.
 */
function repeatedNumbers(column: Column, header: Header): Belief | undefined {
	if (!isNumeric(column) || column.kind !== "integer" || header.thing) return undefined;
	const values = column.values.filter((value) => !Number.isNaN(value));
	const different = [...new Set(values)];
	const repeats = values.length - different.length;
	if (different.length < FEWEST_DIFFERENT || repeats < REPEATED * values.length) return undefined;
	const length = String(different[0]!).length;
	if (length < DIGITS || different.some((value) => value < 0 || String(value).length !== length)) return undefined;
	const ends = (step: number) => different.filter((value) => value % step === 0).length / different.length;
	if (ends(10) > 0.25 || ends(5) > 0.4) return undefined;
	if (different.filter((value) => isProduct(String(value))).length > 0.9 * different.length) return undefined;
	const spread = Math.max(...different) - Math.min(...different);
	const byChance = (CROWDED * values.length * values.length) / (2 * spread);
	if (repeats < 10 * byChance) return undefined;
	const evidence = `Whole numbers of ${length} digits that repeat, ${different.length} different ones in ${values.length} cells, as numbers by which somebody is known do and no measure does.`;
	return directly("key", 1, evidence);
}

/** Identifiers that somebody was given: pseudonyms, account numbers, keys of records. */
export const key: Detector = ({ column, header, texts, present }) => {
	if (column.kind === "id") {
		return directly("key", 1, `It is read as an identifier. ${column.reason ?? "Its kind was given."}`);
	}
	const repeated = repeatedNumbers(column, header);
	if (repeated) return repeated;
	if (
		!header.says.has("key") ||
		!header.person ||
		column.kind === "datetime" ||
		column.kind === "boolean" ||
		column.kind === "text"
	) {
		return undefined;
	}
	if (column.kind === "number" && (column as { decimals?: number }).decimals !== 0) return undefined;
	if (texts.length <= FEW && present > 4 * FEW) return undefined;
	const distinct = distinctCount(column);
	if (distinct.different <= FEW && distinct.present > 4 * FEW) return undefined;
	const repeats = distinct.different < distinct.present;
	return directly(
		"key",
		1,
		`Its header names somebody's number or key; ${distinct.different} different values stand in ${distinct.present} cells${repeats ? ", so that it says whose rows these are" : ""}.`,
	);
};
