import { expect, test } from "vitest";
import { align } from "../../../src/report/align";
import { dealColumns } from "../../../src/report/privacy/halves";
import { wilson } from "../../../src/report/privacy/intervals";
import { chanceOfLink, countLinks } from "../../../src/report/privacy/linkability";
import { createSpace } from "../../../src/report/privacy/space";
import { tableOf } from "../tables";

const real = tableOf({ a: [0, 0, 4, 0], b: [0, 1, 9, 4] });
const synthetic = tableOf({ a: [0, 1, 4, 9], b: [0, 1, 4, 9] });
const links = (k: number) =>
	countLinks(createSpace(align([real, synthetic]), [0, 1]), 0, 1, [0, 1, 2, 3], [0], [1], k, async () => {});

// Expected numbers: Anonymeter (commit 0188bdf) on these eight cells.
test.each([
	[1, 0.25],
	[2, 1],
	[3, 1],
])("with %i neighbours %f of the rows are linked", async (k, share) => {
	expect(wilson(await links(k), 4, 0).rate).toBe(share);
});

test.each([
	[1, 0.3724727, 0.0455873, 0.6993582],
	[2, 0.7551, 0.5102, 1],
])("with %i neighbours the rate at 95 % is %f", async (k, rate, low, high) => {
	const found = wilson(await links(k), 4);
	expect(found.rate).toBeCloseTo(rate, 4);
	expect(found.rate - found.error).toBeCloseTo(low, 3);
	expect(found.rate + found.error).toBeCloseTo(high, 3);
});

test("linking by chance with four synthetic rows succeeds 1/4, 5/6 and always", () => {
	expect(chanceOfLink(1, 4)).toBeCloseTo(1 / 4, 12);
	expect(chanceOfLink(2, 4)).toBeCloseTo(5 / 6, 12);
	expect(chanceOfLink(3, 4)).toBe(1);
});

test("columns are dealt so that both halves tell much", () => {
	const table = tableOf({
		constant: ["p", "p", "p", "p"],
		key: [1, 2, 3, 4],
		pair: ["p", "p", "q", "q"],
		other: [1, 1, 1, 5],
		gap: [null, null, 7, 8],
	});
	// Chances to share a value: key 1/4, gap 3/8, pair 1/2, other 5/8, constant 1.
	expect(dealColumns(align([table]), 0)).toEqual([
		[0, 1, 3],
		[2, 4],
	]);
});
