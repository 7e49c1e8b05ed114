import { layerGraph } from "./layers";
import { shorten } from "./level-bars";
import { type ChartNode, chartRoot, formatCoordinate, node } from "./node";

export interface GraphNode {
	readonly label: string;
	/** Class that colours it, e.g. "number", "category", "latent". */
	readonly role: string;
	/** What to say of it when pointed at. */
	readonly note?: string;
}

export interface GraphChartOptions {
	/** Width in pixels. Default 640. */
	width?: number;
	label: string;
	/** Index of the node that is set; edges into it are drawn as cut. */
	held?: number;
	/** Pairs with a common cause that is not drawn, as dashed arcs. */
	bidirected?: readonly (readonly [number, number])[];
	/** Whether nodes can be picked; each carries its index as `data-node`. Default false. */
	picks?: boolean;
}

const LABELLED_NODES = 44;
const LAYER_HEIGHT = 78;
const MOST_EDGES = 2500;

/** A directed acyclic graph in layers, causes above their effects. Small graphs have names, large ones dots. */
export function graphChart(
	nodes: readonly GraphNode[],
	edges: readonly (readonly [number, number])[],
	options: GraphChartOptions,
): ChartNode {
	const { width = 640, label, held, bidirected = [], picks = false } = options;
	const layout = layerGraph(nodes.length, edges);
	const named = nodes.length <= LABELLED_NODES;
	const radius = named ? 9 : 4;
	const layerHeight = named ? LAYER_HEIGHT : Math.max(26, Math.min(54, 420 / Math.max(1, layout.layers)));
	const xOf = (index: number) => (layout.place[index] as number) * width;
	const below = (index: number) => (layout.layer[index] as number) * layerHeight;
	const liftOf = (a: number, b: number) => Math.max(18, Math.abs(xOf(a) - xOf(b)) * 0.18);
	// An arc rises by half of its control point's height.
	const arcs = bidirected.map(([a, b]) => (liftOf(a, b) - below(a) - below(b)) / 2);
	const top = Math.max(radius + 10, ...arcs.map((rise) => rise + 4));
	const height = top + Math.max(0, layout.layers - 1) * layerHeight + radius + (named ? 26 : 10);
	const at = (index: number) => ({ x: xOf(index), y: below(index) + top });
	const drawn = edges
		.map(([parent, child], i) => ({ parent, child, bends: layout.bends[i] ?? [] }))
		.slice(0, MOST_EDGES);
	const isCut = ({ child }: { child: number }) => child === held;
	const kept = drawn.filter((edge) => !isCut(edge));
	const lineOf = ({ parent, child, bends }: (typeof drawn)[number]) => {
		const from = at(parent);
		const to = at(child);
		const passed = bends.map((place, i) => ({ x: place * width, y: from.y + (i + 1) * layerHeight }));
		const end = { x: to.x, y: to.y - radius - (named ? 6 : 1) };
		return curve([{ x: from.x, y: from.y + radius + 1 }, ...passed, end]);
	};
	const parts: ChartNode[] = named
		? drawn.map((edge) => node("path", { class: isCut(edge) ? "edge cut" : "edge", d: lineOf(edge), fill: "none" }))
		: [node("path", { class: "edge faint", d: kept.map(lineOf).join(""), fill: "none" })];
	for (const [a, b] of bidirected) {
		const [from, to] = [at(a), at(b)];
		const middle = (from.x + to.x) / 2;
		const top = (from.y + to.y) / 2 - liftOf(a, b);
		const d = [from.x, from.y, middle, top, to.x, to.y].map(formatCoordinate);
		parts.push(
			node("path", { class: "edge shared", d: `M${d[0]} ${d[1]}Q${d[2]} ${d[3]} ${d[4]} ${d[5]}`, fill: "none" }),
		);
	}
	if (named) {
		for (const { child } of kept) {
			const { x, y } = at(child);
			const tip = y - radius - 2;
			parts.push(node("path", { class: "arrow", d: `M${x} ${tip}l-3.6 -6.4h7.2z` }));
		}
	}
	const room = width / Math.max(1, layout.widest);
	nodes.forEach(({ label, role, note }, index) => {
		const { x, y } = at(index);
		const shape =
			role === "category"
				? node("rect", { x: x - radius, y: y - radius, width: 2 * radius, height: 2 * radius, rx: 3 })
				: node("circle", { cx: x, cy: y, r: radius });
		const text = shorten(label, Math.max(3, Math.floor(room / 7)));
		parts.push(
			node(
				"g",
				{ class: `node ${role}${index === held ? " held" : ""}`, "data-node": index },
				shape,
				...(named ? [node("text", { x, y: y + radius + 14, "text-anchor": "middle" }, text)] : []),
				node("title", {}, note ? `${label}: ${note}` : label),
			),
		);
	});
	return chartRoot(label, width, height, `graph${picks ? " picks" : ""}`, ...parts);
}

/** A smooth line from point to point that leaves and enters every one straight down. */
function curve(points: readonly { x: number; y: number }[]): string {
	const c = formatCoordinate;
	return points.reduce((path, { x, y }, i) => {
		const before = points[i - 1];
		if (!before) return `M${c(x)} ${c(y)}`;
		const middle = (before.y + y) / 2;
		return `${path}C${c(before.x)} ${c(middle)} ${c(x)} ${c(middle)} ${c(x)} ${c(y)}`;
	}, "");
}
