import type { Libraries } from "../libraries";
import { fewNames } from "./few-names";
import { loginNames } from "./login-names";
import { type Detector, directly, percent, shareOf } from "./look";
import { ALSO_WORDS, INITIALS, PARTICLE, TITLE } from "./name-parts";

const NAME_SHAPE = /^[\p{L}\p{M}][\p{L}\p{M}'’.`\-\s,]*$/u;
/** Scripts in which a name is written as one word. */
const CJK = /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]{2,6}$/u;
interface Hit {
	readonly name: boolean;
	/** Whether it is the shape of a whole name: given and family name. */
	readonly whole: boolean;
	readonly languages: readonly string[];
}

const NONE: Hit = { name: false, whole: false, languages: [] };

/** How a text reads as a person's name. */
export function readName(text: string, { first, last }: Pick<Libraries, "first" | "last">): Hit {
	if (text.length > 60 || !NAME_SHAPE.test(text)) return NONE;
	const tokens = text.split(/[\s,]+/).filter((token) => token !== "" && !TITLE.test(token));
	const titled = tokens.length < text.split(/[\s,]+/).filter(Boolean).length;
	const words = tokens.filter((token) => !PARTICLE.test(token));
	if (words.length === 0 || words.length > 5) return NONE;
	const lower = words.map((word) => word.toLowerCase().replace(/[.’`]/g, (c) => (c === "." ? "" : "'")));
	if (CJK.test(text)) {
		const family = [1, 2].map((n) => text.slice(0, n)).find((part) => last.has(part));
		const languages = family ? (last.get(family) ?? []) : [];
		const given = family ? first.has(text.slice(family.length)) : false;
		return { name: given || (family !== undefined && text.length <= 4), whole: given, languages };
	}
	const parts = lower.flatMap((word) => [word, ...(word.includes("-") ? word.split("-") : [])]);
	const firsts = parts.filter((word) => first.has(word) || first.has(strip(word)));
	const lasts = parts.filter((word) => last.has(word) || last.has(strip(word)));
	const together = tokens.join(" ").toLowerCase();
	const known = firsts.length > 0 || lasts.length > 0 || first.has(together) || last.has(together);
	const initials = words.some((word) => INITIALS.test(word) && word.length < 5);
	const languages = [...firsts.flatMap((w) => first.get(w) ?? []), ...lasts.flatMap((w) => last.get(w) ?? [])];
	const whole =
		words.length >= 2 &&
		(capitalised(words) || words.every((word) => parts.includes(word) && (first.has(word) || last.has(word)))) &&
		(firsts.length > 0 || (lasts.length > 0 && (initials || titled)) || (titled && initials));
	return { name: whole || (known && words.length <= 3) || (titled && capitalised(words)), whole, languages };
}

const capitalised = (words: readonly string[]) =>
	words.every((word) => /^[\p{Lu}\p{Lo}]/u.test(word) || /^'/.test(word));

function strip(word: string): string {
	return word.normalize("NFD").replace(/\p{M}/gu, "");
}

export const names: Detector = (look) => {
	const { texts, header, column, libraries } = look;
	if (column.kind === "datetime" || column.kind === "number" || column.kind === "integer" || column.kind === "boolean")
		return undefined;
	if (texts.length === 0) return undefined;
	let [hits, whole, common] = [0, 0, 0];
	const languages = new Map<string, number>();
	for (const text of texts) {
		const hit = readName(text, libraries);
		if (hit.name) hits++;
		if (hit.whole) whole++;
		if (ALSO_WORDS.has(text.toLowerCase())) common++;
		for (const language of new Set(hit.languages)) languages.set(language, (languages.get(language) ?? 0) + 1);
	}
	const n = texts.length;
	const [share, wholeShare] = [hits / n, whole / n];
	const named = header.says.has("name");
	const locale = [...languages].sort((a, b) => b[1] - a[1])[0]?.[0];
	const more = locale ? { locale } : {};
	const found = (evidence: string) => directly("name", share, evidence, more);
	const told = `${percent(share)} of its different values are read as names of people`;
	if (named && (share >= 0.3 || (wholeShare > 0.15 && n > 3))) return found(`${told}, and its header says so.`);
	if (header.personName && shareOf(texts, (text) => text.length < 40 && NAME_SHAPE.test(text)) > 0.9) {
		return directly("name", 1, "Its header says that it holds names of people.", more);
	}
	if (wholeShare >= 0.5 && hits >= 4) return found(`${told}, most of them with a first and a last name.`);
	// One word each: streets, cities and months are called like people, so more must be known names, and of more kinds.
	const odd = hits - common;
	if (share >= 0.7 && odd >= 6 && odd / n >= 0.6) return found(`${told}, known as first or last names.`);
	return fewNames(look) ?? loginNames(look);
};
