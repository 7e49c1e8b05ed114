import { distinctCount } from "../groups";
import { type Detector, directly } from "./look";

/** Different values up to which numbers by a person's name group rather than identify. */
const FEW = 5;

/** Identifiers that somebody was given: pseudonyms, account numbers, keys of records. */
export const key: Detector = ({ column, header, texts, present }) => {
	if (column.kind === "id") {
		return directly("key", 1, `It is read as an identifier. ${column.reason ?? "Its kind was given."}`);
	}
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
