/** Where each node of a directed graph is drawn: layers from causes down to effects. Plain numbers in [0, 1]. */
export interface GraphLayout {
	/** Layer of each node, 0 at the causes. */
	readonly layer: readonly number[];
	/** Place of each node within its layer, 0 … 1 from left to right. */
	readonly place: readonly number[];
	/** Number of layers. */
	readonly layers: number;
	/** Nodes in the fullest layer. */
	readonly widest: number;
}

const SWEEPS = 8;

/**
 * Layers by the longest path from a cause, then orders every layer by the mean place of its neighbours, sweeping down
 * and up (the barycentre heuristic of Sugiyama, Tagawa and Toda 1981), so that few edges cross.
 *
 * @param count nodes, in topological order
 * @param edges [parent, child] pairs with parent before child
 */
export function layerGraph(count: number, edges: readonly (readonly [number, number])[]): GraphLayout {
	const parents: number[][] = Array.from({ length: count }, () => []);
	const children: number[][] = Array.from({ length: count }, () => []);
	for (const [parent, child] of edges) {
		parents[child]?.push(parent);
		children[parent]?.push(child);
	}
	const layer = new Array<number>(count).fill(0);
	for (let node = 0; node < count; node++) {
		for (const parent of parents[node] as number[]) {
			layer[node] = Math.max(layer[node] as number, (layer[parent] as number) + 1);
		}
	}
	// A cause with late effects only stands just above them, which shortens its edges.
	for (let node = count - 1; node >= 0; node--) {
		const below = (children[node] as number[]).map((child) => layer[child] as number);
		if ((parents[node] as number[]).length === 0 && below.length > 0) layer[node] = Math.min(...below) - 1;
	}
	const layers = count === 0 ? 0 : Math.max(...layer) + 1;
	const rows: number[][] = Array.from({ length: layers }, () => []);
	for (let node = 0; node < count; node++) rows[layer[node] as number]?.push(node);

	const place = new Array<number>(count).fill(0);
	const settle = (row: readonly number[]) => {
		row.forEach((node, i) => {
			place[node] = (i + 0.5) / row.length;
		});
	};
	rows.forEach(settle);
	for (let sweep = 0; sweep < SWEEPS; sweep++) {
		const down = sweep % 2 === 0;
		for (const row of down ? rows : [...rows].reverse()) {
			const pull = new Map(row.map((node) => [node, barycentre(node, down ? parents : children, place)]));
			row.sort((a, b) => (pull.get(a) as number) - (pull.get(b) as number));
			settle(row);
		}
	}
	return { layer, place, layers, widest: Math.max(0, ...rows.map((row) => row.length)) };
}

function barycentre(node: number, neighbours: readonly number[][], place: readonly number[]): number {
	const near = neighbours[node] as number[];
	if (near.length === 0) return place[node] as number;
	return near.reduce((sum, one) => sum + (place[one] as number), 0) / near.length;
}
