// W width, P what a column's logits are made of
import type { Layout, Shape } from "./layout";

/**
 * Stretches [from, to) of a network's parameters that the link of column f has a use for: all embeddings ("masked" is
 * said of the columns behind it too), the scores and ramps of the numbers before it, the blocks, and its own head.
 */
function stretches({ width: W }: Shape, layout: Layout, f: number): [from: number, to: number][] {
	const { embedding, embeddingRows, scalars, scalarWidth, numbers, numberOf, blocks } = layout;
	const before = numbers[numberOf[f]!]?.at ?? scalarWidth;
	const head = layout.heads[f]!;
	return [
		[embedding, embedding + embeddingRows * W],
		[scalars, scalars + before * W],
		...blocks.flatMap(({ matrix, bias }): [number, number][] => [
			[matrix, matrix + W * W],
			[bias, bias + W],
		]),
		[head.matrix, head.matrix + W * head.padded],
		[head.bias, head.bias + head.padded],
	];
}

/** How many parameters the link of column f has. */
export function linkLength(shape: Shape, layout: Layout, f: number): number {
	return stretches(shape, layout, f).reduce((sum, [from, to]) => sum + to - from, 0);
}

/** The parameters of column f's link out of those of a network, one stretch after the other. */
export function packLink(shape: Shape, layout: Layout, f: number, parameters: Float32Array): Float32Array {
	const link = new Float32Array(linkLength(shape, layout, f));
	let at = 0;
	for (const [from, to] of stretches(shape, layout, f)) {
		link.set(parameters.subarray(from, to), at);
		at += to - from;
	}
	return link;
}

/** Writes a link's parameters to where a network has them; what else stands there has no bearing on column f. */
export function unpackLink(shape: Shape, layout: Layout, f: number, link: Float32Array, into: Float32Array): void {
	let at = 0;
	for (const [from, to] of stretches(shape, layout, f)) {
		into.set(link.subarray(at, at + to - from), from);
		at += to - from;
	}
}
