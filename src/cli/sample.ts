import { createHash } from "node:crypto";
import {
	formatTables,
	type GeneratorHandle,
	loadGenerator,
	type Progress,
	type SampleOptions,
	type Table,
	tableFromMarginals,
	takeRows,
} from "../index";
import { COUNT } from "../options/option";
import { SAMPLE } from "../page/call-options";
import { COMPUTE, SEED, SHARD } from "./call-options";
import type { Command } from "./command";
import { outputOf, readBytes, STREAM, writePieces } from "./files";
import { conditionsOf, GIVEN } from "./given";
import { inOrder } from "./in-order";
import { makePart, seedOf } from "./make-part";
import { orderOf } from "./manifest";
import { optionsOfCall } from "./method-options";
import type { Shard } from "./shard";
import { csvOptions, FORMATS, formatOf, WRITE } from "./table-options";
import { say, type Terminal } from "./terminal";

const HELP = {
	rebalance: 'Sample more of some categories, e.g. {"column":"fraud","share":0.5}.',
	scenario: "Shares, means and tails that the rows are to have.",
};

/** Rows a chunk: what a thread makes at a time, and a row group of Parquet. */
const CHUNK_ROWS = 65_536;

interface Settings {
	readonly rows: number;
	readonly seed?: number | string;
	readonly shard?: Shard;
	readonly workers?: number;
	readonly device?: "auto" | "wasm" | "cpu";
	readonly chunkRows?: number;
}

export const sample: Command = {
	summary: "Samples rows from a saved model, or from noisy marginals.",
	details:
		"The model may come from the page, or from fit. Noisy marginals, in JSON or CSV, are taken in its place: the promise is that of whoever made them. Rows of a seed are the same whichever shard and chunk they are made in. Nothing is compared with the real table here: report does that.",
	arguments: ["MODEL"],
	options: () => ({
		Options: {
			rows: { accepts: COUNT, required: true, letter: "n", help: "How many rows, of all shards together." },
			seed: SEED,
			shard: SHARD,
			...COMPUTE,
			workers: {
				...COMPUTE.workers,
				help: "Threads that sample chunks in parallel. Default 1. Their number changes no row.",
			},
			chunkRows: { accepts: COUNT, help: "Rows made at a time. Default 65,536." },
		},
		"Which rows": { given: GIVEN, ...optionsOfCall(SAMPLE, HELP, ["seed", "given"]) },
		"Writing the table": WRITE,
	}),
	examples: [
		["standin sample visits.standin --rows 10000 -o synthetic.csv", "samples 10,000 rows"],
		["standin sample visits.standin --rows 500 --given sex=Female --given age=30..40", "fixes two columns"],
		["standin sample marginals.json --rows 4000 -o synthetic.csv", "makes a table from noisy marginals"],
		[
			"standin sample visits.standin --rows 10000000 --seed 1 --shard 3/8 -o part-3.csv",
			"makes the third of eight parts",
		],
	],
	async run({ arguments: [path = STREAM], options }, terminal) {
		const {
			rows,
			seed: given,
			shard,
			workers = 1,
			device,
			chunkRows = CHUNK_ROWS,
		} = options.Options as unknown as Settings;
		const writing = options["Writing the table"]!;
		const asked = options["Which rows"]!;
		const format = formatOf(writing, FORMATS);
		const output = outputOf(writing.out, format !== "parquet", terminal);
		const seed = seedOf(given, shard);
		const file = await readBytes(path, terminal);
		const order = orderOf({
			command: "sample",
			seed,
			total: rows,
			shard: shard ?? { index: 1, of: 1 },
			format,
			from: { model: createHash("sha256").update(file).digest("hex") },
			options: { ...asked, ...csvOptions(writing) },
		});
		await makePart(terminal, output, order, { shard, what: "row" }, async ({ show }) => {
			const { signal } = terminal;
			const model = await modelIn(file, { seed, signal, onProgress: show }, terminal);
			const threads = Math.min(workers, Math.max(1, Math.ceil(order.count / chunkRows)));
			const handles = await Promise.all(
				Array.from({ length: threads }, () => loadGenerator(model, { ...(device && { device }) })),
			);
			try {
				const { given: conditions, ...rest } = asked;
				const request: SampleOptions = { ...rest, given: conditionsOf(conditions), seed, signal };
				const tables = chunksOf(handles, order, chunkRows, request, show, (warning) => say(terminal, warning));
				const header = order.shard.index === 1;
				return await writePieces(output, formatTables(tables, format, { ...csvOptions(writing), header }), terminal);
			} finally {
				for (const handle of handles) handle.dispose();
			}
		});
		return undefined;
	},
};

/** How noisy marginals begin, as JSON and as CSV; a saved model begins otherwise. */
const MARGINALS = /^\uFEFF?(?:\s*\{|(?!STANDIN\0)[^\n]*\bcount\b)/;

/** A saved model as it is; of noisy marginals the model that is nearest to them, the same for every shard. */
async function modelIn(
	file: Uint8Array<ArrayBuffer>,
	options: Pick<SampleOptions, "seed" | "signal" | "onProgress">,
	terminal: Terminal,
): Promise<Uint8Array> {
	const start = new TextDecoder().decode(file.subarray(0, 65_536));
	if (!MARGINALS.test(start)) return file;
	const { model, promise, misfit } = await tableFromMarginals(new Blob([file]), { ...options, rows: 1 });
	say(terminal, `${promise} The model is ${misfit.toFixed(1)} standard deviations of noise from the counts.`);
	return model;
}

/** The rows of a shard, chunk by chunk, each made by the next of the generators. */
async function* chunksOf(
	handles: readonly GeneratorHandle[],
	{ offset, count }: { readonly offset: number; readonly count: number },
	chunkRows: number,
	request: SampleOptions,
	show: (progress: Progress) => void,
	tell: (warning: string) => void,
): AsyncGenerator<Table, void> {
	if (count === 0) {
		// An empty part still has columns, which a file of Parquet must name.
		const table = await handles[0]!.sample(1, request);
		yield takeRows(table, []);
		return;
	}
	const chunks = Math.ceil(count / chunkRows);
	const make = (i: number) => {
		const first = i * chunkRows;
		const rows = Math.min(chunkRows, count - first);
		const only = handles.length === 1 && chunks === 1;
		const stream = handles[i % handles.length]!.sampleStream(rows, {
			...request,
			chunkRows: rows,
			offset: offset + first,
			...(only && { onProgress: show }),
		});
		return stream.next().then(({ value }) => value as Table);
	};
	let done = 0;
	const told = new Set<string>();
	for await (const table of inOrder(chunks, handles.length * AHEAD, make)) {
		for (const warning of table.warnings ?? []) {
			if (!told.has(warning)) tell(warning);
			told.add(warning);
		}
		done += table.rows;
		show({ phase: "sample", step: done, steps: count });
		yield table;
	}
}

/** Chunks in flight a thread: one being made, one waiting. */
const AHEAD = 2;
