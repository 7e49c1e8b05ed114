import { afterEach, expect, test, vi } from "vitest";
import {
	createGenerator,
	formatCsv,
	type GeneratorHandle,
	loadGenerator,
	OptionError,
	parseCsv,
	SavedModelError,
	type Table,
} from "../../../src/index";
import type { Progress } from "../../../src/wire/api";
import { rejection } from "./fixture";

const handles: GeneratorHandle[] = [];
function kept(handle: GeneratorHandle): GeneratorHandle {
	handles.push(handle);
	return handle;
}
afterEach(() => {
	for (const handle of handles.splice(0)) handle.dispose();
});

function visits(): Promise<Table> {
	const lines = ["age,sex,visits,seen"];
	for (let i = 0; i < 500; i++) {
		lines.push(`${20 + ((i * 7) % 60)},${i % 3 ? "Female" : "Male"},${i % 11 ? i % 5 : ""},2024-0${1 + (i % 9)}-11`);
	}
	return parseCsv(`${lines.join("\n")}\n`);
}

test("a text becomes a table, a generator, another table and a text again", async () => {
	const real = await visits();
	const handle = kept(await createGenerator("independent"));
	const summary = await handle.fit(real, { seed: 1 });
	expect(summary).toMatchObject({ rows: 500, columns: 4, seed: 1, device: "cpu" });
	const drawn = await handle.sample(300, { seed: 2 });
	expect(drawn.rows).toBe(300);
	expect(drawn.columns.map((column) => [column.name, column.kind])).toEqual(
		real.columns.map((column) => [column.name, column.kind]),
	);
	expect(formatCsv(drawn, { newline: "\r\n" }).trim().split("\r\n")).toHaveLength(301);
	expect(formatCsv(await handle.sample(300, { seed: 2 }))).toBe(formatCsv(drawn));
});

test("a saved generator samples the same rows in another worker, and in chunks of any size", async () => {
	const handle = kept(await createGenerator("independent"));
	await handle.fit(await visits(), { seed: 1 });
	const bytes = await handle.save();
	const other = kept(await loadGenerator(bytes));
	const whole = formatCsv(await handle.sample(100, { seed: 3 }));
	expect(formatCsv(await other.sample(100, { seed: 3 }))).toBe(whole);
	const parts: string[] = [];
	for await (const chunk of other.sampleStream(100, { seed: 3, chunkRows: 33 })) {
		const text = formatCsv(chunk);
		parts.push(parts.length ? text.slice(text.indexOf("\n") + 1) : text);
	}
	expect(parts.join("")).toBe(whole);
	expect(await rejection(loadGenerator(bytes.subarray(0, 40)))).toBeInstanceOf(SavedModelError);
});

test("conditions hold in every row, and complete fills every gap and nothing else", async () => {
	const real = await visits();
	const handle = kept(await createGenerator("independent"));
	await handle.fit(real, { seed: 1 });
	const women = await handle.sample(50, { seed: 2, given: { sex: "Female" } });
	const sex = women.columns[1] as { codes: Int32Array; levels: readonly string[] };
	expect([...sex.codes].every((code) => sex.levels[code] === "Female")).toBe(true);
	const whole = await handle.complete(real, { seed: 4 });
	const before = (real.columns[2] as { values: Float64Array }).values;
	const after = (whole.columns[2] as { values: Float64Array }).values;
	expect(before.some(Number.isNaN)).toBe(true);
	expect(after.some(Number.isNaN)).toBe(false);
	expect([...before].every((value, row) => Number.isNaN(value) || value === after[row])).toBe(true);
});

test("of a table that is too large, a part is learned from that the seed draws", async () => {
	const table = await visits();
	const part = { seed: 1, maxTrainingRows: 100 };
	using generator = await createGenerator("independent");
	const { rows, ofRows } = await generator.fit(table, part);
	expect([rows, ofRows]).toEqual([100, table.rows]);
	const first = await generator.save();
	expect((await generator.fit(table, { ...part, maxTrainingRows: table.rows })).ofRows).toBeUndefined();
	await generator.fit(table, part);
	expect(await generator.save()).toEqual(first);
	using promised = await createGenerator("clique-tree");
	await expect(promised.fit(table, { maxTrainingRows: 100 })).rejects.toThrow("hides how many there are");
});

test("a name or option that does not exist is refused before a worker starts", async () => {
	const start = vi.spyOn(globalThis, "Worker");
	const name = (await rejection(createGenerator("independant"))) as OptionError;
	expect(name).toBeInstanceOf(OptionError);
	expect(name.message).toContain('did you mean "independent"?');
	const option = (await rejection(createGenerator("tabddpm", { step: 10 } as never))) as OptionError;
	expect(option.message).toContain('did you mean "steps"?');
	expect(start).not.toHaveBeenCalled();
	start.mockRestore();
});

/** Trains, aborts, and measures in milliseconds until the caller knows, and until the worker is free again. */
async function abortTraining(handle: GeneratorHandle, real: Table): Promise<{ told: number; free: number }> {
	const stop = new AbortController();
	let trained: () => void;
	const training = new Promise<void>((resolve) => {
		trained = resolve;
	});
	const fit = rejection(
		handle.fit(real, {
			signal: stop.signal,
			onProgress: ({ phase, step }) => {
				// By the third step a GPU has its shaders; compiling them is one long call that nothing can interrupt.
				if (phase === "train" && step > 2) trained();
			},
		}),
	);
	await Promise.race([training, fit]);
	const aborted = performance.now();
	const reason = new Error("enough");
	stop.abort(reason);
	expect(await fit).toBe(reason);
	const told = performance.now() - aborted;
	// The worker answers in order: once it says that nothing is fitted, the training has ended.
	expect(await rejection(handle.sample(1))).toBeInstanceOf(OptionError);
	return { told, free: performance.now() - aborted };
}

test.each(["cpu", "wasm", "webgpu"] as const)(
	"on %s an abort of training frees the worker within 200 ms",
	async (device) => {
		const options = { steps: 100_000, batchRows: 64, layers: [32] };
		const handle = kept(await createGenerator("tabddpm", options, { device }));
		const real = await visits();
		// A busy machine may take the processor away for once, but not three times running.
		let best = { told: Number.POSITIVE_INFINITY, free: Number.POSITIVE_INFINITY };
		for (let attempt = 0; attempt < 3 && best.free >= 200; attempt++) best = await abortTraining(handle, real);
		expect(best.told).toBeLessThan(100);
		expect(best.free).toBeLessThan(200);
	},
);

/** Numbers of which each is the one before it and a little more, as text. */
function chained(rows: number): Promise<Table> {
	const lines = ["a,b,c,d"];
	for (let i = 0; i < rows; i++) {
		const a = 100 * Math.sin(i * i);
		const noise = (k: number) => 10 * Math.sin(k * (i + 1) ** 2);
		lines.push([a, a + noise(3), a + noise(5), a + noise(7)].map((v) => v.toFixed(3)).join(","));
	}
	return parseCsv(`${lines.join("\n")}\n`);
}

test("work is shared among as many workers as were asked for, and its result does not depend on them", async () => {
	const table = await chained(2400);
	const drawn: string[] = [];
	for (const workers of [1, 3]) {
		const options = { width: 16, batchRows: 512, steps: 500 };
		const handle = kept(await createGenerator("diffusion", options, { device: "wasm", workers }));
		const phases = new Set<string>();
		let step = 0;
		const summary = await handle.fit(table, {
			seed: 1,
			onProgress(progress) {
				phases.add(progress.phase);
				if (progress.phase !== "refine") return;
				expect(progress.step).toBeGreaterThanOrEqual(step);
				expect(progress.step).toBeLessThanOrEqual(progress.steps);
				step = progress.step;
			},
		});
		expect(summary).toMatchObject({ workers, columnNetworks: 4 });
		expect(phases).toContain("refine");
		drawn.push(formatCsv(await handle.sample(300, { seed: 2 })));
	}
	expect(drawn[1]).toBe(drawn[0]);
});

test("a worker that is killed, now in one phase of training and now in another, costs neither the fit nor a bit of its model", async () => {
	const table = await chained(400);
	const options = { width: 16, batchRows: 64, steps: 120, layers: 1, method: "columns" } as const;
	const fit = async (killAt: readonly string[]) => {
		const left = [...killAt];
		const workers: Worker[] = [];
		const Real = globalThis.Worker;
		vi.stubGlobal(
			"Worker",
			class extends Real {
				constructor(...given: ConstructorParameters<typeof Real>) {
					super(...given);
					workers.push(this);
				}
			},
		);
		try {
			const handle = kept(await createGenerator("diffusion", options, { device: "wasm", workers: 1 }));
			const onProgress = ({ phase, step }: Progress) => {
				if (phase !== left[0] || step < 30) return;
				left.shift();
				// Nobody is told, as when the browser lacks memory.
				workers.at(-1)!.terminate();
			};
			const { workersLost } = await handle.fit(table, { seed: 1, subject: null, onProgress });
			return { workersLost, bytes: await handle.save() };
		} finally {
			vi.unstubAllGlobals();
		}
	};
	const whole = await fit([]);
	expect(whole.workersLost).toBeUndefined();
	const survived = await fit(["train", "refine"]);
	expect(survived.workersLost).toBe(2);
	expect(survived.bytes).toEqual(whole.bytes);
});

test("an abort ends shared work as well, and the worker goes on", async () => {
	const handle = kept(
		await createGenerator("diffusion", { width: 16, batchRows: 512 }, { device: "wasm", workers: 2 }),
	);
	const table = await chained(2400);
	const controller = new AbortController();
	const fit = handle.fit(table, {
		signal: controller.signal,
		onProgress: ({ phase, step }) => {
			// By then the assistant is at work.
			if (phase === "train" && step > 200) controller.abort(new Error("enough"));
		},
	});
	await expect(fit).rejects.toThrow("enough");
	const started = performance.now();
	let begun = Number.POSITIVE_INFINITY;
	const onProgress = () => {
		begun = Math.min(begun, performance.now() - started);
	};
	await handle.fit(await chained(50), { seed: 1, onProgress });
	expect((await handle.sample(10, { seed: 1 })).rows).toBe(10);
	// What is stopped within 200 ms does not hold the next call up.
	expect(begun).toBeLessThan(5_000);
});

test("a number of workers that is none is refused before any starts", async () => {
	const error = await rejection(createGenerator("diffusion", {}, { workers: 0 }));
	expect(error).toBeInstanceOf(OptionError);
	expect((error as OptionError).message).toContain("workers of createGenerator is 0");
});
