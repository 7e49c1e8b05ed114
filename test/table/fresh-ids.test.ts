import { describe, expect, test } from "vitest";
import { createRandom } from "../../src/random";
import { fitIdFormat, freshId } from "../../src/table/fresh-ids/fresh-ids";
import { keyOf } from "../../src/table/fresh-ids/keyed";
import { times } from "../encode/tables";

const random = createRandom("fresh ids");
const digits = (n: number) => times(n, () => random.int(10)).join("");
const letters = (alphabet: string, n: number) => times(n, () => alphabet[random.int(alphabet.length)]).join("");
const different = (n: number, make: (i: number) => string) => {
	const made = new Set<string>();
	for (let i = 0; made.size < n; i++) made.add(make(i));
	return [...made];
};

const formats: Record<string, string[]> = {
	"mixed lengths": different(800, () => `P${1 + random.int(999)}`),
	"one odd length": ["R1", "R30", ...different(800, () => `R${100 + random.int(2400)}`)],
	Cyrillic: different(5000, () => letters("абвгдежзиклмнопрст", 8)),
	Chinese: different(5000, () => letters("一二三四五六七八九十百千万", 5)),
	accented: different(5000, () => letters("éèêàçôùîûñüß", 9)),
	"social security numbers": different(400, () => `${100 + random.int(790)}-${10 + random.int(80)}-${digits(4)}`),
	"running numbers": times(3000, (i) => String(70_001 + i)),
	uuids: different(200, () => letters("0123456789abcdef", 32)),
};

describe.each(Object.entries(formats))("identifiers of %s", (_, old) => {
	const format = fitIdFormat(old, { key: keyOf(1) });
	const known = new Set(old);

	test("never come out again, nor does anything repeat", () => {
		const seen = new Set<string>();
		for (let i = 0; i < 30_000; i++) seen.add(freshId(format, i, keyOf(2)));
		expect([...seen].filter((id) => known.has(id))).toEqual([]);
		expect(seen.size).toBe(30_000);
	});

	test("come in no order, and none of the old ones is their stem", () => {
		const fresh = times(200, (i) => freshId(format, i, keyOf(2)));
		const rising = fresh.filter((id, i) => i > 0 && id > fresh[i - 1]!).length;
		expect(rising).toBeGreaterThan(60);
		expect(rising).toBeLessThan(140);
		// Characters shared with one old identifier at the same places, the format's own left out.
		const free = Array.from(fresh[0]!, (_, i) => new Set(fresh.map((id) => id[i])).size > 1);
		for (const one of [old[0]!, old.at(-1)!]) {
			const same = fresh.flatMap((id) => Array.from(id).flatMap((c, i) => (free[i] ? [c === one[i] ? 1 : 0] : [])));
			expect(same.reduce((a: number, b) => a + b, 0) / same.length).toBeLessThan(0.25);
		}
	});

	test("are not in what is kept", () => {
		const kept = JSON.stringify(format);
		for (const id of old.filter((id) => id.length > 4)) expect(kept).not.toContain(id);
	});
});

test("a checksum holds where one is asked for", () => {
	const valid = (text: string) => Number(text) % 11 === 0;
	const old = different(60, () => String(11 * (10_000_000 + random.int(80_000_000))));
	const format = fitIdFormat(old, { key: keyOf(1), valid });
	const fresh = times(20_000, (i) => freshId(format, i, keyOf(3), valid));
	expect(fresh.every(valid)).toBe(true);
	expect(new Set(fresh).size).toBe(20_000);
	expect(fresh.filter((id) => old.includes(id))).toEqual([]);
});

test("codes keep their length and zeros in front as long as four times as many are free", () => {
	const old = different(500, () => digits(6));
	const format = fitIdFormat(old, { key: keyOf(1) });
	const fresh = times(2000, (i) => freshId(format, i, keyOf(2)));
	expect(format.widened).toBe(false);
	expect(fresh.every((id) => /^\d{6}$/.test(id))).toBe(true);
	expect(fresh.some((id) => id.startsWith("0"))).toBe(true);
	expect(fresh.filter((id) => old.includes(id))).toEqual([]);
	expect(new Set(times(20_000, (i) => freshId(format, i, keyOf(2)))).size).toBe(20_000);
	const full = fitIdFormat(
		times(10_000, (i) => String(i).padStart(4, "0")),
		{ key: keyOf(1) },
	);
	expect(full.widened).toBe(true);
});

test("a zero that all codes begin with stays", () => {
	const format = fitIdFormat(
		different(60, () => `0${digits(4)}`),
		{ key: keyOf(1) },
	);
	expect(times(500, (i) => freshId(format, i, keyOf(2))).every((id) => /^0\d{4}$/.test(id))).toBe(true);
});

test("a format too narrow for new ones becomes longer, and so does one that is used up", () => {
	const narrow = fitIdFormat(
		times(10, (i) => `A${i}`),
		{ key: keyOf(1) },
	);
	expect(narrow.widened).toBe(true);
	const ids = fitIdFormat(
		different(800, () => `AB-${digits(5)}`),
		{ key: keyOf(1) },
	);
	const all = new Set(times(100_000, (i) => freshId(ids, i, keyOf(5))));
	expect(all.size).toBe(100_000);
});
