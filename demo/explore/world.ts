import { type CausalModel, causalModel } from "../../src/causal";
import { createPrior, type PriorHandle, type Progress, type Table, type Task, type TaskGraph } from "../../src/index";

/** A table with its causal graph. */
export interface World {
	table: Table;
	graph: TaskGraph;
	/** Column to predict, where the prior names one. */
	target: string | undefined;
}

export interface WorldRequest {
	rows: number;
	seed: number | string;
	/** Columns that are set. */
	do?: Readonly<Record<string, number | string>>;
}

export interface TasksRequest {
	tables: number;
	rows: number;
	seed: number | string;
	signal: AbortSignal;
	onProgress(progress: Progress): void;
}

/** Draws worlds: the same request, the same world; with `do`, the same rows had these columns been set. */
export interface WorldSource {
	draw(request: WorldRequest): Promise<World>;
	/** Samples many tables of a prior; absent for a model of one's own. */
	tasks?(request: TasksRequest): AsyncIterable<Task>;
	dispose(): void;
}

/** Worlds of a model written in the small language; throws a sentence that points at the character. */
export function modelSource(text: string): WorldSource {
	const model: CausalModel = causalModel(text);
	return {
		async draw({ rows, seed, do: actions }) {
			const table = model.sample({ rows, seed, ...(actions ? { do: typedActions(model, actions) } : {}) });
			return { table, graph: model.graph, target: undefined };
		},
		dispose() {},
	};
}

/** Levels come back from a menu as text; a yes-no variable takes true and false. */
function typedActions(model: CausalModel, actions: Readonly<Record<string, number | string>>) {
	const kinds = new Map(model.data.columns.map((column) => [column.name, column.kind]));
	return Object.fromEntries(
		Object.entries(actions).map(([name, value]) => [name, kinds.get(name) === "boolean" ? value === "true" : value]),
	);
}

/** Worlds drawn from a prior in a worker of its own. */
export async function priorSource(
	name: Parameters<typeof createPrior>[0],
	options: Record<string, unknown>,
	features: number,
): Promise<WorldSource> {
	const prior: PriorHandle = await createPrior(name, options);
	return {
		async draw({ rows, seed, do: actions }) {
			const request = { tables: 1, rows, features, seed, ...(actions ? { do: actions } : {}) };
			for await (const { table, graph, target } of prior.sample(request)) return { table, graph, target };
			throw new Error("The prior gave no table.");
		},
		tasks: (request) => prior.sample({ ...request, features }),
		dispose: () => prior.dispose(),
	};
}
