/**
 * The full report on a shared table, for a synthetic table made of the training columns shuffled independently and
 * for a half of the held-out rows standing in for a perfect one: `node bench/run.mjs report [table] [target] [folder]`.
 * Prints seconds per phase, headline figures and peak memory, which it keeps; writes the pages to the folder where one is
 * given.
 */
import { writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { createRandom } from "../src/random";
import { compareTables } from "../src/report/compare";
import { formatHtml } from "../src/report/format/html";
import { formatMarkdown } from "../src/report/format/markdown";
import type { Report } from "../src/report/report";
import { isNumeric, type Table, takeRows } from "../src/table/table";
import { createRun } from "../src/worker/run";
import { openResults } from "./browser/results";
import { benchTable } from "./tables";

/** Every column shuffled on its own: perfect shapes, no dependence. */
function independent(table: Table, seed: number): Table {
	const random = createRandom(seed);
	const columns = table.columns.map((column) => {
		const order = random.shuffle(Int32Array.from({ length: table.rows }, (_, i) => i));
		const only = takeRows({ rows: table.rows, columns: [column] }, order).columns[0];
		return only ?? column;
	});
	return { rows: table.rows, columns };
}

function headline(report: Report): Record<string, unknown> {
	const { fidelity, utility, privacy } = report;
	const rate = (x: number | null | undefined) => (typeof x === "number" ? Number(x.toFixed(4)) : x);
	const { closestRecord: closest, membership } = privacy;
	return {
		shape: [rate(fidelity.shape.score), rate(fidelity.shape.ceiling.value)],
		trend: [rate(fidelity.trend.score), rate(fidelity.trend.ceiling.value)],
		sharedTrend: [rate(fidelity.trend.shared.score), rate(fidelity.trend.shared.ceiling.value)],
		information: [rate(fidelity.mutualInformation.score), rate(fidelity.mutualInformation.ceiling.value)],
		detection: [rate(fidelity.detection.auc), rate(fidelity.detection.ceiling.auc)],
		utility: "measure" in utility ? [rate(utility.synthetic.value), rate(utility.real.value)] : utility.reason,
		closerShare: "share" in closest ? closest.share : closest.reason,
		singlingOut: [privacy.singlingOut.univariate.risk, privacy.singlingOut.multivariate.risk],
		linkability: privacy.linkability.risk,
		inference: privacy.inference.risk,
		attribute: privacy.attributeDisclosure.risk,
		membership: "exposed" in membership ? [membership.exposed.auc, membership.exposed.truePositiveRate] : membership,
		copies: [privacy.copies.exact.value, privacy.copies.near.value],
	};
}

export async function run([name = "adult", target = "outcome", folder]: string[]): Promise<void> {
	const { training: real, holdout } = await benchTable(name);
	for (const column of real.columns) {
		console.log(column.name, column.kind, isNumeric(column) ? "" : column.levels.length);
	}
	const order = createRandom(2).shuffle(Int32Array.from({ length: holdout.rows }, (_, i) => i));
	const half = holdout.rows >> 1;
	const machine = { date: new Date().toISOString(), cpu: cpus()[0]?.model ?? "unknown", node: process.version };
	const kept = openResults("bench/results", "report", machine);
	const cases = [
		["independent columns", independent(real, 1), holdout],
		["fresh real rows", takeRows(holdout, order.subarray(0, half)), takeRows(holdout, order.subarray(half))],
	] as const;
	for (const [label, synthetic, heldOut] of cases) {
		const cpu = process.cpuUsage();
		const seconds: Record<string, number> = {};
		let phase = "start";
		let since = performance.now();
		const started = since;
		const report = await compareTables(
			{ real, synthetic, holdout: heldOut, target },
			createRun({
				random: createRandom(7),
				onProgress: (progress) => {
					if (progress.phase === phase) return;
					const now = performance.now();
					seconds[phase] = (seconds[phase] ?? 0) + (now - since) / 1000;
					phase = progress.phase;
					since = now;
				},
			}),
		);
		console.log(`\n${name}: ${real.rows} × ${real.columns.length}, ${label}`);
		const { user, system } = process.cpuUsage(cpu);
		const wall = (performance.now() - started) / 1000;
		console.log(`full report ${wall.toFixed(1)} s, of which ${((user + system) / 1e6).toFixed(1)} s on a processor`);
		kept.record(
			"Full report",
			{
				table: name,
				rows: real.rows,
				columns: real.columns.length,
				"held-out rows": heldOut.rows,
				"in place of a stand-in": label,
				"synthetic rows": synthetic.rows,
				"wall s": wall,
				"processor s": (user + system) / 1e6,
				"peak memory, MiB": process.resourceUsage().maxRSS / 1024,
			},
			["table", "in place of a stand-in"],
		);
		console.log(Object.fromEntries(Object.entries(seconds).map(([p, s]) => [p, Number(s.toFixed(2))])));
		console.dir(headline(report), { depth: 6 });
		console.log(`peak resident memory ${(process.resourceUsage().maxRSS / 1024).toFixed(0)} MiB`);
		if (folder) {
			const file = `${folder}/${name} ${label}`;
			writeFileSync(`${file}.html`, formatHtml(report));
			writeFileSync(`${file}.md`, formatMarkdown(report));
			writeFileSync(`${file}.json`, JSON.stringify(report, null, "\t"));
		}
		console.log(`report as JSON ${(JSON.stringify(report).length / 1024).toFixed(0)} KiB`);
	}
}
