/** A fit that ended in an accident is continued by another, from what was kept of it, to the very same model. */
import { beforeAll, expect, test } from "vitest";
import { generators } from "../../src/generators";
import type { Generator, GeneratorMeta } from "../../src/generators/generator";
import { generatorMetas } from "../../src/generators/metas";
import { createRandom } from "../../src/random";
import { packData, unpackData } from "../../src/wire/packed";
import { createCheckpoints, type Kept } from "../../src/worker/checkpoints";
import { createRun, type Run } from "../../src/worker/run";
import { numeric, tableOf, times, worded } from "../encode/tables";
import { startNodeBackend } from "../nn/node-backend";
import { quick } from "./quick";

beforeAll(() => startNodeBackend("wasm"));

const ROWS = 240;
const numbers = [
	numeric(
		"income",
		times(ROWS, (i) => 1000 + 300 * Math.sin(1.7 * i)),
	),
	numeric(
		"age",
		times(ROWS, (i) => 20 + ((i * 7) % 61)),
	),
	numeric(
		"height",
		times(ROWS, (i) => 150 + 30 * Math.cos(2.3 * i)),
	),
];
const colour = worded(
	"colour",
	times(ROWS, (i) => ["red", "green", "blue"][(i * i) % 3]!),
);
const [mixed, numeral] = [tableOf(numbers[0]!, colour), tableOf(...numbers, colour)];

/** What an accident is here. */
class Accident extends Error {}

/** As it comes back from where it is kept as bytes. */
const asBytes = (state: unknown) => (unpackData(packData({ state })) as { state: unknown }).state;

/** A run that keeps checkpoints after every step, and ends in an accident as `at` of them have been taken. */
function runTo(at: number, from?: Kept) {
	const kept = new Map<string, unknown>(from);
	let steps = 0;
	const checkpoints = createCheckpoints(from, (name, state) => kept.set(name, asBytes(state)), 0);
	const run = createRun({ random: createRandom(5), device: "wasm", checkpoints });
	const step: Run["step"] = async (progress) => {
		if (/train|refine/.test(progress.phase) && steps++ === at) throw new Accident();
		await run.step(progress);
	};
	return { run: { ...run, step } satisfies Run, kept, steps: () => steps };
}

const loaders = generators as unknown as Record<string, () => Promise<Generator<never, unknown>>>;
const trained = (Object.entries(generatorMetas) as unknown as [string, GeneratorMeta][]).filter(
	// What noise protects keeps no checkpoint, and is never the same twice: `dpgan.test.ts`.
	([, meta]) => "steps" in meta.options && !meta.private,
);
const cases = trained.flatMap(([name, meta]): [string, string, GeneratorMeta, Record<string, unknown>][] =>
	name === "diffusion"
		? [
				["diffusion with one network", name, meta, { method: "masked" }],
				["diffusion with a network of each column", name, meta, { method: "columns" }],
			]
		: [[name, name, meta, {}]],
);

test.each(cases)("%s", async (_, name, meta, more) => {
	const generator = await loaders[name]!();
	const options = { ...quick(meta), protect: 1, steps: 12, ...more } as never;
	const table = more.method === "columns" ? numeral : mixed;
	const whole = runTo(Number.POSITIVE_INFINITY);
	const wanted = await (await generator.fit(table, options, whole.run)).save();
	const random = createRandom(name).stream("accidents");
	let kept: Kept | undefined;
	const all = whole.steps();
	// One after the other, each in the midst of what the one before left.
	for (const at of [1 + random.int(Math.floor(all / 2)), 1 + random.int(Math.floor(all / 4)), 2]) {
		const broken = runTo(at, kept);
		await expect(generator.fit(table, options, broken.run)).rejects.toThrow(Accident);
		expect(broken.kept.size).toBeGreaterThan(0);
		kept = broken.kept;
	}
	const last = runTo(Number.POSITIVE_INFINITY, kept);
	const got = await (await generator.fit(table, options, last.run)).save();
	expect(got).toEqual(wanted);
	expect(last.steps()).toBeLessThan(all);
});
