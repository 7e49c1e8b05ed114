import { POWER } from "../../gpu/power";
import { OPERATIONS } from "../node";
import { eachElement, jobKernel, NONE } from "./job";

/** Copies a matrix between lines of other lengths. */
export const copy = jobKernel(
	"copy",
	"elements",
	{ rows: "number", width: "number", x: "read", line: "number", y: "write", lineOut: "number" },
	eachElement("cells[y + row * lineOut + k] = cells[x + row * line + k];"),
);

/** Rows by their numbers, as floats, plus `offsets` where there are any. */
export const takeRows = jobKernel(
	"rows by number",
	"elements",
	{
		...({ rows: "number", width: "number", x: "read", line: "number" } as const),
		...({ chosen: "read", offsets: "read", y: "write" } as const),
	},
	eachElement(`
		var value = cells[x + u32(cells[chosen + row]) * line + k];
		if (offsets != ${NONE}u) { value += cells[offsets + i]; }
		cells[y + i] = value;`),
);

/** Row `code` of a table for each code. */
export const lookUp = jobKernel(
	"look-up",
	"elements",
	{ rows: "number", width: "number", x: "read", codes: "read", y: "write" },
	eachElement("cells[y + i] = cells[x + u32(cells[codes + row]) * width + k];"),
);

const at = (operation: (typeof OPERATIONS)[number]) => OPERATIONS.indexOf(operation);

/** Joins `count` matrices number by number, by the operation at that place in their list. Their places follow. */
export const join = jobKernel(
	"join",
	"elements",
	{ rows: "number", width: "number", operation: "number", count: "number", y: "write" },
	eachElement(`
		var value = cells[plan[more] + i];
		for (var n = 1u; n < count; n++) {
			let next = cells[plan[more + n] + i];
			switch (operation) {
				case ${at("sum")}u: { value += next; }
				case ${at("product")}u: { value *= next; }
				case ${at("max")}u: { value = max(value, next); }
				default: { value = logSumExpOf(value, next); }
			}
		}
		cells[y + i] = value;`),
	POWER,
);

/** Words that say what children see of a component, and its kinds: itself, a column in its stead, a level's vector. */
export const SEEN_WORDS = 4;
export const SEEN = { itself: 0, column: 1, level: 2 } as const;

/**
 * What a node's children see, times its importance. Four words a component follow: its kind; the column or the levels'
 * codes; of levels, place of this component in their vectors and the vectors' width.
 */
export const gather = jobKernel(
	"what children see",
	"elements",
	{ rows: "number", width: "number", x: "read", importance: "float", y: "write" },
	eachElement(`
		let own = more + ${SEEN_WORDS}u * k;
		var value = cells[x + i];
		if (plan[own] != ${SEEN.itself}u) { value = cells[plan[own + 1u] + row]; }
		if (plan[own] == ${SEEN.level}u) { value = cells[plan[own + 2u] + u32(value) * plan[own + 3u]]; }
		cells[y + i] = value * importance;`),
);
