/** Trains a table's column networks, in further workers where that pays. */
import { StandinError } from "../../../errors";
import { createNetwork, type NetworkUse, startNetwork } from "../../../nn/mlp/choose";
import { layOut, sliceLength } from "../../../nn/mlp/layout";
import type { Network } from "../../../nn/mlp/network";
import { tableBytes } from "../../../tokens/data";
import type { PoolWorker, Progress, Run } from "../../../worker/run";
import type { DoPart } from "../../generator";
import {
	type ColumnSetup,
	columnTraining,
	createColumnTrainer,
	type TrainColumn,
	type TrainedColumn,
} from "./column-network";
import type { ColumnNetworkSize } from "./column-shape";

/** Trained column networks. Plain data. */
export interface ColumnNetworks extends ColumnNetworkSize {
	/** Parameters by column, as `sliceColumn` gives them; those of the first columns, where training was cut short. */
	readonly parameters: readonly Float32Array[];
}

/** What training column networks found. */
export interface TrainedColumns {
	readonly networks: ColumnNetworks;
	/** Steps of all of them. */
	readonly steps: number;
	/** Held-out score, nats a row; NaN where nothing was held out or networks are lacking. */
	readonly heldOut: number;
	/** How often the training of one of them went back. */
	readonly restarts: number;
	/** Whether at least one predicts its column better than the column's frequencies. */
	readonly learned: boolean;
}

/** Whether an error is about the training and not about the worker that it ran in. */
function isVerdict(error: unknown): boolean {
	return error instanceof StandinError && error.code !== "worker" && error.code !== "backend";
}

/** Under which a trained column is kept for the run that continues this one. */
const nameOf = (f: number) => `column ${f}`;

const PAUSE_MS = 50;
const sum = (values: Float64Array) => values.reduce((a, b) => a + b, 0);

/**
 * Trains the column networks, phase "refine": in the pool's workers beginning at once, here one after the other when
 * `finish` is called. Where training is to finish early, the first of those that are done are kept: the masked network
 * knows the other columns better than a column network that has just begun. The result is the same for any number of workers.
 *
 * @param trainHere trains a column network in this worker.
 * @param starting resolves to the pool's workers; they take a column's number.
 */
export function startColumns(
	{ shape, hyperparameters }: ColumnSetup,
	trainHere: TrainColumn,
	run: Run,
	starting: Promise<readonly PoolWorker[]>,
): { finish(): Promise<TrainedColumns> } {
	const F = shape.tokens.length;
	const { checkpoints } = run;
	const trained = Array.from({ length: F }, (_, f) => checkpoints.recall<TrainedColumn>(nameOf(f)));
	const left = Array.from(trained.keys()).filter((f) => !trained[f]);
	const [done, planned] = [new Float64Array(F), new Float64Array(F).fill(hyperparameters.steps)];
	for (const [f, column] of trained.entries()) if (column) done[f] = planned[f] = column.steps;
	let failure: unknown;
	const note = (f: number, { step, steps }: Pick<Progress, "step" | "steps">) => {
		done[f] = Math.max(done[f]!, step);
		planned[f] = Math.max(done[f]!, steps);
	};
	const report = async () => {
		if (failure) throw failure;
		// A column network's loss is that of one column: no figure to stand beside those of rows.
		await run.step({ phase: "refine", step: sum(done), steps: sum(planned) });
	};
	const take = () => (run.finishEarly?.() ? undefined : left.shift());
	const keep = (f: number, column: TrainedColumn) => {
		trained[f] = column;
		checkpoints.keep(nameOf(f), column);
		// What its training kept is of no further use.
		if (checkpoints.recall(columnTraining(f))) checkpoints.keep(columnTraining(f), undefined);
		note(f, { step: column.steps, steps: column.steps });
	};
	const trainIn = async (worker: PoolWorker) => {
		for (let f = take(); f !== undefined; f = take()) {
			const column = f;
			try {
				keep(f, await worker.doPart<TrainedColumn>(f, (progress) => note(column, progress)));
			} catch (error) {
				// Where the worker died, lacks memory or sends what cannot be read, its column is trained by another.
				left.unshift(f);
				if (isVerdict(error)) failure = error;
				return;
			}
		}
	};
	const trainRest = async () => {
		for (let f = take(); f !== undefined; f = take()) {
			const column = f;
			const step: Run["step"] = (progress) => {
				note(column, progress);
				return report();
			};
			const one = await trainHere(f, { ...run, step });
			if (run.finishEarly?.()) return;
			keep(f, one);
		}
	};
	let waiting = true;
	const others = starting
		.then((workers) => Promise.all(workers.map(trainIn)))
		.finally(() => {
			waiting = false;
		});
	return {
		async finish() {
			await report();
			await trainRest();
			while (waiting && trained.includes(undefined) && !run.finishEarly?.()) {
				await Promise.race([others, new Promise((resolve) => setTimeout(resolve, PAUSE_MS))]);
				await report();
			}
			if (failure) throw failure;
			await trainRest();
			const lacking = trained.indexOf(undefined);
			const kept = (lacking < 0 ? trained : trained.slice(0, lacking)) as TrainedColumn[];
			const { width, layers } = shape;
			return {
				networks: { width, layers, parameters: kept.map(({ parameters }) => parameters) },
				steps: kept.reduce((steps, column) => steps + column.steps, 0),
				restarts: kept.reduce((restarts, column) => restarts + column.restarts, 0),
				learned: kept.length < 2 || kept.some(({ learned }) => learned),
				heldOut: lacking < 0 ? kept.reduce((nats, column) => nats + column.heldOut, 0) : Number.NaN,
			};
		},
	};
}

/** What a worker of the pool trains column networks by. Plain data. */
interface PoolSetup extends ColumnSetup {
	readonly backend: Network["backend"];
	readonly use: NetworkUse;
}

/** Column networks about to be trained. */
export interface ColumnTraining {
	/** Bytes of memory that it takes besides the table, the workers' copies of that among them. */
	readonly bytes: number;
	/** Where column networks are trained. */
	readonly backend: Network["backend"];
	/**
	 * Has the pool's workers begin. What it returns trains what they leave; `workers` counts those that trained, this one
	 * among them.
	 */
	start(): () => Promise<TrainedColumns & { readonly workers: number }>;
	/** Ends the workers and frees the network. */
	dispose(): void;
}

/** Rows in all steps of all column networks from which it pays to start workers: fewer are done in some seconds. */
const POOL_FROM = 2 ** 20;
/** Bytes that the copies of a table in workers may take together. */
const MOST_COPIED = 2 ** 28;

/**
 * How many further workers train a table's column networks: as many as there may be, but none that would find nothing to
 * do, and no more than memory has room for.
 *
 * @param bytes what each holds of the table.
 * @param workers how many may compute at once, this one among them.
 */
export function furtherWorkers({ shape, hyperparameters }: ColumnSetup, bytes: number, workers = 1): number {
	const { steps, batchRows } = hyperparameters;
	const columns = shape.tokens.length;
	if (steps * batchRows * columns < POOL_FROM) return 0;
	return Math.max(0, Math.min(workers - 1, columns - 2, Math.floor(MOST_COPIED / bytes)));
}

/**
 * Prepares training on the device of the masked network. Where that is a GPU that was not asked for by name, a few steps
 * are timed on it and on wasm in as many workers as there may be: one thread keeps a GPU busy.
 *
 * @param masked backend of the masked network; WebGPU has been started.
 * @throws BackendError where it cannot be had.
 */
export async function prepareColumns(
	setup: ColumnSetup,
	masked: Network["backend"],
	use: NetworkUse,
	run: Run,
): Promise<ColumnTraining> {
	const { shape, hyperparameters } = setup;
	const layout = layOut(shape);
	const columns = shape.tokens.length;
	const copied = tableBytes(setup.table);
	const most = run.startWorkers ? furtherWorkers(setup, copied, run.workers) : 0;
	const free = masked === "webgpu" && most > 0 && (run.device ?? "auto") === "auto";
	const { batchRows, steps } = hyperparameters;
	const timed = { ...use, rows: batchRows, steps: steps * (columns - 1), workers: 1 + most };
	const network = free ? (await startNetwork(run, shape, timed)).network : await createNetwork(masked, shape, use);
	const { backend } = network;
	const further = backend === "webgpu" ? 0 : most;
	const own = 4 * shape.tokens.reduce((total, _, f) => total + sliceLength(shape, layout, f), 0);
	let starting: Promise<readonly PoolWorker[]> = Promise.resolve([]);
	return {
		bytes: network.bytes + own + further * (network.bytes + copied),
		backend,
		start() {
			const pool: PoolSetup = { ...setup, backend, use };
			if (further > 0 && run.startWorkers) starting = run.startWorkers(further, pool);
			let workers = 1;
			void starting.then(({ length }) => {
				workers += length;
			});
			const training = startColumns(setup, createColumnTrainer(network, setup), run, starting);
			return async () => ({ ...(await training.finish()), workers });
		},
		dispose() {
			network.dispose();
			void starting.then((workers) => {
				for (const worker of workers) worker.dispose();
			});
		},
	};
}

/** Prepares a worker of the pool; its parts are columns' numbers, whose networks it gives. */
export async function prepareWorker({ backend, use, ...setup }: PoolSetup): Promise<DoPart> {
	const trainColumn = createColumnTrainer(await createNetwork(backend, setup.shape, use), setup);
	return (f, run) => trainColumn(f as number, run);
}
