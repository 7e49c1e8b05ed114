import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fitId, freshIdOf } from "../../src/encode/fresh-ids";
import { decodeLevels, encodeLevels, fitLevels, levelWeights } from "../../src/encode/levels";
import { ownersOf } from "../../src/encode/protection";
import { createRandom } from "../../src/random";
import type { LevelColumn } from "../../src/table/table";
import { times, worded } from "./tables";

const column = (cells: (string | null)[], kind?: "category" | "boolean" | "id") =>
	worded("x", cells, kind) as LevelColumn;
const half = () => 0.5;

describe("the levels codec", () => {
	test("decodes common levels and missing cells to themselves", () => {
		const cells = times(300, (i) => (i % 3 === 0 ? "a" : i % 3 === 1 ? "b" : null));
		const codec = fitLevels(column(cells), { protect: 5 });
		const back = decodeLevels(codec, encodeLevels(codec, column(cells)), half);
		expect(Array.from(back, (i) => codec.levels[i] ?? null)).toEqual(cells);
	});

	test("makes levels that fewer than five have one level of its own", () => {
		const cells = [...times(200, (i) => (i % 2 ? "a" : "b")), "Zbigniew", "Zoë", ...times(4, () => "Zeno")];
		const codec = fitLevels(column(cells), { protect: 5 });
		expect([codec.levels, [...codec.counts], codec.other]).toEqual([["b", "a", "other"], [100, 100, 6], 2]);
		const back = decodeLevels(codec, encodeLevels(codec, column(cells)), half);
		expect(Array.from(back.slice(198), (i) => codec.levels[i])).toEqual(["b", "a", ...times(6, () => "other")]);
		expect(fitLevels(column(cells), { protect: 1 }).levels).toContain("Zbigniew");
	});

	test("calls it by a name that the column does not have", () => {
		const cells = [...times(20, () => "Other"), ...times(9, (i) => `${i}`)];
		expect(fitLevels(column(cells), { protect: 5 }).levels).toEqual(["Other", "other categories"]);
		const all = [...cells, "other categories", "(other)", "other 2"];
		expect(fitLevels(column(all), { protect: 5 }).levels).toEqual(["Other", "other 3"]);
	});

	test("takes the commonest where all rare levels together are too few", () => {
		const codec = fitLevels(column([...times(200, (i) => (i % 3 ? "a" : "b")), "Zbigniew"]), { protect: 5 });
		expect([codec.levels, [...codec.counts]]).toEqual([
			["b", "a"],
			[134, 67],
		]);
		expect([...encodeLevels(codec, column(["Zbigniew"]))]).toEqual([0]);
	});

	test("counts subjects, not rows", () => {
		const cells = [...times(60, () => "a"), ...times(36, () => "Zbigniew")];
		const subjects = Int32Array.from(cells, (_, row) => (row < 60 ? row : 60 + Math.floor((row - 60) / 9)));
		const codec = fitLevels(column(cells), { protect: 5 }, ownersOf({ rows: 96, columns: [], subjects }));
		expect(codec.levels).toEqual(["a"]);
	});

	test("has nothing but others where every row has a level of its own", () => {
		const codec = fitLevels(column(times(400, (i) => `person ${i}`)), { protect: 5 });
		expect(codec.levels).toEqual(["other"]);
		expect([...decodeLevels(codec, Int32Array.of(0), half)]).toEqual([0]);
	});

	test("withholds the side of a boolean that is rare, and both where both are", () => {
		expect(fitLevels(column([...times(500, () => "no"), "yes"], "boolean"), { protect: 5 }).levels).toEqual(["no"]);
		const codec = fitLevels(column(["no", "no", "no", "yes", "yes", "yes", "yes", "no"], "boolean"), { protect: 5 });
		expect([codec.levels, codec.missing, [...codec.counts]]).toEqual([[], true, [8]]);
		expect([...encodeLevels(codec, column(["no", null]))]).toEqual([0, 0]);
	});

	test("gives thousands of levels one common code beyond the first thousand, and their weights back", () => {
		const cells = times(30_000, (i) => `level ${i % 3000}`);
		const codec = fitLevels(column(cells), { protect: 5 });
		expect(codec.counts.length).toBe(1001);
		expect(codec.levels.length).toBe(3000);
		const weights = levelWeights(codec);
		expect(weights.every((w) => Math.abs(w - 10) < 1e-9)).toBe(true);
		const drawn = decodeLevels(codec, new Int32Array(3).fill(1000), (row) => (row + 0.5) / 3);
		expect(new Set(drawn).size).toBe(3);
	});

	test("reads a level it never saw as one of the others", () => {
		const codec = fitLevels(column(times(100, (i) => (i % 2 ? "a" : "b"))), { protect: 5 });
		expect(encodeLevels(codec, column(["new", null]))[0]).toBe(0);
	});
});

describe("fresh ids", () => {
	const ids = (cells: string[]) => {
		const codec = fitId(column(cells, "id"));
		return times(3000, (row) => freshIdOf(codec, row, createRandom(1)));
	};

	test.each([
		["whole numbers", times(500, (i) => String(15_565_701 + 37 * i)), /^[0-9]{8}$/],
		["row numbers", times(9_998, (i) => String(i + 1)), /^[0-9]{5}$/],
		["numbered names", times(300, (i) => `cust_${String(i).padStart(5, "0")}`), /^cust_[0-9]{6}$/],
		[
			"codes",
			times(300, (i) => `${"ABCDEFGH"[i % 8]}${String.fromCharCode(65 + (i % 26))}-${1000 + i}`),
			/^[0-9A-Z]{1,2}[A-Z]-[0-9]{4}$/,
		],
		["hexadecimal", times(200, (i) => (i * 7919).toString(16).padStart(8, "0").repeat(4)), /^[0-9a-f]{32}$/],
	])("of %s are distinct, of the same shape, and none of the old ones", (_, old, shape) => {
		const fresh = ids(old);
		expect(new Set(fresh).size).toBe(3000);
		for (const id of fresh) expect(id).toMatch(shape);
		const known = new Set(old);
		expect(fresh.filter((id) => known.has(id))).toEqual([]);
	});

	test("of a single row do not repeat it", () => {
		expect(ids(["7"])).not.toContain("7");
		expect(ids(["AB-1"])).not.toContain("AB-1");
		expect(ids(["x"])).not.toContain("x");
		expect(ids(["--"])).not.toContain("--");
	});

	test("take any text for an id", () => {
		const text = fc.array(fc.string({ unit: "binary", minLength: 1, maxLength: 6 }), { minLength: 1, maxLength: 20 });
		fc.assert(
			fc.property(text, (old) => {
				const codec = fitId(column(old, "id"));
				const fresh = times(30, (row) => freshIdOf(codec, row, createRandom(1)));
				expect(new Set(fresh).size).toBe(30);
				for (const id of fresh) expect(old).not.toContain(id);
			}),
			{ numRuns: 40 },
		);
	});
});
