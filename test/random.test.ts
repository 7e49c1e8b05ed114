import { expect, test } from "vitest";
import { createRandom, threefry2x32 } from "../src/random";

function threefry(key: [number, number], counter: [number, number]): string {
	const out = new Uint32Array(2);
	threefry2x32(key[0], key[1], counter[0], counter[1], out);
	return [...out].map((w) => w.toString(16).padStart(8, "0")).join(" ");
}

// Known answers published with Random123 (Salmon et al. 2011), file kat_vectors, threefry2x32 with 20 rounds.
test("Threefry-2x32-20 gives its published known answers", () => {
	expect(threefry([0, 0], [0, 0])).toBe("6b200159 99ba4efe");
	expect(threefry([0xffffffff, 0xffffffff], [0xffffffff, 0xffffffff])).toBe("1cb996fc bb002be7");
	expect(threefry([0x13198a2e, 0x03707344], [0x243f6a88, 0x85a308d3])).toBe("c4923a9c 483df7a0");
});

test("a stream depends on its name and not on what was drawn before", () => {
	const a = createRandom(1);
	const b = createRandom(1);
	for (let i = 0; i < 5; i++) b.normal();
	expect(a.stream("x").uint32()).toBe(b.stream("x").uint32());
	expect(a.stream("x").uint32()).not.toBe(a.stream("y").uint32());
	expect(createRandom(1).uint32()).not.toBe(createRandom(2).uint32());
	expect(createRandom("1").uint32()).not.toBe(createRandom(1).uint32());
});

test("skipping words is drawing and forgetting them", () => {
	for (const before of [0, 1, 2, 3]) {
		for (const n of [0, 1, 2, 3, 4, 7, 1000, 1001]) {
			const [drawn, skipped] = [createRandom(5), createRandom(5)];
			for (let i = 0; i < before; i++) expect(drawn.uint32()).toBe(skipped.uint32());
			for (let i = 0; i < n; i++) drawn.uint32();
			expect([skipped.skip(n).uint32(), skipped.uint32()]).toEqual([drawn.uint32(), drawn.uint32()]);
		}
	}
});

test("words are the same one by one, filled in at once and computed elsewhere", () => {
	for (const before of [0, 1, 2, 3]) {
		for (const n of [0, 1, 2, 7, 8]) {
			const [drawn, filled, reserved] = [createRandom(5), createRandom(5), createRandom(5)];
			for (const stream of [drawn, filled, reserved]) for (let i = 0; i < before; i++) stream.uint32();
			const want = Array.from({ length: n }, () => drawn.uint32());
			const words = new Uint32Array(n);
			filled.fill(words);
			const { key, pair, second } = reserved.reserve(n);
			const elsewhere = new Uint32Array(n + 3);
			for (let i = 0; i <= n; i += 2) threefry2x32(key[0], key[1], pair + i / 2, 0, elsewhere, i);
			expect([...words]).toEqual(want);
			expect([...elsewhere.subarray(second ? 1 : 0)].slice(0, n)).toEqual(want);
			const next = drawn.uint32();
			expect([filled.uint32(), reserved.uint32()]).toEqual([next, next]);
		}
	}
});

test("uniform and normal draws have the moments they should", () => {
	const random = createRandom(7);
	const n = 20_000;
	let sum = 0;
	let square = 0;
	let uniforms = 0;
	for (let i = 0; i < n; i++) {
		const z = random.normal();
		sum += z;
		square += z * z;
		uniforms += random.uniform();
	}
	expect(sum / n).toBeCloseTo(0, 1);
	expect(square / n).toBeCloseTo(1, 1);
	expect(uniforms / n).toBeCloseTo(0.5, 1);
});

test("int is uniform over its range and shuffle keeps every item", () => {
	const random = createRandom(3);
	const counts = new Array<number>(7).fill(0);
	for (let i = 0; i < 7000; i++) counts[random.int(7)]!++;
	for (const count of counts) expect(Math.abs(count - 1000)).toBeLessThan(150);
	expect([...random.shuffle([1, 2, 3, 4, 5])].sort()).toEqual([1, 2, 3, 4, 5]);
});
