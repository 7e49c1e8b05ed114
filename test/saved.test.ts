import fc from "fast-check";
import { expect, test } from "vitest";
import { SavedModelError } from "../src/errors";
import { packModel, savedGenerator, unpackModel } from "../src/wire/saved";

const numberArrays = fc.oneof(
	fc.float64Array(),
	fc.float32Array(),
	fc.int32Array(),
	fc.uint8Array(),
	fc.uint16Array(),
	fc.bigInt64Array(),
);

/** Whatever a generator may call plain data, keys chosen by users included. */
const plain = fc.letrec((tie) => ({
	value: fc.oneof(
		{ depthSize: "small" },
		fc.double(),
		fc.string(),
		fc.boolean(),
		fc.constantFrom(null, undefined, -0, Number.NaN, Number.POSITIVE_INFINITY),
		numberArrays,
		fc.array(tie("value"), { maxLength: 4 }),
		fc
			.array(fc.tuple(fc.oneof(fc.string(), fc.constantFrom("$", "__proto__", "constructor")), tie("value")), {
				maxLength: 4,
			})
			.map((entries) => Object.fromEntries(entries)),
	),
})).value;

test("whatever plain data goes in comes out equal", () => {
	fc.assert(
		fc.property(plain, (saved) => {
			expect(unpackModel(packModel({ generator: "independent", version: 1, saved }))).toEqual({
				generator: "independent",
				version: 1,
				saved,
			});
		}),
		{ numRuns: 300 },
	);
});

test("a column called __proto__ pollutes nothing", () => {
	const saved = JSON.parse('{"__proto__": {"polluted": true}}');
	const back = unpackModel(packModel({ generator: "g", version: 1, saved })).saved as object;
	expect(Object.keys(back)).toEqual(["__proto__"]);
	expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
});

test("bytes that lie within a larger buffer are read as well", () => {
	const bytes = packModel({ generator: "g", version: 1, saved: Float64Array.of(1, 2, 3) });
	const larger = new Uint8Array(bytes.length + 3);
	larger.set(bytes, 3);
	expect(unpackModel(larger.subarray(3)).saved).toEqual(Float64Array.of(1, 2, 3));
});

test("bytes that Node read from a file are read as well, whose slices are views", () => {
	const saved = { weights: Float32Array.of(1, 2, 3), codes: Uint16Array.of(7) };
	const bytes = Buffer.concat([packModel({ generator: "independent", version: 1, saved })]);
	expect(unpackModel(bytes).saved).toEqual(saved);
});

test("the generator's name is read without the model", () => {
	expect(savedGenerator(packModel({ generator: "tabddpm", version: 1, saved: {} }))).toBe("tabddpm");
});

test("a damaged model is refused, wherever the damage is", () => {
	const bytes = packModel({ generator: "g", version: 1, saved: { weights: Float32Array.of(1, 2, 3), label: "x" } });
	fc.assert(
		fc.property(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), (at, flip) => {
			const damaged = bytes.slice();
			damaged[at]! ^= flip;
			expect(() => unpackModel(damaged)).toThrow(SavedModelError);
		}),
		{ numRuns: 300 },
	);
});

test("a model cut off anywhere is refused", () => {
	const bytes = packModel({ generator: "g", version: 1, saved: { weights: Float32Array.of(1, 2, 3) } });
	for (let length = 0; length < bytes.length; length++) {
		expect(() => unpackModel(bytes.subarray(0, length))).toThrow(SavedModelError);
	}
});

test("a newer layout is refused with both versions named", () => {
	const bytes = packModel({ generator: "g", version: 1, saved: {} });
	bytes[8] = 9;
	expect(() => unpackModel(bytes)).toThrow(/layout 9.*up to 1/);
});

test("junk is refused, and so is what is no bytes at all", () => {
	fc.assert(
		fc.property(fc.uint8Array(), (bytes) => {
			expect(() => unpackModel(bytes)).toThrow(SavedModelError);
		}),
	);
	expect(() => unpackModel("saved" as never)).toThrow(SavedModelError);
});

test("what is not plain data is refused with its path", () => {
	expect(() => packModel({ generator: "g", version: 1, saved: { net: [{ run: () => 1 }] } })).toThrow(
		/saved\.net\[0\]\.run/,
	);
	expect(() => packModel({ generator: "g", version: 1, saved: { when: new Date() } })).toThrow(/saved\.when/);
});
