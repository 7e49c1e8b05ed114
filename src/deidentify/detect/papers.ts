import { isNumeric } from "../../table/table";
import { type Detector, directly, percent, shareOf } from "./look";

/**
 * Plates of vehicles, by country. Letters and figures as in OpenALPR's list for Europe (runtime_data/postprocess/eu.patterns,
 * commit 0818ba7), Austria's chosen plates and Poland's letters as in docs/patterns.md of eu-vignette/vignette-api, Dutch
 * sidecodes 1 to 14 as in nummerborden.info/info-nl-kentekens; forms from before are older issues of the same countries. The
 * marks between are those that issuers write. The libraries for them know few countries, or no marks, and would hold more
 * code than these lines.
 */
const PLATES: readonly RegExp[] = [
	/^[A-ZÄÖÜ]{1,3}[- ][A-Z]{1,2}[- ]?[1-9]\d{0,3}[EH]?$/, // DE
	/^[A-Z]{2}-\d{3}-[A-Z]{2}$/, // FR, since 2009
	/^\d{1,4} ?[A-Z]{2,3} ?(?:\d{2}|2[AB]|97\d)$/, // FR, before
	/^[A-Z]{2}\d{2} ?[A-Z]{3}$/, // GB, since 2001
	/^[A-Z]\d{1,3} ?[A-Z]{3}$|^[A-Z]{3} ?\d{1,3}[A-Z]$/, // GB, 1983 to 2001, and before
	/^\d{2,3}-[A-Z]{1,2}-\d{1,6}$/, // IE
	/^[A-Z]{2} ?\d{3} ?[A-Z]{2}$/, // IT
	/^\d{4}[ -]?[BCDFGHJ-NPRSTV-Z]{3}$|^[A-Z]{1,2}[ -]\d{4}[ -][A-Z]{1,2}$/, // ES, since 2000, and before
	/^(?=.*[A-Z])(?=.*\d)(?:[A-Z]{2}|\d{2})-(?:[A-Z]{2}|\d{2})-(?:[A-Z]{2}|\d{2})$/, // NL and PT, pairs
	/^(?:\d{2}-[A-Z]{3}-\d|\d-[A-Z]{3}-\d{2}|[A-Z]{2}-\d{3}-[A-Z]|[A-Z]-\d{3}-[A-Z]{2})$/, // NL, sidecodes 7 to 10
	/^(?:[A-Z]{3}-\d{2}-[A-Z]|[A-Z]-\d{2}-[A-Z]{3}|\d-[A-Z]{2}-\d{3}|\d{3}-[A-Z]{2}-\d)$/, // NL, 11 to 14
	/^(?:[1-9]-[A-Z]{3}|[A-Z]{3})-\d{3}$|^\d{3}-[A-Z]{3}$/, // BE, since 2010, and before
	/^[A-Z]{1,2}[- ](?:[1-9]\d{0,4} ?[A-Z]{1,3}|[A-Z]{1,5} ?[1-9]\d{0,4})$/, // AT, issued and chosen
	/^(?:AG|AI|AR|BE|BL|BS|FR|GE|GL|GR|JU|LU|NE|NW|OW|SG|SH|SO|SZ|TG|TI|UR|VD|VS|ZG|ZH)[ ·-]?\d{1,6}$/, // CH
	/^(?=(?:.*\d){2})(?:[A-Z]{2} ?[AC-HJ-NPR-Y\d]{5}|[A-Z]{3} ?[AC-HJ-NPR-Y\d]{4,5})$/, // PL
	/^[A-Z]{3} ?\d{2}[A-Z\d]$/, // SE
	/^[A-Z]{2} ?\d{2} ?\d{3}$/, // DK, NO
	/^[A-Z]{3}-\d{1,3}$/, // FI
	/^\d[A-Z][A-Z\d] ?\d{4}$/, // CZ
	/^[A-Z]{3}[- ]?\d{3,4}$/, // US, HU, LT
	/^\d[A-Z]{3}\d{3}$/, // US, California
];
/** Of these no other code is written alike: two marks, or a blank behind a mark. */
const UNMISTAKABLE: readonly RegExp[] = [/^[A-ZÄÖÜ]{1,3}-[A-Z]{1,2} [1-9]\d{0,3}[EH]?$/, /^[A-Z]{2}-\d{3}-[A-Z]{2}$/];
/** Whatever may be one: capitals and figures, a few. */
const ANY_PLATE = /^(?=.*\d)(?=.*\p{L})[\p{L}\d][\p{L}\d ·.-]{2,10}[\p{L}\d]$/u;
const FEWEST_UNNAMED = 8;

/** Vehicles' plates, by their country's form or by their header. */
export const plates: Detector = ({ texts, header, column }) => {
	if (isNumeric(column) || column.kind === "boolean" || texts.length === 0) return undefined;
	const upper = texts.map((text) => text.toUpperCase());
	const one = (forms: readonly RegExp[]) =>
		forms.reduce(
			(most, form) =>
				Math.max(
					most,
					shareOf(upper, (text) => form.test(text)),
				),
			0,
		);
	const any = shareOf(upper, (text) => PLATES.some((form) => form.test(text)));
	const told = (share: number) => `${percent(share)} of its different values are written as plates of vehicles`;
	if (header.plate === "yes") {
		const share = shareOf(texts, (text) => ANY_PLATE.test(text));
		if (share >= 0.6) return directly("key", share, `${told(share)}, and its header says so.`);
	}
	// A vehicle may be a make and a type ("A4", "X5") of which there are a few.
	if (header.plate === "maybe" && any >= 0.8 && (texts.length >= FEWEST_UNNAMED || one(UNMISTAKABLE) >= 0.8)) {
		return directly("key", any, `${told(any)}, and its header fits.`);
	}
	const sure = one(UNMISTAKABLE);
	if (sure >= 0.9 && texts.length >= FEWEST_UNNAMED) return directly("key", sure, `${told(sure)}.`);
	return undefined;
};

/** One or two letters and six to eight figures, or nine of figures and consonants, as passports are numbered (ICAO 9303). */
const PASSPORT = /^(?:[A-Z]{1,3}\d{6,8}|\d{9}|\d{2}[A-Z]{2}\d{5}|(?=.*\d)[A-Z\d]{8,9})$/;
const ANY_DOCUMENT = /^(?=.*\d)[A-Z\d][A-Z\d -]{4,13}$/;

/** Passports and identity cards, by their header and form. */
export const documents: Detector = ({ texts, header, column }) => {
	if (!header.document || column.kind === "datetime" || column.kind === "boolean" || texts.length === 0)
		return undefined;
	const form = header.document === "yes" ? ANY_DOCUMENT : PASSPORT;
	const share = shareOf(texts, (text) => form.test(text.toUpperCase()));
	if (share < 0.6 || (header.document === "maybe" && texts.length < 4)) return undefined;
	return directly(
		"national-number",
		share,
		"Its header names passports, identity cards or the like, and its values are numbered so.",
	);
};
