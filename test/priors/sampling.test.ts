import { isDeepStrictEqual } from "node:util";
import { expect, test } from "vitest";
import { BackendError, OptionError } from "../../src/errors";
import { priors } from "../../src/priors";
import { drawModel } from "../../src/priors/draw-model";
import { withoutKernels } from "../../src/priors/kernels/kernels";
import { type PriorName, priorMetas } from "../../src/priors/metas";
import { createRandom } from "../../src/random";
import { isNumeric } from "../../src/table/table";
import { createRun } from "../../src/worker/run";
import { collect, NAMES } from "./collect";

test.each(NAMES)("%s: the same seed gives the same tables, whatever the batch and the offset", async (name) => {
	const all = await collect(name, { tables: 4, rows: 96, features: 6 });
	// Graphs of networks have thousands of edges: compared at once, not edge by edge.
	expect(isDeepStrictEqual(await collect(name, { tables: 4, rows: 96, features: 6 }), all)).toBe(true);
	const [alone] = await collect(name, { tables: 1, offset: 2, rows: 96, features: 6 });
	expect(isDeepStrictEqual(alone, all[2])).toBe(true);
	const [other] = await collect(name, { tables: 1, rows: 96, features: 6 }, {}, "another seed");
	expect(other!.table).not.toEqual(all[0]!.table);
});

test.each(NAMES)("%s: a table is drawn without WebAssembly with the same bits", async (name) => {
	for (let index = 0; index < 4; index++) {
		const request = { seed: "twins", index, rows: 64, features: 5 };
		const fast = await drawModel(name, request, { filter: false });
		const { drawTask } = await import("../../src/priors/sampling");
		const options = { ...priorMetas[name].defaults, filter: false };
		const draw = await (await priors[name]()).prepare(options as never);
		const slow = withoutKernels(() => drawTask(name, draw, createRandom("twins"), index, request, options as never));
		expect(slow.table).toEqual(fast.table);
	}
});

test.each(NAMES)("%s: tables have the shape asked for, whole numbers and finite values", async (name) => {
	for (const task of ["classification", "regression"] as const) {
		for (const drawn of await collect(name, { tables: 5, rows: 80, features: 7 }, { task, filter: false })) {
			const { table, target } = drawn;
			expect(table.rows).toBe(80);
			expect(table.columns.map((c) => c.name)).toEqual(["x1", "x2", "x3", "x4", "x5", "x6", "x7", "target"]);
			const y = table.columns.find((c) => c.name === target)!;
			expect(isNumeric(y)).toBe(task === "regression");
			for (const column of table.columns) {
				if (isNumeric(column)) expect(column.values.every((v) => Math.abs(v) <= 100)).toBe(true);
				else expect(column.codes.every((c) => c >= 0 && c < column.levels.length)).toBe(true);
			}
			if (!isNumeric(y)) {
				const trainRows = drawn.diagnostics.trainRows as number;
				const train = new Set(y.codes.subarray(0, trainRows));
				expect(new Set(y.codes.subarray(trainRows))).toEqual(train);
				expect(train.size).toBeGreaterThan(1);
			}
		}
	}
});

test("a request and options that cannot be met are refused by name", async () => {
	await expect(collect("mlp-scm", { tables: 1, rows: 1 })).rejects.toThrow(/rows is 1/);
	await expect(collect("mlp-scm", { tables: 1, rows: 50 }, { classes: 1 })).rejects.toThrow(
		/classes of "mlp-scm" is 1/,
	);
	await expect(collect("graph-scm", { tables: 1, rows: 50 }, { functions: [] })).rejects.toThrow(
		/functions of "graph-scm" is \[\]/,
	);
	await expect(collect("mixture", { tables: 1, rows: 50 }, { weights: { "mlp-scm": 0 } })).rejects.toThrow(/weights/);
	const unknown = { weights: { mixture: 1 } };
	await expect(collect("mixture", { tables: 1, rows: 50 }, unknown)).rejects.toThrow(/"mixture" is not a prior/);
	const misspelt = { options: { "mlp-scm": { grap: "scm" } } };
	await expect(collect("mixture", { tables: 1, rows: 50 }, misspelt)).rejects.toThrow(/did you mean "graph"/);
	await expect(collect("mlp-scm", { tables: 1, rows: 50, do: { nobody: 1 } })).rejects.toThrow(/no column "nobody"/);
	const level = { tables: 1, rows: 50, features: 3, do: { target: "many" } };
	await expect(collect("mlp-scm", level)).rejects.toThrow(/no level "many"/);
});

test("a stopped run ends between two tables", async () => {
	const { priors } = await import("../../src/priors");
	const { priorMetas } = await import("../../src/priors/metas");
	const { createRun } = await import("../../src/worker/run");
	const prior = await priors["mlp-scm"]();
	let seen = 0;
	const run = createRun({ random: createRandom(1), isStopped: () => seen >= 2 });
	const drawing = (async () => {
		const options = priorMetas["mlp-scm"].defaults as never;
		for await (const _ of prior.sample({ tables: 1000, rows: 30, features: 2 }, options, run)) seen++;
	})();
	await expect(drawing).rejects.toMatchObject({ code: "stopped" });
	expect(seen).toBe(2);
});

test("a GPU that is requested but not available is an error, never a silent fallback to the CPU", async () => {
	const draw = async (name: PriorName) => {
		const prior = await priors[name]();
		const run = createRun({ random: createRandom(1), device: "webgpu" });
		const request = { tables: 1, rows: 50 };
		return prior
			.sample(request, priorMetas[name].defaults as never, run)
			[Symbol.asyncIterator]()
			.next();
	};
	for (const name of ["mlp-scm", "graph-scm"] as const) {
		await expect(draw(name)).rejects.toThrow(BackendError);
		await expect(draw(name)).rejects.toThrow(/no WebGPU.*"auto"/);
	}
	await expect(draw("tree-scm")).rejects.toThrow(OptionError);
});
