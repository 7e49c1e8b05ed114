/** Options of generators, priors and calls, made of the data that describes them: new ones appear by themselves. */
import type { Accepts, Options } from "../options/option";
import { optionText } from "../options/read-option";
import type { CommandOption } from "./command";

/** Options of a generator or prior, with their help. */
export function optionsOfMethod(options: Options): Record<string, CommandOption> {
	return Object.fromEntries(
		Object.entries(options).map(([name, option]): [string, CommandOption] => {
			const { help, default: standard } = option;
			const automatic = option.type === "number" && option.auto !== undefined && option.auto === standard;
			const said = automatic ? "from the data" : optionText(standard);
			return [name, { accepts: option, help: `${help} Default: ${said}.` }];
		}),
	);
}

const isJson = (text: string) => /^\s*[[{]/.test(text);

/** One text of a list: JSON where it looks so, else a text; `[…]` is a list of several. */
function readItem(text: string): unknown {
	return isJson(text) ? JSON.parse(text) : text;
}

/** "false" and "null" as such, and all else as text. */
function readAny(text: string): unknown {
	return text === "false" ? false : text === "null" ? null : text;
}

/** What only programs can give. */
const OF_PROGRAMS: readonly Accepts["type"][] = ["signal", "function", "url"];

/**
 * Options of a call of the library, by what each accepts.
 *
 * @param help what each does, by name; of the others, the help says where to read on.
 * @param without those that the command has no use for.
 */
export function optionsOfCall(
	accepted: Readonly<Record<string, Accepts>>,
	help: Readonly<Record<string, string>>,
	without: readonly string[] = [],
): Record<string, CommandOption> {
	return Object.fromEntries(
		Object.entries(accepted)
			.filter(([name, { type }]) => !OF_PROGRAMS.includes(type) && !without.includes(name))
			.map(([name, accepts]): [string, CommandOption] => {
				const says = help[name] ?? `See “${name}” in the documentation.`;
				if (accepts.type === "list") {
					return [name, { accepts, help: says, read: readItem, repeated: true, value: "TEXT|JSON" }];
				}
				if (accepts.type === "any") return [name, { accepts, help: says, read: readAny, value: "TEXT" }];
				return [name, { accepts, help: says }];
			}),
	);
}

/** Repeated lists as one: `["a"]` and `"b"` are `["a", "b"]`. */
export function flattened(given: Readonly<Record<string, unknown>>): Record<string, unknown> {
	return Object.fromEntries(
		Object.entries(given).map(([name, value]) => [name, Array.isArray(value) ? value.flat() : value]),
	);
}
