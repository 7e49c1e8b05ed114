import { type GraphNode, graphChart, scatterMatrix } from "../../src/charts";
import { toSvg } from "../../src/element/to-svg";
import type { Column, TaskGraph } from "../../src/index";
import { type Child, fill, h } from "../dom";
import type { World } from "./world";

export interface GraphView {
	element: HTMLElement;
	/** Draws the graph, with `held` (a column) cut from its causes where one is set. */
	show(world: World, held: string | undefined): void;
}

const role = (column: Column | undefined): string =>
	!column
		? "latent"
		: "values" in column
			? "number"
			: column.kind === "id" || column.kind === "text"
				? "latent"
				: "category";

/** The causal graph: every node with the columns read from it, or the columns alone with what links them. */
export function createGraphView(onPick: (column: string) => void): GraphView {
	const frame = h("div", { class: "graph-frame" });
	const counts = h("p", { class: "small muted" });
	const whole = h("select", { class: "input small", "aria-label": "What the graph shows", onChange: () => draw() });
	fill(whole, h("option", { value: "nodes" }, "All nodes"), h("option", { value: "columns" }, "Columns alone"));
	let world: World | undefined;
	let held: string | undefined;

	function draw(): void {
		if (!world) return;
		const width = Math.max(280, frame.clientWidth || 640);
		const { nodes, edges, bidirected, columns } =
			whole.value === "columns" ? columnGraph(world) : nodeGraph(world.graph, world.table.columns);
		const heldNode = columns.findIndex((names) => held !== undefined && names.includes(held));
		const label = `Causal graph of ${nodes.length} nodes and ${edges.length} edges`;
		const options = { width, label, bidirected, picks: true, ...(heldNode >= 0 ? { held: heldNode } : {}) };
		const chart = toSvg(graphChart(nodes, edges, options));
		chart.addEventListener("click", ({ target }) => {
			const picked = (target as Element).closest("[data-node]")?.getAttribute("data-node");
			const name = columns[Number(picked ?? -1)]?.[0];
			if (name) onPick(name);
		});
		fill(frame, chart);
		const latent = nodes.filter((node) => node.role === "latent").length;
		counts.textContent = `${nodes.length} nodes, ${edges.length} edges${latent ? `, ${latent} never observed` : ""}${
			bidirected.length ? `, ${bidirected.length} pairs with a hidden common cause (dashed)` : ""
		}.`;
	}
	return {
		element: h(
			"div",
			{ class: "stack" },
			h(
				"div",
				{ class: "tools" },
				h(
					"div",
					{ class: "legend" },
					h("span", { class: "is-number" }, "number"),
					h("span", { class: "is-category" }, "category"),
					h("span", { class: "is-latent" }, "not observed"),
				),
				whole,
			),
			h("div", { class: "card" }, frame),
			counts,
		),
		show(next, nextHeld) {
			world = next;
			held = nextHeld;
			draw();
		},
	};
}

interface Drawable {
	nodes: GraphNode[];
	edges: readonly (readonly [number, number])[];
	bidirected: readonly (readonly [number, number])[];
	/** Columns read from each node. */
	columns: string[][];
}

function nodeGraph(graph: TaskGraph, tableColumns: readonly Column[]): Drawable {
	const byName = new Map(tableColumns.map((column) => [column.name, column]));
	const columns: string[][] = graph.nodes.map(() => []);
	for (const [name, node] of Object.entries(graph.columnNodes)) columns[node]?.push(name);
	const nodes = graph.nodes.map((name, i): GraphNode => {
		const read = columns[i] as string[];
		const family = graph.families[i] ?? "";
		return {
			label: read.length > 1 ? `${read[0]} +${read.length - 1}` : (read[0] ?? name),
			role: role(byName.get(read[0] ?? "")),
			note: [family, read.length > 1 ? `columns ${read.join(", ")}` : ""].filter(Boolean).join("; "),
		};
	});
	return { nodes, edges: graph.edges, bidirected: [], columns };
}

function columnGraph({ graph, table, target }: World): Drawable {
	return {
		nodes: table.columns.map((column) => ({
			label: column.name,
			role: role(column),
			...(column.name === target ? { note: "to be predicted" } : {}),
		})),
		edges: graph.observed.directed,
		bidirected: graph.observed.bidirected,
		columns: table.columns.map((column) => [column.name]),
	};
}

const SCATTER_COLUMNS = 5;

/** Up to five columns against each other, the target among them. */
export function scatterView(world: World, width: number): Child {
	const usable = world.table.columns.filter((column) => column.kind !== "id" && column.kind !== "text");
	const target = usable.find((column) => column.name === world.target);
	const others = usable.filter((column) => column !== target);
	const most = width < 420 ? SCATTER_COLUMNS - 1 : SCATTER_COLUMNS;
	const chosen = [...others.slice(0, target ? most - 1 : most), ...(target ? [target] : [])];
	if (chosen.length === 0) return h("p", { class: "muted" }, "There is no column to plot.");
	return toSvg(scatterMatrix(chosen, { width }));
}
