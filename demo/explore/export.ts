import { formatCsvChunks, type PriorName } from "../../src/index";
import { h } from "../dom";
import { download } from "../download";
import { numberField } from "../synth/fields";
import { problemText } from "../synth/problem";
import type { World } from "./world";

export interface ExportActions {
	/** What is on screen. */
	current(): { world: World; mode: "model" | "prior"; seed: number | string; prior: PriorName } | undefined;
	options(): { options: Record<string, unknown>; features: number };
	/** Draws the world on screen with another number of rows. */
	draw(rows: number): Promise<World> | undefined;
}

/** Files of the table on screen, at any length, and of the truth behind it. */
export function createExport(actions: ExportActions): HTMLElement {
	const rows = numberField({ label: "Rows to export", value: 10_000, min: 1, max: 1_000_000, whole: true });
	const status = h("p", { class: "small muted", role: "status" });

	async function exportTable(): Promise<void> {
		const count = rows.read();
		if (count === undefined) return;
		status.textContent = "Drawing …";
		try {
			const world = await actions.draw(count);
			if (!world) return;
			download(new Blob([...formatCsvChunks(world.table)], { type: "text/csv" }), "causal-table.csv");
			status.textContent = "";
		} catch (error) {
			status.textContent = problemText(error);
		}
	}

	function exportTruth(): void {
		const current = actions.current();
		if (!current) return;
		const { graph, target } = current.world;
		const truth = { seed: current.seed, target, graph };
		download(new Blob([JSON.stringify(truth, null, 2)], { type: "application/json" }), "causal-truth.json");
	}

	return h(
		"div",
		{ class: "stack" },
		h(
			"div",
			{ class: "export-row" },
			rows.element,
			h("button", { class: "button", type: "button", onClick: () => void exportTable() }, "Table as CSV"),
			h("button", { class: "button", type: "button", onClick: exportTruth }, "Graph as JSON"),
		),
		status,
	);
}
