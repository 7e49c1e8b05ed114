/**
 * What the report's checklist says of clean and of leaking tables: `npm run bench -- checklist [seeds]`, 20 seeds by
 * default. Leaks are those of generators that take names for categories, copy texts or memorise rows; clean ones are rows
 * of other invented patients, and samples of `independent` from real tables. Written to bench/results.
 */
import { cpus } from "node:os";
import { independent } from "../src/generators/independent";
import { createRandom } from "../src/random";
import { type CompareInput, compareTables } from "../src/report/compare";
import { splitRows } from "../src/table/split-rows";
import { takeRows } from "../src/table/table";
import { createRun } from "../src/worker/run";
import { clean, copyRows, leakColumn, split } from "../test/report/checklist/fixtures";
import { openResults, printResults } from "./browser/results";
import { benchTable } from "./tables";

const ROWS = 400;
/** Rows of a real table that are compared: the attacks on more take minutes. */
const MOST_ROWS = 1500;

type Make = (seed: number) => Promise<CompareInput>;

/** A part of a real table, and rows that `independent` sampled from most of it. */
function sampled(name: string): Make {
	return async (seed) => {
		const table = await benchTable(name);
		const all = await table.together();
		const rows = createRandom(seed).shuffle(Int32Array.from({ length: all.rows }, (_, row) => row));
		const { training, holdout } = splitRows(takeRows(all, rows.subarray(0, MOST_ROWS)), 0.3, seed);
		const run = () => createRun({ random: createRandom(seed) });
		const model = await independent.fit(training, { protect: 5 }, run());
		const synthetic = await model.sample({ rows: training.rows }, run());
		return { real: training, holdout: holdout!, synthetic };
	};
}

const OUTPUTS: Readonly<Record<string, { leaks: boolean; make: Make }>> = {
	"other patients": { leaks: false, make: async (seed) => ({ ...split(ROWS, seed), synthetic: clean(ROWS, seed) }) },
	"other patients, six rows each": {
		leaks: false,
		make: async (seed) => ({ ...split(ROWS, seed, 6), synthetic: clean(ROWS, seed) }),
	},
	...Object.fromEntries(
		["adult", "churn", "penguins", "insurance", "california"].map((name) => [
			`independent on ${name}`,
			{ leaks: false, make: sampled(name) },
		]),
	),
	...Object.fromEntries(
		["patient", "e-mail", "note"].map((column) => [
			`real values in "${column}"`,
			{
				leaks: true,
				make: async (seed: number) => {
					const tables = split(ROWS, seed);
					return { ...tables, synthetic: leakColumn(tables.real, column, seed) };
				},
			},
		]),
	),
	"a fifth of the rows copied": {
		leaks: true,
		make: async (seed) => {
			const tables = split(ROWS, seed);
			return { ...tables, synthetic: copyRows(tables.real, 0.2, seed) };
		},
	},
};

export async function run([seeds = "20"]: string[]): Promise<void> {
	const machine = { date: new Date().toISOString(), cpu: cpus()[0]?.model ?? "unknown", node: process.version };
	const kept = openResults("bench/results", "checklist", machine);
	for (const [name, { leaks, make }] of Object.entries(OUTPUTS)) {
		const alarms = new Map<string, number>();
		let [mend, look] = [0, 0];
		for (let seed = 1; seed <= Number(seeds); seed++) {
			const { checklist } = await compareTables(await make(seed), createRun({ random: createRandom(seed) }));
			const found = checklist.filter(({ verdict }) => verdict === "mend");
			if (found.length > 0) mend++;
			if (checklist.some(({ verdict }) => verdict === "look")) look++;
			for (const item of new Set(found.map((check) => check.item))) alarms.set(item, (alarms.get(item) ?? 0) + 1);
		}
		kept.record(leaks ? "leaking" : "clean", {
			table: name,
			"must be mended": `${mend} of ${seeds}`,
			"look at": `${look} of ${seeds}`,
			by: [...alarms].map(([item, n]) => `${item} ${n}`).join(", "),
		});
	}
	printResults(kept.results);
}
