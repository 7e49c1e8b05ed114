/**
 * Fits a generator to a table (see `benchTable`), draws as many rows and judges them against the held-out ones:
 * `node bench/run.mjs judge TABLE GENERATOR [JSON options] [seeds] [FILE]`. Prints a line a seed, seconds on a processor.
 * With `"halves": true` among the options the training and the held-out rows are put together and halved anew for each
 * seed: of a small table the one split there is has a luck of its own. With `"rows": 2000` as many are drawn, which
 * leaves the luck of the draw out of figures that are shares of drawn rows.
 */
import { writeFileSync } from "node:fs";
import { createRandom } from "../src/random";
import { compareTables } from "../src/report/compare";
import { mean, moments } from "../src/statistics/moments";
import { formatCsv } from "../src/table/format-csv";
import { splitRows } from "../src/table/split-rows";
import type { Table } from "../src/table/table";
import { createRun } from "../src/worker/run";
import { fitAndDraw } from "./fit";
import { benchTable } from "./tables";

/** The headline figures of `synthetic`, errors in per cent. */
export async function judge(real: Table, synthetic: Table, holdout: Table, target?: string) {
	const run = createRun({ random: createRandom("judge") });
	const { fidelity, utility, privacy } = await compareTables(
		{ real, synthetic, holdout, ...(target && { target }) },
		run,
	);
	const { copies, closestRecord } = privacy;
	const number = (value: number | null | undefined) => value ?? Number.NaN;
	return {
		shape: 100 * (1 - number(fidelity.shape.score)),
		trend: 100 * (1 - number(fidelity.trend.score)),
		detection: number(fidelity.detection.auc),
		utility: "measure" in utility ? number(utility.synthetic.value) : Number.NaN,
		ofReal: "measure" in utility ? number(utility.real.value) : Number.NaN,
		share: "share" in closestRecord ? number(closestRecord.share.value) : Number.NaN,
		copies: number(copies.exact.value),
		heldOutCopies: number(copies.heldOutExact.value),
		near: number(copies.near.value),
		heldOutNear: number(copies.heldOutNear.value),
	};
}

const format = (line: Record<string, number>) =>
	Object.entries(line)
		.map(([key, value]) => `${key} ${value.toPrecision(4)}`)
		.join("  ");

export async function run([name = "adult", method = "diffusion", json = "{}", seeds = "1", file]: string[]) {
	const { halves = false, ...given } = JSON.parse(json);
	const table = await benchTable(name);
	const together = halves ? await table.together() : undefined;
	const lines: Record<string, number>[] = [];
	for (const seed of seeds.split(",")) {
		const { training: real, holdout } = together ? splitRows(together, 0.5, seed) : table;
		const options = JSON.stringify({ ...given, seed: Number(seed) });
		const { rows, diagnostics, fitSeconds, sampleSeconds } = await fitAndDraw(real, method, options);
		lines.push({
			...(await judge(real, rows, holdout!, table.target)),
			"fit s": fitSeconds,
			"sample s": sampleSeconds,
			steps: Number(diagnostics.steps ?? 0),
			heldOut: Number(diagnostics.heldOut ?? Number.NaN),
		});
		console.log(name, method, json, "seed", seed, format(lines.at(-1)!));
		if (file) writeFileSync(file, formatCsv(rows));
	}
	if (lines.length < 2) return;
	const overSeeds = (figure: (values: Float64Array) => number) =>
		format(
			Object.fromEntries(
				Object.keys(lines[0]!).map((key) => [key, figure(Float64Array.from(lines, (line) => line[key]!))]),
			),
		);
	console.log(name, method, json, "mean of", lines.length, overSeeds(mean));
	console.log(
		name,
		method,
		json,
		"its error",
		overSeeds((v) => moments(v).deviation / Math.sqrt(v.length - 1)),
	);
}
