/** The page's side of the workers: one handle is one worker. */
import type { GeneratorHost } from "./api";
import type { GeneratorMeta } from "./generators/generator";
import { type GeneratorName, generatorMetas } from "./generators/metas";
import { type GeneratorHandle, generatorHandle, type WorkerOptions } from "./handle";
import { checkDevice, choose, completeOptions } from "./options";
import { savedGenerator } from "./saved";
import { spawn } from "./spawn";

/** The options of the generator `Name`; of a name known only at run time, any. */
export type GeneratorOptions<Name extends string> = Name extends GeneratorName
	? Partial<(typeof generatorMetas)[Name]["defaults"]>
	: Readonly<Record<string, unknown>>;

/**
 * Starts a worker that holds the generator `name`. Throws `OptionError` for a name, option or device that does
 * not exist, `WorkerError` where the worker cannot start.
 */
export async function createGenerator<Name extends string>(
	name: Name,
	options?: GeneratorOptions<Name>,
	worker: WorkerOptions = {},
): Promise<GeneratorHandle> {
	const meta = choose<GeneratorMeta>(generatorMetas, "generator", name);
	const complete = completeOptions<object>(name, options, meta.defaults);
	checkDevice(worker.device);
	return generatorHandle(name, meta, complete, await spawn<GeneratorHost>("generator", worker), worker);
}

/** Starts a worker that holds the model in `bytes`, ready to sample. Throws `SavedModelError` for other bytes. */
export async function loadGenerator(bytes: Uint8Array, worker: WorkerOptions = {}): Promise<GeneratorHandle> {
	const name = savedGenerator(bytes);
	const meta = choose<GeneratorMeta>(generatorMetas, "generator", name);
	checkDevice(worker.device);
	const spawned = await spawn<GeneratorHost>("generator", worker);
	try {
		await spawned.call((remote) => remote.load(bytes));
	} catch (error) {
		spawned.dispose();
		throw error;
	}
	return generatorHandle(name, meta, meta.defaults, spawned, worker);
}
