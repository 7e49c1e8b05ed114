import type { Libraries } from "../libraries";
import { type Belief, directly, type Look, percent } from "./look";
import { ALSO_WORDS } from "./name-parts";

type Names = Pick<Libraries, "first" | "last" | "ambiguous">;

/** Two words joined without a blank: "olaf_peters", "Luis-Ortiz", "peters.olaf2", "GretaMaier". */
const JOINED =
	/(?<![\p{L}\p{N}])(\p{L}{2,})[._-](\p{L}{2,})(?=\d{0,4}(?![\p{L}\p{N}]))|(?<!\p{L})(\p{Lu}\p{Ll}+)(\p{Lu}\p{Ll}+)(?=\d{0,4}(?![\p{L}\p{N}]))/gu;
/** An initial and a family name in one word: "njones", "j.bakker", "j_bakker2"; or the other way round, "jonesn". */
const SHORT = /^(\p{L})[._-]?(\p{L}{3,})\d{0,4}$/u;
const TURNED = /^(\p{L}{3,})[._-]?(\p{L})\d{0,4}$/u;
/** A family name and a number: "ivanova7". */
const NUMBERED = /^(\p{L}{4,})\d{1,4}$/u;
/** A family name and a capital: "DiopF". */
const CAPITAL_LAST = /^\p{Lu}\p{Ll}{2,}\p{Lu}$/u;
/** A mark or figure that logins have and words have not: "o.adeb", "ivanova7". */
const MARKED = /^[a-z]+[._-][a-z]+\d{0,4}$|^[a-z]{3,}\d{1,4}$/;
const LOGIN = /^[a-z]+(?:[._-][a-z]+)*\d{0,4}$/;
/** What stands before a login: a domain. */
const DOMAIN = /^[\w.-]{1,20}\\/;
/** Folders that are nobody's own. */
const NOBODY =
	/^(?:public|shared?|common|default|all users|guest|admin(?:istrator)?|root|user|users|www|data|app|runner|ubuntu|ec2-user|node|git|test)$/i;
/** What stands behind the folder of a file, which no page of a site is. */
const FILE = /^[\\/][^?#]*\.(?!html?$|php$|aspx?$)[a-z\d]{1,5}$/i;
/** A folder of somebody's own. */
const HOME = /(?:^|[\\/])(?:home|users|benutzer|profiles)[\\/]([^\\/\s]+)/gi;

/** Share of the different values that must be logins where the header does not say so; of full names, and of short ones. */
const [FULL, SHORTENED] = [0.5, 0.75];
const FEWEST_SHORT = 4;
const [PARTLY, FEWEST_MARKED] = [0.3, 3];

/** Whether two words are a first and a last name of one language, in either order, and neither is a word for something else. */
function areName(one: string, other: string, { first, last, ambiguous }: Names): boolean {
	const words = [one, other].map((word) => word.toLowerCase());
	if (words.some((word) => ambiguous.has(word) || ALSO_WORDS.has(word))) return false;
	const [a, b] = words as [string, string];
	const fits = (given: string, family: string) =>
		(last.get(family) ?? []).some((language) => (first.get(given) ?? []).includes(language));
	return fits(a, b) || fits(b, a) || (first.has(a) && last.has(b) && a.length > 3 && b.length > 3);
}

const isShort = (text: string, { last, ambiguous }: Names) => {
	const family = SHORT.exec(text)?.[2]?.toLowerCase();
	const turned = TURNED.exec(text)?.[1]?.toLowerCase();
	const numbered = NUMBERED.exec(text)?.[1]?.toLowerCase();
	return [family, turned, numbered].some(
		(word) => word && last.has(word) && !ambiguous.has(word) && !ALSO_WORDS.has(word),
	);
};

/** Where names of people stand in a text as logins and files have them: "/home/olaf.peters/report_A.pdf". */
export function joinedNames(text: string, names: Names): { readonly start: number; readonly length: number }[] {
	const found = [];
	for (const match of text.matchAll(JOINED)) {
		if (areName((match[1] ?? match[3])!, (match[2] ?? match[4])!, names)) {
			found.push({ start: match.index, length: match[0].length });
		}
	}
	for (const match of text.matchAll(HOME)) {
		const isOwn = isShort(match[1]!, names) || FILE.test(text.slice(match.index + match[0].length));
		if (isOwn && !NOBODY.test(match[1]!)) {
			found.push({ start: match.index + match[0].length - match[1]!.length, length: match[1]!.length });
		}
	}
	return found;
}

/** Whether a whole text is a name as logins have it, in full or with an initial. */
export function readLogin(text: string, names: Names): "full" | "short" | undefined {
	const login = text.replace(DOMAIN, "").replace(/^@|@.*$/g, "");
	const [found] = joinedNames(login, names);
	if (found && found.start === 0 && /^\d{0,4}$/.test(login.slice(found.length))) return "full";
	return isShort(login, names) ? "short" : undefined;
}

/** Logins made of names, whatever the header says. */
export function loginNames({ texts, header, libraries }: Look): Belief | undefined {
	const n = texts.length;
	const read = texts.map((text) => readLogin(text, libraries));
	const full = read.filter((one) => one === "full").length;
	const all = read.filter(Boolean).length;
	const told = (count: number) => `${percent(count / n)} of its different values are names of people written as logins`;
	const named = header.says.has("name") || header.says.has("handle");
	if (named && all >= 2 && all >= 0.3 * n) {
		return directly("handle", all / n, `${told(all)}, and its header says so.`);
	}
	if (header.thing) return undefined;
	if (full >= 2 && full >= FULL * n) return directly("handle", all / n, `${told(all)}.`);
	// Capitals begin words of any kind; small letters alone are how logins are written.
	const short = texts.filter(
		(text, i) => read[i] === "short" && (text === text.toLowerCase() || CAPITAL_LAST.test(text)),
	).length;
	if (all >= FEWEST_SHORT && full + short >= SHORTENED * n) return directly("handle", all / n, `${told(all)}.`);
	// Fewer where all are written as logins, and many with a mark that words lack.
	const marked = texts.filter((text) => MARKED.test(text)).length;
	if (
		all >= FEWEST_MARKED &&
		full + short >= PARTLY * n &&
		marked >= PARTLY * n &&
		texts.every((text) => LOGIN.test(text))
	)
		return directly("handle", all / n, `${told(all)}, and all of them may be.`);
	return undefined;
}
