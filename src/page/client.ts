/** The page's side of the workers: one handle is one worker. */
import { proxy, transfer } from "comlink";
import { type Privacy, type Promised, readPrivacy, STANDARD_PROMISE } from "../dp/promise";
import { OptionError } from "../errors";
import type { GeneratorMeta } from "../generators/generator";
import { type GeneratorName, generatorMetas } from "../generators/metas";
import { checkOptions, completeOptions } from "../options/check";
import { choose } from "../options/choose";
import type { AcceptedOptions } from "../options/option";
import type { CompareInput } from "../report/compare";
import type { Report } from "../report/report";
import { checkTable } from "../table/check-table";
import { copyTable } from "../table/copy-table";
import { tableBuffers } from "../table/table";
import type { Call, GeneratorHost, ReportHost } from "../wire/api";
import { savedGenerator, unknownGenerator } from "../wire/saved";
import { CALL, type CallOptions, WORKER, type WorkerOptions } from "./call-options";
import { type GeneratorHandle, generatorHandle, type ResumableHandle } from "./handle";
import { checkSeed } from "./options";
import { progressListener } from "./progress";
import { renewing } from "./renewing";
import { spawn } from "./spawn";
import { SPAWN, type SpawnOptions } from "./spawn-options";

/** The options of the generator `Name`; of a name known only at run time, any. */
export type GeneratorOptions<Name extends string> = Name extends GeneratorName
	? Partial<(typeof generatorMetas)[Name]["defaults"]>
	: Readonly<Record<string, unknown>>;

/** Where a generator computes, and what it promises. */
export interface CreateOptions extends WorkerOptions {
	/**
	 * The promise of differential privacy that every fit is to keep. Default: none, or of generators that always keep one
	 * epsilon 1 and delta 1e-9.
	 */
	privacy?: Privacy;
}

const CREATE: AcceptedOptions<CreateOptions> = { ...WORKER, privacy: { type: "object" } };

/** The promise that `name` is to keep. Throws `OptionError` where it cannot keep one. */
function promiseOf(name: string, meta: GeneratorMeta, given: Privacy | undefined): Promised | undefined {
	if (!given) return meta.private ? STANDARD_PROMISE : undefined;
	const promised = readPrivacy(given);
	if (meta.private || meta.canBePrivate) return promised;
	const able = Object.entries<GeneratorMeta>(generatorMetas).filter(([, m]) => m.private || m.canBePrivate);
	throw new OptionError(
		`The generator "${name}" cannot keep a promise of differential privacy; ${able.map(([one]) => one).join(", ")} can. Take one of them, or leave privacy out.`,
		{ option: "privacy", generator: name },
	);
}

/** What `createGenerator` of `on-demand` does. */
export async function createGenerator<Name extends string>(
	name: Name,
	options?: GeneratorOptions<Name>,
	given: CreateOptions = {},
): Promise<ResumableHandle> {
	const meta = choose<GeneratorMeta>(generatorMetas, "generator", name);
	checkOptions("createGenerator", given, CREATE);
	const { privacy, ...worker } = given;
	const promised = promiseOf(name, meta, privacy);
	const complete = completeOptions(`"${name}"`, options, meta.options);
	const start = () => spawn<GeneratorHost>("generator", worker);
	return generatorHandle(name, meta, complete, renewing(await start(), start), worker, promised);
}

/** What `loadGenerator` of `on-demand` does. */
export async function loadGenerator(bytes: Uint8Array, worker: WorkerOptions = {}): Promise<GeneratorHandle> {
	const name = savedGenerator(bytes);
	if (!Object.hasOwn(generatorMetas, name)) throw unknownGenerator(name);
	const meta: GeneratorMeta = generatorMetas[name as GeneratorName];
	checkOptions("loadGenerator", worker, WORKER);
	const start = () => spawn<GeneratorHost>("generator", worker);
	const spawned = await start();
	try {
		await spawned.call((remote) => remote.load(bytes));
	} catch (error) {
		spawned.dispose();
		throw error;
	}
	const renewed = renewing(spawned, start);
	renewed.keep(bytes.slice());
	return generatorHandle(name, meta, meta.defaults, renewed, worker, promiseOf(name, meta, undefined));
}

/** How `compare` runs; `workerUrl` is that of the report worker. */
export interface CompareOptions extends CallOptions, SpawnOptions {}

const COMPARE: AcceptedOptions<CompareInput & CompareOptions> = {
	...CALL,
	...SPAWN,
	// Tables are checked as such.
	real: { type: "any" },
	synthetic: { type: "any" },
	holdout: { type: "any" },
	target: { type: "text" },
	provenance: { type: "object" },
	promise: { type: "object" },
	constraints: { type: "list" },
	fair: { type: "object" },
};

/** What `compare` of `on-demand` does. */
export async function compare(input: CompareInput & CompareOptions, options: CompareOptions = {}): Promise<Report> {
	checkOptions("compare", input, COMPARE);
	checkOptions("compare", options, COMPARE);
	const { signal, onProgress, workerUrl, readyTimeoutMs, seed, ...rest } = { ...input, ...options };
	const tables: CompareInput = rest;
	for (const name of ["real", "synthetic", "holdout"] as const) {
		const table = tables[name];
		if (name !== "holdout" || table !== undefined) checkTable(table as CompareInput["real"], name);
	}
	const call: Call = { id: 1, seed: checkSeed(seed), device: "auto" };
	signal?.throwIfAborted();
	const worker = await spawn<ReportHost<CompareInput, Report>>("report", { workerUrl, readyTimeoutMs });
	try {
		const listen = progressListener(signal, onProgress);
		const { real, synthetic, holdout, ...rest } = tables;
		const copy: CompareInput = {
			...rest,
			real: await copyTable(real, signal),
			synthetic: await copyTable(synthetic, signal),
			...(holdout && { holdout: await copyTable(holdout, signal) }),
		};
		const buffers = [copy.real, copy.synthetic, copy.holdout].flatMap((table) => (table ? tableBuffers(table) : []));
		return await worker.call(
			(remote) => remote.compare(transfer(copy, buffers), call, listen && proxy(listen)),
			signal,
		);
	} finally {
		worker.dispose();
	}
}
