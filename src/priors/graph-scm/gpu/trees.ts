import { THREEFRY } from "../../../nn/kernels/gpu/threefry";
import { NORMAL } from "../../gpu/elementary";
import { eachElement, eachRow, jobKernel } from "./job";

/**
 * The inputs and, behind them, the thresholds of `rows` splits of `width` inputs: the input that a uniform number picks
 * in proportion to the deviations, and the value of a chosen row.
 */
export const splits = jobKernel(
	"splits",
	"rows",
	{
		...({ rows: "number", width: "number", x: "read", moments: "read" } as const),
		...({ picks: "read", chosen: "read", y: "write" } as const),
	},
	eachRow(`
		let inverses = moments + 2u * width;
		var total = 0.0;
		for (var k = 0u; k < width; k++) { total += deviationOf(cells[inverses + k]); }
		let constant = total == 0.0;
		if (constant) { total = f32(width); }
		var left = cells[picks + row] * total;
		var dim = 0u;
		for (; dim + 1u < width; dim++) {
			left -= select(deviationOf(cells[inverses + dim]), 1.0, constant);
			if (left < 0.0) { break; }
		}
		cells[y + row] = f32(dim);
		cells[y + rows + row] = cells[x + u32(cells[chosen + row]) * width + dim];`),
	"fn deviationOf(inverse: f32) -> f32 { return select(0.0, 1.0 / inverse, inverse > 0.0); }",
);

/** Floats that describe a tree: its first split, its levels, the first float of its leaves. */
export const TREE_FLOATS = 3;

/** The leaf of each row in each of `width` trees. */
export const leafOf = jobKernel(
	"leaves of rows",
	"elements",
	{
		...({ rows: "number", width: "number", x: "read", inputs: "number" } as const),
		...({ splits: "read", count: "number", trees: "read", y: "write" } as const),
	},
	eachElement(`
		let first = u32(cells[trees + ${TREE_FLOATS}u * k]);
		let depth = u32(cells[trees + ${TREE_FLOATS}u * k + 1u]);
		var leaf = 0u;
		for (var s = first; s < first + depth; s++) {
			let value = cells[x + row * inputs + u32(cells[splits + s])];
			leaf = 2u * leaf + select(0u, 1u, value > cells[splits + count + s]);
		}
		cells[y + i] = f32(leaf);`),
);

/** Means over `count` trees of the values of the rows' leaves. */
export const treeMeans = jobKernel(
	"means over trees",
	"elements",
	{
		...({ rows: "number", width: "number", reached: "read", trees: "read" } as const),
		...({ count: "number", leaves: "read", y: "write" } as const),
	},
	eachElement(`
		var sum = 0.0;
		for (var tree = 0u; tree < count; tree++) {
			let base = u32(cells[trees + ${TREE_FLOATS}u * tree + 2u]);
			sum += cells[leaves + base + u32(cells[reached + row * count + tree]) * width + k];
		}
		cells[y + i] = sum / f32(count);`),
);

/** `rows` pairs of standard normals of a stream, drawn once `x` is there: what fills many cells is to hold them briefly. */
export const normals = jobKernel(
	"normals",
	"rows",
	{ rows: "number", width: "number", x: "read", y: "write", key0: "number", key1: "number" },
	eachRow(`
		let pair = threefry(vec2u(key0, key1), vec2u(row, 0u));
		cells[y + 2u * row] = normalOf(pair.x);
		cells[y + 2u * row + 1u] = normalOf(pair.y);`),
	`${THREEFRY}${NORMAL}`,
);
