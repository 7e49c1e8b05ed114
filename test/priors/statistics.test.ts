import { expect, test } from "vitest";
import { structureStatistics } from "../../bench/prior-statistics";

test("the structure of draws is within sampling error of the documented distributions", async () => {
	const statistics = await structureStatistics(1500, "structure");
	const off = statistics.filter(({ z }) => z !== undefined && !(Math.abs(z) < 4));
	expect(off).toEqual([]);
	expect(statistics.filter(({ z }) => z !== undefined).length).toBeGreaterThan(35);
});
