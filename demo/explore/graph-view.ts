import { type GraphNode, graphChart } from "../../src/charts";
import { toSvg } from "../../src/element/to-svg";
import type { Column, TaskGraph } from "../../src/index";
import { fill, h } from "../dom";
import type { World } from "./world";

const MOST_NODES_AT_FIRST = 10;

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
	let chosen = false;
	whole.addEventListener("change", () => {
		chosen = true;
	});

	function draw(): void {
		if (!world) return;
		const width = Math.max(280, frame.clientWidth || 640);
		const { nodes, edges, bidirected, columns } =
			whole.value === "columns" ? columnGraph(world) : nodeGraph(world.graph, world.table.columns);
		const heldNode = columns.findIndex((names) => held !== undefined && names.includes(held));
		const left = edges.filter(([, child]) => child !== heldNode).length;
		const label = `Causal graph of ${counted(nodes.length, "node")} and ${counted(left, "edge")}`;
		const apart = bidirected.filter((pair) => !pair.includes(heldNode));
		const options = { width, label, bidirected: apart, picks: true, ...(heldNode >= 0 ? { held: heldNode } : {}) };
		const chart = toSvg(graphChart(nodes, edges, options));
		chart.addEventListener("click", ({ target }) => {
			const picked = (target as Element).closest("[data-node]")?.getAttribute("data-node");
			const name = columns[Number(picked ?? -1)]?.[0];
			if (name) onPick(name);
		});
		fill(frame, chart);
		counts.textContent = countsText(nodes, edges, bidirected, heldNode, held);
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
			// A large graph is not what one wants to see first.
			if (!chosen) whole.value = next.graph.nodes.length > MOST_NODES_AT_FIRST ? "columns" : "nodes";
			draw();
		},
	};
}

const counted = (n: number, one: string, many = `${one}s`) => `${n} ${n === 1 ? one : many}`;

/** What the picture holds, once what a set column no longer depends on is cut. */
function countsText(
	nodes: readonly GraphNode[],
	edges: readonly (readonly [number, number])[],
	bidirected: readonly (readonly [number, number])[],
	heldNode: number,
	held: string | undefined,
): string {
	const cut = edges.filter(([, child]) => child === heldNode).length;
	const shared = bidirected.filter((pair) => !pair.includes(heldNode)).length;
	const latent = nodes.filter((node) => node.role === "latent").length;
	const parts = [
		counted(nodes.length, "node"),
		counted(edges.length - cut, "edge"),
		latent > 0 && `${latent} not observed`,
		shared > 0 && `${counted(shared, "pair")} with a hidden common cause (dashed)`,
	];
	const lost = cut + bidirected.length - shared;
	const setting = heldNode < 0 ? "" : ` Setting ${held} cuts ${counted(lost, "edge")} into it.`;
	return `${parts.filter(Boolean).join(", ")}.${setting}`;
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
