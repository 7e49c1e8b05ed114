// A place of a format is one character: P places by permutation, R by chance, M that follow from the others.
import type { RandomKey } from "../../random";
import { alphabetAt } from "./alphabet";
import { keyedHash, keyedWord, permute, subKey } from "./keyed";

/**
 * The format of a column of identifiers, from which new ones are made: plain data that holds none of the old ones.
 *
 * A new identifier is a permuted number written at the first free places. What stands at the last ones follows from the
 * others and from a key that was chosen so that no old identifier has it: new and old are disjoint in any number of
 * draws, although nothing but the key is kept. That the old ones miss a random class is all that the key tells of them.
 */
export interface IdFormat {
	/** Characters allowed at each place; one where it is always the same. */
	readonly places: readonly string[];
	readonly key: RandomKey;
	/** Free places, from the first on, that hold the permuted number. */
	readonly permuted: number;
	/** Free places, from the last back, that follow from the others. */
	readonly following: number;
	/** How many different identifiers there are before they repeat. */
	readonly capacity: number;
	/** Numbers tried for each identifier, where it must satisfy a checksum. */
	readonly attempts: number;
	/** Whether the last free place is a check character, of which all are tried. */
	readonly checked: boolean;
	/** Whether the old ones' own format had too few different identifiers, so that these are longer. */
	readonly widened: boolean;
	/** Where to go on beyond the capacity: the same format, longer. */
	readonly next?: IdFormat;
}

export interface FitIdOptions {
	/** Where keys come from; the same key makes the same format. */
	readonly key: RandomKey;
	/** Identifiers that must share a letter for it to be the format's. Default 5. */
	readonly shared?: number;
	/** Whether digits that nearly all have in common belong to the format ("06-"). Default false. */
	readonly digitsToo?: boolean;
	/** A checksum that new identifiers must satisfy. */
	readonly valid?: (text: string) => boolean;
	/** Whether the format may become longer where it has too few identifiers. Default true, but for those with a checksum. */
	readonly mayWiden?: boolean;
	/** Characters that must stand at the beginning, where no old one begins so: a range kept for examples. */
	readonly prefix?: string;
}

/** Different identifiers a longer format must have, and identifiers there must be in all. */
const [WANTED, MOST_ROWS] = [2e4, 2e9];
/** Fresh identifiers for each old one from which their own format is kept; later ones are longer. */
const SPARE = 4;
/** Most numbers that one permutation runs over. */
const LARGEST = 2 ** 48;
/** Keys tried until one misses all old identifiers, and old identifiers looked at in all. */
const [MOST_KEYS, MOST_LOOKS] = [4000, 4e6];
/** Share of the identifiers of one length from which all are taken to have it. */
const SAME_LENGTH = 0.9;
/** Texts by which it is measured how often random ones satisfy a checksum. */
const TRIALS = 3000;
const MOST_ATTEMPTS = 4096;

type Arranged = Omit<IdFormat, "widened" | "next">;

const isFree = (place: string) => place.length > 1;

/** Runs of characters of one kind: "P705" is "A1", "2024-07" is "1-1". */
function signature(text: string): string {
	return text.replace(/\p{N}+/gu, "1").replace(/\p{L}+/gu, "A");
}

/** What characters stand at which place, judged by the identifiers of the commonest length or make-up. */
function placesOf(
	ids: readonly (readonly string[])[],
	shared: number,
	digitsToo: boolean,
): { places: string[]; longest: number } {
	const lengths = new Map<number, number>();
	for (const { length } of ids) lengths.set(length, (lengths.get(length) ?? 0) + 1);
	const [length, count] = [...lengths].reduce((a, b) => (b[1] > a[1] ? b : a));
	const longest = ids.reduce((a, { length }) => Math.max(a, length), 0);
	const alphabets = (same: readonly (readonly string[])[]) =>
		Array.from(same[0]!, (_, i) => {
			const characters = same.map((id) => id[i]!);
			return alphabetAt(characters, shared, digitsToo);
		});
	if (count >= SAME_LENGTH * ids.length)
		return { places: alphabets(ids.filter((id) => id.length === length)), longest };
	// Of unlike lengths: those of the commonest make-up, as long as most of these are.
	const makeUps = new Map<string, (readonly string[])[]>();
	for (const id of ids) {
		const key = signature(id.join(""));
		const known = makeUps.get(key);
		if (known) known.push(id);
		else makeUps.set(key, [id]);
	}
	const alike = [...makeUps.values()].reduce((a, b) => (b.length > a.length ? b : a));
	const usual = mostCommonLength(alike);
	return { places: alphabets(alike.filter((id) => id.length === usual)), longest };
}

function mostCommonLength(ids: readonly (readonly string[])[]): number {
	const counts = new Map<number, number>();
	for (const { length } of ids) counts.set(length, (counts.get(length) ?? 0) + 1);
	return [...counts].reduce((a, b) => (b[1] > a[1] ? b : a))[0];
}

const product = (places: readonly string[]) => places.reduce((all, { length }) => all * length, 1);

/** One more free place, at the end of the longest run of them. */
function widen(places: readonly string[]): string[] {
	let [end, longest, run] = [-1, 0, 0];
	for (const [i, place] of places.entries()) {
		run = isFree(place) ? run + 1 : 0;
		if (run > longest) [end, longest] = [i, run];
	}
	if (end < 0) return [...places, "0123456789"];
	return [...places.slice(0, end), places[end]!, ...places.slice(end)];
}

/** Digits and letters that an identifier has at the free places of a format; undefined where it is not of that format. */
function digitsOf(places: readonly string[], text: readonly string[]): number[] | undefined {
	if (text.length !== places.length) return undefined;
	const digits: number[] = [];
	for (const [i, place] of places.entries()) {
		const at = place.indexOf(text[i]!);
		if (at < 0) return undefined;
		if (isFree(place)) digits.push(at);
	}
	return digits;
}

/** Value of some digits in their mixed radix. */
const numberOf = (digits: readonly number[], radices: readonly number[]) =>
	digits.reduce((value, digit, i) => value * radices[i]! + digit, 0);

/**
 * Learns the format of different identifiers. They may be few, of any script, and of unlike lengths.
 *
 * @param texts different identifiers; at least one.
 */
export function fitIdFormat(texts: readonly string[], options: FitIdOptions): IdFormat {
	const { key, shared = 5, digitsToo = false, valid, prefix, mayWiden = valid === undefined } = options;
	const ids = texts.map((text) => Array.from(text));
	const fitted = placesOf(ids, shared, digitsToo);
	let { places } = fitted;
	// A zero that all begin with is no part of the number: "02145".
	for (let i = 0; ids.length >= shared && i < places.length && ids.every((id) => id[i] === "0"); i++) {
		places = places.map((place, at) => (at === i ? "0" : place));
	}
	if (prefix) places = [...prefix, ...places.slice(prefix.length)];
	// Numbers do not begin with a zero where none of the old ones does.
	const first = places.findIndex(isFree);
	if (first >= 0 && places[first] === "0123456789" && !ids.some((id) => id[first] === "0")) places[first] = "123456789";
	const grow = (from: readonly string[]): IdFormat => {
		let longer = widen(from);
		for (;;) {
			// Longer than every old one, so that nothing in it depends on how long just these are.
			while (longer.length <= fitted.longest) longer = widen(longer);
			const format = arrange(longer, ids, key, valid);
			if (format && (format.capacity >= WANTED || longer.length > fitted.longest + 30))
				return follow(format, longer, true);
			longer = widen(longer);
		}
	};
	const follow = (format: Arranged, from: readonly string[], widened: boolean): IdFormat => ({
		...format,
		widened,
		...(mayWiden && format.capacity < MOST_ROWS && { next: grow(from) }),
	});
	const own = arrange(places, ids, key, valid);
	if (mayWiden)
		return own && own.capacity >= Math.min(WANTED, SPARE * ids.length) ? follow(own, places, false) : grow(places);
	return { ...(own ?? arrange(places, ids, key, undefined) ?? bare(places, key)), widened: false };
}

function bare(places: readonly string[], key: RandomKey): Arranged {
	const capacity = Math.min(product(places), LARGEST);
	return { places, key, permuted: places.filter(isFree).length, following: 0, capacity, attempts: 1, checked: false };
}

/** Decides which places do what, and finds a key that no old identifier fits; nothing where there is no room. */
function arrange(
	places: readonly string[],
	ids: readonly (readonly string[])[],
	key: RandomKey,
	valid: ((text: string) => boolean) | undefined,
): Arranged | undefined {
	const radices = places.filter(isFree).map(({ length }) => length);
	const old = ids.flatMap((id) => {
		const digits = digitsOf(places, id);
		return digits ? [digits] : [];
	});
	const checked = valid !== undefined;
	const open = radices.length - (checked ? 1 : 0);
	for (let following = old.length === 0 ? 0 : 1; following < open; following++) {
		const size = radices.slice(open - following, open).reduce((a, b) => a * b, 1);
		// How many keys are tried until one misses all, on average, is e to the power of this.
		if (old.length > 0 && old.length / size > Math.log(MOST_KEYS / 4)) continue;
		const chosen = following === 0 ? subKey(key, "ids") : missingKey(key, old, open, following, radices);
		if (!chosen) continue;
		let permuted = 0;
		let room = 1;
		while (permuted < open - following && room * radices[permuted]! <= LARGEST) room *= radices[permuted++]!;
		const plain = { places, key: chosen, permuted, following, capacity: room, attempts: 1, checked };
		if (!valid) return plain;
		const attempts = attemptsFor(plain, valid);
		return attempts === undefined
			? undefined
			: { ...plain, attempts, capacity: Math.max(1, Math.floor(room / attempts)) };
	}
	return undefined;
}

function missingKey(
	key: RandomKey,
	old: readonly number[][],
	open: number,
	following: number,
	radices: readonly number[],
) {
	const from = open - following;
	const size = radices.slice(from, open).reduce((a, b) => a * b, 1);
	const tails = old.map((digits) => numberOf(digits.slice(from, open), radices.slice(from, open)));
	const heads = old.map((digits) => digits.slice(0, from).join(","));
	let looks = 0;
	for (let attempt = 0; attempt < MOST_KEYS && looks < MOST_LOOKS; attempt++) {
		const tried = subKey(key, `ids/${attempt}`);
		const hit = heads.some((head, i) => {
			looks++;
			return keyedHash(tried, head) % size === tails[i];
		});
		if (!hit) return tried;
	}
	return undefined;
}

/** Numbers to try until one satisfies the checksum, so that one in a thousand fails at most; undefined where hardly any does. */
function attemptsFor(format: Arranged, valid: (text: string) => boolean): number | undefined {
	let hits = 0;
	let tried = 0;
	while (tried < TRIALS && hits < 60) if (candidate(format, format.key, tried++ % format.capacity, valid)) hits++;
	if (hits === 0) return undefined;
	const attempts = Math.ceil(7 / (hits / tried));
	return attempts > MOST_ATTEMPTS ? undefined : attempts;
}

/** What is worked out once for a format. */
interface Plan {
	/** Characters of each free place, in order. */
	readonly free: readonly string[];
	readonly radices: readonly number[];
	/** Free places but for the check character's. */
	readonly open: number;
	readonly headSize: number;
	readonly tailSize: number;
}

const plans = new WeakMap<object, Plan>();

function planOf(format: Arranged): Plan {
	const known = plans.get(format);
	if (known) return known;
	const free = format.places.filter(isFree);
	const radices = free.map(({ length }) => length);
	const open = radices.length - (format.checked ? 1 : 0);
	const plan = {
		free,
		radices,
		open,
		headSize: radices.slice(0, format.permuted).reduce((a, b) => a * b, 1),
		tailSize: radices.slice(open - format.following, open).reduce((a, b) => a * b, 1),
	};
	plans.set(format, plan);
	return plan;
}

/** The identifier of a number, whether valid or not; with a checksum, the valid one if there is one. */
function candidate(format: Arranged, seed: RandomKey, index: number, valid?: (text: string) => boolean) {
	const { places, key, permuted, following, checked } = format;
	const { radices, open, headSize, tailSize } = planOf(format);
	const digits: number[] = new Array(radices.length).fill(0);
	const put = (value: number, from: number, to: number) => {
		let left = value;
		for (let i = to - 1; i >= from; i--) {
			digits[i] = left % radices[i]!;
			left = Math.floor(left / radices[i]!);
		}
	};
	put(permute(seed, index, headSize), 0, permuted);
	for (let i = permuted; i < open - following; i++) digits[i] = keyedWord(seed, index, 0x10000 + i) % radices[i]!;
	if (following > 0)
		put(keyedHash(key, digits.slice(0, open - following).join(",")) % tailSize, open - following, open);
	const write = () => {
		let text = "";
		let at = 0;
		for (const place of places) text += isFree(place) ? place[digits[at++]!] : place;
		return text;
	};
	if (!checked) return write();
	const characters = radices[open]!;
	const start = keyedWord(seed, index, 0x20000) % characters;
	for (let i = 0; i < characters; i++) {
		digits[open] = (start + i) % characters;
		const text = write();
		if (!valid || valid(text)) return text;
	}
	return undefined;
}

/**
 * The identifier of a number: another one for every number below the format's capacity, and none of the old ones.
 *
 * @param seed another one gives another order.
 */
export function freshId(format: IdFormat, index: number, seed: RandomKey, valid?: (text: string) => boolean): string {
	const order: RandomKey = [keyedWord(seed, format.key[0], 1), keyedWord(seed, format.key[1], 2)];
	if (format.next && index >= format.capacity) return freshId(format.next, index - format.capacity, seed, valid);
	const first = (index % format.capacity) * format.attempts;
	for (let i = 0; i < format.attempts; i++) {
		const text = candidate(format, order, first + i, format.checked ? valid : undefined);
		if (text !== undefined) return text;
	}
	return candidate(format, order, first, undefined)!;
}
