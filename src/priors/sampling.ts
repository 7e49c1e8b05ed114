import { readColumns } from "../causal/columns";
import { sampleNodes } from "../causal/sample";
import { OptionError } from "../errors";
import { checkCount } from "../options/check";
import type { Random } from "../random";
import { isNumeric, type Table } from "../table/table";
import type { Run } from "../worker/run";
import { uniformInt } from "./draws";
import { judgeTable } from "./filter";
import { columnInterventions } from "./intervene";
import type { TaskOptions } from "./options";
import type { PriorRequest, Task } from "./prior";
import type { DrawContext, DrawModel, DrawModels, DrawnModel, TablePrior } from "./table-prior";

/** Samples a table at most this often before it is given out as it is, marked `accepted: false`. */
const ATTEMPTS = 100;
/** Splits into training and test rows that are tried for one in which both sides have every class. */
const SPLITS = 10;

function checkRequest({ tables, rows, offset = 0, features }: PriorRequest): void {
	checkCount("tables", tables, 0);
	checkCount("rows", rows, 2);
	checkCount("offset", offset, 0);
	if (features !== undefined) checkCount("features", features);
}

/** Reads the table of a drawn model, without intervention. */
export function readTable({ model, values, rows, noise, families }: DrawnModel): Table {
	return readColumns(model, values, { rows, random: noise }, families);
}

/**
 * The number of training rows, uniform in 10 % to 90 % of the rows as TabICL splits, such that both sides hold every
 * class; undefined where ten tries find none. The reference permutes the rows instead; rows are exchangeable.
 */
function splitRows(random: Random, table: Table, target: string): number | undefined {
	const { rows } = table;
	const column = table.columns.find((c) => c.name === target)!;
	for (let i = 0; i < SPLITS; i++) {
		const trainRows = uniformInt(random, Math.max(1, Math.floor(rows * 0.1)), Math.max(1, Math.floor(rows * 0.9)));
		if (isNumeric(column)) return trainRows;
		const side = new Uint8Array(column.levels.length);
		for (let row = 0; row < rows; row++) side[column.codes[row]!]! |= row < trainRows ? 1 : 2;
		// 0: a level that no row has; 3: one that both sides have.
		if (side.every((s) => s === 0 || s === 3)) return trainRows;
	}
	return undefined;
}

/** One table with what was found out about it. */
export interface DrawnTask {
	readonly drawn: DrawnModel;
	readonly table: Table;
	readonly diagnostics: Readonly<Record<string, unknown>>;
}

/** What a table is sampled from besides its seed and index. */
interface TableRequest {
	readonly name: string;
	readonly request: Pick<PriorRequest, "rows" | "features">;
	readonly options: Readonly<TaskOptions>;
}

/** The attempts at table `index` of a seed, each from a stream of its own. */
class Attempts {
	private readonly rejected: Record<string, number> = {};
	private attempt = 0;
	private random: Random;
	private last?: DrawnTask;

	constructor(
		private readonly of: TableRequest,
		private readonly root: Random,
		private readonly index: number,
	) {
		this.random = this.stream();
	}

	private stream(): Random {
		return this.root.stream(`table/${this.index}`).stream(`attempt/${this.attempt}`);
	}

	/** What the attempt at hand is drawn from. */
	context(): DrawContext {
		const { rows, features } = this.of.request;
		return { index: this.index, attempt: this.attempt, root: this.root, random: this.random, rows, features };
	}

	/**
	 * The task where what was drawn can serve, or is the last of the attempts; else the next attempt is at hand.
	 *
	 * @throws OptionError where a hundred attempts gave no table at all.
	 */
	judge(drawn: DrawnModel | string): DrawnTask | undefined {
		const task = typeof drawn === "string" ? this.reject(drawn) : this.judgeModel(drawn);
		if (task) return task;
		this.attempt++;
		this.random = this.stream();
		if (this.attempt < ATTEMPTS) return undefined;
		if (this.last) return this.last;
		const { name } = this.of;
		const { index, rejected } = this;
		throw new OptionError(
			`The prior ${name} gave no usable table in ${ATTEMPTS} attempts (${Object.keys(rejected).join("; ")}); ask for more rows or fewer classes.`,
			{ prior: name, index, rejected },
		);
	}

	private reject(reason: string): undefined {
		this.rejected[reason] = (this.rejected[reason] ?? 0) + 1;
	}

	private judgeModel(drawn: DrawnModel): DrawnTask | undefined {
		const { random, rejected } = this;
		const table = readTable(drawn);
		const trainRows = splitRows(random.stream("split"), table, drawn.target);
		const diagnostics = { prior: this.of.name, ...drawn.diagnostics, trainRows, attempts: this.attempt + 1, rejected };
		this.last = { drawn, table, diagnostics: { ...diagnostics, accepted: false } };
		if (trainRows === undefined) return this.reject("a class is missing on one side of every split");
		const verdict = this.of.options.filter ? judgeTable(random.stream("filter"), table, drawn.target) : undefined;
		if (verdict && !verdict.learnable) return this.reject("unlearnable");
		return { drawn, table, diagnostics: { ...diagnostics, accepted: true, ...(verdict ? { filter: verdict } : {}) } };
	}
}

/**
 * Samples table `index` of a seed: attempts until one can serve. Depends on the root stream's key, the index, rows,
 * features and options alone.
 *
 * @throws OptionError where a hundred attempts gave no table at all.
 */
export function drawTask(
	name: string,
	draw: DrawModel,
	root: Random,
	index: number,
	request: Pick<PriorRequest, "rows" | "features">,
	options: Readonly<TaskOptions>,
): DrawnTask {
	const attempts = new Attempts({ name, request, options }, root, index);
	for (;;) {
		const task = attempts.judge(draw(attempts.context()));
		if (task) return task;
	}
}

/** Tables that a GPU computes at once. */
const TABLES_AT_ONCE = 64;

/** Tables from … to − 1 at once, in rounds of one attempt at each that is still wanted. */
async function drawTasks(
	of: TableRequest,
	draw: DrawModels,
	root: Random,
	from: number,
	to: number,
	step: () => Promise<void>,
) {
	const all = Array.from({ length: to - from }, (_, i) => new Attempts(of, root, from + i));
	const tasks: DrawnTask[] = [];
	for (let wanted = all.map((_, i) => i); wanted.length > 0; wanted = wanted.filter((i) => !tasks[i])) {
		const contexts = wanted.map((i) => all[i]!.context());
		const drawn = await draw(contexts, step);
		for (const [k, i] of wanted.entries()) {
			const task = all[i]!.judge(drawn[k]!);
			if (task) tasks[i] = task;
			await step();
		}
	}
	return tasks;
}

function refuseOnGpu(name: string, { do: settings, model }: PriorRequest): void {
	const asked = settings ? "do" : model ? "model" : undefined;
	if (asked === undefined) return;
	const why = "results of a GPU cannot be replayed";
	throw new OptionError(
		`The prior ${name} does not support ${asked} on WebGPU, because ${why}. Use the device "auto".`,
		{
			option: asked,
			prior: name,
		},
	);
}

/** The tables of a request in order of their index, one by one or, where a GPU is asked for, in parallel. */
async function* drawEach<Options extends TaskOptions>(
	of: TableRequest,
	prior: TablePrior<Options>,
	{ tables, offset = 0 }: PriorRequest,
	options: Required<Options>,
	run: Run,
	step: () => Promise<void>,
): AsyncGenerator<DrawnTask> {
	const end = offset + tables;
	if (run.device !== "webgpu") {
		const draw = await prior.prepare(options);
		for (let i = offset; i < end; i++) yield drawTask(of.name, draw, run.random, i, of.request, options);
		return;
	}
	if (!prior.prepareOnGpu) {
		const message = `The prior ${of.name} does not support WebGPU; use the device "auto".`;
		throw new OptionError(message, { option: "device", prior: of.name });
	}
	const draw = await prior.prepareOnGpu(options);
	for (let from = offset; from < end; from += TABLES_AT_ONCE) {
		yield* await drawTasks(of, draw, run.random, from, Math.min(end, from + TABLES_AT_ONCE), step);
	}
}

/**
 * The iteration behind every prior's `sample`.
 *
 * @throws OptionError for what the prior cannot give; BackendError where a GPU is asked for and is not available.
 */
export async function* sampleTasks<Options extends TaskOptions>(
	name: string,
	prior: TablePrior<Options>,
	request: PriorRequest,
	options: Required<Options>,
	run: Run,
): AsyncGenerator<Task> {
	checkRequest(request);
	if (run.device === "webgpu") refuseOnGpu(name, request);
	const { tables, offset = 0, rows } = request;
	let done = 0;
	const step = () => run.step({ phase: "draw", step: done, steps: tables });
	await step();
	for await (const task of drawEach({ name, request, options }, prior, request, options, run, step)) {
		const { drawn } = task;
		let { table } = task;
		if (request.do) {
			const interventions = columnInterventions(drawn, table, request.do);
			const world = { rows, random: drawn.noise, do: interventions };
			table = readColumns(drawn.model, sampleNodes(drawn.model, world, drawn.families), world, drawn.families);
		}
		yield {
			index: offset + done,
			table,
			target: drawn.target,
			graph: drawn.graph(),
			diagnostics: request.do ? { ...task.diagnostics, do: request.do } : task.diagnostics,
			...(request.model ? { model: drawn.model } : {}),
		};
		done++;
		await step();
	}
}
