/**
 * How the default generator's cost grows with rows, columns and levels, rows streamed in constant memory, and what is left
 * of fits and draws in one page: `npm run bench -- growth [parts] [rows] [fits]`, parts of rows, columns, levels, stream, fits
 * joined by commas, `rows` to stream (default 1,000,000), `fits` with each generator (default 200).
 */
import { createGenerator, type Table } from "../../src";
import type { Bench, Row } from "./bench";
import { fitAgain } from "./growth/fits";
import { makeTable } from "./made-table";

const BATCH = 512;
/** Training ends this long after its first step, once it has taken the fewest steps. */
const TRAIN_MS = 6000;
const FEWEST_STEPS = 5;
/** Chunks in which rows are streamed, each a look at the memory. */
const CHUNKS = 16;

async function measure(bench: Bench, table: Table, levels = 8): Promise<Row> {
	using generator = await createGenerator(
		"diffusion",
		{ batchRows: BATCH, protect: 1 },
		{ device: "wasm", workers: 1 },
	);
	const start = performance.now();
	let first: { at: number; step: number } | undefined;
	let last = { at: start, step: 0 };
	let ended = false;
	const busy: Promise<{ workers: number | null }>[] = [];
	const summary = await generator.fit(table, {
		seed: 1,
		onProgress: ({ phase, step, heldOut }) => {
			// The last step's time holds the look at the held-out rows.
			if (phase !== "train" || ended || heldOut !== undefined) return;
			last = { at: performance.now(), step };
			if (!first) busy.push(bench.processorSeconds());
			first ??= last;
			if (last.at - first.at < TRAIN_MS || step - first.step < FEWEST_STEPS) return;
			ended = true;
			busy.push(bench.processorSeconds());
			generator.finishEarly();
		},
	});
	const [before, after] = (await Promise.all(busy)).map(({ workers }) => workers ?? Number.NaN);
	const processor = before !== undefined && after !== undefined ? 1000 * (after - before) : Number.NaN;
	const steps = first ? last.step - first.step : 0;
	return {
		rows: table.rows,
		columns: table.columns.length,
		levels,
		"s before the first step": first ? (first.at - start) / 1000 : null,
		"ms a step": steps > 0 ? (last.at - first!.at) / steps : null,
		"processor ms a step": steps > 0 ? processor / steps : null,
		"steps measured": steps,
		width: summary.width ?? null,
		parameters: summary.parameters ?? null,
		"MB of the network": typeof summary.bytes === "number" ? summary.bytes / 2 ** 20 : null,
		"MB of the table": (table.rows * table.columns.reduce((sum, c) => sum + ("values" in c ? 8 : 4), 0)) / 2 ** 20,
	};
}

async function stream(rows: number, bench: Bench): Promise<void> {
	using generator = await createGenerator(
		"diffusion",
		{ batchRows: BATCH, steps: 100 },
		{ device: "wasm", workers: 1 },
	);
	const { width } = await generator.fit(makeTable(20_000, 10), { seed: 1 });
	const section = `${rows} rows streamed`;
	const before = await bench.memory();
	const start = performance.now();
	const held: number[] = [];
	let [drawn, checksum] = [0, 0];
	const chunkRows = Math.ceil(rows / CHUNKS);
	for await (const chunk of generator.sampleStream(rows, { seed: 1, chunkRows })) {
		drawn += chunk.rows;
		const [column] = chunk.columns;
		if (column && "codes" in column) for (const code of column.codes) checksum += code;
		const seconds = (performance.now() - start) / 1000;
		held.push((await bench.memory()) ?? Number.NaN);
		await bench.record(section, { rows: drawn, seconds, "rows/s": drawn / seconds, MB: held.at(-1)! });
	}
	const half = held.length >> 1;
	const [first, second] = [Math.max(...held.slice(0, half)), Math.max(...held.slice(half))];
	await bench.note(
		section,
		`In chunks of ${chunkRows}, 10 columns, from a network of width ${width}. MB: resident memory of the page's process with its workers, ${before?.toFixed(0)} before the first chunk; at most ${first.toFixed(0)} in the first half of the chunks and ${second.toFixed(0)} in the second. The first column's codes have the mean ${(checksum / drawn).toFixed(4)}.`,
	);
}

export async function run(args: readonly string[], bench: Bench): Promise<void> {
	const [parts = "rows,columns,levels,stream,fits", rows = "1000000", fits = "200"] = args;
	const asked = new Set(parts.split(","));
	if (asked.has("rows")) {
		for (const n of [1000, 10_000, 100_000, 1_000_000])
			await bench.record("Rows", await measure(bench, makeTable(n, 10)));
	}
	if (asked.has("columns")) {
		for (const n of [5, 20, 50, 200]) await bench.record("Columns", await measure(bench, makeTable(10_000, n)));
	}
	if (asked.has("levels")) {
		for (const n of [10, 100, 1000, 10_000]) {
			await bench.record("Levels of one column", await measure(bench, makeTable(100_000, 10, n), n));
		}
	}
	if (asked.has("stream")) {
		await stream(Number(rows), bench);
	}
	if (asked.has("fits")) await fitAgain(Number(fits), bench);
}
