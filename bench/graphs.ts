/** The columns of random graphs on a GPU against the CPU's. */
import { createDrawing, type Drawing } from "../src/priors/drawing";
import { compute } from "../src/priors/graph-scm/compute";
import { type Programs, startPrograms } from "../src/priors/graph-scm/gpu/programs";
import { readTable, tableProgram } from "../src/priors/graph-scm/gpu/table";
import { type GraphScmOptions, graphScmMeta } from "../src/priors/graph-scm/meta";
import { drawPlan, type TablePlan } from "../src/priors/graph-scm/plan";
import { component } from "../src/priors/reading";
import { createRandom, type Random } from "../src/random";
import { deviationOf, nudge } from "./networks";

/** A drawing that moves every latent vector in its last bits once it is computed. */
function nudgedDrawing(noise: Random, rows: number): Drawing {
	const drawing = createDrawing(noise, rows);
	return {
		...drawing,
		add(name, width, parents, family, plan) {
			const index = drawing.add(name, width, parents, family, plan);
			if (family[0] === "graph-node") nudge(drawing.values[index]!.values as Float32Array);
			return index;
		},
	};
}

/** A table's columns on the CPU, by their position, or the reason why it cannot serve. */
function computeOnCpu(plan: TablePlan, drawing: Drawing, options: GraphScmOptions): Float64Array[] | string {
	const nodes = compute(plan, drawing, options);
	return typeof nodes === "string" ? nodes : nodes.map((node) => component(drawing.values[node]!, 0));
}

/** How far a table's columns are from the CPU's. */
export interface Difference {
	/** Largest distance of a number, in its column's standard deviations. */
	readonly numbers: number;
	/** Share of the numbers that are more than 1e-3 standard deviations away. */
	readonly far: number;
	/** Share of the categories' cells with another level. */
	readonly levels: number;
}

/** What became of one table. */
export interface GraphComparison {
	/** Families of its functions. */
	readonly families: readonly string[];
	readonly modes: readonly string[];
	readonly gpu: Difference;
	/** The same of the CPU from itself, with the last bits of every latent vector moved. */
	readonly nudged: Difference;
}

const FAR = 1e-3;

/** Nothing alike: one of the two is no table. */
const APART: Difference = { numbers: Number.POSITIVE_INFINITY, far: 1, levels: 1 };

function difference(
	plan: TablePlan,
	got: readonly ArrayLike<number>[] | string,
	want: readonly Float64Array[] | string,
): Difference {
	if (typeof got === "string" || typeof want === "string") return APART;
	let numbers = 0;
	let far = 0;
	let levels = 0;
	const cells = { number: 0, level: 0 };
	for (const [c, { mode }] of plan.hyper.columns.entries()) {
		const wanted = want[c]!;
		if (mode) {
			cells.level += wanted.length;
			levels += wanted.filter((level, row) => level !== got[c]![row]).length;
			continue;
		}
		cells.number += wanted.length;
		const unit = deviationOf(wanted);
		wanted.forEach((x, row) => {
			const d = Math.abs(got[c]![row]! - x) / unit;
			if (!(d <= numbers)) numbers = d;
			if (!(d <= FAR)) far++;
		});
	}
	return { numbers, far: far / Math.max(1, cells.number), levels: levels / Math.max(1, cells.level) };
}

/** Draws graphs and computes their columns on the CPU, there once more with last bits moved, and on a GPU. */
export async function compareGraphs(
	count: number,
	rows: number,
	partial: Partial<GraphScmOptions>,
	{ programs, features, from = 0 }: { programs?: Programs; features?: number; from?: number } = {},
): Promise<GraphComparison[]> {
	const options = { ...graphScmMeta.defaults, ...partial };
	const root = createRandom("graphs");
	const drawn = Array.from({ length: count }, (_, i) => {
		const index = from + i;
		const random = root.stream(index);
		const plan = drawPlan(options, { root, random, index, attempt: 0, rows, features });
		const noise = random.stream("noise");
		return { plan, noise, cpu: computeOnCpu(plan, createDrawing(noise, rows), options) };
	});
	const results = await (programs ?? (await startPrograms())).run(
		drawn.map(({ plan, noise }) => tableProgram(plan, rows, noise, options)),
	);
	return drawn.flatMap(({ plan, noise, cpu }, i): GraphComparison[] => {
		const gpu = readTable(plan, rows, results[i]!);
		const again = computeOnCpu(plan, nudgedDrawing(noise, rows), options);
		// Tables that cannot serve, for one reason, are no tables.
		if (typeof cpu === "string" && cpu === gpu) return [];
		return [
			{
				families: plan.vectors.flatMap(({ node }) => node.functions.map(({ family }) => family)),
				modes: plan.hyper.columns.flatMap(({ mode }) => mode ?? []),
				gpu: difference(plan, gpu, cpu),
				nudged: difference(plan, again, cpu),
			},
		];
	});
}
