import { formatCount } from "../../src/charts";
import { formatCsvChunks, type Task, toParquet, toZip } from "../../src/index";
import { h } from "../dom";
import { download } from "../download";
import { numberField } from "./fields";
import { isAbort, problemText } from "./problem";
import type { TasksRequest, World } from "./world";

export interface ExportActions {
	/** What is on screen, and the seed it was drawn with. */
	current(): { world: World; seed: number | string } | undefined;
	/** Draws the world on screen with another number of rows. */
	draw(rows: number): Promise<World> | undefined;
	/** Samples many tables of the prior on screen. */
	tasks(request: Omit<TasksRequest, "seed">): AsyncIterable<Task> | undefined;
}

export interface ExportPanel {
	element: HTMLElement;
	/** Whether many tables are available: only from a prior. */
	offerMany(many: boolean): void;
}

const MOST_ROWS = 1_000_000;

/** Files of the table on screen, at any length, of many tables of its prior, and of their graphs. */
export function createExport(actions: ExportActions): ExportPanel {
	const rows = numberField({ label: "Rows a table", value: 1000, min: 1, max: MOST_ROWS, whole: true });
	const tables = numberField({ label: "Tables", value: 20, min: 1, max: 100_000, whole: true });
	const status = h("p", { class: "small muted", role: "status" });
	const cancel = h("button", { class: "button small", type: "button", hidden: true }, "Cancel");
	let running: AbortController | undefined;
	cancel.addEventListener("click", () => running?.abort());

	/** One export at a time; what goes wrong is said beside the buttons. */
	async function during(write: (signal: AbortSignal) => Promise<void>): Promise<void> {
		running?.abort();
		const mine = new AbortController();
		running = mine;
		cancel.hidden = false;
		status.textContent = "Sampling …";
		try {
			await write(mine.signal);
			status.textContent = "";
		} catch (error) {
			if (running === mine) status.textContent = isAbort(error) ? "Cancelled." : problemText(error);
		} finally {
			if (running === mine) cancel.hidden = true;
		}
	}

	async function exportTable(): Promise<void> {
		const count = rows.read();
		if (count === undefined) return;
		await during(async () => {
			const world = await actions.draw(count);
			if (world) download(new Blob([...formatCsvChunks(world.table)], { type: "text/csv" }), "causal-table.csv");
		});
	}

	function exportTruth(): void {
		const current = actions.current();
		if (!current) return;
		const { graph, target } = current.world;
		const graphFile = { seed: current.seed, target, graph };
		download(new Blob([JSON.stringify(graphFile, null, 2)], { type: "application/json" }), "causal-graph.json");
	}

	async function exportMany(write: (tasks: AsyncIterable<Task>) => Promise<void>): Promise<void> {
		const [count, length] = [tables.read(), rows.read()];
		if (count === undefined || length === undefined) return;
		await during(async (signal) => {
			const onProgress = ({ step, steps }: { step: number; steps: number }) => {
				status.textContent = `${formatCount(step)} of ${formatCount(steps)} tables`;
			};
			const tasks = actions.tasks({ tables: count, rows: length, signal, onProgress });
			if (tasks) await write(tasks);
		});
	}

	const zip = async (tasks: AsyncIterable<Task>) =>
		download(new Blob(await pieces(toZip(tasks)), { type: "application/zip" }), "causal-tables.zip");
	const parquet = async (tasks: AsyncIterable<Task>) => {
		const truth: string[] = [];
		const file = await pieces(toParquet(tasks, { onGroundTruth: (line) => truth.push(line) }));
		download(new Blob(file), "causal-tables.parquet");
		download(new Blob(truth, { type: "application/jsonl" }), "causal-tables.jsonl");
	};
	const button = (label: string, onClick: () => void) =>
		h("button", { class: "button", type: "button", onClick }, label);
	const many = h(
		"div",
		{ class: "export-row", hidden: true },
		tables.element,
		button("CSVs in a zip", () => void exportMany(zip)),
		button("Parquet", () => void exportMany(parquet)),
	);
	return {
		element: h(
			"div",
			{ class: "stack" },
			h(
				"div",
				{ class: "export-row" },
				rows.element,
				button("Table as CSV", () => void exportTable()),
				button("Graph as JSON", exportTruth),
			),
			many,
			h("div", { class: "button-row" }, status, cancel),
		),
		offerMany(yes) {
			many.hidden = !yes;
		},
	};
}

async function pieces(stream: AsyncIterable<Uint8Array>): Promise<Uint8Array<ArrayBuffer>[]> {
	const all: Uint8Array<ArrayBuffer>[] = [];
	for await (const piece of stream) all.push(piece as Uint8Array<ArrayBuffer>);
	return all;
}
