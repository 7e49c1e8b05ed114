import { eachRow, four, multiply, START, TILE, TILE_DECLARATIONS } from "../../../nn/kernels/gpu/tile";
import { COSINE_SERIES } from "../cosines";
import { eachElement, jobKernel, NONE } from "./job";

const cosine = COSINE_SERIES.map(String).reduce((inner, next) => `(${inner} * z + ${next})`);

/** Declares `cosineOf(turns)`, step by step that of `../cosines.ts`. */
const COSINE = `
fn cosineOf(t: f32) -> f32 {
	let a = abs(t - floor(t + 0.5));
	let u = select(a, 0.5 - a, a > 0.25);
	let z = u * u;
	let c = ${cosine};
	return select(c, -c, a > 0.25);
}`;

/**
 * rows × `inner` times `inner` × `width`, whose lines are a multiple of four long and end in zeros; with `phases`, the
 * cosine of the product plus the phase of its column, in turns.
 */
export const product = jobKernel(
	"product",
	"tiles",
	{
		...({ rows: "number", width: "number", inner: "number", x: "read" } as const),
		...({ weights: "read", line: "number", phases: "read", y: "write" } as const),
	},
	`
	leftAt = x;
	leftRows = rows;
	depth = inner;
	weightsAt = weights;
	weightsLine = line;
	let across = (width + ${TILE - 1}u) / ${TILE}u;
	let m0 = ${TILE}u * (part / across);
	let n0 = ${TILE}u * (part % across);
	${START}
	${multiply("inner", { left: "k", right: "n" })}
	let n = n0 + 4u * tx;
	${eachRow(`if (m < rows) {
		for (var j = 0u; j < min(4u, max(width, n) - n); j++) {
			var value = c[j];
			if (phases != ${NONE}u) { value = cosineOf(value + cells[phases + n + j]); }
			cells[y + m * width + n + j] = value;
		}
	}`)}`,
	`${TILE_DECLARATIONS}${four("cells")}${COSINE}
var<private> leftAt: u32;
var<private> leftRows: u32;
var<private> depth: u32;
var<private> weightsAt: u32;
var<private> weightsLine: u32;
fn left(m: u32, k: u32) -> f32 {
	if (m >= leftRows || k >= depth) { return 0.0; }
	return cells[leftAt + m * depth + k];
}
fn right(k: u32, n: u32) -> vec4f {
	if (k >= depth || n >= weightsLine) { return vec4f(); }
	return cellsFour(weightsAt + k * weightsLine + n);
}`,
);

/** Products of two inputs each: `pairs` holds two places a column, negative ones stand for 1. */
export const pairProducts = jobKernel(
	"products of inputs",
	"elements",
	{ rows: "number", width: "number", x: "read", inputs: "number", pairs: "read", y: "write" },
	eachElement(`
		let a = cells[pairs + 2u * k];
		let b = cells[pairs + 2u * k + 1u];
		let first = x + row * inputs;
		cells[y + i] = select(1.0, cells[first + u32(max(a, 0.0))], a >= 0.0) * select(1.0, cells[first + u32(max(b, 0.0))], b >= 0.0);`),
);
