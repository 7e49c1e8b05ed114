import { compare, OptionError, type Report } from "../index";
import { VERSION } from "../page/version";
import { formatHtml, formatMarkdown } from "../report";
import { SEED } from "./call-options";
import type { Command, CommandOption } from "./command";
import { MEND } from "./exit-codes";
import { nameOf, outputOf, STREAM, writePieces } from "./files";
import { flattened, optionsOfCall } from "./method-options";
import { formatOf, READ, readInput } from "./table-options";
import { progressBar, say, styled } from "./terminal";

const FORMATS = ["md", "html", "json"] as const;

const REPORT = {
	holdout: {
		accepts: { type: "text" },
		value: "FILE",
		file: "read",
		help: "Real rows that the generator never saw; without them detection, utility and every attack are absent.",
	},
	target: { accepts: { type: "text" }, value: "COLUMN", help: "Column that the report's utility predicts." },
	seed: SEED,
	out: {
		accepts: { type: "text" },
		letter: "o",
		value: "FILE",
		file: "written",
		help: "Where it is written. Default: standard output.",
	},
	format: { accepts: { type: "choice", choices: FORMATS }, help: "Default: by the ending of --out, else md." },
} satisfies Record<string, CommandOption>;

async function write(report: Report, format: (typeof FORMATS)[number]): Promise<string> {
	if (format === "json") return `${JSON.stringify(report, null, 2)}\n`;
	return format === "html" ? formatHtml(report) : formatMarkdown(report);
}

export const report: Command = {
	summary: "Says how faithful a synthetic table is and what it discloses.",
	details: `REAL are the rows that were learned from (fit writes them by --training-out), --holdout real rows it never saw. Its checklist answers whether the table may be shared: where something must be mended first, the exit code is ${MEND}.`,
	arguments: ["REAL", "[SYNTHETIC]"],
	options: () => ({
		Options: {
			...REPORT,
			...optionsOfCall(
				{ constraints: { type: "list" } },
				{ constraints: "Constraints that were stated in fit: the rows that break them are counted." },
			),
		},
		"Reading the tables": READ,
	}),
	examples: [
		["standin report learned.csv synthetic.csv --holdout kept.csv -o report.html", "writes the report as a page"],
		[
			"standin sample visits.standin --rows 1000 | standin report learned.csv - --holdout kept.csv --json",
			"as JSON, at the end of a pipe",
		],
	],
	async run({ arguments: [real, synthetic = STREAM], options }, terminal) {
		if (real === undefined)
			throw new OptionError("standin report needs the real table: standin report REAL SYNTHETIC.", {});
		const { holdout, target, seed, out, format: named, constraints } = options.Options as Settings;
		const format = named ?? (terminal.json && out === undefined ? "json" : formatOf({ out }, FORMATS));
		const output = outputOf(out, true, terminal);
		const read = (path: string) => readInput(path, options["Reading the tables"]!, terminal);
		const { signal } = terminal;
		const bar = progressBar(terminal);
		try {
			const tables = {
				real: await read(real),
				synthetic: await read(synthetic),
				...(holdout && { holdout: await read(holdout) }),
			};
			const name = nameOf(real);
			const found = await compare({
				...tables,
				...(target !== undefined && { target }),
				...(seed !== undefined && { seed }),
				...flattened({ ...(constraints && { constraints }) }),
				provenance: { ...(name && { table: name }), date: new Date().toISOString(), version: VERSION },
				signal,
				onProgress: bar.show,
			});
			await writePieces(output, [await write(found, format)], terminal);
			bar.clear();
			const mend = found.checklist.filter(({ verdict }) => verdict === "mend");
			if (!holdout) {
				say(
					terminal,
					"Without --holdout no attack was tried: that nothing must be mended says little. Split the table by fit --holdout 0.2 --holdout-out FILE --training-out FILE.",
				);
			}
			for (const { item, sentence } of mend) {
				say(terminal, `${styled("red", "must be mended", terminal.stderr, terminal.env)}: ${item}. ${sentence}`);
			}
			return mend.length > 0 ? MEND : undefined;
		} finally {
			bar.clear();
		}
	},
};

interface Settings {
	readonly holdout?: string;
	readonly target?: string;
	readonly seed?: number | string;
	readonly out?: string;
	readonly format?: (typeof FORMATS)[number];
	readonly constraints?: unknown[];
}
