/** One form for each way to write an identifier: two cells whose forms are the same name the same person or thing. */
import { PARTICLE, TITLE } from "../../deidentify/detect/name-parts";
import type { What } from "../../deidentify/finding";
import type { Libraries } from "../../deidentify/libraries";

/** What is needed to read a column's identifiers. */
export interface Spelling {
	readonly what: What;
	/** The country from which its phone numbers are dialled. */
	readonly country?: string | undefined;
	readonly libraries: Pick<Libraries, "nationalNumber">;
}

/** Without what is seen alike or not at all: width, accents, capitals, invisible characters. */
export function folded(text: string): string {
	return text
		.normalize("NFKD")
		.replace(/[\p{M}\p{Cf}]/gu, "")
		.toLowerCase()
		.trim();
}

/** Values as they compare: marks and spaces apart as well. */
export const plain = (text: string) => folded(text).replace(/[\s().\-/_]+/g, "");

const wordsOf = (text: string) => folded(text).match(/[\p{L}\p{N}'’]+/gu) ?? [];

/** A title before a name or behind it; a single letter may be an initial. */
const isTitle = (word: string | undefined) => word !== undefined && word.length > 1 && TITLE.test(word);

function untitled(words: readonly string[]): readonly string[] {
	let [from, to] = [0, words.length];
	while (isTitle(words[from])) from++;
	while (to > from && isTitle(words[to - 1])) to--;
	return words.slice(from, to);
}

/** A person's names in any order, without a title; empty where there is a single one. */
export function nameForm(text: string): string {
	const words = untitled(wordsOf(text));
	return words.length < 2 ? "" : [...words].sort().join("");
}

const SCHEME = /^(?:mailto:|https?:\/\/)(?:www\.)?|^www\./;
const ADDRESS = /[\p{L}\p{N}._%+'&~-]+@[\p{L}\p{N}.-]+/u;

function addressForm(text: string): string {
	const at = folded(text).replace(/\s*(?:[[(]\s*at\s*[\])]|@)\s*/, "@");
	return plain(ADDRESS.exec(at.replace(SCHEME, ""))?.[0] ?? at);
}

/** Forms of a whole cell: two cells that share one are the same identifier. None of them is empty. */
export function formsOf(text: string, what: What): string[] {
	const forms = () => {
		switch (what) {
			case "name": {
				const words = wordsOf(text);
				return [nameForm(text), untitled(words).join("") || words.join("")];
			}
			case "email":
				return [addressForm(text)];
			case "url":
				return [plain(folded(text).replace(SCHEME, ""))];
			case "handle":
				return [plain(text.replace(/^\s*@/, ""))];
			default:
				return [plain(text)];
		}
	};
	return forms().filter((form) => form !== "");
}

/** Digits from which a number without its letters may be somebody's. */
export const FEWEST_DIGITS = 6;

/** Its digits as a number has them, without zeros in front; nothing where they are few. */
function core(digits: string | undefined): string[] {
	const number = digits?.replace(/^0+/, "") ?? "";
	return number.length >= FEWEST_DIGITS ? [number] : [];
}

/**
 * What is left of a number without its letters in front, its country and its zeros: others have the same by chance. Phones are
 * the number within the country, bank accounts also the part behind country and check digits.
 */
export function digitForms(text: string, { what, country, libraries }: Spelling): string[] {
	const number = what === "phone" ? text.replace(/\s*(?:x|ext\.?|#)\s*\d+$/i, "") : text;
	const together = plain(number);
	const digits = /^\+?\p{L}*(\d+)\p{L}?$/u.exec(together)?.[1];
	const forms = core(digits);
	if (what === "iban") forms.push(...core(/\d+$/.exec(together)?.[0]), ...core(/\d+$/.exec(together.slice(4))?.[0]));
	if (what === "phone" && digits) forms.push(...core(libraries.nationalNumber(folded(number), country ?? "US")));
	return [...new Set(forms)];
}

/** Given and family name, or an initial and the family name. */
export interface NamePair {
	readonly given: string;
	readonly family: string;
	readonly short: boolean;
}

/** The two names by which a person is called: without title, particles, initials and names between. */
export function namePair(text: string): NamePair | undefined {
	const turned = text.includes(",");
	const words = untitled(wordsOf(text)).filter((word) => word.length === 1 || !PARTICLE.test(word));
	const whole = words.filter((word) => word.length > 1);
	const initial = words.find((word) => word.length === 1);
	if (whole.length === 1) {
		return initial === undefined ? undefined : { given: initial, family: whole[0]!, short: true };
	}
	if (whole.length === 0) return undefined;
	const last = whole.length - 1;
	return turned
		? { given: whole[1]!, family: whole[0]!, short: false }
		: { given: whole[0]!, family: whole[last]!, short: false };
}

/** How a pair compares: in any order, where both are whole names. */
export const pairForm = (given: string, family: string, short: boolean) =>
	short ? `${given.charAt(0)} ${family}` : given < family ? `${given} ${family}` : `${family} ${given}`;
