import { afterAll, beforeAll, expect, test } from "vitest";
import { importCounted } from "./build";
import { fuzz } from "./fuzz";
import type * as guarded from "./guarded";
import type * as targets from "./targets";

/** Inputs of each, half a second's worth; `npm run bench -- fuzz guided` goes on for as long as it is told. */
const CASES = { csv: 400, parquet: 300, files: 150, models: 80, expressions: 2000, options: 80, messages: 80 };
/** Seconds in which an input of some kilobytes is to be dealt with. */
const LIMIT = 3;

let counted: Awaited<ReturnType<typeof importCounted<typeof targets>>>;
beforeAll(async () => {
	counted = await importCounted("test/faults/guided/targets.ts");
});
afterAll(() => counted.remove());

test.each(Object.entries(CASES))("whatever reaches new code of %s is answered or refused", async (name, cases) => {
	const target = await counted.module.TARGETS[name]!(false);
	const done = await fuzz(target, counted.coverage, { seed: "guided", cases, limit: LIMIT });
	expect(done.findings).toEqual([]);
	// Guided: more was reached than by what it began with.
	expect(done.kept).toBeGreaterThan(target.seeds.length);
});

test("what is wrong only behind several signs in a row is found, and made small", async () => {
	const { module, coverage, remove } = await importCounted<typeof guarded>("test/faults/guided/guarded.ts", /guarded/);
	const attempt = async (bytes: Uint8Array) => module.guarded(bytes);
	const target = { seeds: [Uint8Array.of(1, 2, 3, 4)], words: [..."abcdefghijklmnop"], attempt };
	const { findings } = await fuzz(target, coverage, { seed: "guarded", cases: 20_000, limit: 1 });
	await remove();
	expect(findings.map(({ input }) => Buffer.from(input, "base64").toString())).toEqual(["cab"]);
});
