import type { Accepts } from "../options/option";
import type { Terminal } from "./terminal";

/** One option of a command: what it takes and what its help says. Its name is written `--with-hyphens`. */
export interface CommandOption {
	readonly accepts: Accepts;
	/** One or two sentences for `--help`. */
	readonly help: string;
	/** What stands for its value in the help, e.g. FILE. Default: by what it accepts. */
	readonly value?: string;
	/** Letter by which it may be given too. */
	readonly letter?: string;
	/** Reads one text of it where `readOption` would not do. Where the option is repeated it is called for each. */
	readonly read?: (text: string) => unknown;
	/** Whether it may be given several times: its value is then the list of what was given. */
	readonly repeated?: boolean;
	readonly required?: boolean;
	/** Where its value names a file: whether that is read or written. */
	readonly file?: "read" | "written";
}

/** Options under the heading that the help gives them. */
export type OptionGroups = Readonly<Record<string, Readonly<Record<string, CommandOption>>>>;

/** What a person typed behind a command, read and checked. */
export interface Given {
	/** What is no option, in order. */
	readonly arguments: readonly string[];
	/** By group, then by name; what was not given is absent. */
	readonly options: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/** A command of the command line, as data for its help, its completion and the reading of its options. */
export interface Command {
	/** One sentence. */
	readonly summary: string;
	/** Further sentences for its own help. */
	readonly details?: string;
	/** What stands behind its name, as the help writes it: upper-case words, in brackets where they may be left out. */
	readonly arguments: readonly string[];
	/** Whether these name no files to read. */
	readonly names?: boolean;
	/** Its options; those of a method depend on what else was typed. */
	options(typed: readonly string[]): OptionGroups;
	/** Lines to copy, each with what it does. */
	readonly examples: readonly (readonly [line: string, does: string])[];
	/** Does the work; resolves to the exit code where that is not 0. */
	run(given: Given, terminal: Terminal): Promise<number | undefined>;
}
