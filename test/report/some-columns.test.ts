import { expect, test } from "vitest";
import { createRandom } from "../../src/random";
import { align } from "../../src/report/align";
import { someColumns } from "../../src/report/some-columns";
import { numeric, tableOf, times } from "../encode/tables";

const aligned = (columns: number) => align([tableOf(...times(columns, (c) => numeric(`c${c}`, [1, 2, 3])))]);

test("up to 120 columns all are set against each other, and nothing is said", () => {
	const all = aligned(120);
	const some = someColumns(all, undefined, createRandom(1));
	expect(some.of(all)).toBe(all);
	expect(some.note).toBeUndefined();
});

test("of more, 120 are, the target among them, the same for the same seed, and the report says so", () => {
	const all = aligned(300);
	const chosen = () => someColumns(all, "c299", createRandom(1));
	const names = chosen()
		.of(all)
		.series.map(({ name }) => name);
	expect(new Set(names).size).toBe(120);
	expect(names).toContain("c299");
	expect(
		chosen()
			.of(all)
			.series.map(({ name }) => name),
	).toEqual(names);
	expect(chosen().note).toMatch(/120 of the 300 columns, chosen at random/);
});
