import type { GeneratorMeta } from "../../../src/generators/generator";
import type { WorkerOptions } from "../../../src/page/call-options";
import { type GeneratorHandle, generatorHandle } from "../../../src/page/handle";
import { renewing } from "../../../src/page/renewing";
import { spawn } from "../../../src/page/spawn";
import type { Table } from "../../../src/table/table";
import type { GeneratorHost } from "../../../src/wire/api";

export const fixtureUrl = new URL("./fixture-worker.ts", import.meta.url).href;

const meta: GeneratorMeta = {
	label: "Fixture",
	summary: "Misbehaves on purpose.",
	paper: undefined,
	cellBytes: 0,
	conditions: [],
	options: {},
	defaults: {},
};

/** A handle on one of the fixture worker's generators. */
export async function fixture(
	name: string,
	options: { ms?: number; steps?: number } = {},
	worker: WorkerOptions = {},
): Promise<GeneratorHandle> {
	const start = () => spawn<GeneratorHost>("generator", { workerUrl: worker.workerUrl ?? fixtureUrl });
	return generatorHandle(name, meta, { ms: 10, steps: 100, ...options }, renewing(await start(), start), worker);
}

export function numbers(rows: number): Table {
	const values = Float64Array.from({ length: rows }, (_, i) => i);
	return { rows, columns: [{ name: "x", kind: "number", values }] };
}

/** What `promise` rejects with; fails where it resolves. */
export async function rejection(promise: Promise<unknown>): Promise<unknown> {
	try {
		await promise;
	} catch (error) {
		return error;
	}
	throw new Error("The promise resolved, and should have rejected.");
}
