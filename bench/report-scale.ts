/**
 * Seconds of processor each phase of the report takes on a made-up table of any size: `node bench/run.mjs report-scale [rows] [columns]`. Half the columns are
 * numbers, half categories of 2 to 40 levels, all driven by three hidden numbers; a third as many rows are held out.
 */
import { createRandom } from "../src/random";
import { compareTables } from "../src/report/compare";
import { createRun } from "../src/run";
import type { Column, Table } from "../src/table/table";

function table(rows: number, width: number, seed: number): Table {
	const random = createRandom(seed);
	const hidden = Array.from({ length: 3 }, () => Float64Array.from({ length: rows }, () => random.normal()));
	const columns = Array.from({ length: width }, (_, c): Column => {
		const from = hidden[c % 3] as Float64Array;
		const values = from.map((h) => h + random.normal());
		if (c % 2 === 0) return { name: `number ${c}`, kind: "number", values };
		const count = 2 + ((c * 7) % 39);
		const levels = Array.from({ length: count }, (_, k) => `level ${k}`);
		const codes = Int32Array.from(values, (v) => Math.min(count - 1, Math.max(0, Math.floor(((v + 3) / 6) * count))));
		return { name: `category ${c}`, kind: "category", levels, codes };
	});
	return { rows, columns };
}

export async function run([rows = "50000", width = "50"]: string[]): Promise<void> {
	const [n, w] = [Number(rows), Number(width)];
	const started = performance.now();
	const cpu = process.cpuUsage();
	/** Seconds on a processor since the start: what a busy machine cannot stretch. */
	const spent = (): number => {
		const { user, system } = process.cpuUsage(cpu);
		return (user + system) / 1e6;
	};
	let [phase, since] = ["start", 0];
	await compareTables(
		{ real: table(n, w, 1), synthetic: table(n, w, 2), holdout: table(Math.round(n / 3), w, 3), target: "category 1" },
		createRun({
			random: createRandom(7),
			onProgress: (progress) => {
				if (progress.phase === phase) return;
				const now = spent();
				console.log(phase, (now - since).toFixed(1));
				[phase, since] = [progress.phase, now];
			},
		}),
	);
	const wall = (performance.now() - started) / 1000;
	console.log(`${n} × ${w}: ${wall.toFixed(1)} s, on a processor ${spent().toFixed(1)} s`);
	console.log(`peak resident memory ${(process.resourceUsage().maxRSS / 1024).toFixed(0)} MiB`);
}
