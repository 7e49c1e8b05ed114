/** Where each node of a directed graph is drawn: layers from causes down to effects. Plain numbers. */
export interface GraphLayout {
	/** Layer of each node, 0 at the causes. */
	readonly layer: readonly number[];
	/** Place of each node within its layer, 0 … 1 from left to right. */
	readonly place: readonly number[];
	/** For each edge the places it passes in the layers between its ends, from the parent down. */
	readonly bends: readonly (readonly number[])[];
	/** Number of layers. */
	readonly layers: number;
	/** Nodes in the fullest layer. */
	readonly widest: number;
}

const SWEEPS = 12;
/** Room a passing edge takes in a layer, where a node takes 1. */
const EDGE_ROOM = 0.45;
/** Edges beyond which long ones go straight: their bends would fill the picture. */
const MOST_BENT = 160;

/**
 * Layers by the longest path from a cause; a long edge gets a bend in every layer it passes, so that it goes around
 * what stands there. Every layer is then ordered by the mean place of its neighbours, sweeping down and up, so that
 * few edges cross (Sugiyama, Tagawa and Toda 1981).
 *
 * @param count nodes
 * @param edges [parent, child] pairs without a cycle; edges that close one are not followed
 */
export function layerGraph(count: number, edges: readonly (readonly [number, number])[]): GraphLayout {
	const layer = layerOf(count, edges);
	const layers = count === 0 ? 0 : Math.max(...layer) + 1;
	// Bends are further nodes behind the real ones, one a layer passed.
	const chains = edges.map(([parent, child]) => {
		const from = layer[parent] as number;
		const between = edges.length > MOST_BENT ? 0 : Math.max(0, (layer[child] as number) - from - 1);
		return Array.from({ length: between }, (_, i) => layer.push(from + 1 + i) - 1);
	});
	const { above, below } = neighbours(layer.length, edges, chains);
	const rows: number[][] = Array.from({ length: layers }, () => []);
	layer.forEach((at, node) => {
		rows[at]?.push(node);
	});
	const place = new Array<number>(layer.length).fill(0);
	const settle = (row: readonly number[]) => {
		const room = row.reduce((sum, node) => sum + (node < count ? 1 : EDGE_ROOM), 0);
		let left = 0;
		for (const node of row) {
			const width = node < count ? 1 : EDGE_ROOM;
			place[node] = (left + width / 2) / room;
			left += width;
		}
	};
	rows.forEach(settle);
	for (let sweep = 0; sweep < SWEEPS; sweep++) {
		const down = sweep % 2 === 0;
		for (const row of down ? rows : [...rows].reverse()) {
			const pull = new Map(row.map((node) => [node, barycentre(node, down ? above : below, place)]));
			row.sort((a, b) => (pull.get(a) as number) - (pull.get(b) as number));
			settle(row);
		}
	}
	return {
		layer: layer.slice(0, count),
		place: place.slice(0, count),
		bends: chains.map((chain) => chain.map((node) => place[node] as number)),
		layers,
		widest: Math.max(0, ...rows.map((row) => row.filter((node) => node < count).length)),
	};
}

function layerOf(count: number, edges: readonly (readonly [number, number])[]): number[] {
	const parents: number[][] = Array.from({ length: count }, () => []);
	const children: number[][] = Array.from({ length: count }, () => []);
	for (const [parent, child] of edges) {
		parents[child]?.push(parent);
		children[parent]?.push(child);
	}
	const layer = new Array<number>(count).fill(0);
	const order = parentsFirst(parents, children);
	for (const node of order) {
		for (const parent of parents[node] as number[]) {
			layer[node] = Math.max(layer[node] as number, (layer[parent] as number) + 1);
		}
	}
	// A cause with late effects only stands just above them, which shortens its edges.
	for (const node of [...order].reverse()) {
		const below = (children[node] as number[]).map((child) => layer[child] as number);
		if ((parents[node] as number[]).length === 0 && below.length > 0) layer[node] = Math.min(...below) - 1;
	}
	return layer;
}

/** The nodes with every parent before its children (Kahn 1962); nodes on a cycle are left out. */
function parentsFirst(parents: readonly number[][], children: readonly number[][]): number[] {
	const waiting = parents.map((of) => of.length);
	const order = [...waiting.keys()].filter((node) => waiting[node] === 0);
	for (const node of order) {
		for (const child of children[node] as number[]) {
			(waiting[child] as number)--;
			if (waiting[child] === 0) order.push(child);
		}
	}
	return order;
}

/** Neighbours of each node and bend in the layer above and below. */
function neighbours(count: number, edges: readonly (readonly [number, number])[], chains: readonly number[][]) {
	const above: number[][] = Array.from({ length: count }, () => []);
	const below: number[][] = Array.from({ length: count }, () => []);
	edges.forEach(([parent, child], i) => {
		const path = [parent, ...(chains[i] as number[]), child];
		for (let step = 1; step < path.length; step++) {
			above[path[step] as number]?.push(path[step - 1] as number);
			below[path[step - 1] as number]?.push(path[step] as number);
		}
	});
	return { above, below };
}

function barycentre(node: number, near: readonly number[][], place: readonly number[]): number {
	const places = (near[node] as number[]).map((one) => place[one] as number);
	if (places.length === 0) return place[node] as number;
	return places.reduce((sum, one) => sum + one, 0) / places.length;
}
