import { placeholder, typedName } from "./arguments";
import { COMMON } from "./call-options";
import type { Command, CommandOption, OptionGroups } from "./command";
import { EXIT_CODES } from "./exit-codes";

/** Characters a line, where a terminal does not say. */
export const WIDTH = 100;

/** `text` in lines of at most `width` characters, all but the first indented. */
function wrapped(text: string, indent: number, width: number): string {
	const lines = [""];
	for (const word of text.split(" ")) {
		const line = lines.at(-1)!;
		if (line !== "" && indent + line.length + 1 + word.length > width) lines.push(word);
		else lines[lines.length - 1] = line === "" ? word : `${line} ${word}`;
	}
	return lines.join(`\n${" ".repeat(indent)}`);
}

type Bold = (text: string) => string;

const COLUMN = 26;

function optionLine(name: string, option: CommandOption, width: number): string {
	const value = placeholder(option);
	const left = `  ${option.letter ? `-${option.letter}, ` : "    "}--${typedName(name)}${value && ` ${value}`}`;
	const help = wrapped(option.help, COLUMN, width);
	return left.length < COLUMN - 1 ? `${left.padEnd(COLUMN)}${help}` : `${left}\n${" ".repeat(COLUMN)}${help}`;
}

function optionLines(groups: OptionGroups, width: number, bold: Bold): string[] {
	return Object.entries(groups)
		.filter(([, options]) => Object.keys(options).length > 0)
		.map(([title, options]) =>
			[bold(title), ...Object.entries(options).map(([name, option]) => optionLine(name, option, width))].join("\n"),
		);
}

function exampleLines(examples: Command["examples"], bold: Bold): string {
	return [bold("Examples"), ...examples.map(([line, does]) => `  ${line}\n      ${does}`)].join("\n");
}

/** Help of one command. */
export function commandHelp(
	name: string,
	command: Command,
	groups: OptionGroups,
	width = WIDTH,
	bold: Bold = (t) => t,
): string {
	const usage = `  standin ${name} ${[...command.arguments, "[options]"].join(" ")}`;
	return `${[
		`${bold(`standin ${name}`)}: ${wrapped(command.summary, 0, width)}`,
		...(command.details ? [wrapped(command.details, 0, width)] : []),
		[bold("Usage"), usage].join("\n"),
		exampleLines(command.examples, bold),
		...optionLines({ ...groups, "Common options": COMMON }, width, bold),
	].join("\n\n")}\n`;
}

/** Help of the command line as a whole. */
export function generalHelp(commands: Readonly<Record<string, Command>>, width = WIDTH, bold: Bold = (t) => t): string {
	const listed = Object.entries(commands).map(
		([name, { summary }]) => `  ${name.padEnd(12)}${wrapped(summary, 14, width)}`,
	);
	const codes = Object.entries(EXIT_CODES).map(([code, means]) => `  ${code.padStart(3)}  ${wrapped(means, 7, width)}`);
	return `${[
		`${bold("standin")}: synthetic tables from sensitive ones, on this machine alone; it makes no request.`,
		[bold("Usage"), "  standin COMMAND [arguments] [options]", "  standin COMMAND --help"].join("\n"),
		[bold("Commands"), ...listed].join("\n"),
		exampleLines(
			[
				[
					"standin fit visits.csv | standin sample - --rows 1000 | standin report visits.csv -",
					"learns, samples, reports, in a pipe",
				],
				["standin prior mixture --tables 100 --rows 512 --seed 1 -o tables.parquet", "tables to pretrain on"],
			],
			bold,
		),
		'A file called "-" is standard input or output. Tables are read as CSV, JSON, JSON lines, Parquet, Arrow or Excel, told from their content.',
		[bold("Exit codes"), ...codes].join("\n"),
		`${bold("Common options")}\n${Object.entries(COMMON)
			.map(([name, option]) => optionLine(name, option, width))
			.join("\n")}\n      --version           Show the version.`,
	].join("\n\n")}\n`;
}
