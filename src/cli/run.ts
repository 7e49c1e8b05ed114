import { choose } from "../options/choose";
import { VERSION } from "../page/version";
import { readArguments, typedName } from "./arguments";
import { COMMON } from "./call-options";
import type { Command } from "./command";
import { commands } from "./commands";
import { exitCodeOf, problemText } from "./exit-codes";
import { commandHelp, generalHelp, WIDTH } from "./help";
import { refuseOverwriting } from "./overwriting";
import { showsColour, styled, type Terminal, writeTo } from "./terminal";

const has = (typed: readonly string[], ...words: string[]) => typed.some((word) => words.includes(word));

/** A message with the option that it offers as a remedy written as the command line has it. */
function asTyped(message: string, error: unknown): string {
	const { remedy = {} } = (error as { details?: { remedy?: object } }).details ?? {};
	return Object.keys(remedy).reduce(
		(text, name) => text.replaceAll(`set "${name}" to`, `give --${typedName(name)}`),
		message,
	);
}

/** Says what went wrong: a sentence for people, JSON for programs. */
function sayError(error: unknown, exitCode: number, { stderr, env, json }: Terminal): void {
	// Whoever read the output has gone, and knows.
	if (exitCode === 141) return;
	const message = asTyped(problemText(error), error);
	const { code, details } = error as { code?: unknown; details?: unknown };
	if (json) stderr.write(`${JSON.stringify({ error: { message, code, details, exitCode } })}\n`);
	else stderr.write(`${styled("red", "standin:", stderr, env)} ${message}\n`);
}

/** Runs what was typed; resolves to the exit code. Never rejects. */
export async function run(typed: readonly string[], given: Omit<Terminal, "json" | "quiet">): Promise<number> {
	const [name, ...rest] = typed;
	const terminal: Terminal = { ...given, json: has(rest, "--json"), quiet: has(rest, "--quiet", "-q") };
	const { stdout, env } = terminal;
	const bold = (text: string) => styled("bold", text, stdout, env);
	const width = showsColour(stdout, env) ? Math.min(stdout.columns ?? WIDTH, 120) : WIDTH;
	try {
		if (has(typed.slice(0, 1), "--version", "-V")) {
			await writeTo(stdout, `${VERSION}\n`);
			return 0;
		}
		if (name === undefined || has(typed.slice(0, 1), "--help", "-h", "help")) {
			const of = name === "help" ? rest[0] : undefined;
			if (of !== undefined) return await run([of, "--help"], given);
			await writeTo(name === undefined ? given.stderr : stdout, generalHelp(commands, width, bold));
			return name === undefined ? 2 : 0;
		}
		const command = choose<Command>(commands, "command", name);
		const groups = command.options(rest);
		if (has(rest, "--help", "-h")) {
			await writeTo(stdout, commandHelp(name, command, groups, width, bold));
			return 0;
		}
		const most = command.arguments.length;
		const asked = readArguments(name, rest, { ...groups, "Common options": COMMON }, most);
		await refuseOverwriting(command, groups, asked);
		return (await command.run(asked, terminal)) ?? 0;
	} catch (error) {
		const reason = terminal.signal.aborted ? terminal.signal.reason : error;
		const exitCode = exitCodeOf(reason);
		sayError(reason, exitCode, terminal);
		return exitCode;
	}
}
