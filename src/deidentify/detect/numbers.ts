import { luhn } from "../fakes/checksums";
import type { NumberStandard } from "../libraries";
import { type Belief, check, type Detector, directly, type Look, percent, randomEnd, shareOf } from "./look";

const IBAN_TEXT = /^[A-Z]{2}\d{2}[A-Z0-9]{11,30}$/i;
const CARD_TEXT = /^\d(?:[ -]?\d){12,18}$/;
const CODE = /^(?=(?:.*\d){4})[\p{L}\d][\p{L}\d .\-/]{4,22}$/u;
/** US social security number in its own spelling. */
const SSN = /^\d{3}-\d{2}-\d{4}$/;

/** ln of the odds from which a checksum is believed although it is one of some 240 that were tried. */
const TELLING = Math.log(240 * 1e3);
/** Different values looked at. */
const LOOKED_AT = 60;
/** Failures after which a standard is given up; typing errors stay below. */
const GIVE_UP = 3;

const compact = (text: string) => text.replace(/[\s.\-/]/g, "");

export const iban: Detector = ({ texts, libraries, header }) => {
	const fits = (text: string) => {
		const plain = compact(text).toUpperCase();
		return IBAN_TEXT.test(plain) && libraries.ibanLength(plain.slice(0, 2)) === plain.length;
	};
	const share = shareOf(texts, fits);
	if (
		share < 0.6 &&
		!(header.says.has("iban") && texts.length > 0 && shareOf(texts, (t) => /^[\p{L}\d .-]{6,34}$/u.test(t)) > 0.8)
	) {
		return undefined;
	}
	const valid = shareOf(texts, (text) => libraries.iban(compact(text).toUpperCase()));
	const locale = mostCommon(texts.filter(fits).map((text) => text.slice(0, 2).toUpperCase()));
	const evidence =
		share >= 0.6
			? `${percent(share)} of its different values have a country's form of an IBAN; the checksum fits ${percent(valid)}, where random digits would reach 1 %.`
			: "Its header says that it holds bank accounts.";
	return directly("iban", Math.max(share, 0.6), evidence, locale ? { locale } : {});
};

export const card: Detector = ({ texts, header, uniform }) => {
	const shaped = texts.filter((text) => CARD_TEXT.test(text));
	if (shaped.length === 0 || shaped.length < 0.8 * texts.length) return undefined;
	const { share, byChance, evidence } = check(shaped.slice(0, LOOKED_AT), luhn, uniform);
	const named = header.says.has("card");
	if (!named && !(share >= 0.9 && evidence > Math.log(1e4))) return undefined;
	const told = `Luhn's checksum fits ${percent(share)} of its different values, where random digits would reach ${percent(byChance)}`;
	return directly("card", share, `${told}${named ? ", and its header says so" : ""}.`);
};

/** Whether a standard's checksum holds for a column; given up after a few failures, which most standards meet at once. */
function tryStandard(texts: readonly string[], standard: NumberStandard, uniform: () => number) {
	let failed = 0;
	for (const text of texts) {
		if (!standard.valid(text) && ++failed >= GIVE_UP && failed > 0.1 * texts.length) return undefined;
	}
	return { standard, ...check(texts, standard.valid, uniform) };
}

function byChecksum({ uniform, libraries }: Look, shaped: readonly string[]) {
	const some = shaped.slice(0, LOOKED_AT);
	const tried = libraries.numbers.flatMap((standard) => tryStandard(some, standard, uniform) ?? []);
	const best = tried.filter(({ share }) => share >= 0.85).sort((a, b) => b.evidence - a.evidence)[0];
	return best && best.evidence > TELLING && best.byChance < 0.4 ? best : undefined;
}

export const nationalNumber: Detector = (look): Belief | undefined => {
	const { texts, header, column } = look;
	if (column.kind === "datetime" || column.kind === "number") return undefined;
	const ssn = shareOf(texts, (text) => SSN.test(text));
	if (ssn >= 0.8) {
		return directly(
			"national-number",
			ssn,
			`${percent(ssn)} of its different values are written as US social security numbers.`,
			{
				locale: "US",
				standard: "US.ssn",
			},
		);
	}
	const shaped = texts.filter((text) => CODE.test(text) && compact(text).length >= 6);
	if (shaped.length < 0.8 * texts.length || shaped.length < 4) return named(look, shaped);
	const found = byChecksum(look, shaped);
	if (found) {
		const { standard, share, byChance } = found;
		const evidence = `The checksum of ${standard.label} fits ${percent(share)} of its different values, where random digits would reach ${percent(byChance)}.`;
		return directly("national-number", share, evidence, { locale: standard.key.slice(0, 2), standard: standard.key });
	}
	return header.says.has("national-number") ? named(look, shaped) : undefined;
};

/** By the header alone: numbers whose checksum was left out, mistyped, or has none. */
function named({ header, texts }: Look, shaped: readonly string[]): Belief | undefined {
	if (!header.says.has("national-number") || shaped.length < 0.6 * texts.length || shaped.length === 0)
		return undefined;
	const share = shaped.length / texts.length;
	return directly("national-number", share, "Its header names a national, tax or insurance number.");
}

const PHONE_TEXT = /^(?:\p{L}{1,6}[.:]?\s?)?\+?\(?\d[\d\s().\-/‑–]{5,20}\d(?:\s*(?:x|ext\.?|#)\s*\d{1,6})?$/iu;
const GROUPED = /^(?:\+|00)\d|^\(?0\d|^\(\d{2,5}\)|^\d?[-. ]?\(?\d{3}\)?[-. ]\d{3}[-. ]\d{4}|\dx\d|\d\s+x\d/;
/** Chemicals (CAS numbers), dates, social security and book numbers, amounts, versions. */
const NOT_PHONE =
	/^\d{2,7}-\d{2}-\d$|^\d{4}[-\s./]\d{1,2}[-\s./]\d{1,2}(?!\d)|^\d{1,2}[./-]\d{1,2}[./-]\d{2,4}\b|^\d{3}-\d{2}-\d{4}$|^97[89]-|^\d{1,3}(?:[.,]\d{3})+$|^\d+\.\d+$|^(?:\d{1,3}\.){3}\d{1,3}$/;
const COUNTRIES =
	"US GB DE FR NL BE ES IT PT CH AT PL SE NO DK FI IE CZ SK HU RO HR TR GR RU UA IN AU ZA BR MX JP KR CN ID IL EG CA".split(
		" ",
	);

const digitsOf = (text: string) => text.replace(/\s*(?:x|ext\.?|#)\s*\d+$/i, "").replace(/\D/g, "").length;

/** The country whose code most numbers with one begin with, where most have one; else that from which most can be dialled. */
function dialled({ libraries }: Look, texts: readonly string[]): { country: string; share: number } {
	const some = texts.slice(0, 24);
	const abroad = texts
		.filter((text) => /^\s*(?:\+|00)\s*[1-9]/.test(text))
		.map((text) => text.replace(/\D|^\D*00/g, ""));
	if (abroad.length > 0.5 * texts.length) {
		const begins = (country: string) => shareOf(abroad, (text) => text.startsWith(libraries.dialCode(country)));
		const best = COUNTRIES.reduce((a, b) => (begins(b) > begins(a) ? b : a));
		return { country: best, share: shareOf(some, (text) => libraries.phone(text, best)) };
	}
	let best = { country: "US", share: 0 };
	for (const country of COUNTRIES) {
		const share = shareOf(some, (text) => libraries.phone(text, country));
		if (share > best.share) best = { country, share };
		if (share === 1) break;
	}
	return best;
}

export const phone: Detector = (look) => {
	const { texts, header, column, uniform, libraries } = look;
	if (column.kind === "datetime" || column.kind === "boolean") return undefined;
	const shaped = texts.filter(
		(text) => PHONE_TEXT.test(text) && !NOT_PHONE.test(text) && digitsOf(text) >= 7 && digitsOf(text) <= 15,
	);
	const share = texts.length === 0 ? 0 : shaped.length / texts.length;
	const told = (n: number) => `${percent(n)} of its different values are written as phone numbers`;
	if (share < 0.6) return localPhones(look, told);
	const named = header.says.has("phone");
	const separated = shareOf(shaped, (text) => GROUPED.test(text) && !/^\d+$/.test(text));
	const { country, share: valid } = dialled(look, shaped);
	const more = { locale: country };
	if (named) return directly("phone", share, `${told(share)}, and its header says so.`, more);
	if (separated > 0.6 && (valid > 0.3 || share > 0.9)) {
		return directly("phone", share, `${told(share)}; ${percent(valid)} of them can be dialled in ${country}.`, more);
	}
	// Digits in groups, as few but phone numbers are written; thousands are grouped in threes.
	const groups = shareOf(shaped, (text) => /^\d{2,4}(?: \d{2,4}){2,4}$/.test(text));
	const threes = shareOf(shaped, (text) => /^\d{1,3}(?: \d{3})+$/.test(text));
	if (groups > 0.8 && valid >= (threes > 0.8 ? 0.7 : 0.4)) {
		return directly("phone", share, `${told(share)}; ${percent(valid)} of them can be dialled in ${country}.`, more);
	}
	// Plain digits: any code may look like that, so what random ones would reach counts.
	const start = (text: string) => randomEnd(text, digitsOf(text) - 1, uniform);
	const byChance = shareOf(
		shaped.slice(0, 24).flatMap((text) => [start(text), start(text)]),
		(text) => libraries.phone(text, country),
	);
	const odds = Math.min(shaped.length, 24) * Math.log(Math.max(valid, 0.01) / Math.max(byChance, 0.03));
	const zero = shareOf(shaped, (text) => /^0[1-9]/.test(text));
	if (valid >= 0.85 && (odds > 9 || (zero > 0.9 && odds > 2))) {
		return directly(
			"phone",
			share,
			`${told(share)}; ${percent(valid)} of them can be dialled in ${country}, where random digits would reach ${percent(byChance)}.`,
			more,
		);
	}
	if (writtenFreely(shaped)) return directly("phone", share, `${told(share)}, each in its own way.`, more);
	return undefined;
};

/** Share of the numbers that a length has before it counts as one of a column's lengths. */
const OWN_LENGTH = 0.06;

/** Three groups of digits or more: two may be the ends of a range. */
const GROUPS = /^\D*\d+[\s\-/.()‑–]+\d+[\s\-/.()‑–]+\d/;

/** Different lengths, and groups of digits that follow no single pattern: as people note phone numbers, and no code is written. */
function writtenFreely(texts: readonly string[]): boolean {
	const count = (key: (text: string) => string | number) => {
		const counts = new Map<string | number, number>();
		for (const text of texts) counts.set(key(text), (counts.get(key(text)) ?? 0) + 1);
		return [...counts.values()].filter((n) => n >= OWN_LENGTH * texts.length).length;
	};
	const lengths = count(digitsOf);
	const grouped = texts.filter((text) => GROUPS.test(text) && !/^\d{1,3}(?:[ .,]\d{3})+$/.test(text));
	const layouts = new Set(grouped.map((text) => text.replace(/\d/g, "9"))).size;
	if (lengths >= 2 && lengths + layouts >= 5 && grouped.length >= 0.25 * texts.length) return true;
	// A code with a zero in front is filled up to one length.
	return lengths >= 2 && shareOf(texts, (text) => /^0[1-9]\d+$/.test(text)) > 0.9;
}

const AREA_CODE = /^\(?0\d{1,4}\)?[\s/-]+\d{2,4}(?:[\s-]?\d{2,4}){0,3}$/;

/** Numbers of one's own town, without the area code, among others that have one. */
function localPhones({ texts, column }: Look, told: (share: number) => string): Belief | undefined {
	if (column.kind === "number" || column.kind === "integer") return undefined;
	const withArea = shareOf(texts, (text) => AREA_CODE.test(text) && digitsOf(text) >= 6);
	const local = shareOf(
		texts,
		(text) => /^\d{2,4}(?:[\s-]?\d{2,4}){1,2}$/.test(text) && digitsOf(text) >= 5 && digitsOf(text) <= 8,
	);
	if (withArea < 0.2 || withArea + local < 0.9 || texts.length < 5) return undefined;
	return directly("phone", withArea + local, `${told(withArea + local)}, with and without an area code.`);
}

function mostCommon(items: readonly string[]): string | undefined {
	const counts = new Map<string, number>();
	for (const item of items) counts.set(item, (counts.get(item) ?? 0) + 1);
	return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0];
}
