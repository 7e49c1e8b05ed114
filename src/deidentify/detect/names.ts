import type { Libraries } from "../libraries";
import { type Detector, directly, percent, shareOf } from "./look";

const TITLE =
	/^(?:dr|prof|mr|mrs|ms|miss|mx|sir|dhr|mevr|mw|drs|ir|ing|herr|frau|hr|fr|m|mme|mlle|sr|sra|srta|dipl|mag|don|doña|sig|dott|dra?|ph\.?d|md|dds|dvm|jr|iii?|iv|v|bsc|msc|med|rev|hon)\.?,?$/i;
const PARTICLE =
	/^(?:van|von|de|den|der|ter|ten|du|di|da|do|dos|das|del|della|la|le|el|al|bin|ibn|ben|zu|zum|zur|af|av|y|e|st|mc|o|'t|te|op|in|vander|vanden)$/i;
const NAME_SHAPE = /^[\p{L}\p{M}][\p{L}\p{M}'’.`\-\s,]*$/u;
const INITIALS = /^(?:\p{Lu}\.?-?){1,3}$/u;
/** Scripts in which a name is written as one word. */
const CJK = /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]{2,6}$/u;
/** Words that are names of people and of everything else; in them a column of one-word values proves nothing. */
const COMMON = new Set(
	"may june april august summer autumn rose lily violet red white black brown green gray blue silver gold young long short north south east west king page price day street field hill stone wood baker cook art bill mark will drew grant chance faith hope joy grace heaven star paris london florence austin jackson dallas houston madison charlotte savannah georgia chad jordan israel virginia carolina dakota montana china india kenya ireland france holland berlin vienna sydney melody harmony major minor max dean earl duke prince baron miller smith mason carter parker porter turner fisher hunter cash rich case buck doe roe fox wolf buddy chase brook river ocean sky sunny stormy misty crystal ruby amber pearl jade opal ginger olive basil rosemary daisy iris ivy fern heather hazel holly laurel myrtle willow ash forest glen dale lane ford royal noble true precious candy cookie angel man woman male female married single other none yes no low high medium new old good bad open closed north".split(
		" ",
	),
);

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

export const names: Detector = ({ texts, header, column, libraries }) => {
	if (column.kind === "datetime" || column.kind === "number" || column.kind === "integer" || column.kind === "boolean")
		return undefined;
	if (texts.length === 0) return undefined;
	let [hits, whole, common] = [0, 0, 0];
	const languages = new Map<string, number>();
	for (const text of texts) {
		const hit = readName(text, libraries);
		if (hit.name) hits++;
		if (hit.whole) whole++;
		if (COMMON.has(text.toLowerCase())) common++;
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
	return undefined;
};
