import { beforeAll, describe, expect, test } from "vitest";
import { generators } from "../../src/generators";
import type { Generator, GeneratorMeta } from "../../src/generators/generator";
import { generatorMetas } from "../../src/generators/metas";
import { isAccepted } from "../../src/options/check";
import { startNodeBackend } from "../nn/node-backend";
import { describeContract } from "./contract";

const entries = Object.entries(generatorMetas) as unknown as [string, GeneratorMeta][];
const loaders = generators as unknown as Record<string, () => Promise<Generator<never, unknown>>>;

test("both registries name the same generators", () => {
	expect(Object.keys(loaders)).toEqual(entries.map(([name]) => name));
});

test.each(entries)("the meta of %s is plain data, and its options accept their own defaults", (_, meta) => {
	expect(structuredClone(meta)).toEqual(meta);
	expect(meta.label.length).toBeGreaterThan(0);
	expect(meta.summary).toMatch(/\.$/);
	for (const [name, option] of Object.entries(meta.options)) {
		expect(isAccepted(option.default, option), name).toBe(true);
		expect(option.help, name).toMatch(/\.$/);
	}
});

for (const backend of ["wasm", "cpu"] as const) {
	for (const [name, meta] of entries) {
		// Generators that need no backend are the same on any.
		if (!("steps" in meta.options) && backend === "cpu") continue;
		describe(`${name} on ${backend}`, () => {
			beforeAll(() => startNodeBackend(backend));
			describeContract(loaders[name]!, meta, backend === "cpu");
		});
	}
}
