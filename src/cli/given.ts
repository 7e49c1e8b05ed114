import { type Given, OptionError } from "../index";
import type { CommandOption } from "./command";

/** Reads `COLUMN=value`, `COLUMN=low..high`, or JSON as `sample` takes it. */
function readCondition(text: string): Given {
	if (/^\s*\{/.test(text)) return JSON.parse(text);
	const at = text.indexOf("=");
	if (at < 1)
		throw new OptionError(`“${text}” is no condition: write COLUMN=VALUE, COLUMN=LOW..HIGH, or JSON.`, { value: text });
	const value = text.slice(at + 1);
	const range = /^(\S*?)\.\.(\S*)$/.exec(value);
	if (!range || (range[1] === "" && range[2] === "")) return { [text.slice(0, at)]: value };
	const bound = (name: "min" | "max", part: string) =>
		part === "" ? {} : { [name]: Number.isFinite(Number(part)) ? Number(part) : part };
	return { [text.slice(0, at)]: { ...bound("min", range[1]!), ...bound("max", range[2]!) } };
}

export const GIVEN: CommandOption = {
	accepts: { type: "object" },
	read: readCondition,
	repeated: true,
	value: "COLUMN=VALUE",
	help: "A value, or a range LOW..HIGH, that every row takes. May be repeated; or JSON.",
};

/** All conditions as one. */
export function conditionsOf(given: unknown): Given | undefined {
	if (given === undefined) return undefined;
	const conditions = (given as Given[]).flatMap((one) => Object.entries(one));
	const names = conditions.map(([name]) => name);
	const twice = names.find((name, i) => names.indexOf(name) < i);
	if (twice !== undefined) {
		throw new OptionError(
			`--given names “${twice}” twice; give one condition a column: a value, or a range such as ${twice}=LOW..HIGH.`,
			{ option: "given", column: twice },
		);
	}
	// Not by assignment: a column may be called "__proto__".
	return Object.fromEntries(conditions);
}
