/** A model from noisy counts that somebody else made: it is given no row. */
import type { CheckedDomain, CheckedMarginals } from "../../dp/noisy-marginals";
import { codecDemand, type EncodedColumn, type Encoder } from "../../encode/encoder";
import { TableError } from "../../errors";
import {
	conditionalsOf,
	estimateMarginals,
	estimateTotal,
	type Measurement,
} from "../../statistics/estimate-marginals";
import { junctionCells } from "../../statistics/junction-tree";
import { normalQuantile } from "../../statistics/normal";
import { type NetworkSaved, networkModel } from "../../tokens/network/model";
import type { TokenColumn } from "../../tokens/tokens";
import type { Run } from "../../worker/run";
import type { Model } from "../generator";

const STEPS = 1000;
/** Most cells of the model: half a minute. */
const MOST_CELLS = 1_000_000;
/** Knots inside an interval, so that its values are evenly spread. */
const KNOTS = 8;
const HALVINGS = 8;
const DAY_MS = 86_400_000;
/** Least share that has a normal score. */
const LEAST = 1e-6;

/** Where knots lie, counted in intervals: evenly, and ever closer towards either end, where normal scores run away. */
function knotsOf(bins: number): number[] {
	const even = Array.from({ length: bins * KNOTS + 1 }, (_, i) => i / KNOTS);
	const near = Array.from({ length: HALVINGS }, (_, i) => 2 ** -(i + 1) / KNOTS);
	return [...even, ...near, ...near.map((place) => bins - place)].sort((a, b) => a - b);
}

/** A column's codec, its cells as the marginals have them. `counts` say how many rows each cell has. */
function codecOf(
	{ missing, content }: CheckedDomain,
	counts: Float64Array,
): Pick<EncodedColumn, "kind" | "codec" | "decimals" | "format"> {
	const least = counts.map((count) => Math.max(1e-9, count));
	if (content.type === "levels") {
		const single = Int32Array.from(content.levels.keys());
		const none = { pool: new Int32Array(0), poolCounts: new Float64Array(0) };
		return {
			kind: "category",
			codec: { type: "levels", levels: content.levels, single, ...none, missing, counts: least },
		};
	}
	if (content.type === "values") {
		const whole = content.values.every(Number.isInteger);
		return {
			kind: whole ? "integer" : "number",
			codec: { type: "values", values: content.values, missing, counts: least },
		};
	}
	const { edges, decimals, dates } = content;
	const days = dates && edges.every((edge) => edge % DAY_MS === 0);
	const step = days ? DAY_MS : dates ? 1000 : 10 ** -decimals;
	const bins = edges.length - 1;
	const x: number[] = [];
	const z: number[] = [];
	for (const place of knotsOf(bins)) {
		const bin = Math.min(bins - 1, Math.floor(place));
		const [from, to] = [edges[bin]!, edges[bin + 1]!];
		// The last value before an end is a step below it, and values are spread over what rounds to them.
		x.push(from + (to - from) * (place - bin) - step / 2);
		z.push(normalQuantile(Math.min(1 - LEAST, Math.max(LEAST, place / bins))));
	}
	const gap = missing ? least.at(-1)! : 0;
	const numbers = Math.max(1e-9, counts.reduce((a, b) => a + b, 0) - gap);
	return {
		kind: dates ? "datetime" : decimals === 0 ? "integer" : "number",
		...(dates ? days && { format: "YYYY-MM-DD" } : { decimals }),
		codec: {
			type: "quantile",
			x: Float64Array.from(x),
			z: Float64Array.from(z),
			step,
			atoms: new Float64Array(0),
			missing,
			counts: Float64Array.from(missing ? [numbers, gap] : [numbers]),
		},
	};
}

/** Counts of one column as the first of its marginals has them: enough to tell how frequent its cells are. */
function countsOf(v: number, { domains, tables }: CheckedMarginals): Float64Array {
	const { variables, values } = tables.find((table) => table.variables.includes(v))!;
	const counts = new Float64Array(domains[v]!.size);
	const place = variables.indexOf(v);
	const stride = variables.slice(place + 1).reduce((product, other) => product * domains[other]!.size, 1);
	values.forEach((count, cell) => {
		counts[Math.floor(cell / stride) % counts.length]! += count;
	});
	return counts;
}

/** The encoder, its tokens, and the token column of each variable; a column of one cell has none. */
function columnsOf(marginals: CheckedMarginals, rows: number) {
	let numbers = 0;
	const levels: number[] = [];
	const tokens: TokenColumn[] = [];
	const tokenOf: number[] = [];
	const columns = marginals.domains.map((domain, v): EncodedColumn => {
		const coded = codecOf(domain, countsOf(v, marginals));
		const need = codecDemand(coded.codec);
		const number = need.number ? numbers++ : -1;
		const code = need.levels > 1 ? levels.push(need.levels) - 1 : -1;
		const bins = number < 0 ? 0 : domain.size - (domain.missing ? 1 : 0);
		tokenOf.push(domain.size > 1 ? tokens.length : -1);
		if (domain.size > 1)
			tokens.push({ column: v, states: domain.size, bins, number, code, divisor: 1, remainder: false });
		return { name: domain.name, ...coded, number, code };
	});
	const encoder: Encoder = { columns, numbers, levels, rows: Math.max(1, Math.round(rows)) };
	return { encoder, tokens, tokenOf };
}

/**
 * The graphical model nearest to noisy counts (McKenna, Sheldon and Miklau, ICML 2019), to sample rows from.
 *
 * @throws TableError where the counts together need more memory than a tab has; names the largest of them.
 */
export async function fitMarginals(marginals: CheckedMarginals, run: Run): Promise<Model<NetworkSaved>> {
	const rows = estimateTotal(marginals.tables);
	const { encoder, tokens, tokenOf } = columnsOf(marginals, rows);
	const sizes = tokens.map(({ states }) => states);
	const measurements = marginals.tables.map(({ variables, values, variance }): Measurement => {
		return { variables: variables.map((v) => tokenOf[v]!).filter((v) => v >= 0), values, variance };
	});
	const scopes = measurements.map(({ variables }) => variables);
	const all = Array.from(tokens.keys());
	const cells = junctionCells(scopes, all, sizes);
	if (cells > MOST_CELLS) {
		const largest = marginals.tables.toSorted((a, b) => b.values.length - a.values.length)[0]!;
		const names = largest.variables.map((v) => marginals.domains[v]!.name).join(" by ");
		throw new TableError(
			`Noisy marginals: together they need a model of ${cells.toLocaleString("en")} cells, and ${MOST_CELLS.toLocaleString("en")} fit; leave some out, first those that close circles between columns (the largest is ${names}), or count fewer levels.`,
			{ cells, most: MOST_CELLS },
		);
	}
	await run.step({ phase: "fit", step: 0, steps: STEPS });
	if (tokens.length === 0)
		return networkModel({ encoder, tokens, network: [] }, { rows: encoder.rows, cells: 0, misfit: 0 });
	const own = measurements.filter(({ variables }) => variables.length > 0);
	const estimate = await estimateMarginals(own, all, sizes, STEPS, (step) =>
		run.step({ phase: "fit", step, steps: STEPS }),
	);
	await run.step({ phase: "fit", step: STEPS, steps: STEPS });
	const counted = own.reduce((sum, { values }) => sum + values.length, 0);
	return networkModel(
		{ encoder, tokens, network: conditionalsOf(estimate) },
		{ rows: encoder.rows, cells: estimate.tree.cells, misfit: Math.sqrt((2 * estimate.loss) / counted) },
	);
}
