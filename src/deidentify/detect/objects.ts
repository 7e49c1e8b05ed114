import { readHeader } from "../header-words";
import { type Belief, directly, type Look, percent, shareOf } from "./look";
import { findSpans } from "./spans";

/** Share of the different cells that must be JSON objects or lists. */
const MOST = 0.8;
/** Characters of a cell that are looked at. */
const LONGEST = 4000;

/** The keys and the texts inside a JSON object or list; nothing where a text is none. */
function insideOf(text: string): { readonly keys: string[]; readonly texts: string[] } | undefined {
	if (!/^[[{]/.test(text) || text.length > LONGEST) return undefined;
	const keys: string[] = [];
	const texts: string[] = [];
	try {
		JSON.parse(text, (key, value) => {
			if (Number.isNaN(Number(key))) keys.push(key);
			if (typeof value === "string") texts.push(value);
			return value;
		});
	} catch {
		return undefined;
	}
	return { keys, texts };
}

/** Words of keys whose values are somebody's own. */
const PERSONAL = ["name", "email", "phone", "address", "iban", "card", "national-number", "handle"] as const;

/**
 * Objects and lists in cells that hold what identifies people: by a key that names it, or inside their texts. They are
 * withheld whole: a made-up address in the place of an object would be no object.
 */
export function objects({ texts, libraries }: Look): Belief | undefined {
	const inside = texts.map(insideOf);
	if (shareOf(texts, (text) => /^[[{]/.test(text)) < MOST || !inside.some(Boolean)) return undefined;
	const tells = inside.map((one) => {
		if (!one) return false;
		const { first, last } = libraries;
		const isFirst = one.keys.includes("first") && one.keys.includes("last");
		if (isFirst || one.keys.some((key) => PERSONAL.some((what) => readHeader(key).says.has(what)))) return true;
		if (findSpans(one.texts, libraries).some((spans) => spans.length > 0)) return true;
		return one.texts.some((text) => {
			const words = text.toLowerCase().split(" ");
			return words.length === 2 && first.has(words[0]!) && last.has(words[1]!);
		});
	});
	const share = tells.filter(Boolean).length / texts.length;
	if (share === 0) return undefined;
	const evidence = `${percent(share)} of its different cells are objects or lists that contain what identifies people; they are withheld whole.`;
	// Withheld whole: none of them is learned as a plain value.
	return directly("free-text", 1, evidence);
}
