import { afterEach, expect, test } from "vitest";
import { createPrior, formatCsv, OptionError, type PriorHandle, WorkerError } from "../../../src/index";
import { rejection } from "./fixture";

const handles: PriorHandle[] = [];
function kept(handle: PriorHandle): PriorHandle {
	handles.push(handle);
	return handle;
}
afterEach(() => {
	for (const handle of handles.splice(0)) handle.dispose();
});

const REQUEST = { tables: 7, rows: 24, features: 4, seed: 5 };

async function draw(prior: PriorHandle, request: Parameters<PriorHandle["sample"]>[0]): Promise<string[]> {
	const tables: string[] = [];
	for await (const { index, target, table } of prior.sample(request)) {
		tables.push(`${index} ${target}\n${formatCsv(table)}`);
	}
	return tables;
}

test("the same seed gives the same tables in order, whatever the batches and the number of workers", async () => {
	const one = await draw(kept(await createPrior("mlp-scm")), REQUEST);
	const several = kept(await createPrior("mlp-scm", {}, { workers: 2 }));
	expect(one).toHaveLength(7);
	expect(one.map((table) => table[0])).toEqual(["0", "1", "2", "3", "4", "5", "6"]);
	expect(await draw(several, { ...REQUEST, batch: 2 })).toEqual(one);
	expect(await draw(several, { ...REQUEST, tables: 2, offset: 3 })).toEqual(one.slice(3, 5));
});

test("progress counts tables, and every task carries its graph", async () => {
	const prior = kept(await createPrior("mlp-scm"));
	const told: number[] = [];
	for await (const { table, graph } of prior.sample({ ...REQUEST, onProgress: ({ step }) => told.push(step) })) {
		expect(Object.keys(graph.columnNodes)).toEqual(expect.arrayContaining(table.columns.map(({ name }) => name)));
	}
	expect(told.at(-1)).toBe(7);
});

test("a reader who leaves early, and one who aborts, both leave the prior usable", async () => {
	const prior = kept(await createPrior("mlp-scm"));
	for await (const task of prior.sample({ ...REQUEST, tables: 10_000, rows: 200 })) if (task.index === 3) break;
	const stop = new AbortController();
	const reason = new Error("enough");
	const reading = (async () => {
		for await (const task of prior.sample({ ...REQUEST, tables: 10_000, rows: 200, signal: stop.signal })) {
			if (task.index === 3) stop.abort(reason);
		}
	})();
	expect(await rejection(reading)).toBe(reason);
	expect(await draw(prior, { ...REQUEST, tables: 1 })).toHaveLength(1);
});

test("a disposed prior, and arguments that cannot be right, are refused", async () => {
	const prior = kept(await createPrior("mlp-scm"));
	for (const wrong of [{ tables: 0 }, { rows: 1.5 }, { features: -1 }, { offset: -1 }, { batch: 0 }]) {
		expect(await rejection(prior.sample({ ...REQUEST, ...wrong }).next())).toBeInstanceOf(OptionError);
	}
	prior.dispose();
	expect(await rejection(prior.sample(REQUEST).next())).toBeInstanceOf(WorkerError);
	expect(await rejection(createPrior("mlp-scn" as never))).toBeInstanceOf(OptionError);
	expect(await rejection(createPrior("mlp-scm", {}, { workers: 0 }))).toBeInstanceOf(OptionError);
});

test.each([
	["mlp-scm", {}],
	["graph-scm", { maxNodes: 4 }],
] as const)("%s: on a GPU several workers draw what one draws, and stop when asked", async (name, options) => {
	const gpu = { device: "webgpu" } as const;
	const one = await draw(kept(await createPrior(name, options, gpu)), REQUEST);
	const several = kept(await createPrior(name, options, { ...gpu, workers: 2 }));
	expect(one).toHaveLength(7);
	expect(await draw(several, { ...REQUEST, batch: 2 })).toEqual(one);
	const stop = new AbortController();
	const reason = new Error("enough");
	const told: number[] = [];
	const onProgress = ({ step }: { step: number }) => {
		told.push(step);
		// Told ten times a second at most: not of every step.
		if (step >= 2) stop.abort(reason);
	};
	const request = { ...REQUEST, tables: 10_000, batch: 2, signal: stop.signal, onProgress };
	expect(await rejection(draw(several, request))).toBe(reason);
	expect(told[0]).toBe(1);
	expect(await draw(several, { ...REQUEST, tables: 1, offset: 4 })).toEqual(one.slice(4, 5));
});

test("a prior that no GPU computes says which ones it does", async () => {
	for (const name of ["tree-scm", "mixture"] as const) {
		const error = await rejection(createPrior(name, {}, { device: "webgpu" }));
		expect(error).toBeInstanceOf(OptionError);
		expect((error as Error).message).toContain("mlp-scm and graph-scm are");
	}
});
