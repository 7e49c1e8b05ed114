// An id is a number written with one alphabet a place: place 0 counts most.
import type { Random } from "../random";
import type { LevelColumn } from "../table/table";

const DIGITS = "0123456789";
const LOWER = "abcdefghijklmnopqrstuvwxyz";

/**
 * A column of identifiers, none of which is learned. New ones have the shape of the old: a sequence that begins beyond
 * the largest old one, or, where the shape leaves room for more than 10¹⁵, random ones.
 */
export interface IdCodec {
	readonly type: "id";
	/** Characters allowed at each place; one where it is always the same mark. Empty: plain whole numbers. */
	readonly places: readonly string[];
	/** Where a sequence begins: digits by place (for plain numbers, decimal), beyond every old one; empty: drawn at random. */
	readonly first: readonly number[];
	readonly missing: boolean;
	/** Training rows with an id, and without one. */
	readonly counts: Float64Array;
}

/** Room beyond which random codes may be trusted not to repeat an old one. */
const ROOMY = 1e15;

/** So many ids that share a letter at a place share it by rule. */
const RULE = 5;

/** Characters that may stand where `chars` stood: a mark or a prefix's letter only itself; else any of their class. */
function alphabetOf(chars: readonly string[]): string {
	const all = [...new Set(chars)];
	if (all.length === 1 && chars.length >= RULE && !DIGITS.includes(all[0]!)) return all[0]!;
	const letters = all.filter((c) => /[a-z]/i.test(c));
	const digits = all.some((c) => /[0-9]/.test(c));
	if (all.some((c) => !/[0-9a-z]/i.test(c))) return all[0]!;
	const hex = letters.every((c) => /[a-f]/i.test(c)) && digits;
	const part = hex ? LOWER.slice(0, 6) : LOWER;
	const lower = letters.some((c) => c === c.toLowerCase());
	const upper = letters.some((c) => c === c.toUpperCase());
	return (digits ? DIGITS : "") + (upper ? part.toUpperCase() : "") + (lower ? part : "");
}

/** `digits` + 1 in the mixed radix of `places`, rounded up at half its length so that the largest old id stays unknown. */
function beyond(digits: readonly number[], places: readonly string[]): number[] {
	const next = [...digits];
	const free = places.map((p, i) => (p.length > 1 ? i : -1)).filter((i) => i >= 0);
	const cut = Math.floor(free.length / 2);
	for (const i of free.slice(cut + 1)) next[i] = 0;
	for (const i of free.slice(0, cut + 1).reverse()) {
		if (++next[i]! < places[i]!.length) return next;
		next[i] = 0;
	}
	return insert(next, places, 1); // one place more: see grow
}

/** `items` with one more in front of the first free place. */
function insert<T>(items: readonly T[], places: readonly string[], item: T): T[] {
	const at = places.findIndex((p) => p.length > 1);
	return [...items.slice(0, at), item, ...items.slice(at)];
}

/** One more place, like the first free one and in front of it. */
function grow(places: readonly string[]): string[] {
	return insert(places, places, places.find((p) => p.length > 1)!);
}

/** Learns the shape of a column of ids. */
export function fitId(column: LevelColumn): IdCodec {
	const used = new Set<number>();
	let absent = 0;
	for (const code of column.codes) {
		if (code < 0) absent++;
		else used.add(code);
	}
	const ids = Array.from(used, (code) => column.levels[code]!);
	const counts = Float64Array.of(column.codes.length - absent, absent);
	const codec = { type: "id" as const, missing: absent > 0, counts };
	if (ids.every((id) => /^(0|[1-9][0-9]*)$/.test(id))) {
		const largest = ids.reduce((a, b) => (a.length > b.length || (a.length === b.length && a > b) ? a : b), "0");
		const first = beyond(
			Array.from(largest, Number),
			Array.from(largest, () => DIGITS),
		);
		// The sequence counts from 1 beyond the rounded end.
		first[first.length - 1] = Math.max(1, first.at(-1)!);
		return { ...codec, places: [], first };
	}
	const written = ids.map((id) => Array.from(id)); // by code point
	const lengths = new Map<number, number>();
	for (const id of written) lengths.set(id.length, (lengths.get(id.length) ?? 0) + 1);
	const length = [...lengths].reduce((a, b) => (b[1] > a[1] ? b : a))[0];
	const same = written.filter((id) => id.length === length);
	const places = Array.from({ length }, (_, i) => alphabetOf(same.map((id) => id[i]!)));
	// Marks alone leave nothing to count with: a number follows them.
	if (places.every((p) => p.length === 1)) places.push(...Array.from({ length: 4 }, () => DIGITS));
	const room = places.reduce((product, p) => product * p.length, 1);
	if (room > ROOMY) return { ...codec, places, first: [] };
	const digitsOf = (id: string[]) => places.map((p, i) => Math.max(0, p.indexOf(id[i] ?? "")));
	const largest = same.map(digitsOf).reduce((a, b) => (compareDigits(a, b) >= 0 ? a : b));
	const first = beyond(largest, places);
	return { ...codec, places: first.length > places.length ? grow(places) : places, first };
}

function compareDigits(a: readonly number[], b: readonly number[]): number {
	for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return a[i]! - b[i]!;
	return 0;
}

/** The id of row `row`, counted from 0 over the whole of a sample. */
export function freshId(codec: IdCodec, row: number, random: Random): string {
	if (codec.places.length > 0 && codec.first.length === 0) {
		const stream = random.stream(row);
		return codec.places.map((p) => (p.length > 1 ? p[stream.int(p.length)] : p)).join("");
	}
	let places = codec.places.length ? codec.places : codec.first.map(() => DIGITS);
	let digits: readonly number[] = codec.first;
	while (true) {
		const out = [...digits];
		let left = row;
		for (let i = out.length - 1; i >= 0 && left > 0; i--) {
			const base = places[i]!.length;
			if (base < 2) continue;
			const sum = out[i]! + left;
			out[i] = sum % base;
			left = Math.floor(sum / base);
		}
		if (left === 0) return out.map((d, i) => places[i]![d]).join("");
		digits = insert(digits, places, 0);
		places = grow(places);
	}
}
