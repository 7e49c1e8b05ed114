/**
 * How often the filter of unlearnable tables gives the verdict of the 25 trees that its source describes, and how often
 * these give it again under another seed: `npm run bench -- filter [tables a cell]`. Writes results/filter.json and .md.
 */
import { cpus } from "node:os";
import { drawModel } from "../src/priors/draw-model";
import { judgeTable } from "../src/priors/filter";
import { createRandom } from "../src/random";
import { referenceAccepts } from "../test/priors/reference-filter";
import { openResults, printResults } from "./browser/results";

export async function run([tables = "40"]: string[]): Promise<void> {
	const machine = { processor: cpus()[0]?.model ?? "unknown", node: process.version };
	const kept = openResults("bench/results", "filter", machine);
	for (const prior of ["mlp-scm", "graph-scm"] as const) {
		for (const [rows, features] of [
			[150, 5],
			[1024, 10],
		] as const) {
			const count = { accepted: 0, reference: 0, agree: 0, again: 0, trees: 0, all: 0 };
			for (const task of ["classification", "regression"] as const) {
				for (let index = 0; index < Number(tables); index++) {
					const request = { seed: "filter bench", index, rows, features };
					const { table, drawn } = await drawModel(prior, request, { filter: false, task });
					const random = createRandom(`${prior} ${task} ${rows} ${index}`);
					const { learnable, trees } = judgeTable(random.stream("ours"), table, drawn.target);
					const reference = referenceAccepts(random.stream("reference"), table, drawn.target);
					count.all++;
					count.trees += trees;
					if (learnable) count.accepted++;
					if (reference) count.reference++;
					if (learnable === reference) count.agree++;
					if (referenceAccepts(random.stream("again"), table, drawn.target) === reference) count.again++;
				}
			}
			const percent = (n: number) => (100 * n) / count.all;
			kept.record("Agreement", {
				prior,
				size: `${rows}×${features}`,
				tables: count.all,
				"accepted %": percent(count.accepted),
				"reference accepts %": percent(count.reference),
				"same verdict %": percent(count.agree),
				"reference with itself %": percent(count.again),
				"trees a table": count.trees / count.all,
			});
		}
	}
	kept.note("Agreement", "Unfiltered tables, half with classes and half with numbers to predict.");
	printResults(kept.results);
}
