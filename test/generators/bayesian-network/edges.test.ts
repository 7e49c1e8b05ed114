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
	await expect(fit({ parents: 1, required: ["sex -> age", "income -> age"] })).rejects.toThrow(/set parents to 2/);
	await expect(fit({ required: ["sex -> age"], forbidden: ["sex -> age"] })).rejects.toThrow(OptionError);
});

test("required parents whose table no memory holds are refused before it is made", async () => {
	const random = createRandom(2).stream("wide");
	const columns = ["a", "b", "c", "d"].map((name) => ({
		kind: "number" as const,
		name,
		values: Float64Array.from({ length: 400 }, () => random.normal()),
	}));
	const options = { ...meta.defaults, bins: 64, required: ["a -> d", "b -> d", "c -> d"] };
	const run = createRun({ random: createRandom(1) });
	await expect(bayesianNetwork.fit({ rows: 400, columns }, options, run)).rejects.toThrow(
		/required parents of "d" \(a, b, c\) make a table of [\d,]+ probabilities.*leave one out, or take fewer bins/,
	);
});
