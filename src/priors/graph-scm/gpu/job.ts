import type { Kernel } from "../../../nn/kernels/gpu/kernel";
import { TILE_THREADS, tiles } from "../../../nn/kernels/gpu/tile";

/**
 * What a word of a job is: a whole number, the bits of a float, the place among the cells of something that is read, or
 * of what is written.
 */
export type WordKind = "number" | "float" | "read" | "write";

/** Stands for a place where there is none. */
export const NONE = 0xffffffff;

/** Elements, rows, columns and rows by their neighbours that a workgroup takes. */
const ELEMENTS = 256;
const ROWS = 64;
export const COLUMNS = 8;
export const NEAR_ROWS = 8;

/** How a job's `rows` × `width` are spread over workgroups, with the threads of each. */
const SPREADS = {
	elements: { threads: 64, groups: (rows: number, width: number) => Math.ceil((rows * width) / ELEMENTS) },
	rows: { threads: ROWS, groups: (rows: number) => Math.ceil(rows / ROWS) },
	columns: { threads: 256, groups: (_rows: number, width: number) => Math.ceil(width / COLUMNS) },
	tiles: { threads: TILE_THREADS, groups: (rows: number, width: number) => tiles(rows) * tiles(width) },
	nearest: { threads: 256, groups: (rows: number) => Math.ceil(rows / NEAR_ROWS) },
	whole: { threads: 256, groups: () => 1 },
} as const;

/**
 * A kernel that does many jobs in one call, those of all tables of a batch. `plan` holds the jobs' words and, from
 * `call.places`, a job and a part of it for each workgroup; `cells` is all that is computed with.
 */
export interface JobKernel<Word extends string = string> extends Kernel<"places"> {
	/** A job's words in order, `rows` and `width` of what it is spread over among them. */
	readonly words: Readonly<Record<Word, WordKind>>;
	/** Workgroups of a job. */
	readonly groups: (rows: number, width: number) => number;
}

/**
 * Describes one: each word is a name in `statements`, besides `t` (thread), `part` (workgroup of the job) and `more`
 * (place of what follows the words in the plan).
 */
export function jobKernel<Word extends string>(
	name: string,
	spread: keyof typeof SPREADS,
	words: Readonly<Record<Word | "rows" | "width", WordKind>>,
	statements: string,
	declarations = "",
): JobKernel<Word | "rows" | "width"> {
	const { threads, groups } = SPREADS[spread];
	const names = Object.keys(words) as (keyof typeof words)[];
	const read = names.map((word, i) => {
		const bits = `plan[job + ${i}u]`;
		return `let ${word} = ${words[word] === "float" ? `bitcast<f32>(${bits})` : bits};`;
	});
	return {
		name,
		words,
		groups,
		threads,
		buffers: [
			{ name: "plan", type: "u32" },
			{ name: "cells", type: "f32", write: true },
		],
		fields: { places: "u32" },
		code: `${declarations}
fn work(t: u32, w: u32) {
	let job = plan[call.places + 2u * w];
	let part = plan[call.places + 2u * w + 1u];
	let more = job + ${names.length}u;
	${read.join("\n\t")}
	${statements}
}`,
	};
}

/** Statements for each element i, at `row` and `k`, of a workgroup spread over elements. */
export const eachElement = (statements: string) => `
	for (var i = part * ${ELEMENTS}u + t; i < min(rows * width, (part + 1u) * ${ELEMENTS}u); i += 64u) {
		let row = i / width;
		let k = i % width;
		${statements}
	}`;

/** Statements for the thread's `row` of a workgroup spread over rows. */
export const eachRow = (statements: string) => `
	let row = part * ${ROWS}u + t;
	if (row < rows) {
		${statements}
	}`;
