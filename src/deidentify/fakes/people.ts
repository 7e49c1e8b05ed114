import type { RandomKey } from "../../random";
import { keyedHash, keyedWord, subKey } from "../../table/fresh-ids/keyed";

/** Names from which invented people get theirs; none of them is one of the table's. Plain data. */
export interface People {
	readonly language: string;
	readonly first: readonly string[];
	readonly last: readonly string[];
	/** Whether a name is two of the list, joined: where the table holds nearly all of the list. */
	readonly doubleFirst: boolean;
	readonly doubleLast: boolean;
	/** Whether the script writes a name without a blank, family name first. */
	readonly joined: boolean;
}

/** Names a list must keep. */
const FEWEST = 12;
const ATTEMPTS = 300;
/** Names kept of each list, at most: enough for variety. */
const MOST = 400;

/**
 * Part of a list that shares no name with `real`. Which part is decided by keys alone: that a name is not in it says
 * next to nothing about the table, where simply leaving the table's names out would list them.
 */
function without(list: readonly string[], isReal: (name: string) => boolean, key: RandomKey): string[] | undefined {
	for (let parts = 2; list.length / parts >= FEWEST; parts *= 2) {
		for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
			const tried = subKey(key, `${parts}/${attempt}`);
			const kept = list.filter((name) => keyedHash(tried, name) % parts === 0);
			if (kept.length >= FEWEST && !kept.some(isReal)) return kept.slice(0, MOST);
		}
	}
	return undefined;
}

/** Names of a language for invented people, disjoint from the names in `texts`. */
export async function fitPeople(language: string, texts: Iterable<string>, key: RandomKey): Promise<People> {
	const { NAMES } = await import("../names/names");
	const lists = NAMES[language] ?? NAMES.en!;
	const joined = language === "zh" || language === "ja" || language === "ko";
	const real = new Set<string>();
	const whole: string[] = [];
	for (const text of texts) {
		const lower = text.trim().toLowerCase();
		whole.push(lower);
		real.add(lower);
		for (const token of lower.split(/[\s,.]+/)) {
			real.add(token);
			for (const part of token.split("-")) real.add(part);
		}
	}
	const isReal = (name: string) =>
		real.has(name.toLowerCase()) ||
		(joined && whole.some((text) => text.endsWith(name.toLowerCase()) && text.length > name.length));
	const one = (text: string) => text.split("|").filter((name) => !name.includes(" "));
	const [first, last] = [one(lists.first), one(lists.last)];
	const otherFirst = without(first, isReal, subKey(key, "first"));
	const otherLast = without(last, isReal, subKey(key, "last"));
	return {
		language,
		first: otherFirst ?? first.slice(0, MOST),
		last: otherLast ?? last.slice(0, MOST),
		doubleFirst: otherFirst === undefined,
		// Where family names are few and stand joined, the given name alone makes the difference.
		doubleLast: otherLast === undefined && !joined,
		joined,
	};
}

/** An invented person: a function of a key and an index. */
export interface Person {
	readonly first: string;
	readonly last: string;
	readonly index: number;
	readonly key: RandomKey;
}

function pick(
	list: readonly string[],
	double: boolean,
	joint: string,
	key: RandomKey,
	index: number,
	salt: number,
): string {
	const one = list[keyedWord(key, index, salt) % list.length]!;
	if (!double) return one;
	const other = list[keyedWord(key, index, salt + 1) % list.length]!;
	return `${one}${joint}${other === one ? list[(list.indexOf(one) + 1) % list.length]! : other}`;
}

export function personOf(people: People, key: RandomKey, index: number): Person {
	const joint = people.joined ? "" : "-";
	const first = pick(people.first, people.doubleFirst, joint, key, index, 10);
	const last = pick(people.last, people.doubleLast, joint, key, index, 20);
	return { first, last, index, key };
}

/** Letters of an address: no marks, no accents; empty where the script has none of them. */
export function plainLetters(name: string): string {
	const folded = name.toLowerCase().normalize("NFD").replace(/\p{M}/gu, "");
	return folded
		.replace(/ß/g, "ss")
		.replace(/[øœ]/g, "o")
		.replace(/æ/g, "ae")
		.replace(/[łl]/g, "l")
		.replace(/[đð]/g, "d")
		.replace(/[^a-z]/g, "");
}
