import { isFullName, isNameWord } from "./detect/few-names";
import { capitalRuns, isPair } from "./detect/likely-names";
import { readLogin } from "./detect/login-names";
import { ALSO_WORDS, PARTICLE } from "./detect/name-parts";
import { luhn } from "./fakes/checksums";
import type { Finding, What } from "./finding";
import { readHeader } from "./header-words";
import type { Libraries } from "./libraries";

const EMAIL = /^<?(?:mailto:)?[\p{L}\p{N}._%+'&~-]+@[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+>?$/u;
const CARD = /^\d(?:[ -]?\d){12,18}$/;
const SSN = /^\d{3}-\d{2}-\d{4}$/;
const IBAN = /^[A-Z]{2}\d{2}[A-Z0-9 ]{11,38}$/i;
const ABROAD = /^\+\d[\d ().-]{6,20}\d$/;
/** A number as it is dialled at home, and one of the length of national numbers of persons whose check digits tell. */
const LOCAL = /^0[1-9]\d{7,9}$/;
const NATIONAL = /^\d{9,11}$/;
const COUNTRIES = "NL DE FR GB BE ES IT CH AT SE DK NO PL".split(" ");
const PERSONS =
	"NL.bsn BE.nn FR.nir ES.dni PL.pesel SE.personnummer NO.fodselsnummer DE.idnr BR.cpf FI.hetu TR.tckimlik".split(" ");
const WITH_INITIALS = /^(?:\p{Lu}\. ?){1,3}(?:(?:van|von|de|den|der|ter|ten) ){0,2}(\p{Lu}[\p{L}'’-]{2,})$/u;
const TWO_WORDS = /^(\p{L}{3,})[ ._](\p{L}{3,})$/u;
/** Digits from which a number above others of its length is one of them. */
const FEWEST_DIGITS = 6;

/** What a column's name is in words. */
const WORDS: Partial<Record<What, string>> = {
	name: "the name of a person",
	handle: "a person's login",
	email: "an e-mail address",
	card: "a card number",
	iban: "a bank account",
	phone: "a phone number",
	"national-number": "a national number",
};

/**
 * What the name of a column is, where that itself identifies somebody: in a file without a header, whose first person it
 * is, or in a table of which people are the columns.
 *
 * @param finding what the column's values are: a name or number above others of their kind is one of them.
 */
function whatIsNamed(name: string, finding: Pick<Finding, "what">, known: Libraries): What | undefined {
	const text = name.trim();
	if (EMAIL.test(text)) return "email";
	if (SSN.test(text)) return "national-number";
	if (CARD.test(text) && luhn(text.replace(/\D/g, ""))) return "card";
	if (IBAN.test(text) && known.iban(text.replace(/\s/g, "").toUpperCase())) return "iban";
	if (ABROAD.test(text) && known.phone(text, "US")) return "phone";
	if (["card", "phone", "national-number", "key"].includes(finding.what)) {
		if (/^[\d .()/-]+$/.test(text) && text.replace(/\D/g, "").length >= FEWEST_DIGITS) return finding.what;
	}
	if (LOCAL.test(text) && COUNTRIES.some((country) => known.phone(text, country))) return "phone";
	if (NATIONAL.test(text) && PERSONS.some((key) => known.numbers.some((one) => one.key === key && one.valid(text)))) {
		return "national-number";
	}
	const isTold = readHeader(text).says.size > 0;
	if (!isTold && isPerson(text, known)) return "name";
	if (!isTold && readLogin(text, known) === "full") return "handle";
	if (namesSomebody(text, known)) return "name";
	return !isTold && finding.what === "name" && isNameWord(text, known) ? "name" : undefined;
}

/** "rating by Anna Petrova", "Pieter van Oosterzee", "P.Bakker", "jan.bakker", "john smith". */
function namesSomebody(text: string, known: Libraries): boolean {
	const isFull = capitalRuns(text).some(({ words, between }) => {
		const [first, last] = [words[0]!, words.at(-1)!];
		const isOnly = (word: string, among: ReadonlyMap<string, unknown>) =>
			among.has(word) && !known.ambiguous.has(word) && !ALSO_WORDS.has(word);
		const isGiven = isOnly(first.toLowerCase(), known.first);
		return isPair(first, last, known) || (isGiven && (between || isOnly(last.toLowerCase(), known.last)));
	});
	if (isFull) return true;
	const family = WITH_INITIALS.exec(text)?.[1]?.toLowerCase();
	if (family) return known.last.has(family);
	const [, one, other] = TWO_WORDS.exec(text) ?? [];
	return one !== undefined && other !== undefined && isPair(one, other, known);
}

/** A first and a last name of one language, the first of which is no other word: "Mary King", "Jones, Nancy". */
function isPerson(text: string, known: Libraries): boolean {
	const words = text.split(/[\s,]+/).filter((word) => !PARTICLE.test(word));
	if (words.length < 2 || words.length > 3 || !words.every((word) => /^\p{L}[\p{L}'’.-]*$/u.test(word))) return false;
	const lower = words.map((word) => word.toLowerCase());
	const fits = (given: string, family: string) =>
		!known.ambiguous.has(given) &&
		!ALSO_WORDS.has(given) &&
		(known.last.get(family) ?? []).some((language) => known.first.get(given)?.includes(language));
	const turned = text.includes(",");
	const [first, last] = [lower[turned ? lower.length - 1 : 0]!, lower[turned ? 0 : lower.length - 1]!];
	if (!fits(first, last) && !(words.length === 2 && fits(last, first))) return false;
	// Two words in small letters may be anything; in capitals, they are a name.
	return words.every((word) => /^\p{Lu}/u.test(word)) || isFullName(lower.join(" "), known);
}

/** Fewest columns, and their share of all, that are called like people where the columns are people. */
const [FEWEST_PEOPLE, PEOPLE] = [3, 0.6];
const CAPITALISED = /^\p{Lu}[\p{L}'’-]+(?: \p{Lu}[\p{L}'’-]*\.?)*$/u;

/** What the names of columns say beyond a beginning that several share: "score_Jansen" and "score_Bakker" are of people. */
function withoutPrefix(names: readonly string[]): readonly string[] {
	const beginnings = new Map<string, number>();
	const beginning = (name: string) => /^.*[\s_.:-](?=[^\s_.:-]+$)/u.exec(name)?.[0] ?? "";
	for (const name of names) beginnings.set(beginning(name), (beginnings.get(beginning(name)) ?? 0) + 1);
	return names.map((name) =>
		beginnings.get(beginning(name))! >= FEWEST_PEOPLE ? name.slice(beginning(name).length) : name,
	);
}

/**
 * Findings of columns whose own name identifies somebody, in place of those of their values: names of columns come out as
 * they are, so that such a column is left out unless the caller says otherwise. Where most columns are called like people,
 * so are those of the others that are written alike: no list has all names.
 */
export function findInNames(findings: readonly Finding[], known: Libraries): Finding[] {
	const ends = withoutPrefix(findings.map(({ column }) => column));
	const called = (among: readonly string[]) =>
		among.filter((name) => isNameWord(name, known) || isPerson(name, known)).length >=
		Math.max(FEWEST_PEOPLE, PEOPLE * among.length);
	const people = called(ends);
	const prefixed = called(ends.filter((end, i) => end !== findings[i]!.column));
	return findings.map((finding, i) => {
		const { column } = finding;
		const end = ends[i]!;
		const isPeople = people || (prefixed && end !== column);
		const alike = isPeople && CAPITALISED.test(end) && readHeader(end).says.size === 0;
		const what = whatIsNamed(column, finding, known) ?? (alike ? "name" : undefined);
		return what ? inName(finding, what) : finding;
	});
}

function inName(finding: Finding, what: What): Finding {
	const evidence =
		`Its own name is ${WORDS[what] ?? "an identifier"}, and names of columns come out as they are. ` +
		"Where the first row is data, read the table without a header; else rename the column.";
	return { column: finding.column, identifies: "directly", what, evidence, share: 1, inName: true, treatment: "drop" };
}
