import { TableError } from "../errors";

/** What a column of noisy marginals may hold: known beforehand, and not from the rows. */
export type MarginalDomain = {
	/** Whether a last cell, after all others, counts missing values. Default false. */
	readonly missing?: boolean;
} & (
	| {
			/** Categories, or whole column of numbers that are counted one by one, in the order of the cells. */
			readonly levels: readonly string[] | readonly number[];
	  }
	| {
			/**
			 * Rising ends of intervals, one more than there are: cell i counts from `edges[i]` up to, and without,
			 * `edges[i + 1]`. Numbers, or dates as ISO text.
			 */
			readonly edges: readonly number[] | readonly string[];
			/** Digits behind the point that values are written with. Default: as many as the edges have. */
			readonly decimals?: number;
	  }
);

/** Noisy counts over a few columns. */
export interface NoisyMarginal {
	readonly columns: readonly string[];
	/** One number a cell; the last column varies fastest. A list, or lists in lists. Noise may make them negative. */
	readonly counts: readonly unknown[];
	/** Standard deviation of each count's noise. Default 1: only how the marginals' compare matters. */
	readonly sigma?: number;
}

/** Noisy counts of tables that nobody need have: plain data, as JSON. */
export interface NoisyMarginals {
	/** What each column may hold, by name, in the order of the table's columns. */
	readonly columns: Readonly<Record<string, MarginalDomain>>;
	readonly marginals: readonly NoisyMarginal[];
	/** What whoever made them promises, in words; told as it is, not checked. */
	readonly promise?: string;
}

/** A column as checked: its cells, missing last. */
export interface CheckedDomain {
	readonly name: string;
	readonly missing: boolean;
	/** Cells, that of missing values included. */
	readonly size: number;
	readonly content:
		| { readonly type: "levels"; readonly levels: readonly string[] }
		| { readonly type: "values"; readonly values: Float64Array }
		| { readonly type: "intervals"; readonly edges: Float64Array; readonly decimals: number; readonly dates: boolean };
}

/** Noisy marginals as checked: columns by index. */
export interface CheckedMarginals {
	readonly domains: readonly CheckedDomain[];
	readonly tables: readonly {
		readonly variables: readonly number[];
		readonly values: Float64Array;
		readonly variance: number;
	}[];
	readonly promise: string | undefined;
}

/** Most cells a column, and most columns: what a model takes. */
const MOST_CELLS = 65_535;
const MOST_INTERVALS = 4096;
const MOST_DECIMALS = 12;
/** Largest count, of either sign, and largest sigma: more rows than any table has. */
const MOST_COUNTED = 1e12;

function refuse(where: string, why: string): never {
	throw new TableError(`Noisy marginals: ${where} ${why}.`, { where });
}

/** A value as a message shows it. */
function shown(value: unknown): string {
	if (typeof value === "string") return JSON.stringify(value.slice(0, 60));
	return typeof value === "object" && value !== null ? (Array.isArray(value) ? "a list" : "an object") : String(value);
}

const isObject = (value: unknown): value is Record<string, unknown> =>
	typeof value === "object" && value !== null && !Array.isArray(value);

/** Digits behind the point of a number as it is written. */
function decimalsOf(value: number): number {
	const [, digits = "", exponent = "0"] = /^-?\d+(?:\.(\d+))?(?:e(-?\d+))?$/.exec(String(value)) ?? [];
	return Math.min(MOST_DECIMALS, Math.max(0, digits.length - Number(exponent)));
}

function checkDomain(name: string, given: unknown): CheckedDomain {
	const where = `column ${shown(name)}`;
	if (!isObject(given)) return refuse(where, 'needs { "levels": […] } or { "edges": […] }');
	const { levels, edges, missing = false, decimals } = given;
	if (typeof missing !== "boolean") refuse(where, "has a missing that is neither true nor false");
	if ((levels === undefined) === (edges === undefined)) refuse(where, "needs either levels or edges");
	const list = (levels ?? edges) as unknown;
	if (!Array.isArray(list)) return refuse(where, `has ${levels ? "levels" : "edges"} that are no list`);
	const unknown = Object.keys(given).find((key) => !["levels", "edges", "missing", "decimals"].includes(key));
	if (unknown !== undefined) refuse(where, `has ${shown(unknown)}, which means nothing there`);
	const last = missing ? 1 : 0;
	if (levels !== undefined) {
		if (list.length === 0 || list.length > MOST_CELLS)
			refuse(where, `has ${list.length} levels, not 1 to ${MOST_CELLS}`);
		if (new Set(list).size !== list.length) refuse(where, "names a level twice");
		const common = { name, missing: missing as boolean, size: list.length + last };
		if (list.every((level) => typeof level === "string"))
			return { ...common, content: { type: "levels", levels: list } };
		if (list.every((level) => typeof level === "number" && Number.isFinite(level))) {
			return { ...common, content: { type: "values", values: Float64Array.from(list) } };
		}
		return refuse(where, "has levels that are neither all texts nor all numbers");
	}
	if (list.length < 3 || list.length > MOST_INTERVALS + 1) {
		refuse(where, `has ${list.length} edges; 3 to ${MOST_INTERVALS + 1} are needed, for two intervals at least`);
	}
	const dates = list.every((edge) => typeof edge === "string");
	const ends = Float64Array.from(list, (edge) =>
		dates ? Date.parse(edge as string) : typeof edge === "number" ? edge : Number.NaN,
	);
	const wrong = ends.findIndex((end, i) => !Number.isFinite(end) || (i > 0 && end <= ends[i - 1]!));
	if (wrong >= 0)
		refuse(where, `has the edge ${shown(list[wrong])}; edges are rising numbers, or dates such as "2026-01-31"`);
	if (
		decimals !== undefined &&
		!(Number.isInteger(decimals) && (decimals as number) >= 0 && (decimals as number) <= MOST_DECIMALS)
	) {
		refuse(where, `has decimals ${shown(decimals)}, not a whole number from 0 to ${MOST_DECIMALS}`);
	}
	const written = dates ? 0 : Math.max(...Array.from(ends, decimalsOf));
	return {
		name,
		missing: missing as boolean,
		size: list.length - 1 + last,
		content: { type: "intervals", edges: ends, decimals: (decimals as number | undefined) ?? written, dates },
	};
}

/** Checks noisy marginals member by member; throws `TableError` that names the first that cannot be, and what it should be. */
export function checkMarginals(given: unknown): CheckedMarginals {
	if (!isObject(given)) return refuse("they", 'are an object with "columns" and "marginals"');
	const { columns, marginals, promise } = given;
	if (!isObject(columns) || Object.keys(columns).length === 0)
		return refuse('"columns"', "says of each column what it may hold, by name");
	if (!Array.isArray(marginals) || marginals.length === 0) return refuse('"marginals"', "is a list of at least one");
	if (promise !== undefined && typeof promise !== "string") refuse('"promise"', "is a text");
	const domains = Object.entries(columns).map(([name, domain]) => checkDomain(name, domain));
	const place = new Map(domains.map(({ name }, i) => [name, i]));
	const counted = new Set<number>();
	const tables = marginals.map((marginal: unknown, m) => {
		const where = `marginal ${m + 1}`;
		if (!isObject(marginal)) return refuse(where, 'needs "columns" and "counts"');
		const { columns: names, counts, sigma = 1 } = marginal;
		if (!Array.isArray(names) || names.length === 0 || new Set(names).size !== names.length) {
			return refuse(where, "needs columns: a list of names, each once");
		}
		const variables = names.map((name: unknown) => {
			return place.get(name as string) ?? refuse(where, `is over ${shown(name)}, of which "columns" says nothing`);
		});
		if (!(typeof sigma === "number" && sigma > 0 && Number.isFinite(sigma))) {
			return refuse(where, `has sigma ${shown(sigma)}; it is the noise's standard deviation, above 0`);
		}
		if (sigma > MOST_COUNTED) refuse(where, `has sigma ${sigma}; ${MOST_COUNTED} is the most that is taken`);
		if (!Array.isArray(counts)) return refuse(where, "needs counts: a list of numbers");
		const flat: unknown[] = counts.flat(names.length);
		const cells = variables.reduce((product, v) => product * domains[v]!.size, 1);
		if (flat.length !== cells) {
			return refuse(where, `over ${names.join(" by ")} has ${flat.length} counts and needs ${cells}, one a cell`);
		}
		const wrong = flat.findIndex((count) => typeof count !== "number" || !Number.isFinite(count));
		if (wrong >= 0) return refuse(where, `has the count ${shown(flat[wrong])}, which is not a number`);
		const huge = flat.find((count) => Math.abs(count as number) > MOST_COUNTED);
		if (huge !== undefined)
			refuse(where, `has the count ${huge}, more rows than any table has; ${MOST_COUNTED} is the most`);
		for (const v of variables) counted.add(v);
		return { variables, values: Float64Array.from(flat as number[]), variance: sigma * sigma };
	});
	const without = domains.find((_, v) => !counted.has(v));
	if (without) refuse(`column ${shown(without.name)}`, "is in no marginal; leave it out, or count it");
	return { domains, tables, promise: promise as string | undefined };
}
