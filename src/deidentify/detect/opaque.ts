import { namesAmount } from "../../table/identifiers";
import { type Column, isNumeric } from "../../table/table";
import { isProduct, luhn } from "../fakes/checksums";
import { groupRows } from "../groups";
import { headerWords } from "../header-words";
import { type Detector, directly, shareOf } from "./look";

/** Different codes, and rows a code, from which it tells how they are spread. */
const [FEWEST, ROWS_EACH] = [12, 1.2];
/** Share of the different codes that must be of one length. */
const ONE_LENGTH = 0.75;
/** Bits of what codes of that form could be, at least, and beyond those that tell the different ones apart. */
const [BITS, SPARE] = [15, 8];
/** Bits from which no list of codes is that large; below, codes that crowd are of a list. */
const MORE_THAN_LISTS = 32;
/** Pairs of codes that begin alike, against as many as begin so by chance, from which they crowd. */
const CROWDED = 4;
/** Digits of the whole numbers looked at: of fewer, stores, years and counts are. */
const DIGITS = 5;
/** Cells of the same number for each that is within ten of it and differs, from which a number is no measure. */
const ALONE = 20;

/** A space stands between digits, or after the letters that a code begins with: "MRN 4827193". */
const CODE = /^[\p{L}\p{N}](?:[\p{L}\p{N}_./:#-]|(?<=\d|^\p{L}{1,6}) (?=\d))*$/u;
/** Whether a code is in a list that everybody knows, by its form and its check digit. */
const KNOWN: readonly ((code: string) => boolean)[] = [
	// Diagnoses: ICD-10 and ICD-9.
	(code) => /^[A-Z]\d[\dAB](?:\.[\dA-Z]{1,4})?$/.test(code) || /^[EV]?\d{2,3}\.\d{1,2}$/.test(code),
	// Medicines (ATC); observations (LOINC), which end in Luhn's digit; products.
	(code) => /^[A-DG-HJLMNPR-SV]\d{2}[A-Z]{2}(?:\d{2})?$/.test(code),
	(code) => /^\d{3,5}-\d$/.test(code) && luhn(code),
	isProduct,
	// Times of day, months and weeks, versions, colours.
	(code) => /^\d{1,2}:\d{2}(?::\d{2})?$|^(?:19|20)\d\d-[A-Z]?\d{2}(?:-\d{2})?$/.test(code),
	(code) => /^\d{1,2}(?:\.\d{1,2}){2,3}$|^#[\da-f]{6}$/i.test(code),
	// Variants of genes (dbSNP), chemicals (CAS), and what says itself which thing it is of: "SKU-AB-12345".
	(code) => /^rs\d{3,10}$/.test(code) || isChemical(code),
	(code) => THINGS.has(/^\p{L}+(?=[^\p{L}])/u.exec(code)?.[0].toLowerCase() ?? ""),
];

/** A CAS registry number: its last digit is the sum of the others, each by its place from the right, modulo 10. */
function isChemical(code: string): boolean {
	if (!/^\d{2,7}-\d\d-\d$/.test(code)) return false;
	const digits = Array.from(code.replaceAll("-", ""), Number).reverse();
	return digits.slice(1).reduce((sum, digit, i) => sum + digit * (i + 1), 0) % 10 === digits[0];
}

/** Words of headers that name codes of things, of which a table has as many as the world has. */
const THINGS = new Set(
	"sku skus product products produkt producto produit article articles artikel item items part parts partno model diagnosis diagnoses diagnose diag dx icd icdcode atc loinc snomed cpt drg ops drug drugs medicine medicines medication medicament medikament procedure procedures ean gtin isbn barcode version flight route fips nuts naics nace sic currency color colour farbe kleur couleur hashtag postal zip zipcode airport course tariff hscode batch lot".split(
		" ",
	),
);

/** Whether a header names codes of things: "product_code", "icd10". */
const namesThing = (name: string) =>
	headerWords(name).some(
		(word, i, words) => THINGS.has(word.replace(/\d+$/, "")) || THINGS.has(word + (words[i + 1] ?? "")),
	);

/** How much characters of one place differ: bits, corrected for few codes (Miller and Madow), and the chance that two agree. */
function placeOf(codes: readonly string[], place: number): { bits: number; agree: number } {
	const counts = new Map<string, number>();
	for (const code of codes) counts.set(code[place]!, (counts.get(code[place]!) ?? 0) + 1);
	const n = codes.length;
	let [bits, pairs] = [0, 0];
	for (const count of counts.values()) {
		bits -= (count / n) * Math.log2(count / n);
		pairs += count * (count - 1);
	}
	return { bits: bits + (counts.size - 1) / (2 * n * Math.LN2), agree: pairs / (n * (n - 1)) };
}

/** Whether many more codes begin alike than would if each place were drawn by itself, as chapters of a list make them. */
function crowds(codes: readonly string[], agree: readonly number[]): boolean {
	const pairs = (codes.length * (codes.length - 1)) / 2;
	let byChance = pairs;
	for (const [place, chance] of agree.entries()) {
		byChance *= chance;
		const counts = new Map<string, number>();
		for (const code of codes) {
			const start = code.slice(0, place + 1);
			counts.set(start, (counts.get(start) ?? 0) + 1);
		}
		let alike = 0;
		for (const count of counts.values()) alike += (count * (count - 1)) / 2;
		if (alike > CROWDED * byChance + CROWDED + Math.sqrt(byChance)) return true;
	}
	return false;
}

/** Letters alone are words, unless hardly any could be spoken. */
const UNSPOKEN = /[^aeiouyäöüáéíóúàèìòùâêîôûåæø\W\d_]{4}|^[^aeiouy]+$/iu;

/** Bits of the space that codes are drawn from; 0 where they are words, known codes, or of many lengths. */
function spaceOf(codes: readonly string[]): number {
	const lengths = new Map<number, string[]>();
	for (const code of codes) lengths.set(code.length, [...(lengths.get(code.length) ?? []), code]);
	const most = [...lengths.values()].reduce((a, b) => (b.length > a.length ? b : a), []);
	if (most.length < Math.max(FEWEST, ONE_LENGTH * codes.length)) return 0;
	if (shareOf(most, (code) => CODE.test(code)) < 0.95) return 0;
	if (KNOWN.some((isKnown) => shareOf(codes, isKnown) > 0.9)) return 0;
	if (shareOf(most, (code) => /\d/.test(code)) < 0.6 && shareOf(most, (code) => UNSPOKEN.test(code)) < 0.6) return 0;
	const places = Array.from({ length: most[0]!.length }, (_, place) => placeOf(most, place));
	const bits = places.reduce((sum, place) => sum + place.bits, 0);
	if (bits < Math.max(BITS, Math.log2(codes.length) + SPARE)) return 0;
	const isList =
		bits < MORE_THAN_LISTS &&
		crowds(
			most,
			places.map(({ agree }) => agree),
		);
	return isList ? 0 : bits;
}

/** Whether whole numbers are given rather than measured: of one length, not rounded, and each alone where it repeats. */
function areGiven(column: Column): boolean {
	if (!isNumeric(column) || column.kind !== "integer" || namesAmount(column.name)) return false;
	const counts = new Map<number, number>();
	for (const value of column.values) if (!Number.isNaN(value)) counts.set(value, (counts.get(value) ?? 0) + 1);
	const different = [...counts.keys()];
	const length = Math.max(...different.slice(0, 1000).map((value) => String(Math.abs(value)).length));
	if (length < DIGITS || different.some((value) => value < 0)) return false;
	const own = different.filter((value) => String(value).length === length);
	if (own.length < 0.85 * different.length) return false;
	for (const step of [2, 3, 5, 7, 10, 25, 100]) {
		for (const rest of [0, step - 1]) {
			const share = own.filter((value) => value % step === rest).length / own.length;
			if (share > 1 / step + Math.max(0.15, 1.5 / Math.sqrt(own.length))) return false;
		}
	}
	let [same, near] = [0, 0];
	for (const [value, count] of counts) {
		same += count * (count - 1);
		for (let d = 1; d <= 10; d++) near += 2 * count * (counts.get(value + d) ?? 0);
	}
	return same > (ALONE * near) / 20;
}

/**
 * Codes that repeat, of a form of which there could be far more than there are: somebody was given each. Lists of
 * diagnoses, shops or prices are dense, crowd under common beginnings, or are rounded; words can be spoken.
 */
export const opaque: Detector = ({ column, header, texts }) => {
	if (column.kind !== "category" && column.kind !== "integer") return undefined;
	if (header.thing || namesThing(column.name)) return undefined;
	const groups = groupRows(column);
	if (groups.count < FEWEST || groups.present < ROWS_EACH * groups.count || texts.length < FEWEST) return undefined;
	if (isNumeric(column) && !areGiven(column)) return undefined;
	if (spaceOf(texts) === 0) return undefined;
	const evidence = `${groups.count} different codes stand in ${groups.present} cells, of a form that could make far more of them, as codes of people and records are. Where they are of things, learn the column.`;
	return directly("key", 1, evidence);
};
