import { beforeAll, expect, test } from "vitest";
import { scenarios } from "./scenarios";
import { leftBy, watch } from "./watch";

beforeAll(watch);

const short = scenarios.filter((scenario) => scenario.short);

test.each(short.map((scenario) => [scenario.name, scenario] as const))("where %s", async (_, { sees, run }) => {
	let saw = "";
	const left = await leftBy(async () => {
		({ saw } = await run());
	});
	expect(saw).toMatch(sees);
	expect(left).toEqual({});
});
