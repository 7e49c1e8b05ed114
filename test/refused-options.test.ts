import { describe, expect, test } from "vitest";
import { causalModel } from "../src/causal";
import { createPrior, OptionError, splitRows } from "../src/index";
import { functions, model, positional, raw, table } from "./faults/public-functions";
import { WILD } from "./faults/wild-values";

async function refusal(act: () => unknown): Promise<OptionError> {
	try {
		await act();
	} catch (error) {
		expect(error).toBeInstanceOf(OptionError);
		return error as OptionError;
	}
	throw new Error("Nothing was refused.");
}

describe.each(Object.entries(functions))("%s", (_, [call, wrong]) => {
	const asked = (bag: unknown) => refusal(() => call(bag as never));

	test("refuses an option that it does not know, and names those it knows", async () => {
		expect((await asked({ rowz: 1 })).message).toMatch(/rowz.*There are: /);
	});

	test.each(Object.entries(wrong))("refuses a wrong %s by its name", async (name, value) => {
		expect((await asked({ [name]: value })).message).toContain(name);
	});
});

test("what would take more memory than there is says so before it begins", async () => {
	const chain = model.sample.bind(model);
	expect((await refusal(() => chain({ rows: 1e9 }))).message).toContain("offset");
	expect((await refusal(() => model.effect({ do: { x: 1 }, on: "x", rows: 1e12 }))).message).toContain("1000000000000");
	expect((await refusal(() => createPrior("mlp-scm", {}, { workers: 150 }))).message).toContain("64");
	const terms = (n: number, joint: string) => causalModel({ x: new Array(n).fill("1").join(joint) });
	for (const joint of [" + ", " and "]) expect(terms(100_000, joint).sample({ rows: 1 }).rows).toBe(1);
	expect(() => terms(200_000, " + ")).toThrow(/joins more than 100000 terms/);
	const listed = (n: number) => Array.from({ length: n }, (_, i) => `"c${i}": 1`).join();
	const many = (n: number) =>
		causalModel({ x: `categorical(${listed(n)})`, y: `max(${new Array(n).fill("1").join()})` });
	expect(many(100_000).sample({ rows: 1 }).rows).toBe(1);
	expect(() => many(200_000)).toThrow(/lists more than 100000 values/);
});

test("splitRows refuses a share and a seed that are none", async () => {
	for (const share of [-0.1, 1.1, Number.NaN, "half"]) await refusal(() => splitRows(table, share as never, 1));
	await refusal(() => splitRows(table, 0.5, Number.NaN));
});

describe.each(Object.entries(functions))("%s, given anything at all,", (_, [call]) => {
	test("answers or refuses with an error of its own", async () => {
		const { names } = (await refusal(() => call({ rowz: 1 } as never))).details as { names: string[] };
		for (const [what, value] of Object.entries(WILD)) {
			if (what !== "an empty object") expect(await raw(() => call(value as never)), what).toBeUndefined();
			for (const name of names)
				expect(await raw(() => call({ [name]: value } as never)), `${name}: ${what}`).toBeUndefined();
		}
	});
});

describe.each(Object.entries(positional))("%s, given anything at all,", (_, call) => {
	test("answers or refuses with an error of its own", async () => {
		for (const [what, value] of Object.entries(WILD)) {
			expect(await raw(() => call(value as never)), what).toBeUndefined();
		}
	});
});
