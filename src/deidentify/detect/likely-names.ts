import type { Libraries } from "../libraries";
import { ALSO_WORDS, PARTICLE, TITLE } from "./name-parts";
import { readName } from "./names";

type Names = Pick<Libraries, "first" | "last" | "ambiguous">;

/** A place in a text. */
export interface Place {
	readonly start: number;
	readonly length: number;
}

const UPPER = "\\p{Lu}[\\p{L}\\p{M}'’-]+";
const BETWEEN = "(?:(?:van|von|de|den|der|ter|ten|du|di|da|del|della|la|le|el|al|bin|zu|dos|das|do|af|av|'t)\\s+){0,2}";
/** Words with capitals in a row, "A B" to "A van de B C". */
const CAPITALS = new RegExp(`(?<![\\p{L}\\p{N}.])${UPPER}(?:\\s+${BETWEEN}${UPPER}){1,3}(?![\\p{L}\\p{N}])`, "gu");
/** "J. Smith", "J.P. de Boer", "A.de Vries". */
const INITIALS = new RegExp(`(?<![\\p{L}\\p{N}])(?:\\p{Lu}\\.[ -]?){1,4}${BETWEEN}(${UPPER})`, "gu");
/** "Smith, John". */
const TURNED = new RegExp(`(?<![\\p{L}\\p{N}])(${UPPER}), ?(\\p{Lu}[\\p{L}'’.-]*)`, "gu");
/** Two words of a script without capitals, and one of Chinese, Japanese or Korean. */
const CASELESS = /(?<![\p{L}\p{N}\p{M}])(?=([\p{Lo}\p{M}]{2,}) ([\p{Lo}\p{M}]{2,})(?![\p{L}\p{N}\p{M}]))/gu;
const CJK = /(?<![\p{Lo}])[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]{3,6}(?![\p{Lo}])/gu;
/** "Dr. de Vries", "Prof. Smith": a doctor may be a make. */
const DOCTOR = new RegExp(
	`(?<![\\p{L}\\p{N}])(?:[Dd]r|[Pp]rof|[Dd]rs|[Ii]r|[Dd]ott|[Dd]ra)\\.?\\s+(?:\\p{Lu}\\.\\s*)*${BETWEEN}(${UPPER})(\\s+${BETWEEN}${UPPER})?`,
	"gu",
);
/** "van den Berg", "von der Heide". */
const OF_PLACE = new RegExp(`(?<![\\p{L}\\p{N}])(?:van (?:de|den|der|'t)|von (?:der|dem)) (${UPPER})`, "giu");
/** "jsmith42", and "john.smith", "smith john". */
const NUMBERED = /(?<![\p{L}\p{N}.@/-])\p{Ll}[._-]?(\p{Ll}{5,})\d{1,4}(?![\p{L}\p{N}])/gu;
const SMALL = /(?<![\p{L}\p{N}])(?=(\p{Ll}{4,})([ ._])(\p{Ll}{4,})(?![\p{L}\p{N}]))/gu;
const MAKES = /^(?:oetker|pepper|martens|scholl|bronner|hauschka|dre|who|strange|house|seuss)$/i;
/** Words of places, makes and works that are called after people, or like them. */
const OF_THINGS =
	/^(?:saint|san|santa|santo|santos|são|sao|st|new|old|north|south|east|west|upper|lower|great|grand|long|high|fort|port|neu|alt|nord|ost|süd|bad|rio|costa|sierra|mount|mont|lake|cape|los|las|el|airport|park|court|place|bridge|street|road|heath|end|islands?|river|terrier|spaniel|hound|husky|museum|house|hotel|day|university|college|school|hospital|clinic|centre|center|company|bank|airlines|server|king|queen|rover|disease|syndrome|salad|soup)$/i;
/** Letters from which a family name alone tells. */
const TELLING = 4;

const known = (word: string, names: ReadonlyMap<string, readonly string[]>) => names.get(word) ?? [];
const isWord = (word: string, { ambiguous }: Names) => ambiguous.has(word) || ALSO_WORDS.has(word);

/** Whether two words are a first and a last name of one language, in either order, and not both words for something else. */
export function isPair(one: string, other: string, names: Names): boolean {
	const [a, b] = [one.toLowerCase(), other.toLowerCase()];
	if (isWord(a, names) && isWord(b, names)) return false;
	const fits = (given: string, family: string) =>
		known(family, names.last).some((language) => known(given, names.first).includes(language));
	return fits(a, b) || fits(b, a);
}

/** Whether one of capitalised words is a first or last name and nothing else: "Hiroshi Tanaka", "Hendrika van Oosterzee". */
function hasName(text: string, names: Names): boolean {
	return wordsOf(text).some((word) => {
		const parts = [word, ...word.split("-")].map((part) => part.toLowerCase().replace(/’/g, "'"));
		return parts.some(
			(part) => part.length >= TELLING && !isWord(part, names) && (names.first.has(part) || names.last.has(part)),
		);
	});
}

const wordsOf = (text: string) => text.split(/\s+/).filter((word) => !PARTICLE.test(word) && !TITLE.test(word));

/** Words with capitals in a row, without what stands between them: "van", "de la". */
export function capitalRuns(text: string): { readonly words: readonly string[]; readonly between: boolean }[] {
	return [...text.matchAll(CAPITALS)]
		.map(([run]) => {
			const words = wordsOf(run);
			return { words, between: words.length < run.split(/\s+/).length && words.length >= 2 };
		})
		.filter(({ words }) => words.length >= 2);
}

/** How the other texts are written, among which one may stand out. */
export interface Surroundings {
	/** Whether few have capitals throughout: two capitalised words that are a first and a last name are one. */
	readonly mixed: boolean;
	/** Whether most begin with a small letter: two capitalised words of which one is a name are. */
	readonly small: boolean;
	/** Whether most are of another script than Chinese, Japanese and Korean. */
	readonly alphabetic: boolean;
}

/** Share of the texts from which they are written one way. */
const [TITLED, MOST] = [0.4, 0.6];
const TITLE_CASE = /^\p{Lu}[^\s]*(?:\s+(?:\p{Lu}|\p{N}|&|\p{Ll}{1,3}(?!\p{L}))[^\s]*)+$/u;

/** How texts are written. */
export function surroundings(texts: readonly string[]): Surroundings {
	const count = (test: RegExp) => texts.filter((text) => test.test(text)).length;
	return {
		mixed: count(TITLE_CASE) <= Math.max(1, TITLED * texts.length),
		small: count(/^\p{Ll}/u) >= MOST * texts.length,
		alphabetic: count(/\p{Script=Latin}|\p{Script=Cyrillic}|\p{Script=Greek}/u) >= MOST * texts.length,
	};
}

/** A name that is likely to stand in a text, given what stands around it. */
export function likelyNames(text: string, around: Surroundings, names: Names): Place[] {
	if (!around.mixed) return [];
	const places: Place[] = [];
	const add = ({ index }: RegExpExecArray, { length }: string) => places.push({ start: index, length });
	const isLast = (word: string) => names.last.has(word.toLowerCase());
	for (const match of text.matchAll(DOCTOR)) {
		const [all, family, more] = match;
		const known = more || isLast(family!) || names.first.has(family!.toLowerCase()) || /\p{Lu}\.\s/u.test(all);
		if (known && !MAKES.test(family!)) add(match, all);
	}
	for (const match of text.matchAll(INITIALS)) {
		if (isLast(match[1]!) && !(isWord(match[1]!.toLowerCase(), names) && /^[NSEW]\. /.test(match[0])))
			add(match, match[0]);
	}
	for (const match of text.matchAll(TURNED)) {
		if (isPair(match[1]!, match[2]!.replace(/\.$/, ""), names)) add(match, match[0]);
	}
	for (const match of text.matchAll(CAPITALS)) {
		const words = wordsOf(match[0]);
		if (words.length < 2 || OF_THINGS.test(words[0]!)) continue;
		const isFull = isPair(words[0]!, words.at(-1)!, names);
		// In a sentence, plain words stand around it.
		const standsOut = around.small || /(?<!\p{L})\p{Ll}{2,}/u.test(text.replace(match[0], ""));
		const isPart = standsOut && hasName(match[0], names) && !words.some((word) => OF_THINGS.test(word));
		if (isFull || isPart) add(match, match[0]);
	}
	for (const match of text.matchAll(OF_PLACE))
		if (/^\p{Lu}/u.test(match[1]!) && isLast(match[1]!)) add(match, match[0]);
	for (const match of text.matchAll(NUMBERED)) if (isLast(match[1]!)) add(match, match[0]);
	for (const match of text.matchAll(SMALL)) {
		if (isPair(match[1]!, match[3]!, names)) add(match, `${match[1]}${match[2]}${match[3]}`);
	}
	for (const match of text.matchAll(CASELESS))
		if (isPair(match[1]!, match[2]!, names)) add(match, `${match[1]} ${match[2]}`);
	for (const match of text.matchAll(CJK)) {
		const { name, whole } = readName(match[0], names);
		if (whole || (name && around.alphabetic)) add(match, match[0]);
	}
	return places;
}
