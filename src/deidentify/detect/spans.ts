import { isProduct } from "../fakes/checksums";
import type { Span, What } from "../finding";
import type { Libraries } from "../libraries";
import { isFullName } from "./few-names";
import { likelyNames, surroundings } from "./likely-names";
import { joinedNames } from "./login-names";
import { readName } from "./names";

type Names = Pick<Libraries, "first" | "last" | "ambiguous">;

/** What is found in a text by its form alone. */
const FORMS: readonly (readonly [What, RegExp])[] = [
	["email", /[\p{L}\p{N}._%+'-]+@[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+/gu],
	["url", /(?:https?:\/\/|www\.)\S+/gi],
	["iban", /\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){3,7}(?: ?[A-Z0-9]{1,3})?\b/g],
	["phone", /(?<![\d.,/-])(?:\+|00)?\(?\d{1,4}\)?(?:[\s\-./]?\d{2,5}){2,5}(?![\d,]|\.\d)/g],
	["handle", /(?<![\p{L}\p{N}._])@\w{3,}/gu],
];
const NAME_IN_TEXT =
	/(?<![\p{L}\p{N}])\p{Lu}[\p{L}\p{M}'’-]+(?:\s+(?:(?:van|von|de|den|der|ter|ten|du|di|da|del|della|la|le|el|al|bin|zu)\s+){0,2}\p{Lu}[\p{L}\p{M}'’-]+){1,3}/gu;
const TITLED =
	/(?<![\p{L}\p{N}])(?:Dr|Prof|Mr|Mrs|Ms|Miss|Herrn?|Hrn|Frau|Fräulein|Mme|Mlle|Monsieur|Madame|Sr|Sra|Señora?|Signora?|Dhr|Mevr|Mw|mevrouw|meneer)\.?\s+(?:\p{Lu}\.\s*)*(?:(?:van|von|de|den|der)\s+){0,2}\p{Lu}[\p{L}'’-]+/gu;
/** Two words in small letters, each of four or more: only a first and a last name of one language are taken for one. */
const SMALL = /(?<![\p{L}\p{N}])(?=(\p{Ll}{4,}\s+\p{Ll}[\p{Ll}'’-]{3,})(?![\p{L}\p{N}]))/gu;
/** Digits a number in a text needs to be one somebody can be reached or found by. */
const FEWEST_DIGITS = 8;
/** Texts this much longer are looked at only so far. */
const LONGEST = 2000;

/** What identifies people inside texts, by its form, or as a name that is known. */
export function findSpans(texts: readonly string[], names: Names): Span[][] {
	const around = surroundings(texts);
	return texts.map((whole) => {
		const text = whole.slice(0, LONGEST);
		const spans: Span[] = [];
		const add = (what: What, start: number, length: number) => {
			if (!spans.some((span) => start < span.end && start + length > span.start)) {
				spans.push({ start, end: start + length, what });
			}
		};
		for (const [what, form] of FORMS) {
			for (const match of text.matchAll(form)) {
				if (what === "phone" && !reachable(match[0])) continue;
				add(what, match.index, match[0].length);
			}
		}
		for (const match of text.matchAll(NAME_IN_TEXT)) {
			const found = nameWithin(match[0], names);
			if (found) add("name", match.index + found.start, found.length);
		}
		for (const match of text.matchAll(SMALL)) {
			if (isFullName(match[1]!, names)) add("name", match.index, match[1]!.length);
		}
		for (const match of text.matchAll(TITLED)) add("name", match.index, match[0].length);
		for (const { start, length } of joinedNames(text, names)) add("name", start, length);
		for (const { start, length } of likelyNames(text, around, names)) add("name", start, length);
		return spans.sort((a, b) => a.start - b.start);
	});
}

function reachable(text: string): boolean {
	if (/^\d{13}$/.test(text) && isProduct(text)) return false;
	const digits = text.replace(/\D/g, "").length;
	return digits >= FEWEST_DIGITS && digits <= 15 && !NOT_REACHABLE.test(text) && !isRange(text);
}

/** Dates, numbers counted within a year ("2024/1037"), US postcodes of nine digits. */
const NOT_REACHABLE = /^\d{4}-\d{2}-\d{2}|^\d{1,2}[./-]\d{1,2}[./-]\d{4}|^(?:19|20)\d\d[-/]\d{1,6}$|^\d{5}-\d{4}$/;

/** "10000-20000": two whole numbers of about one length, the smaller first. */
function isRange(text: string): boolean {
	const ends = /^([1-9]\d*)\s?[-–]\s?([1-9]\d*)$/.exec(text);
	if (!ends) return false;
	const [from, to] = [ends[1]!, ends[2]!];
	return Number(from) < Number(to) && to.length - from.length <= 1;
}

/** A first name that a family name follows: "Yesterday Anna Jansen" is not three. */
function nameWithin(text: string, names: Names) {
	const words = [...text.matchAll(/\S+/g)];
	for (let i = 0; i + 1 < words.length; i++) {
		const first = words[i]![0].toLowerCase();
		if (!names.first.has(first) && !names.last.has(first)) continue;
		const rest = text.slice(words[i]!.index);
		if (readName(rest, names).whole) return { start: words[i]!.index, length: rest.length };
	}
	return undefined;
}
