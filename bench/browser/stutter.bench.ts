/**
 * What the page feels while tables go in and out of the workers: `npm run bench -- stutter [rows]`, a made table of as
 * many rows (default 1,000,000) beside adult. Training and reports of whole length are in the bench `adult`.
 */
import { compare, createGenerator, formatCsvChunks, parseCsv, splitRows } from "../../src";
import type { Bench } from "./bench";
import { makeTable } from "./made-table";
import { readText } from "./shared-tables";
import { createStutterWatch } from "./stutter";

const COLUMNS = 10;

export async function run([rows = "1000000"]: readonly string[], bench: Bench): Promise<void> {
	const watch = createStutterWatch();
	const section = "What the page feels";
	const rest = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
	const phase = async <T>(name: string, work: () => Promise<T>): Promise<T> => {
		// What came before, such as making the table, must not count.
		await rest(100);
		watch.reset();
		const start = performance.now();
		const result = await work();
		const seconds = (performance.now() - start) / 1000;
		await rest(200);
		await bench.record(section, { phase: name, seconds, ...watch.read() });
		return result;
	};
	await phase("idle, for comparison", () => rest(3000));
	const adult = new Blob([await readText("adult", "train")]);
	await phase("read adult", () => parseCsv(adult));
	const file = new Blob([...formatCsvChunks(makeTable(Number(rows), COLUMNS))]);
	const megabytes = (file.size / 2 ** 20).toFixed(0);
	const table = await phase(`read ${rows} rows, ${megabytes} MB`, () => parseCsv(file));
	using generator = await createGenerator("independent");
	await phase(`fit ${rows} rows, independent`, () => generator.fit(table, { seed: 1 }));
	const synthetic = await phase("sample 100,000 rows", () => generator.sample(100_000, { seed: 1 }));
	const { training, holdout } = await splitRows(synthetic, 0.2, 1);
	await phase("report on 80,000 rows", () => compare({ real: training, synthetic, holdout, seed: 1 }));
	await bench.note(
		section,
		`The made table has ${COLUMNS} columns. The browser reports tasks above 50 ms alone; a timer set for 5 ms tells of shorter ones.`,
	);
}
