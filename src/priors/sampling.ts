import { readColumns } from "../causal/columns";
import { sampleNodes } from "../causal/sample";
import { OptionError } from "../errors";
import type { Random } from "../random";
import type { Run } from "../run";
import { isNumeric, type Table } from "../table/table";
import { uniformInt } from "./draws";
import { judgeTable } from "./filter";
import { columnInterventions } from "./intervene";
import type { TaskOptions } from "./options";
import type { PriorRequest, Task } from "./prior";
import type { DrawModel, DrawnModel, TablePrior } from "./table-prior";

/** Draws a table at most this often before it is given out as it is, marked `accepted: false`. */
const ATTEMPTS = 100;
/** Splits into training and test rows that are tried for one in which both sides have every class. */
const SPLITS = 10;

function checkRequest({ tables, rows, offset = 0, features }: PriorRequest): void {
	const check = (name: string, value: number, least: number) => {
		if (!Number.isSafeInteger(value) || value < least) {
			throw new OptionError(`${name} is ${value}; it must be a whole number of at least ${least}.`, {
				option: name,
				value,
			});
		}
	};
	check("tables", tables, 0);
	check("rows", rows, 2);
	check("offset", offset, 0);
	if (features !== undefined) check("features", features, 1);
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
	readonly facts: Readonly<Record<string, unknown>>;
}

/**
 * Draws table `index` of a seed: attempts, each from a stream of its own, until one can serve. Depends on the root
 * stream's key, the index, rows, features and options alone.
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
	const own = root.stream(`table/${index}`);
	const rejected: Record<string, number> = {};
	let last: DrawnTask | undefined;
	for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
		const random = own.stream(`attempt/${attempt}`);
		const reject = (reason: string) => {
			rejected[reason] = (rejected[reason] ?? 0) + 1;
		};
		const drawn = draw({ index, attempt, root, random, rows: request.rows, features: request.features });
		if (typeof drawn === "string") {
			reject(drawn);
			continue;
		}
		const table = readTable(drawn);
		const trainRows = splitRows(random.stream("split"), table, drawn.target);
		const facts = { prior: name, ...drawn.facts, trainRows, attempts: attempt + 1, rejected };
		last = { drawn, table, facts: { ...facts, accepted: false } };
		if (trainRows === undefined) {
			reject("a class is missing on one side of every split");
			continue;
		}
		const verdict = options.filter ? judgeTable(random.stream("filter"), table, drawn.target) : undefined;
		if (verdict && !verdict.learnable) {
			reject("unlearnable");
			continue;
		}
		return { drawn, table, facts: { ...facts, accepted: true, ...(verdict ? { filter: verdict } : {}) } };
	}
	if (last) return last;
	throw new OptionError(
		`No table could be drawn from ${name} in ${ATTEMPTS} attempts (${Object.keys(rejected).join("; ")}); ask for more rows or fewer classes.`,
		{ prior: name, index, rejected },
	);
}

/** The iteration behind every prior's `sample`. */
export async function* sampleTasks<Options extends TaskOptions>(
	name: string,
	prior: TablePrior<Options>,
	request: PriorRequest,
	options: Required<Options>,
	run: Run,
): AsyncGenerator<Task> {
	checkRequest(request);
	const draw = await prior.prepare(options);
	const { tables, offset = 0, rows } = request;
	await run.step({ phase: "draw", step: 0, steps: tables });
	for (let i = 0; i < tables; i++) {
		const task = drawTask(name, draw, run.random, offset + i, request, options);
		const { drawn } = task;
		let { table } = task;
		if (request.do) {
			const interventions = columnInterventions(drawn, table, request.do);
			const world = { rows, random: drawn.noise, do: interventions };
			table = readColumns(drawn.model, sampleNodes(drawn.model, world, drawn.families), world, drawn.families);
		}
		yield {
			index: offset + i,
			table,
			target: drawn.target,
			graph: drawn.graph(),
			facts: request.do ? { ...task.facts, do: request.do } : task.facts,
			...(request.model ? { model: drawn.model } : {}),
		};
		await run.step({ phase: "draw", step: i + 1, steps: tables });
	}
}
