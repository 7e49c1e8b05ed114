import { THREEFRY } from "../../../nn/kernels/gpu/threefry";
import { ELEMENTARY, NORMAL } from "../../gpu/elementary";
import type { BasePoints } from "../points";
import { eachRow, jobKernel, NONE } from "./job";
import { STANDARDISED } from "./moments";

/** Declares `wordOf(key, row, i)`, word i of a row's noise, and `uniformOf(word)` of 23 bits. */
const WORDS = `${THREEFRY}
fn wordOf(key: vec2u, row: u32, i: u32) -> u32 {
	let pair = threefry(key, vec2u(row, i / 2u));
	return select(pair.x, pair.y, i % 2u == 1u);
}
fn uniformOf(word: u32) -> f32 { return (f32(word >> 9u) + 0.5) * ${2 ** -23}; }`;

/** Numbers of the distributions of base points. */
export const SHAPES: Readonly<Record<BasePoints["shape"], number>> = {
	cube: 0,
	"weighted-cube": 0,
	normal: 1,
	"weighted-normal": 1,
	ball: 2,
};

/** Base points of a root node: uniform in a cube, normal, or uniform in a ball. */
export const points = jobKernel(
	"base points",
	"rows",
	{
		...({ rows: "number", width: "number", shape: "number", weights: "read" } as const),
		...({ y: "write", key0: "number", key1: "number" } as const),
	},
	eachRow(`
		let key = vec2u(key0, key1);
		let to = y + row * width;
		var squares = 0.0;
		for (var k = 0u; k < width; k++) {
			let word = wordOf(key, row, k);
			var value = 2.0 * uniformOf(word) - 1.0;
			if (shape != ${SHAPES.cube}u) { value = normalOf(word); }
			if (weights != ${NONE}u) { value *= cells[weights + k]; }
			cells[to + k] = value;
			squares += value * value;
		}
		if (shape == ${SHAPES.ball}u) {
			let radius = expOf(logOf(uniformOf(wordOf(key, row, 2u * width))) / f32(width));
			let factor = radius / select(1.0, sqrt(squares), squares > 0.0);
			for (var k = 0u; k < width; k++) { cells[to + k] *= factor; }
		}`),
	`${WORDS}${NORMAL}`,
);

/** A level drawn from the softmax of sharpness · standardised slice + bias: the largest of these with Gumbel noise. */
export const softmaxLevel = jobKernel(
	"softmax levels",
	"rows",
	{
		...({ rows: "number", width: "number", x: "read", line: "number", moments: "read", bias: "read" } as const),
		...({ sharpness: "float", y: "write", key0: "number", key1: "number" } as const),
	},
	eachRow(`
		var best = 0u;
		var top = -3e38;
		for (var k = 0u; k < width; k++) {
			let gumbel = -logOf(-logOf(uniformOf(wordOf(vec2u(key0, key1), row, k))));
			let z = standardised(cells[x + row * line + k], moments, width, k);
			let score = sharpness * z + cells[bias + k] + gumbel;
			if (score > top) {
				top = score;
				best = k;
			}
		}
		cells[y + row] = f32(best);`),
	`${WORDS}${ELEMENTARY}${STANDARDISED}`,
);
