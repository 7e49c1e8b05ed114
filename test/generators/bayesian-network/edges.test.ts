import { beforeAll, expect, test } from "vitest";
import { OptionError } from "../../../src/errors";
import { bayesianNetwork } from "../../../src/generators/bayesian-network";
import { meta } from "../../../src/generators/bayesian-network/meta";
import { createRandom } from "../../../src/random";
import { createRun } from "../../../src/worker/run";
import { mixed } from "../contract";

const fit = async (options: object) => {
	const model = await bayesianNetwork.fit(
		mixed,
		{ ...meta.defaults, ...options },
		createRun({ random: createRandom(1) }),
	);
	return String(model.diagnostics?.edges).split("\n");
};

let free: string[];
beforeAll(async () => {
	free = await fit({});
});

test("an edge can be required, whatever the data say", async () => {
	expect(free).not.toContain("sex -> age");
	expect(await fit({ required: ["sex -> age"] })).toContain("sex -> age");
});

test("an edge can be forbidden in one direction", async () => {
	const [edge] = free;
	expect(await fit({ forbidden: [edge] })).not.toContain(edge);
});

test("edges that cannot be are refused with what would do", async () => {
	await expect(fit({ required: ["sex -> height"] })).rejects.toThrow(/there are age, income/);
	await expect(fit({ required: ["sex, age"] })).rejects.toThrow(/write it as "from -> to"/);
	await expect(fit({ required: ["sex -> age", "age -> sex"] })).rejects.toThrow(/in a circle/);
	await expect(fit({ required: ["sex -> age"], forbidden: ["sex -> age"] })).rejects.toThrow(OptionError);
});
