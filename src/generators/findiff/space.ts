// N numbers, C codes, S levels of all codes, d width of an embedding, D = N + C·d
import type { Encoder } from "../../encode/encoder";

/** What diffuses: numbers, then the embedding of every code. */
export interface EmbeddingSpace {
	readonly N: number;
	/** Levels of each code, and where they begin among all S. */
	readonly levels: readonly number[];
	readonly starts: readonly number[];
	readonly S: number;
	readonly d: number;
	/** Width of a row that diffuses: N + C·d. */
	readonly D: number;
	/** For each number the code that says whether it counts (at 0), or −1. */
	readonly states: readonly number[];
}

/** Width of all embeddings together that a network is made for. */
const MOST_WIDTH = 1024;

export function createEmbeddingSpace(encoder: Encoder, embedding: number): EmbeddingSpace {
	const { levels, numbers: N } = encoder;
	const C = levels.length;
	const d = C === 0 ? 0 : Math.max(1, Math.min(embedding, Math.floor(MOST_WIDTH / C)));
	let S = 0;
	const starts = levels.map((K) => {
		S += K;
		return S - K;
	});
	const states = new Array<number>(N).fill(-1);
	for (const { number, code } of encoder.columns) if (number >= 0) states[number] = code;
	return { N, levels, starts, S, d, D: N + C * d, states };
}

/** (S, C·d): 1 where an embedding of a level may stand. */
export function embeddingMask({ levels, starts, S, d }: EmbeddingSpace): Float32Array {
	const width = levels.length * d;
	const mask = new Float32Array(S * width);
	levels.forEach((K, c) => {
		for (let k = starts[c]!; k < starts[c]! + K; k++) mask.fill(1, k * width + c * d, k * width + (c + 1) * d);
	});
	return mask;
}
