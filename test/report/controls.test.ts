import { beforeAll, describe, expect, test } from "vitest";
import type { Table } from "../../src/table/table";
import { controls, tryControl } from "./controls";
import { haveSharedData, sharedTable } from "./shared-data";

describe.skipIf(!haveSharedData)("stand-ins of known quality land where they should", () => {
	let adult: { train: Table; holdout: Table };
	beforeAll(async () => {
		adult = { train: await sharedTable("adult.train"), holdout: await sharedTable("adult.holdout") };
	});

	test.each(controls.map((control) => [control.name, control] as const))("%s", async (_, control) => {
		const missed = (await tryControl(control, adult, 1))
			.filter(({ holds }) => !holds)
			.map(({ check, value }) => `${check.figure} is ${value}, not within ${check.from} … ${check.to}`);
		expect(missed).toEqual([]);
	});
});
