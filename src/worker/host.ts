/**
 * The worker's side of `api`. It finds a generator by name in the registry it is given, runs it and keeps the
 * fitted model; it knows none of them. `workers/` says which registry goes into which worker.
 */
import { expose, type Remote, releaseProxy, transfer } from "comlink";
import type { Found } from "../constraints/found";
import type { Detect, Inspection } from "../deidentify/finding";
import { createBudget } from "../dp/budget";
import { createSecureRandom, platformRandom } from "../dp/secure-random";
import { OptionError, SavedModelError, StandinError } from "../errors";
import type { DoPart, Generator, Model } from "../generators/generator";
import type { Prior, Task } from "../priors/prior";
import { createRandom } from "../random";
import { asMemoryError } from "../table/memory-error";
import { type Table, tableBuffers } from "../table/table";
import { hold as ping } from "../wire/alive";
import type {
	Call,
	FitFigures,
	FitSetup,
	FitSummary,
	GeneratorHost,
	Host,
	InspectHost,
	OnKeep,
	OnProgress,
	PriorHost,
	ReportHost,
} from "../wire/api";
import { packModel, unknownGenerator, unpackModel } from "../wire/saved";
import { keepErrorsWhole } from "../wire/wire";
import { type Checkpoints, createCheckpoints, sendLatest } from "./checkpoints";
import { startWorkers, workersAtOnce } from "./pool";
import { asDeviceError } from "./raised-by-engine";
import { createRun, type Progress, type Run } from "./run";
import type { FittedStage, Stage, StageModel, StageSetup } from "./stage";

/** Lazily loaded implementations by name. */
type Registry<T> = Readonly<Record<string, () => Promise<T>>>;

async function find<T>(registry: Registry<T>, kind: string, name: string): Promise<T> {
	const load = Object.hasOwn(registry, name) ? registry[name] : undefined;
	if (!load) {
		const names = Object.keys(registry).join(", ");
		throw new OptionError(`There is no ${kind} "${name}" in this worker; it has ${names}.`, { value: name });
	}
	return load();
}

/** Runs calls one after the other, so that a second `fit` waits for the first and `stop` reaches both. */
function createCalls(explain = asMemoryError) {
	const stopped = new Set<number>();
	const finishing = new Set<number>();
	const open = new Set<number>();
	let last: Promise<unknown> = Promise.resolve();

	function start<T>(
		call: Call,
		onProgress: OnProgress | undefined,
		compute: (run: Run) => Promise<T>,
		checkpoints?: Checkpoints,
	): Promise<T> {
		open.add(call.id);
		const result = last.then(async () => {
			const report = onProgress as (OnProgress & Remote<OnProgress>) | undefined;
			let told: Promise<unknown> = Promise.resolve();
			const run = createRun({
				random: createRandom(call.seed),
				device: call.device,
				wasmUrl: call.wasmUrl,
				previews: call.previews ?? false,
				// Not awaited: a busy page must not hold the worker up.
				onProgress:
					report &&
					((progress: Progress) => {
						told = Promise.resolve(report(progress)).catch(() => {});
					}),
				isStopped: () => stopped.has(call.id),
				finishEarly: () => finishing.has(call.id),
				...(checkpoints && { checkpoints }),
			});
			try {
				await run.step({ phase: "start", step: 0, steps: 1 });
				const result = await compute(run);
				// Progress has a channel of its own and could arrive after the result.
				await told;
				return result;
			} catch (cause) {
				throw explain(cause);
			} finally {
				report?.[releaseProxy]();
				open.delete(call.id);
				stopped.delete(call.id);
				finishing.delete(call.id);
			}
		});
		last = result.catch(() => {});
		return result;
	}

	return {
		start,
		/** A message about a call that has ended is late, not wrong. */
		stop: (id: number) => void (open.has(id) && stopped.add(id)),
		finishEarly: (id: number) => void (open.has(id) && finishing.add(id)),
	};
}

/** The promise this fit keeps. A seed of the caller's makes the noise, too: such a run promises nothing, and says so. */
function budgetOf({ privacy, seeded }: FitSetup, run: Run) {
	if (!privacy) return undefined;
	const noise = run.random.stream("noise");
	const words = (into: Uint32Array) => {
		for (let i = 0; i < into.length; i++) into[i] = noise.uint32();
	};
	return createBudget(privacy, seeded ? createSecureRandom(words, false) : platformRandom());
}

/** What says of itself which device it ran on; else the CPU did. */
function summarise(
	diagnostics: Model<unknown>["diagnostics"],
	privacy: Model<unknown>["privacy"],
	table: Table,
	call: Call,
	seconds: number,
): FitSummary {
	const figures: FitFigures = {
		device: "cpu",
		reason: "This generator computes on the CPU.",
		seconds,
		rows: table.rows,
		seed: call.seed,
		...diagnostics,
		// Stages may hand the generator fewer.
		columns: table.columns.length,
	};
	return Object.assign(figures, privacy && { privacy }) as FitSummary;
}

/** The stages around a model, in the order they were fitted. */
type Around = { readonly name: string; readonly stage: StageModel }[];

interface Fitted {
	readonly name: string;
	/** The generator's own. */
	readonly model: Model<unknown>;
	readonly around: Around;
	/** The model with the stages around it. */
	readonly whole: Model<unknown>;
	/** Columns of its tables, as far as is known. */
	readonly columns: number;
	/** Whether it came as bytes, which may be anybody's. */
	readonly loaded: boolean;
}

const wrapped = (model: Model<unknown>, around: Around) =>
	around.reduceRight((inner, { stage }) => stage.wrap(inner), model);

/** The run, with previews as the rows that will leave. */
function withWholePreviews(run: Run, around: Around): Run {
	const whole = (preview: Table) => around.reduceRight((table, { stage }) => stage.preview?.(table) ?? table, preview);
	return {
		...run,
		step: ({ preview, ...progress }) =>
			run.step(preview === undefined ? progress : { ...progress, preview: whole(preview as Table) }),
	};
}

/** Takes `table` through every stage that has something to do with it. */
async function fitStages(stages: Registry<Stage>, table: Table, setup: StageSetup, run: Run) {
	let learned = table;
	const around: { name: string; stage: FittedStage }[] = [];
	for (const [name, load] of Object.entries(stages)) {
		const { fit, keepsPrivacy = false } = await load();
		const stage = await fit(learned, setup, run);
		if (!stage) continue;
		if (run.privacy && !keepsPrivacy) {
			throw new OptionError(
				`${name}: it learns from the rows beside the ledger; leave it out where privacy is promised.`,
				{ option: name },
			);
		}
		learned = stage.table;
		around.push({ name, stage });
	}
	return { learned, around };
}

/** Cells of a table held at once, 8 bytes each in every copy on its way: two gigabytes. */
const MOST_CELLS = 2 ** 28;

/** Refuses more rows than a tab has memory for, before any is sampled. */
function checkRows(rows: number, columns: number): void {
	const most = Math.floor(MOST_CELLS / Math.max(1, columns));
	if (rows <= most) return;
	const gigabytes = ((rows * columns * 8) / 2 ** 30).toPrecision(2);
	throw new OptionError(
		`${rows} rows of ${columns} columns take about ${Number(gigabytes)} GB at once; at most ${most} rows fit. Take sampleStream(${rows}), which gives them in chunks.`,
		{ option: "rows", value: rows, most },
	);
}

function notRestored(name: string, cause: unknown): SavedModelError {
	const message = `The saved "${name}" model cannot be restored: ${(cause as Error).message}`;
	return new SavedModelError(message, { generator: name }, cause);
}

/**
 * @param file URL of the worker's entry, by which it starts others of its kind.
 * @param stages What stands between a table and the generator, in the order of the way in.
 */
export function createGeneratorHost(
	generators: Registry<Generator<never, unknown>>,
	file: string,
	stages: Registry<Stage> = {},
): GeneratorHost {
	const calls = createCalls(asDeviceError);
	let doPart: DoPart | undefined;
	let fitted: Fitted | undefined;

	function model(verb: string): Fitted {
		if (fitted) return fitted;
		throw new OptionError(`${verb}() needs a fitted generator: call fit(table) first, or loadGenerator(bytes).`, {
			method: verb,
		});
	}

	function keep(next: Fitted): void {
		fitted?.whole.dispose();
		fitted = next;
	}

	return {
		ping,
		stop: calls.stop,
		finishEarly: calls.finishEarly,
		fit(name, table, options, setup, call, onProgress, onKeep, from, keeper) {
			const tell = (notKept: string) => void onProgress?.({ phase: "keep", step: 1, steps: 1, notKept });
			const place = keeper && import("./keep-fit").then(({ openPlace }) => openPlace(keeper, tell));
			const put = place && (async (name: string, state: unknown) => (await place).put(name, state));
			const takers = [onKeep, put].flatMap((take) => (take ? [sendLatest(take)] : []));
			const checkpoints = createCheckpoints(from, (name, state) => {
				for (const take of takers) take(name, state);
			});
			const fit = async (started: Run) => {
				const privacy = budgetOf(setup, started);
				const run: Run = privacy ? { ...started, privacy } : started;
				const generator = await find(generators, "generator", name);
				const begun = performance.now();
				const pool: Pick<Run, "workers" | "startWorkers"> = {
					workers: workersAtOnce(call.workers),
					startWorkers: (n, setup) => startWorkers(n, file, name, setup, call),
				};
				const { protect } = options as { protect?: number };
				const { learned, around } = await fitStages(stages, table, { ...setup, protect }, run);
				const { fitWatched } = await import("./fit-watched");
				const model = await fitWatched(generator, learned, options, { ...withWholePreviews(run, around), ...pool });
				const { subject } = Object.assign({}, ...around.map(({ stage }) => stage.diagnostics)) as { subject?: string };
				const { refuseEmpty, TRIED } = await import("./refuse-empty");
				await refuseEmpty({ table, learned, subject, protect: privacy ? undefined : protect }, () =>
					wrapped(model, around).sample({ rows: TRIED }, { ...run, random: run.random.stream("tried") }),
				);
				for (const [place, { stage }] of around.entries()) {
					await stage.finish?.(wrapped(model, around.slice(place + 1)), run);
				}
				const notKept = (await place)?.failure();
				const found = [...around.map(({ stage }) => stage.diagnostics), model.diagnostics, notKept && { notKept }];
				const diagnostics = Object.assign({}, ...found);
				keep({ name, model, around, whole: wrapped(model, around), loaded: false, columns: table.columns.length });
				return summarise(diagnostics, model.privacy, table, call, (performance.now() - begun) / 1000);
			};
			return calls.start(call, onProgress, fit, checkpoints).finally(() => {
				void place?.then((open) => open.close());
				(onKeep as (OnKeep & Remote<OnKeep>) | undefined)?.[releaseProxy]();
			});
		},
		fromMarginals(name, marginals, call, onProgress) {
			return calls.start(call, onProgress, async (run) => {
				const { fromMarginals } = await find(generators, "generator", name);
				if (!fromMarginals) {
					throw new OptionError(`The generator "${name}" learns from rows and not from counts.`, { generator: name });
				}
				const own = await fromMarginals(marginals, run);
				keep({ name, model: own, around: [], whole: own, loaded: false, columns: marginals.domains.length });
				return own.diagnostics ?? {};
			});
		},
		sample(request, call, onProgress) {
			return calls.start(call, onProgress, async (run) => {
				const { name, whole, loaded, columns } = model("sample");
				checkRows(request.rows, columns);
				try {
					const table = await whole.sample(request, run);
					return transfer(table, tableBuffers(table));
				} catch (cause) {
					// What no check of a saved model foresaw is still the file's doing, not the caller's.
					throw loaded && !(cause instanceof StandinError) ? notRestored(name, cause) : cause;
				}
			});
		},
		async prepare(name, setup) {
			doPart = await (await find(generators, "generator", name)).prepareWorker?.(setup);
		},
		doPart(part, call, onProgress) {
			return calls.start(call, onProgress, async (run) => {
				if (!doPart)
					throw new OptionError("doPart() needs a call of prepare(name, setup) first.", { method: "doPart" });
				return doPart(part, run);
			});
		},
		async save() {
			const { name, model: of, around } = model("save");
			const saved = around.map(({ name, stage }) => ({ name, saved: stage.saved }));
			const { version } = await find(generators, "generator", name);
			const bytes = packModel({ generator: name, version, saved: await of.save(), stages: saved });
			return transfer(bytes, [bytes.buffer as ArrayBuffer]);
		},
		async load(bytes) {
			const { generator: name, version, saved, stages: savedStages = [] } = unpackModel(bytes);
			if (!Object.hasOwn(generators, name)) throw unknownGenerator(name);
			const generator = await find(generators, "generator", name);
			if (version !== generator.version) {
				throw new SavedModelError(
					`This "${name}" model was saved as version ${version}, and this build reads version ${generator.version}. Fit it again, or load it with the build that saved it.`,
					{ generator: name, version, reads: generator.version },
				);
			}
			try {
				const around: Around = [];
				for (const { name, saved } of savedStages) {
					around.push({ name, stage: await (await find(stages, "stage", name)).load(saved) });
				}
				const model = await generator.load(saved);
				const columns = (saved as { encoder?: { columns: unknown[] } }).encoder?.columns.length ?? 1;
				keep({ name, model, around, whole: wrapped(model, around), loaded: true, columns });
			} catch (cause) {
				if (cause instanceof SavedModelError) throw cause;
				throw notRestored(name, cause);
			}
		},
	};
}

export function createPriorHost(priors: Registry<Prior<never>>): PriorHost {
	const calls = createCalls();
	return {
		ping,
		stop: calls.stop,
		sample(name, request, options, call) {
			return calls.start(call, undefined, async (run) => {
				const prior = await find(priors, "prior", name);
				const tasks: Task[] = [];
				for await (const task of prior.sample(request, options as never, run)) tasks.push(task);
				return transfer(tasks, [...new Set(tasks.flatMap((task) => tableBuffers(task.table)))]);
			});
		},
	};
}

export function createInspectHost(
	inspectTable: (
		table: Table,
		options: { detect?: Detect; step: (column: number, columns: number) => Promise<void> },
	) => Promise<Inspection>,
	findConstraints: (table: Table, pause: () => Promise<void>) => Promise<readonly Found[]>,
): InspectHost {
	const calls = createCalls();
	return {
		ping,
		stop: calls.stop,
		inspect(table, call, onProgress, detect) {
			return calls.start(call, onProgress, async (run) => {
				const step = (column: number, columns: number) => run.step({ phase: "inspect", step: column, steps: columns });
				const found = await inspectTable(table, { step, ...(detect && { detect }) });
				const last = table.columns.length;
				const constraints = await findConstraints(table, () => step(last - 1, last));
				await step(last, last);
				(detect as (Detect & Remote<Detect>) | undefined)?.[releaseProxy]();
				return { ...found, constraints };
			});
		},
	};
}

export function createReportHost<Input, Report>(
	compareTables: (input: Input, run: Run) => Promise<Report>,
): ReportHost<Input, Report> {
	const calls = createCalls();
	return {
		ping,
		stop: calls.stop,
		compare: (input, call, onProgress) => calls.start(call, onProgress, (run) => compareTables(input, run)),
	};
}

/** Answers the page; the last line of every worker. */
export function serve(host: Host): void {
	keepErrorsWhole();
	expose(host);
}
