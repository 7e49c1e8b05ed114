import { layerGraph } from "./layers";
import { shorten } from "./level-bars";
import { chartRoot, formatCoordinate, svg } from "./svg";

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
	/** Index of the node that is set, drawn without the edges into it. */
	held?: number;
	/** Called with a node's index when it is clicked. */
	onPick?: (node: number) => void;
}

const LABELLED_NODES = 44;
const LAYER_HEIGHT = 78;
const MOST_EDGES = 2500;

/** A directed acyclic graph in layers, causes above their effects. Small graphs have names, large ones dots. */
export function graphChart(
	nodes: readonly GraphNode[],
	edges: readonly (readonly [number, number])[],
	options: GraphChartOptions,
): SVGSVGElement {
	const { width = 640, label, held, onPick } = options;
	const layout = layerGraph(nodes.length, edges);
	const named = nodes.length <= LABELLED_NODES;
	const radius = named ? 9 : 4;
	const layerHeight = named ? LAYER_HEIGHT : Math.max(26, Math.min(54, 420 / Math.max(1, layout.layers)));
	const height = Math.max(1, layout.layers) * layerHeight + (named ? 14 : 6);
	const at = (node: number) => ({
		x: (layout.place[node] as number) * width,
		y: (layout.layer[node] as number) * layerHeight + radius + 10,
	});
	const drawn = edges.filter(([, child]) => child !== held).slice(0, MOST_EDGES);
	const lines = drawn.map(([parent, child]) => {
		const from = at(parent);
		const to = at(child);
		const start = from.y + radius + 1;
		const end = to.y - radius - (named ? 6 : 1);
		const bend = (end - start) / 2;
		return `M${formatCoordinate(from.x)} ${formatCoordinate(start)}C${formatCoordinate(from.x)} ${formatCoordinate(start + bend)} ${formatCoordinate(to.x)} ${formatCoordinate(end - bend)} ${formatCoordinate(to.x)} ${formatCoordinate(end)}`;
	});
	const parts: SVGElement[] = named
		? lines.map((d) => svg("path", { class: "edge", d, fill: "none" }))
		: [svg("path", { class: "edge faint", d: lines.join(""), fill: "none" })];
	if (named) {
		for (const [, child] of drawn) {
			const { x, y } = at(child);
			const tip = y - radius - 2;
			parts.push(svg("path", { class: "arrow", d: `M${x} ${tip}l-3.6 -6.4h7.2z` }));
		}
	}
	const room = width / Math.max(1, layout.widest);
	nodes.forEach((node, index) => {
		const { x, y } = at(index);
		const shape =
			node.role === "category"
				? svg("rect", { x: x - radius, y: y - radius, width: 2 * radius, height: 2 * radius, rx: 3 })
				: svg("circle", { cx: x, cy: y, r: radius });
		const group = svg("g", { class: `node ${node.role}${index === held ? " held" : ""}` }, shape);
		if (named) {
			group.append(
				svg(
					"text",
					{ x, y: y + radius + 14, "text-anchor": "middle" },
					shorten(node.label, Math.max(3, Math.floor(room / 6.6))),
				),
			);
		}
		group.append(svg("title", {}, node.note ? `${node.label}: ${node.note}` : node.label));
		if (onPick) group.addEventListener("click", () => onPick(index));
		parts.push(group);
	});
	return chartRoot(label, width, height, `graph${onPick ? " picks" : ""}`, ...parts);
}
