/**
 * Generators under differential privacy on a table (see `benchTable`), everything that touches the data on the ledger:
 * `npm run bench -- private [TABLE] [GENERATORS] [EPSILONS] [RUNS] [quick]`. Prints shape, trend, detection, utility (see
 * `judge`) and the two-way distance of each run, their mean and spread, and writes them to `bench/results`. With `quick` only
 * the two-way distance is measured.
 */

import { mean, moments } from "../src/statistics/moments";
import { isNumeric, type NumericColumn, type Table } from "../src/table/table";
import { fitAndDraw } from "./fit";
import { judge } from "./judge";
import { benchTable } from "./tables";

const BINS = 24;

/** Cells of each column in bins shared by both tables: levels, and for numbers bins of equally many real rows. */
function shared(real: Table, synthetic: Table) {
	return real.columns
		.filter(({ kind }) => kind !== "id" && kind !== "text")
		.map((column) => {
			const other = synthetic.columns.find(({ name }) => name === column.name)!;
			if (isNumeric(column)) {
				const sorted = column.values.filter((v) => !Number.isNaN(v)).sort();
				const edges = Float64Array.from(
					new Set(Array.from({ length: BINS - 1 }, (_, i) => sorted[Math.floor(((i + 1) * sorted.length) / BINS)]!)),
				);
				const bin = (v: number) => (Number.isNaN(v) ? edges.length + 1 : edges.filter((edge) => v >= edge).length);
				return {
					name: column.name,
					size: edges.length + 2,
					real: Array.from(column.values, bin),
					synthetic: Array.from((other as NumericColumn).values, bin),
				};
			}
			if (isNumeric(other)) throw new Error(`"${column.name}" came back as numbers.`);
			const places = new Map(column.levels.map((level, i) => [level, i]));
			const size = column.levels.length + 2;
			const place = (level: string | undefined) => (level === undefined ? size - 1 : (places.get(level) ?? size - 2));
			return {
				name: column.name,
				size,
				real: Array.from(column.codes, (code) => place(column.levels[code])),
				synthetic: Array.from(other.codes, (code) => place(other.levels[code])),
			};
		});
}

/** Mean total variation distance of all pairs of columns, and of each column's pairs. */
export function twoWay(real: Table, synthetic: Table) {
	const columns = shared(real, synthetic);
	const of = columns.map(() => [] as number[]);
	columns.forEach((a, i) => {
		for (const [j, b] of columns.slice(0, i).entries()) {
			const cells = new Float64Array(a.size * b.size);
			for (let r = 0; r < real.rows; r++) cells[a.real[r]! * b.size + b.real[r]!]! += 1 / real.rows;
			for (let r = 0; r < synthetic.rows; r++) {
				cells[a.synthetic[r]! * b.size + b.synthetic[r]!]! -= 1 / synthetic.rows;
			}
			const distance = cells.reduce((sum, cell) => sum + Math.abs(cell), 0) / 2;
			of[i]!.push(distance);
			of[j]!.push(distance);
		}
	});
	return {
		distance: mean(Float64Array.from(of.flat())),
		byColumn: Object.fromEntries(columns.map(({ name }, i) => [name, mean(Float64Array.from(of[i]!))])),
	};
}

const spread = (values: readonly number[]) => {
	const { mean: middle, deviation } = moments(Float64Array.from(values));
	return `${middle.toPrecision(3)} ± ${deviation.toPrecision(2)}`;
};

export async function run([
	name = "adult",
	methods = "clique-tree,mst",
	epsilons = "1,10",
	runs = "5",
	quick,
	json = "{}",
]: string[]) {
	const promised = JSON.parse(json);
	const { training, holdout, target } = await benchTable(name);
	for (const method of methods.split(",")) {
		for (const epsilon of epsilons.split(",")) {
			const lines: Record<string, number>[] = [];
			for (let r = 0; r < Number(runs); r++) {
				const given = { seed: r, privacy: { epsilon: Number(epsilon), ...promised } };
				const { rows, elapsed } = await fitAndDraw(training, method, JSON.stringify(given));
				const { distance, byColumn } = twoWay(training, rows);
				if (quick) console.log(JSON.stringify(byColumn));
				const judged = quick ? {} : await judge(training, rows, holdout, target);
				lines.push({ ...judged, twoWay: distance, seconds: elapsed.fit + elapsed.sample });
				console.log(name, method, "epsilon", epsilon, JSON.stringify(lines.at(-1)));
			}
			const figures = Object.keys(lines[0]!).map((key) => `${key} ${spread(lines.map((line) => line[key]!))}`);
			console.log(name, method, "epsilon", epsilon, "mean ± spread of", lines.length, figures.join("  "));
		}
	}
}
