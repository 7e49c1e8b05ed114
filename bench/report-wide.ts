/**
 * The report on a table of many columns: `npm run bench -- report-wide [columns] [rows]`, by default 1,000 × 1,000 with as many
 * synthetic and held-out rows. Prints seconds (clock and processor), by phase, and the size of the HTML file.
 */
import { createRandom } from "../src/random";
import { compareTables } from "../src/report/compare";
import { formatHtml } from "../src/report/format/html";
import { takeRows } from "../src/table/table";
import { createRun } from "../src/worker/run";
import { makeTable } from "./browser/made-table";

export async function run([columns = "1000", rows = "1000"]: string[]): Promise<void> {
	const n = Number(rows);
	const all = makeTable(3 * n, Number(columns));
	const [real, synthetic, holdout] = [0, 1, 2].map((part) =>
		takeRows(
			all,
			Array.from({ length: n }, (_, i) => part * n + i),
		),
	);
	const processor = () => process.cpuUsage().user / 1e6;
	const [started, before] = [performance.now(), processor()];
	const seconds = new Map<string, number>();
	let [phase, since] = ["start", before];
	const onProgress = (progress: { phase: string }) => {
		seconds.set(phase, (seconds.get(phase) ?? 0) + processor() - since);
		[phase, since] = [progress.phase, processor()];
	};
	const context = createRun({ random: createRandom(1), onProgress });
	const report = await compareTables({ real: real!, synthetic: synthetic!, holdout: holdout! }, context);
	onProgress({ phase: "end" });
	console.log(
		`compared in ${((performance.now() - started) / 1000).toFixed(1)} s, ${(processor() - before).toFixed(1)} of processor`,
	);
	console.log([...seconds].map(([name, s]) => `${name} ${s.toFixed(1)}`).join(", "));
	const html = formatHtml(report);
	console.log(`HTML ${(html.length / 1e6).toFixed(2)} MB, JSON ${(JSON.stringify(report).length / 1e6).toFixed(2)} MB`);
	console.log(report.notes.join("\n"));
}
