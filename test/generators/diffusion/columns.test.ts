import { beforeAll, describe, expect, test, vi } from "vitest";
import { BackendError, DivergedError, WorkerError } from "../../../src/errors";
import { diffusion } from "../../../src/generators/diffusion";
import type { ColumnSetup } from "../../../src/generators/diffusion/columns/column-network";
import { furtherWorkers } from "../../../src/generators/diffusion/columns/column-pool";
import { columnShape } from "../../../src/generators/diffusion/columns/column-shape";
import { meta } from "../../../src/generators/diffusion/meta";
import type { DiffusionSaved } from "../../../src/generators/diffusion/model";
import type { DoPart, SampleRequest } from "../../../src/generators/generator";
import { createRandom } from "../../../src/random";
import { createRun, type PoolWorker, type Run } from "../../../src/worker/run";
import { cellsOf, numeric, tableOf, worded } from "../../encode/tables";

const ROWS = 2400;

/** x, a column independent of it, a grade of x, and y, which x determines almost wholly. */
function table() {
	const random = createRandom(1);
	const x = Array.from({ length: ROWS }, () => random.normal());
	return tableOf(
		numeric("x", x),
		numeric(
			"stranger",
			x.map(() => random.normal()),
		),
		worded(
			"grade",
			x.map((v) => (v < -0.5 ? "low" : v < 0.5 ? "middle" : "high")),
		),
		numeric(
			"y",
			x.map((v) => 2 * v + 0.05 * random.normal()),
		),
	);
}

const run = (seed: number, more: Partial<Parameters<typeof createRun>[0]> = {}) =>
	createRun({ random: createRandom(seed), device: "wasm", ...more });
const fit = (steps: number, more = {}) =>
	diffusion.fit(table(), { ...meta.defaults, width: 32, batchRows: 128, steps }, run(1, more));

test("column networks that know few columns learn any shape of bins, those that know many keep to mixtures but for a tenth", () => {
	const token = {
		...{ column: 0, number: 0, code: -1, divisor: 1, remainder: false },
		states: 9,
		bins: 9,
	};
	const shape = { tokens: Array.from({ length: 6 }, () => token), width: 8, layers: 1, pieces: 8 };
	const { residual } = columnShape(shape, { width: 8, layers: 1 });
	expect(residual!.map((x) => Number(x.toFixed(3)))).toEqual([1, 1, 0.25, 0.111, 0.1, 0.1]);
});

describe("a table of numbers", () => {
	test("has a network for every column, and rows that are the same in any chunks and from a saved model", async () => {
		const model = await fit(500);
		expect(model.diagnostics).toMatchObject({ method: "columns", columnNetworks: 4 });
		expect(model.diagnostics!.heldOut).toBeGreaterThan(0);
		const rows = async (from: typeof model, request: { rows: number; offset?: number }) =>
			(await from.sample(request, run(2))).columns.map(cellsOf);
		const whole = await rows(model, { rows: 1000 });
		const piece = await rows(model, { rows: 130, offset: 850 });
		expect(piece).toEqual(whole.map((cells) => cells.slice(850, 980)));
		const again = await diffusion.load(await model.save());
		expect(await rows(again, { rows: 1000 })).toEqual(whole);
		// y follows x though a stranger stands between them.
		const [x, , , y] = whole as [number[], number[], string[], number[]];
		const off = x.map((v, r) => Math.abs(y[r]! - 2 * v));
		expect(off.reduce((a, b) => a + b, 0) / off.length).toBeLessThan(0.6);
		model.dispose();
		again.dispose();
	});

	test.each([
		["many columns has a network for each all the same", 60, { columnNetworks: 60, together: 1 }],
		["more than 200 columns has none, and samples two at once", 210, { columnNetworks: 0, together: 2 }],
	])("of %s", async (_, count, { columnNetworks, together }) => {
		const random = createRandom(5);
		const columns = Array.from({ length: count }, (_, i) =>
			numeric(
				`x${i}`,
				Array.from({ length: 300 }, () => random.normal()),
			),
		);
		const options = { ...meta.defaults, width: 8, layers: 1, batchRows: 64, steps: 10 };
		const model = await diffusion.fit(tableOf(...columns), options, run(1));
		expect(model.diagnostics).toMatchObject({ columnNetworks });
		expect(await model.save()).toMatchObject({ together });
		model.dispose();
	});

	test("obeys a condition on a column that stands late in the order", async () => {
		const model = await fit(500);
		const drawn = await model.sample({ rows: 500, given: { grade: "high", y: { min: 2, max: 3 } } }, run(3));
		const [x, , grade, y] = drawn.columns.map(cellsOf) as [number[], number[], string[], number[]];
		expect(new Set(grade)).toEqual(new Set(["high"]));
		for (const v of y) expect(v >= 2 && v <= 3).toBe(true);
		expect(x.reduce((a, b) => a + b, 0) / x.length).toBeGreaterThan(0.6);
		model.dispose();
	});

	test("of few rows, whose numbers lie around the means of groups, obeys ranges and draws the same in any chunks", async () => {
		const random = createRandom(6);
		const sex = Array.from({ length: 150 }, () => (random.uniform() < 0.5 ? "f" : "m"));
		const around = (f: number, m: number, scale: number) =>
			sex.map((s) => Math.round((s === "f" ? f : m) + scale * random.normal()));
		const small = tableOf(
			numeric("height", around(163, 180, 4), "integer", 0),
			worded("sex", sex),
			numeric("weight", around(60, 85, 5), "integer", 0),
		);
		const model = await diffusion.fit(small, { ...meta.defaults, protect: 1, bins: 8 }, run(1));
		const { columns } = (await model.save()) as DiffusionSaved;
		expect(columns!.parameters).toHaveLength(3);
		const rows = async (request: SampleRequest) => (await model.sample(request, run(2))).columns.map(cellsOf);
		const whole = await rows({ rows: 400 });
		expect(await rows({ rows: 50, offset: 350 })).toEqual(whole.map((cells) => cells.slice(350)));
		const mean = (of: string) => {
			const heights = (whole[0] as number[]).filter((_, r) => whole[1]![r] === of);
			return heights.reduce((a, b) => a + b, 0) / heights.length;
		};
		expect(Math.abs(mean("f") - 163)).toBeLessThan(2);
		expect(Math.abs(mean("m") - 180)).toBeLessThan(2);
		const [heights, sexes] = await rows({ rows: 200, given: { sex: "m", height: { min: 170, max: 175 } } });
		for (const v of heights as number[]) expect(v >= 170 && v <= 175).toBe(true);
		expect(new Set(sexes)).toEqual(new Set(["m"]));
		model.dispose();
	});

	test.each([
		[0, 5],
		[2, 200],
	])("stopped early keeps the %d column networks that were learned", async (networks, steps) => {
		let step = 0;
		let told = 0;
		let training = false;
		const model = await fit(60, {
			finishEarly: () => step >= steps,
			onProgress: (progress: { phase: string; step: number; steps: number }) => {
				training ||= progress.phase === "train" || progress.phase === "refine";
				if (progress.phase !== "refine") return;
				expect(progress.step).toBeLessThanOrEqual(progress.steps);
				expect(progress.step).toBeGreaterThanOrEqual(told);
				told = progress.step;
			},
			isStopped: () => {
				if (training) step++;
				return false;
			},
		});
		expect(model.diagnostics!.columnNetworks).toBe(networks);
		expect((await model.sample({ rows: 300 }, run(4))).rows).toBe(300);
		model.dispose();
	});
});

describe("column networks that further workers train", () => {
	const options = { ...meta.defaults, width: 16, batchRows: 512, steps: 500 };
	/** Rows of a model fitted with help, and what it tells of itself. */
	const learned = async (more: Partial<Parameters<typeof createRun>[0]> = {}) => {
		const model = await diffusion.fit(table(), options, run(1, more));
		const rows = (await model.sample({ rows: 200 }, run(2))).columns.map(cellsOf);
		const { diagnostics } = model;
		model.dispose();
		return { rows, diagnostics: diagnostics! };
	};

	/** Workers that work here; the setup and the parts are copied on their way, as they are to another worker. */
	function poolOf(work: (n: number, train: DoPart, part: unknown) => Promise<unknown>) {
		let disposed = 0;
		const startWorkers: Run["startWorkers"] = async (n, setup) => {
			const all = Array.from({ length: n }, async (_, i): Promise<PoolWorker> => {
				const train = await diffusion.prepareWorker!(structuredClone(setup));
				return {
					doPart: async <T>(part: unknown) => structuredClone(await work(i, train, structuredClone(part))) as T,
					dispose: () => void disposed++,
				};
			});
			return Promise.all(all);
		};
		return { startWorkers, disposed: () => disposed };
	}

	let alone: Awaited<ReturnType<typeof learned>>;
	beforeAll(async () => {
		alone = await learned();
	});
	const apart = (train: DoPart, part: unknown) => train(part, run(9));

	test("are those that are trained alone", async () => {
		const { startWorkers, disposed } = poolOf((_, train, part) => apart(train, part));
		const helped = await learned({ workers: 3, startWorkers });
		expect(helped.rows).toEqual(alone.rows);
		expect(alone.diagnostics).toMatchObject({ workers: 1, columnNetworks: 4 });
		expect(helped.diagnostics).toEqual({ ...alone.diagnostics, workers: 3, bytes: helped.diagnostics.bytes });
		expect(helped.diagnostics.bytes).toBeGreaterThan(alone.diagnostics.bytes as number);
		expect(disposed()).toBe(2);
	});

	test("are trained by others where a worker dies", async () => {
		const { startWorkers } = poolOf(async (i, train, part) => {
			if (i === 0) throw new WorkerError("The worker was ended.");
			return apart(train, part);
		});
		expect((await learned({ workers: 3, startWorkers })).rows).toEqual(alone.rows);
		const none = poolOf(async () => {
			throw new WorkerError("The worker was ended.");
		});
		expect((await learned({ workers: 3, startWorkers: none.startWorkers })).rows).toEqual(alone.rows);
	});

	test("are trained by others where a message fails or a worker lacks memory", async () => {
		const errors = [new RangeError("Array buffer allocation failed"), new BackendError("No memory could be had.")];
		const { startWorkers } = poolOf(async (i) => {
			throw errors[i];
		});
		expect((await learned({ workers: 3, startWorkers })).rows).toEqual(alone.rows);
	});

	test("are trained alone where no worker starts", async () => {
		const never = () => new Promise<never>(() => {});
		expect(await learned({ workers: 3, startWorkers: never })).toMatchObject({
			rows: alone.rows,
			diagnostics: { workers: 1 },
		});
	});

	test("raise what a worker raises", async () => {
		const { startWorkers, disposed } = poolOf(async () => {
			throw new DivergedError("Training left the finite numbers 3 times.");
		});
		await expect(learned({ workers: 2, startWorkers })).rejects.toBeInstanceOf(DivergedError);
		expect(disposed()).toBe(1);
	});

	test("are not waited for once the user has seen enough", async () => {
		let asked = false;
		const { startWorkers, disposed } = poolOf(async () => {
			asked = true;
			return new Promise(() => {});
		});
		const model = await diffusion.fit(table(), options, run(1, { workers: 2, startWorkers, finishEarly: () => asked }));
		expect(model.diagnostics).toMatchObject({ columnNetworks: 0 });
		await vi.waitFor(() => expect(disposed()).toBe(1));
		model.dispose();
	});

	test("start no workers where they would not pay", async () => {
		const startWorkers = vi.fn(async () => []);
		const model = await diffusion.fit(table(), { ...options, steps: 20 }, run(1, { workers: 4, startWorkers }));
		expect(startWorkers).not.toHaveBeenCalled();
		model.dispose();
	});

	test("start as many workers as there is work and memory for", () => {
		const of = (columns: number, bytes: number, workers: number, steps = 2000) => {
			const shape = { tokens: Array.from({ length: columns }) };
			return furtherWorkers(
				{ shape, hyperparameters: { steps, batchRows: 512 } } as unknown as ColumnSetup,
				bytes,
				workers,
			);
		};
		const megabyte = 2 ** 20;
		expect(of(10, megabyte, 8)).toBe(7);
		expect(of(4, megabyte, 8)).toBe(2);
		expect(of(10, 100 * megabyte, 8)).toBe(2);
		expect(of(10, 1000 * megabyte, 8)).toBe(0);
		expect(of(10, megabyte, 1)).toBe(0);
		expect(of(1, megabyte, 8)).toBe(0);
		expect(of(10, megabyte, 8, 100)).toBe(0);
	});
});
