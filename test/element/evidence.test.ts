import { expect, test } from "vitest";
import { costOfReport } from "../../src/element/flow/evidence";

const columns = Array.from({ length: 15 }, () => ({})) as never[];

test("a report is made unasked of tables that a tab can hold, and with its cost in view of larger ones", () => {
	expect(costOfReport({ rows: 944_269, columns }, { rows: 944_269 })).toBeUndefined();
	// bench/results/large-page.md: 2 × 944,269 rows of 15 columns took 139 s and 1.1 GB more than the table and its model.
	const { gigabytes, minutes } = costOfReport({ rows: 9_279_885, columns }, { rows: 9_279_885 })!;
	expect(gigabytes / (1.1 * (9_279_885 / 944_269))).toBeCloseTo(1, 0);
	expect((minutes * 60) / (139 * (9_279_885 / 944_269))).toBeCloseTo(1, 0);
});
