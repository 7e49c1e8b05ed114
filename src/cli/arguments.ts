import { parseArgs } from "node:util";
import { OptionError } from "../index";
import { nearest } from "../options/choose";
import type { Accepts } from "../options/option";
import { readOption } from "../options/read-option";
import type { CommandOption, Given, OptionGroups } from "./command";

/** `learningRate` as a person types it: `learning-rate`. */
export const typedName = (name: string) => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

/** `learning-rate` as the library has it; names that are so already stay. */
const plainName = (typed: string) => typed.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());

const isFlag = ({ accepts, read }: CommandOption) => accepts.type === "boolean" && !read;

interface Found {
	readonly name: string;
	readonly text: string | undefined;
	readonly negated: boolean;
}

/** The option called `typed`, and whether it stands there as `--no-…`. */
function find(known: Readonly<Record<string, CommandOption>>, command: string, typed: string): [string, boolean] {
	const name = plainName(typed);
	if (Object.hasOwn(known, name)) return [name, false];
	const without = plainName(typed.replace(/^no-/, ""));
	if (typed.startsWith("no-") && Object.hasOwn(known, without)) return [without, true];
	const names = Object.keys(known).map((one) => `--${typedName(one)}`);
	const meant = nearest(`--${typed}`, names);
	throw new OptionError(
		`standin ${command} has no option --${typed}${meant ? `; did you mean ${meant}?` : "."} See: standin ${command} --help`,
		{ option: typed, names },
	);
}

function readText(name: string, option: CommandOption, { text, negated }: Found): unknown {
	const { accepts, read } = option;
	if (negated) {
		if (accepts.type === "boolean" || accepts.type === "any") return false;
		throw new OptionError(`--no-${typedName(name)} means nothing: leave --${typedName(name)} out.`, { option: name });
	}
	if (text === undefined) {
		if (isFlag(option)) return true;
		throw new OptionError(`--${typedName(name)} needs a value: --${typedName(name)} ${placeholder(option)}.`, {
			option: name,
		});
	}
	try {
		return read ? read(text) : readOption(text, accepts);
	} catch (error) {
		const { message, details } = error as OptionError;
		throw new OptionError(`--${typedName(name)}: ${message}`, { ...details, option: name }, error);
	}
}

/** What stands for an option's value in help and messages; nothing where it takes none. */
export function placeholder(option: CommandOption): string {
	if (option.value !== undefined) return option.value;
	return isFlag(option) ? "" : valueName(option.accepts);
}

function valueName(accepts: Accepts): string {
	switch (accepts.type) {
		case "number":
			return accepts.whole ? "N" : "NUMBER";
		case "numbers":
			return "N,N,…";
		case "boolean":
			return "true|false";
		case "choice":
			return accepts.choices.join("|");
		case "choices":
			return `${accepts.choices[0]},…`;
		case "weights":
		case "object":
		case "list":
			return "JSON";
		case "seed":
			return "SEED";
		default:
			return "TEXT";
	}
}

/**
 * Reads what was typed behind a command.
 *
 * @param most how many arguments that are no options it takes.
 * @throws OptionError for an option or a value that it does not take, with the nearest one that it does.
 */
export function readArguments(command: string, typed: readonly string[], groups: OptionGroups, most: number): Given {
	const known: Record<string, CommandOption> = Object.assign({}, ...Object.values(groups));
	const parsed = parseArgs({
		args: [...typed],
		options: Object.fromEntries(
			Object.entries(known).map(([name, option]) => [
				typedName(name),
				{
					type: isFlag(option) ? ("boolean" as const) : ("string" as const),
					...(option.letter && { short: option.letter }),
				},
			]),
		),
		allowPositionals: true,
		strict: false,
		tokens: true,
	});
	const values = new Map<string, unknown>();
	for (const token of parsed.tokens) {
		if (token.kind !== "option") continue;
		const [name, negated] = find(known, command, token.name);
		const option = known[name]!;
		const value = readText(name, option, { name, text: token.value, negated });
		const before = values.get(name);
		if (option.repeated) values.set(name, [...((before as unknown[]) ?? []), value]);
		else if (values.has(name))
			throw new OptionError(`--${typedName(name)} is given twice; give it once.`, { option: name });
		else values.set(name, value);
	}
	for (const [name, option] of Object.entries(known)) {
		if (option.required && !values.has(name)) {
			const wanted = `--${typedName(name)} ${placeholder(option)}`;
			throw new OptionError(`standin ${command} needs ${wanted}. See: standin ${command} --help`, { option: name });
		}
	}
	const extra = parsed.positionals[most];
	if (extra !== undefined) {
		throw new OptionError(`standin ${command} takes no argument “${extra}”. See: standin ${command} --help`, {
			value: extra,
		});
	}
	const options = Object.fromEntries(
		Object.entries(groups).map(([group, own]) => [
			group,
			Object.fromEntries(Object.keys(own).flatMap((name) => (values.has(name) ? [[name, values.get(name)]] : []))),
		]),
	);
	return { arguments: parsed.positionals, options };
}

/** The text given for one option, looked up before the others are known. */
export function textOf(typed: readonly string[], name: string, letter?: string): string | undefined {
	const at = typed.findIndex((word) => word === `--${name}` || (letter && word === `-${letter}`));
	if (at >= 0) return typed[at + 1];
	return typed.find((word) => word.startsWith(`--${name}=`))?.slice(name.length + 3);
}
