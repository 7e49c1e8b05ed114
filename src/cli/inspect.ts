import { inspect as look, type TableInspection } from "../index";
import { OUT } from "./call-options";
import type { Command } from "./command";
import { outputOf, STREAM, writePieces } from "./files";
import { READ, readInput, warningsOf } from "./table-options";
import { progressBar } from "./terminal";

function treatmentText(treatment: unknown): string {
	return typeof treatment === "string" ? treatment : JSON.stringify(treatment);
}

/** Most characters of a column's name in a line; `--json` has all of them. */
const WIDEST_NAME = 60;

/** The findings as lines of text, a column each. */
function linesOf({ findings, subject, constraints }: TableInspection): string {
	const width = Math.min(WIDEST_NAME, Math.max(6, ...findings.map(({ column }) => column.length)));
	const cut = (name: string) => (name.length > WIDEST_NAME ? `${name.slice(0, WIDEST_NAME - 1)}…` : name);
	const lines = findings.map(
		({ column, what, identifies, treatment, evidence }) =>
			`${cut(column).padEnd(width)}  ${identifies === "no" ? "identifies nobody" : `${what}, identifies ${identifies}`}: ${treatmentText(treatment)}. ${evidence}`,
	);
	if (subject)
		lines.push("", `Whose each row is: ${subject.column}${subject.strong ? "" : " (not sure)"}. ${subject.reason}`);
	if (constraints.length > 0) lines.push("", ...constraints.map((found) => found.sentence));
	return `${lines.join("\n")}\n`;
}

export const inspect: Command = {
	summary: "Says what each column holds, whether it identifies people, and what fit does with it.",
	arguments: ["TABLE"],
	options: () => ({ Options: { out: OUT }, "Reading the table": READ }),
	examples: [
		["standin inspect visits.csv", "looks before learning"],
		["standin inspect visits.csv --json | jq '.findings[].what'", "for programs"],
	],
	async run({ arguments: [path = STREAM], options }, terminal) {
		const output = outputOf(options.Options!.out, true, terminal);
		const table = await readInput(path, options["Reading the table"]!, terminal);
		const bar = progressBar(terminal);
		try {
			const found = await look(table, { signal: terminal.signal, onProgress: bar.show });
			bar.clear();
			await writePieces(
				output,
				[terminal.json ? `${JSON.stringify({ ...found, ...warningsOf(table) }, null, 2)}\n` : linesOf(found)],
				terminal,
			);
			return undefined;
		} finally {
			bar.clear();
		}
	},
};
