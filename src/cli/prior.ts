import {
	createPrior,
	formatGroundTruth,
	type PriorMeta,
	priorMetas,
	type Task,
	toCsv,
	toJsonLines,
	toParquet,
	toZip,
} from "../index";
import { choose } from "../options/choose";
import { COUNT } from "../options/option";
import { COMPUTE, OUT, SEED, SHARD } from "./call-options";
import type { Command } from "./command";
import { type Output, openOutput, outputOf, writePieces } from "./files";
import { makePart, seedOf } from "./make-part";
import { orderOf } from "./manifest";
import { optionsOfMethod } from "./method-options";
import type { Shard } from "./shard";
import { formatOf } from "./table-options";

const FORMATS = ["csv", "jsonl", "parquet", "zip"] as const;

interface Settings {
	readonly tables: number;
	readonly rows: number;
	readonly features?: number;
	readonly do?: Readonly<Record<string, number | string>>;
	readonly seed?: number | string;
	readonly shard?: Shard;
	readonly workers?: number;
	readonly out?: string;
	readonly format?: (typeof FORMATS)[number];
	readonly truth?: string;
}

/** The name of the prior: the first word that names one. */
const nameIn = (typed: readonly string[]) => typed.find((word) => Object.hasOwn(priorMetas, word));

export const prior: Command = {
	summary: "Samples tables from structural-causal-model priors, each with its causal graph.",
	details: `Priors: ${Object.entries<PriorMeta>(priorMetas)
		.map(([name, { summary }]) => `${name} (${summary.replace(/\.$/, "")})`)
		.join("; ")}.`,
	arguments: ["PRIOR"],
	names: true,
	options(typed) {
		const name = nameIn(typed);
		return {
			Options: {
				tables: { accepts: COUNT, required: true, letter: "n", help: "How many tables, of all shards together." },
				rows: { accepts: COUNT, required: true, help: "Rows a table." },
				features: { accepts: COUNT, help: "Columns besides the target. Default: chosen by the prior for each table." },
				do: { accepts: { type: "object" }, help: 'Columns that are set in every table, e.g. {"x1":0.5}.' },
				seed: SEED,
				shard: SHARD,
				workers: {
					...COMPUTE.workers,
					help: "Threads that sample in parallel. Default 1. Their number changes no table.",
				},
				out: OUT,
				format: { accepts: { type: "choice", choices: FORMATS }, help: "Default: by the ending of --out, else csv." },
				truth: {
					accepts: { type: "text" },
					value: "FILE",
					file: "written",
					help: "Where graphs and levels are written, one line of JSON a table; jsonl and zip hold them themselves.",
				},
			},
			...(name && { [`Options of ${name}`]: optionsOfMethod(priorMetas[name as keyof typeof priorMetas].options) }),
		};
	},
	examples: [
		[
			"standin prior mlp-scm --tables 1000 --rows 1024 --features 20 -o tables.parquet --truth graphs.jsonl",
			"a thousand tables",
		],
		["standin prior mixture --tables 1000000 --rows 512 --seed 1 --shard 7/64 -o part-7.parquet", "one of 64 shards"],
		["standin prior graph-scm --tables 1 --rows 100 --format jsonl | jq .graph", "the graph of one table"],
	],
	async run({ arguments: [name], options }, terminal) {
		const settings = options.Options as unknown as Settings;
		const { tables, rows, features, do: actions, seed: given, shard, workers = 1, truth } = settings;
		const meta = choose<PriorMeta>(priorMetas, "prior", name ?? "");
		const format = formatOf(settings, FORMATS);
		const output = outputOf(settings.out, format === "csv" || format === "jsonl", terminal);
		const seed = seedOf(given, shard);
		const own = options[`Options of ${name}`] ?? {};
		const request = { rows, ...(features && { features }), ...(actions && { do: actions }) };
		const order = orderOf({
			command: "prior",
			seed,
			total: tables,
			shard: shard ?? { index: 1, of: 1 },
			format,
			options: { prior: name, ...request, ...own, ...(truth !== undefined && { truth: true }) },
		});
		await makePart(terminal, output, order, { shard, what: "table" }, async ({ show }) => {
			const { signal } = terminal;
			const truths = truth === undefined ? undefined : await openOutput(truth, terminal);
			using handle = await createPrior<never>(name as never, own as never, { workers });
			try {
				const { offset, count } = order;
				const asked = { ...request, tables: count, offset, seed, signal, onProgress: show };
				const tasks = withTruth(count > 0 ? handle.sample(asked) : [], truths);
				// As wide as any table may be: the first one of a shard must not decide.
				const width = features ?? Number(own.maxFeatures ?? meta.defaults.maxFeatures);
				const pieces = piecesOf(tasks, format, width, order.shard.index === 1);
				const written = await writePieces(output, pieces, terminal);
				await truths?.finish();
				return written;
			} finally {
				await truths?.discard();
			}
		});
		return undefined;
	},
};

async function* withTruth(
	tasks: AsyncIterable<Task> | Iterable<Task>,
	truths: Output | undefined,
): AsyncGenerator<Task> {
	for await (const task of tasks) {
		await truths?.write(formatGroundTruth(task));
		yield task;
	}
}

function piecesOf(
	tasks: AsyncIterable<Task>,
	format: (typeof FORMATS)[number],
	features: number,
	header: boolean,
): AsyncIterable<string | Uint8Array> {
	if (format === "csv") return toCsv(tasks, { features, header });
	if (format === "jsonl") return toJsonLines(tasks);
	return format === "parquet" ? toParquet(tasks, { features }) : toZip(tasks);
}
