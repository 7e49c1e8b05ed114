import type { Libraries } from "../libraries";
import { joinedNames } from "./login-names";
import { type Belief, directly, type Look } from "./look";
import { ALSO_WORDS, INITIALS, PARTICLE, TITLE } from "./name-parts";

/** Share of the different values that must be known names of one language, at least. */
const KNOWN = 0.65;

/** Endings that family names have in a language and hardly any other word has. */
const ENDING =
	/.{2}(?:sson|d[óo]ttir|[klprn]stra|[bdklnrt]sma|[ńnl]ski|wsk[ia]|wicz|ovi[ćcč]|evi[ćcč]|[^aeiou]i[ćč]|chenko|enko|ková|escu|opoulos|shvili|adze|o[ğg]lu|[áa]lez|érez|[íi]guez|ínez|[áa]ndez|mann|meijer|meyer|maier|huber|qvist|quist|ström)$/u;
/** "van den Berg", "von Arnim", "O'Neill", "McKay". */
const BEGINNING = /^(?:van (?:de |den |der |het |'t )?|von (?:der |dem |den )?|O['’]|Mc)\p{Lu}/iu;
const WORD = /^[\p{L}\p{M}'’-]+$/u;

interface Read {
	/** Languages of which every word is a name; empty where one is not. */
	readonly languages: readonly string[];
	/** Whether it may as well be a word for something else. */
	readonly ambiguous: boolean;
	/** Whether its form alone says that it is a family name. */
	readonly formed: boolean;
}

type Names = Pick<Libraries, "first" | "last" | "ambiguous">;

function read(text: string, { first, last, ambiguous }: Names): Read {
	const none = { languages: [], ambiguous: false, formed: false };
	const tokens = text.split(/[\s,]+/).filter((token) => token !== "" && !TITLE.test(token) && !PARTICLE.test(token));
	const written = tokens.length > 1 ? tokens.filter((token) => !INITIALS.test(token)) : tokens;
	const words = written.flatMap((token) => token.split("-"));
	if (words.length === 0 || words.length > 3 || !words.every((word) => WORD.test(word))) return none;
	const languages = words.map((word) => {
		const lower = word.toLowerCase().replace(/[’`]/g, "'");
		return [...(first.get(lower) ?? []), ...(last.get(lower) ?? [])];
	});
	const after = /^\p{Lu}[^,]+, ?(\p{Lu}[\p{L}'’-]+)/u.exec(text)?.[1]?.toLowerCase();
	const formed =
		BEGINNING.test(text) ||
		(after !== undefined && first.has(after) && !ambiguous.has(after) && !ALSO_WORDS.has(after)) ||
		((words.length === 1 || text.includes(",")) && ENDING.test(words[0]!.toLowerCase()));
	return {
		languages: languages.reduce((a, b) => a.filter((language) => b.includes(language))),
		ambiguous: !formed && words.some((word) => ambiguous.has(word.toLowerCase()) || ALSO_WORDS.has(word.toLowerCase())),
		formed,
	};
}

/** Whether a text is a name of somebody, in one word or several, and no word for anything else. */
export function isNameWord(text: string, names: Names): boolean {
	const { languages, ambiguous, formed } = read(text, names);
	return formed || (languages.length > 0 && !ambiguous && /^\p{Lu}/u.test(text));
}

/** Whether a text is a first and a last name of one language and no word for anything else. */
export function isFullName(text: string, { first, last, ambiguous }: Names): boolean {
	const words = text
		.toLowerCase()
		.split(/\s+/)
		.filter((word) => !TITLE.test(word) && !PARTICLE.test(word));
	if (words.length < 2 || words.some((word) => ambiguous.has(word) || ALSO_WORDS.has(word))) return false;
	const given = first.get(words[0]!) ?? [];
	return (last.get(words.at(-1)!) ?? []).some((language) => given.includes(language));
}

/** Forms of address that only people have; "Dr. Oetker" is a make. */
const ADDRESSED =
	/^(?:mr|mrs|ms|miss|herrn?|hrn|frau|fräulein|mme|mlle|monsieur|madame|señora?|sra?|signora?|sig|dhr|mevr|mw|mevrouw|meneer)\.?\s+(?:\p{Lu}\.\s*)*\p{L}/iu;

/** Whether a text, found inside another, can be nothing but somebody's name: a full one, in whatever marks, or an address. */
export function isSureName(text: string, names: Names): boolean {
	if (ADDRESSED.test(text) || isFullName(text, names)) return true;
	const { length } = joinedNames(text, names)[0] ?? { length: 0 };
	return length === text.length;
}

/**
 * Names of people where there are but a few different ones, as in a column of doctors: nearly all must be names of one
 * language, and most of them nothing else, because cities, brands and flowers are called like people too.
 */
export function fewNames(look: Look): Belief | undefined {
	const { texts, header } = look;
	const n = texts.length;
	if (n < 2 || header.thing) return undefined;
	const cells = texts.map((text) => read(text, look.libraries));
	let best = { language: "", known: 0, sure: 0 };
	for (const language of new Set(cells.flatMap(({ languages }) => languages).concat(""))) {
		const own = cells.filter((one) => one.formed || one.languages.includes(language));
		const sure = own.filter((one) => !one.ambiguous).length;
		if (own.length + sure > best.known + best.sure) best = { language, known: own.length, sure };
	}
	const small = texts.some((text) => /^\p{Ll}/u.test(text) && !BEGINNING.test(text));
	const all = best.known === n;
	// Words in small letters may be anything.
	if (small ? !all || best.sure < Math.max(3, 0.8 * n) : best.sure < Math.max(all ? 2 : 3, (all ? 0.25 : 0.4) * n)) {
		return undefined;
	}
	if (best.known < KNOWN * n) return undefined;
	const evidence = `${best.known} of its ${n} different values are known as names of people.`;
	return directly("name", best.known / n, evidence, best.language ? { locale: best.language } : {});
}
