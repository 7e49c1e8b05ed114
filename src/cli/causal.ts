import { readFile } from "node:fs/promises";
import { type Actions, type CausalModel, causalModel } from "../causal";
import { formatTables, OptionError, type Table } from "../index";
import { COUNT } from "../options/option";
import { SEED } from "./call-options";
import type { Command } from "./command";
import { outputOf, readBytes, STREAM, writePieces } from "./files";
import { flattened, optionsOfCall } from "./method-options";
import { csvOptions, FORMATS, formatOf, READ, readInput, WRITE } from "./table-options";
import { say, type Terminal } from "./terminal";

/** Rows sampled at a time. */
const CHUNK_ROWS = 65_536;

interface Settings {
	readonly rows?: number;
	readonly seed?: number | string;
	readonly do?: Actions;
	readonly evidence?: string;
	readonly effect?: string;
	readonly versus?: Actions;
	readonly graph?: boolean;
}

/** A model from a file: statements, or a JSON object of expressions. */
async function readModel(path: string, options: object, terminal: Terminal): Promise<CausalModel> {
	const text =
		path === STREAM ? new TextDecoder().decode(await readBytes(path, terminal)) : await readFile(path, "utf8");
	return causalModel(/^\s*\{/.test(text) ? JSON.parse(text) : text, options);
}

function* chunksOf(model: CausalModel, rows: number, { seed, do: actions }: Settings): Generator<Table> {
	for (let offset = 0; offset < rows; offset += CHUNK_ROWS) {
		const request = { rows: Math.min(CHUNK_ROWS, rows - offset), offset };
		yield model.sample({ ...request, ...(seed !== undefined && { seed }), ...(actions && { do: actions }) });
	}
}

export const causal: Command = {
	summary: "Samples from a causal model written as expressions; intervenes, and asks counterfactuals.",
	details: "A model is a file of lines `name = expression`, or a JSON object of expressions by name.",
	arguments: ["MODEL"],
	options: () => ({
		Options: {
			rows: { accepts: COUNT, letter: "n", help: "How many rows; with --effect, how many units." },
			seed: SEED,
			do: { accepts: { type: "object" }, help: 'What is done to variables, e.g. {"dose":2} or {"dose":{"shift":1}}.' },
			evidence: {
				accepts: { type: "text" },
				value: "FILE",
				file: "read",
				help: "Rows that were observed: writes what the same units would have shown under --do.",
			},
			effect: {
				accepts: { type: "text" },
				value: "VARIABLE",
				help: "Writes the average effect of --do on this variable, as JSON.",
			},
			versus: { accepts: { type: "object" }, help: "What --do is compared with. Default: doing nothing." },
			graph: { accepts: { type: "boolean" }, help: "Writes the causal graph, as JSON." },
			...optionsOfCall(
				{
					constraints: { type: "list" },
					missing: { type: "object" },
					undefinedValues: { type: "choice", choices: ["error", "missing"] },
				},
				{
					constraints: "What every row must meet. May be repeated; or JSON.",
					missing: 'Probability that a column is missing, e.g. {"income":0.1}.',
					undefinedValues: "What happens where an expression has no value. Default: error.",
				},
			),
		},
		"Writing the table": WRITE,
		"Reading the evidence": Object.fromEntries(Object.entries(READ).filter(([name]) => name !== "missing")),
	}),
	examples: [
		["standin causal study.txt --rows 1000 --seed 1 -o study.csv", "samples a table"],
		[`standin causal study.txt --rows 1000 --seed 1 --do '{"treated":true}'`, "the same units under an intervention"],
		[`standin causal study.txt --effect recovered --do '{"treated":true}'`, "an average effect, as JSON"],
	],
	async run({ arguments: [path = STREAM], options }, terminal) {
		const { rows, seed, do: actions, evidence, effect, versus, graph, ...model } = options.Options as Settings;
		const writing = options["Writing the table"]!;
		const built = await readModel(path, flattened(model), terminal);
		if (graph || effect !== undefined) {
			const output = outputOf(writing.out, true, terminal);
			const asked = {
				on: effect ?? "",
				do: actions ?? {},
				...(versus && { versus }),
				...(rows && { rows }),
				...(seed !== undefined && { seed }),
			};
			const found = graph ? built.graph : built.effect(asked);
			await writePieces(output, [`${JSON.stringify(found)}\n`], terminal);
			return undefined;
		}
		const format = formatOf(writing, FORMATS);
		const output = outputOf(writing.out, format !== "parquet", terminal);
		let tables: Iterable<Table>;
		if (evidence !== undefined) {
			const observed = await readInput(evidence, options["Reading the evidence"]!, terminal);
			tables = [built.counterfactual({ evidence: observed, do: actions ?? {} })];
		} else {
			if (rows === undefined)
				throw new OptionError("standin causal needs --rows N, --evidence FILE, --effect VARIABLE or --graph.", {
					option: "rows",
				});
			tables = chunksOf(built, rows, { ...(seed !== undefined && { seed }), ...(actions && { do: actions }) });
		}
		await writePieces(output, formatTables(tables, format, csvOptions(writing)), terminal);
		if (output !== STREAM) say(terminal, `Wrote ${output}.`);
		return undefined;
	},
};
