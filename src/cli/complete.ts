import { formatTables, loadGenerator } from "../index";
import { COMPUTE, SEED } from "./call-options";
import type { Command } from "./command";
import { outputOf, readBytes, STREAM, writePieces } from "./files";
import { sayResult } from "./result";
import { csvOptions, FORMATS, formatOf, READ, readInput, WRITE, warningsOf } from "./table-options";
import { counted, progressBar, say } from "./terminal";

export const complete: Command = {
	summary: "Fills the missing cells of a table by a saved model; all other cells stay as they are.",
	arguments: ["MODEL", "[TABLE]"],
	options: () => ({
		Options: { seed: SEED, device: COMPUTE.device },
		"Writing the table": WRITE,
		"Reading the table": READ,
	}),
	examples: [
		["standin complete visits.standin partial.csv -o filled.csv", "fills what partial.csv lacks"],
		["cat partial.csv | standin complete visits.standin > filled.csv", "as part of a pipe"],
	],
	async run({ arguments: [model = STREAM, path = STREAM], options }, terminal) {
		const { signal } = terminal;
		const writing = options["Writing the table"]!;
		const format = formatOf(writing, FORMATS);
		const output = outputOf(writing.out, format !== "parquet", terminal);
		const bytes = await readBytes(model, terminal);
		const table = await readInput(path, options["Reading the table"]!, terminal);
		const bar = progressBar(terminal);
		const { seed, ...worker } = options.Options!;
		using handle = await loadGenerator(bytes, worker);
		try {
			const asked = { ...(seed !== undefined && { seed: seed as number | string }), signal, onProgress: bar.show };
			const filled = await handle.complete(table, asked);
			const written = await writePieces(output, formatTables([filled], format, csvOptions(writing)), terminal);
			bar.clear();
			const given = new Set(table.columns.map(({ name }) => name));
			const added = filled.columns.map(({ name }) => name).filter((name) => !given.has(name));
			await sayResult(
				terminal,
				output,
				{ command: "complete", rows: filled.rows, added, file: output, ...written, ...warningsOf(table) },
				() => {
					say(terminal, `Completed ${counted(filled.rows, "row")}.`);
					if (added.length > 0) say(terminal, `Not in the table, and therefore made up whole: ${added.join(", ")}.`);
				},
			);
			return undefined;
		} finally {
			bar.clear();
		}
	},
};
