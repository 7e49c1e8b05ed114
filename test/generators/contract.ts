/** What every generator promises, as one body of tests. */
import { expect, test } from "vitest";
import { OptionError, SchemaError, StoppedError } from "../../src/errors";
import type { Generator, GeneratorMeta, Given, Model } from "../../src/generators/generator";
import { memory } from "../../src/nn/tf";
import { createRandom } from "../../src/random";
import { type Column, isNumeric, type Table } from "../../src/table/table";
import { packModel, unpackModel } from "../../src/wire/saved";
import { createRun, type Progress, type Run } from "../../src/worker/run";
import { cellsOf, numeric, tableOf, times, worded } from "../encode/tables";
import { quick } from "./quick";

type AnyGenerator = Generator<never, unknown>;
type Options = Record<string, unknown>;

const DAY = 86_400_000;

/** A table of every kind, with gaps in all of them. */
export const mixed: Table = tableOf(
	numeric(
		"age",
		times(300, (i) => (i % 11 === 0 ? null : 20 + ((i * 7) % 60))),
		"integer",
		0,
	),
	numeric(
		"income",
		times(300, (i) => (i % 3 ? 0 : 1000 + Math.round(10_000 * Math.sin(i) ** 2) / 100)),
		"number",
		2,
	),
	numeric(
		"seen",
		times(300, (i) => (i % 13 === 0 ? null : Date.UTC(2024, 0, 1) + ((i * 17) % 400) * DAY)),
		"datetime",
	),
	worded(
		"city",
		times(300, (i) => ["Oslo", "Rome", "Lima", null][(i % 9) % 4]!),
	),
	worded(
		"key",
		times(300, (i) => `K-${1000 + i}`),
		"id",
	),
	worded(
		"note",
		times(300, (i) => (i % 5 ? `seen by doctor ${i}` : null)),
		"text",
	),
	worded(
		"smoker",
		times(300, (i) => (i % 4 ? "no" : "yes")),
		"boolean",
	),
	worded(
		"sex",
		times(300, (i) => (i % 2 ? "Female" : "Male")),
	),
);

const stripes = (n: number, kinds: number) => times(n, (i) => `level ${i % kinds}`);
const wave = (i: number) => Math.round(1000 * Math.sin(i)) / 10;

/** Tables that break what was not thought of. */
export const awkward: Record<string, Table> = {
	"one row": tableOf(
		...mixed.columns.map(
			(c): Column => (isNumeric(c) ? { ...c, values: c.values.slice(1, 2) } : { ...c, codes: c.codes.slice(1, 2) }),
		),
	),
	"two rows": tableOf(numeric("x", [1, 2]), worded("c", ["a", "b"])),
	"one column": tableOf(numeric("x", times(60, wave))),
	"constant columns": tableOf(
		numeric(
			"x",
			times(50, () => 7),
		),
		worded(
			"c",
			times(50, () => "same"),
		),
		numeric("y", times(50, wave)),
	),
	"only constants": tableOf(
		numeric(
			"x",
			times(9, () => 7),
		),
		worded(
			"c",
			times(9, () => "same"),
		),
	),
	"columns without a value": tableOf(
		numeric(
			"x",
			times(50, () => null),
		),
		worded(
			"c",
			times(50, () => null),
		),
		numeric("y", times(50, wave)),
	),
	"nothing but gaps": tableOf(numeric("x", [null, null]), worded("c", [null, null])),
	"1,000 levels": tableOf(worded("c", stripes(6000, 1000)), numeric("x", times(6000, wave))),
	"a level a row": tableOf(
		worded(
			"c",
			times(300, (i) => `only ${i}`),
		),
		numeric("x", times(300, wave)),
	),
	"only categories": tableOf(worded("a", stripes(80, 3)), worded("b", stripes(80, 2)), worded("c", stripes(80, 5))),
	"only numbers": tableOf(
		numeric("x", times(80, wave)),
		numeric(
			"y",
			times(80, (i) => i),
		),
		numeric(
			"z",
			times(80, (i) => 1e12 * i),
		),
	),
	"only ids and text": tableOf(
		worded(
			"k",
			times(30, (i) => `k${i}`),
			"id",
		),
		worded(
			"t",
			times(30, (i) => `a b c ${i}`),
			"text",
		),
	),
	"only dates": tableOf(
		numeric(
			"d",
			times(80, (i) => i * DAY),
			"datetime",
		),
		numeric(
			"e",
			times(80, (i) => i * 1234.5),
			"datetime",
		),
	),
	"strange names": tableOf(
		numeric("__proto__", times(40, wave)),
		worded("constructor", stripes(40, 3)),
		numeric("", times(40, wave)),
	),
	"gaps that mean something": tableOf(
		worded("group", stripes(200, 2)),
		numeric(
			"x",
			times(200, (i) => (i % 2 ? null : wave(i))),
		),
	),
};

const run = (seed: number | string = 1): Run => createRun({ random: createRandom(seed) });

/** @param noisy Whether the generator is private: ranges and gaps are noisy counts, not the table's own. */
function checkLikeness(synthetic: Table, real: Table, rows: number, noisy = false): void {
	expect(synthetic.rows).toBe(rows);
	expect(synthetic.columns.map(({ name, kind }) => ({ name, kind }))).toEqual(
		real.columns.map(({ name, kind }) => ({ name, kind })),
	);
	synthetic.columns.forEach((column, j) => {
		const source = real.columns[j]!;
		const cells = cellsOf(column);
		expect(cells.length).toBe(rows);
		if (isNumeric(column) && isNumeric(source)) {
			expect([column.decimals, column.format]).toEqual([source.decimals, source.format]);
			const known = [...source.values].filter((v) => !Number.isNaN(v));
			const present = cells.filter((c) => c !== null) as number[];
			if (known.length === 0 && !noisy) expect(present).toEqual([]);
			for (const v of noisy ? [] : present) {
				expect(v).toBeGreaterThanOrEqual(Math.min(...known) - 1e-9 * Math.abs(v));
				expect(v).toBeLessThanOrEqual(Math.max(...known) + 1e-9 * Math.abs(v));
			}
			if (source.kind === "integer") expect(present.every(Number.isInteger)).toBe(true);
			// Of fewer than three times five rows nothing is told but what five share.
			const enough = known.length >= 15 || (known.length >= 5 && new Set(known).size === 1);
			if (known.length === source.values.length && enough && !noisy) expect(present.length).toBe(rows);
		} else {
			const old = new Set(cellsOf(source));
			const fresh = new Set(cells.filter((c) => c !== null));
			if (column.kind === "category" || column.kind === "boolean") {
				for (const level of fresh) expect([...old, "other"]).toContain(level);
			} else {
				for (const value of fresh) expect(old.has(value)).toBe(false);
				if (column.kind === "id") expect(fresh.size).toBe(cells.filter((c) => c !== null).length);
			}
		}
	});
}

/** Whether a cell satisfies a condition of `given`, for the conditions used below. */
function satisfies(cell: string | number | null, wanted: Given[string]): boolean {
	if (Array.isArray(wanted)) return wanted.some((one) => satisfies(cell, one as Given[string]));
	if (wanted !== null && typeof wanted === "object") {
		const { min = Number.NEGATIVE_INFINITY, max = Number.POSITIVE_INFINITY } = wanted as { min?: number; max?: number };
		return typeof cell === "number" && cell >= min && cell <= max;
	}
	if (typeof wanted === "string" && typeof cell === "number") return cell === Date.parse(wanted);
	return typeof wanted === "boolean" ? cell === (wanted ? "yes" : "no") : cell === wanted;
}

const conditions: Given[] = [
	{ sex: "Female" },
	{ sex: "Male", city: ["Rome", "Lima"] },
	{ age: { min: 30, max: 41 } },
	{ age: 33, smoker: true },
	{ income: { min: 1020 } },
	{ income: [0] },
	{ seen: { min: Date.UTC(2024, 5, 1), max: Date.UTC(2024, 6, 1) } },
	{ seen: "2024-03-05" },
	{ city: null, age: null },
];

/**
 * Every promise of one generator, on the backend that runs; `brief` leaves out the awkward tables, whose handling is
 * the same on every backend.
 */
export function describeContract(load: () => Promise<AnyGenerator>, meta: GeneratorMeta, brief = false): void {
	const options = quick(meta) as never;

	async function fitted(table: Table, seed: number | string = 1): Promise<Model<unknown>> {
		return (await load()).fit(table, options, run(seed));
	}

	test("keeps columns, kinds, levels and ranges, and gives the rows asked for", async () => {
		const model = await fitted(mixed);
		for (const rows of [0, 1, 137]) checkLikeness(await model.sample({ rows }, run()), mixed, rows, meta.private);
		model.dispose();
	});

	test("gives the same table for the same seed, and another for another", async () => {
		const [a, b] = [await fitted(mixed), await fitted(mixed)];
		const first = await a.sample({ rows: 90 }, run("seed"));
		// Noise that protects comes from no seed: who knew it could take it away.
		if (meta.private) expect(await b.save()).not.toEqual(await a.save());
		else expect(await b.sample({ rows: 90 }, run("seed"))).toEqual(first);
		expect(await a.sample({ rows: 90 }, run("seed"))).toEqual(first);
		expect(await a.sample({ rows: 90 }, run("another"))).not.toEqual(first);
		a.dispose();
		b.dispose();
	});

	test("gives the same rows in chunks of any size", async () => {
		const model = await fitted(mixed);
		const whole = await model.sample({ rows: 1100 }, run());
		for (const [offset, rows] of [
			[0, 7],
			[7, 120],
			[150, 30],
			[333, 300],
			[1000, 100],
		] as const) {
			const chunk = await model.sample({ rows, offset }, run());
			chunk.columns.forEach((column, j) => {
				expect(cellsOf(column)).toEqual(cellsOf(whole.columns[j]!).slice(offset, offset + rows));
			});
		}
		model.dispose();
	});

	test("samples the same from what it saved, which is plain data without rows of the table", async () => {
		const secret = 987_654.321;
		const table = tableOf(
			numeric(
				"age",
				times(200, (i) => (i === 0 ? secret : (i * 31) % 83)),
			),
			worded(
				"name",
				times(200, (i) => (i === 1 ? "Zbigniew" : ["Ann", "Bob"][i % 2]!)),
			),
			worded(
				"key",
				times(200, (i) => `key${i}x`),
				"id",
			),
			worded(
				"note",
				times(200, (i) => `private note ${i}`),
				"text",
			),
		);
		const model = await fitted(table);
		const { saved } = unpackModel(packModel({ generator: "any", version: 1, saved: await model.save() }));
		const text = JSON.stringify(saved, (_, value) =>
			ArrayBuffer.isView(value) ? Array.from(value as Float64Array) : value,
		);
		expect(text).not.toMatch(/Zbigniew|key[0-9]+x|private note/);
		expect(text).not.toContain(String(secret));
		const loaded = await (await load()).load(saved);
		expect(await loaded.sample({ rows: 50 }, run())).toEqual(await model.sample({ rows: 50 }, run()));
		model.dispose();
		loaded.dispose();
		expect(Number.isInteger((await load()).version)).toBe(true);
	});

	test("stops within 200 ms, while fitting and while sampling", async () => {
		const model = await fitted(mixed);
		const long = { ...(options as Options), ...("steps" in (options as Options) && { steps: 1e6 }) } as never;
		for (const work of [
			async (r: Run) => (await load()).fit(mixed, long, r),
			(r: Run) => model.sample({ rows: 5_000_000 }, r),
		]) {
			let stoppedAt = Number.POSITIVE_INFINITY;
			let calls = 0;
			const stopping = createRun({
				random: createRandom(1),
				isStopped: () => {
					if (++calls === 5) stoppedAt = performance.now();
					return performance.now() > stoppedAt;
				},
			});
			const outcome = await work(stopping).then(
				() => "finished",
				(error) => error,
			);
			if (outcome === "finished")
				expect(calls).toBeLessThan(5); // too short to be stopped
			else {
				expect(outcome).toBeInstanceOf(StoppedError);
				expect(performance.now() - stoppedAt).toBeLessThan(200);
			}
		}
		model.dispose();
	});

	test("reports phases whose steps rise to their end", async () => {
		const seen: Progress[] = [];
		const watching = createRun({ random: createRandom(1), onProgress: (p) => seen.push(p) });
		const model = await (await load()).fit(mixed, options, watching);
		await model.sample({ rows: 10 }, watching);
		const { diagnostics } = model;
		model.dispose();
		expect(seen.at(-1)).toMatchObject({ phase: "sample" });
		// Where a device is chosen, people learn of it before the training starts.
		const told = seen.findIndex((p) => p.device !== undefined);
		if (diagnostics?.device)
			expect(seen[told]?.device).toEqual({ name: diagnostics.device, reason: diagnostics.reason });
		if (diagnostics?.bytes) expect(seen[told]?.bytes).toBe(diagnostics.bytes);
		expect(told).toBeLessThanOrEqual(seen.findIndex((p) => p.phase === "train"));
		for (const phase of new Set(seen.map((p) => p.phase))) {
			const steps = seen.filter((p) => p.phase === phase);
			expect(steps.map((p) => p.step)).toEqual(steps.map((p) => p.step).toSorted((a, b) => a - b));
			expect(steps.at(-1)!.step).toBe(steps.at(-1)!.steps);
		}
	});

	test.each(brief ? ["only categories"] : Object.keys(awkward))("learns and samples a table of %s", async (name) => {
		const table = awkward[name]!;
		const model = await fitted(table);
		checkLikeness(await model.sample({ rows: 20 }, run()), table, 20, meta.private);
		const loaded = await (await load()).load(structuredClone(await model.save()));
		expect((await loaded.sample({ rows: 20 }, run())).rows).toBe(20);
		model.dispose();
		loaded.dispose();
	});

	test("refuses a table without rows", async () => {
		await expect(fitted({ rows: 0, columns: [numeric("x", [])] })).rejects.toThrow(SchemaError);
	});

	// Of three hundred rows noise leaves too little to condition on: `private.test.ts` does it on more.
	if (meta.private) return;
	if (meta.conditions.includes("given")) {
		test.each(conditions.map((given) => [JSON.stringify(given), given] as const))(
			"obeys %s in every row",
			async (_, given) => {
				const model = await fitted(mixed);
				const table = await model.sample({ rows: 60, given }, run());
				expect(table.rows).toBe(60);
				for (const [name, wanted] of Object.entries(given)) {
					for (const cell of cellsOf(table.columns.find((c) => c.name === name)!)) {
						expect(satisfies(cell, wanted), `${name} is ${cell}`).toBe(true);
					}
				}
				model.dispose();
			},
		);

		test("refuses conditions that name nothing it learned", async () => {
			const model = await fitted(mixed);
			await expect(model.sample({ rows: 1, given: { height: 1 } }, run())).rejects.toThrow(/no column "height"/);
			await expect(model.sample({ rows: 1, given: { sex: "Diverse" } }, run())).rejects.toThrow(OptionError);
			await expect(model.sample({ rows: 1, given: { age: { min: 500 } } }, run())).rejects.toThrow(OptionError);
			model.dispose();
		});
	} else {
		test("refuses conditions, which it cannot obey exactly", async () => {
			const model = await fitted(mixed);
			await expect(model.sample({ rows: 1, given: { sex: "Female" } }, run())).rejects.toThrow(OptionError);
			model.dispose();
		});
	}

	test("gives back every tensor", async () => {
		const before = memory().numTensors;
		const model = await fitted(mixed);
		await model.sample({ rows: 30 }, run());
		model.dispose();
		expect(memory().numTensors).toBe(before);
	});
}
