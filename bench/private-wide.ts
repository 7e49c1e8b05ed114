/**
 * Generators under differential privacy on wide tables: `npm run bench -- private-wide [GENERATORS] [COLUMNS] [ROWS] [EPSILON]`.
 * A made table of so many columns, half numbers and half categories that follow a few hidden ones, and one column of 1,000
 * levels whose list is public. Writes seconds, cells and the most memory to `bench/results`.
 */
import { cpus } from "node:os";
import { createRandom } from "../src/random";
import type { Column, Table } from "../src/table/table";
import { openResults, printResults } from "./browser/results";
import { fitAndDraw } from "./fit";

const LEVELS = Array.from({ length: 1000 }, (_, i) => `code ${i}`);

function madeTable(columns: number, rows: number): Table {
	const random = createRandom("private-wide");
	const hidden = Array.from({ length: rows }, () => [random.normal(), random.normal(), random.normal()] as const);
	const made = Array.from({ length: columns - 1 }, (_, c): Column => {
		const follow = (row: number) => hidden[row]![c % 3]! + 0.5 * random.normal();
		if (c % 2 === 0) {
			const values = Float64Array.from({ length: rows }, (_, row) => Math.round(100 * Math.exp(follow(row))));
			return { name: `number ${c}`, kind: "integer", values, decimals: 0 };
		}
		const levels = Array.from({ length: 12 }, (_, i) => `level ${i}`);
		const codes = Int32Array.from({ length: rows }, (_, row) =>
			Math.min(11, Math.max(0, Math.round(6 + 2 * follow(row)))),
		);
		return { name: `category ${c}`, kind: "category", codes, levels };
	});
	const codes = Int32Array.from({ length: rows }, () => Math.floor(1000 * random.uniform() ** 2));
	return { rows, columns: [...made, { name: "code", kind: "category", codes, levels: LEVELS }] };
}

export async function run([
	methods = "clique-tree,mst,bayesian-network,independent",
	widths = "30,100",
	rows = "30000",
	epsilon = "1",
]: string[]) {
	const machine = { cpu: cpus()[0]?.model ?? "unknown", node: process.version };
	const kept = openResults("bench/results", "private-wide", machine);
	const section = "one column of 1,000 levels among others";
	for (const width of widths.split(",").map(Number)) {
		const table = madeTable(width, Number(rows));
		for (const generator of methods.split(",")) {
			const privacy = { epsilon: Number(epsilon), domains: { code: { levels: LEVELS } } };
			const { rows: drawn, diagnostics, elapsed } = await fitAndDraw(table, generator, JSON.stringify({ privacy }));
			const code = drawn.columns.at(-1)!;
			if (!("codes" in code)) throw new Error("The codes came back as numbers.");
			const wrong = Array.from(code.codes, (c) => code.levels[c]).filter((level) => level && !LEVELS.includes(level));
			if (wrong.length > 0) throw new Error(`Codes that are none: ${wrong.slice(0, 5)}`);
			const used = process.resourceUsage().maxRSS / 1024;
			const row = {
				generator,
				columns: width,
				rows: table.rows,
				"levels of 1,000": new Set(code.codes).size,
				"missing or none": code.codes.filter((c) => code.levels[c] === undefined).length,
				cells: Number(diagnostics.cells ?? 0),
				"fit s": elapsed.fit,
				"sample s": elapsed.sample,
				"most MB so far": Math.round(used),
			};
			console.log(JSON.stringify(row));
			kept.record(section, row, ["generator", "columns", "rows"]);
		}
	}
	kept.note(
		section,
		`Epsilon ${epsilon}; half the columns are numbers, half categories of 12 levels. Seconds on the clock of a machine that did other work, too; memory is the most that the process had held until then.`,
	);
	printResults(kept.results);
}
