import { OptionError } from "../errors";
import { checkArgument, describeAccepted, isAccepted } from "./check";
import { show } from "./choose";
import type { Accepts } from "./option";

/** "1,024" and "1 024" as a number, "auto" where that is accepted; NaN for what is neither. */
function readNumber(text: string, auto: unknown): number | string {
	const plain = text.replaceAll(/[\s,_]/g, "");
	return plain === auto ? plain : plain === "" ? Number.NaN : Number(plain);
}

/** What may hold spaces is separated by commas, semicolons or line ends. */
const lines = (text: string) =>
	text
		.split(/[,;\n]/)
		.map((part) => part.trim())
		.filter((part) => part !== "");

function parsed(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}

const parts = (text: string) => text.split(/[\s,;]+/).filter((part) => part !== "");

function valueFrom(text: string, accepts: Accepts): unknown {
	switch (accepts.type) {
		case "number":
			return readNumber(text, accepts.auto);
		case "numbers":
			return parts(text).map(Number);
		case "boolean":
			return { true: true, yes: true, false: false, no: false }[text.trim().toLowerCase()];
		case "choice":
			return text.trim();
		case "choices":
			return parts(text);
		case "list":
			if (!text.trim().startsWith("[")) return lines(text);
			return parsed(text);
		case "weights":
		case "object":
			return parsed(text);
		default:
			return text;
	}
}

/**
 * The value of an option from what a person typed, in a form or on a command line: lists separated by commas or spaces,
 * by commas alone where items may hold spaces; objects as JSON.
 *
 * @throws OptionError with a sentence for that person.
 */
export function readOption(text: string, accepts: Accepts): unknown {
	checkArgument("text", text, { type: "text" });
	const value = valueFrom(text, accepts);
	if (value !== undefined && isAccepted(value, accepts)) return value;
	throw new OptionError(`“${text}” cannot be used here: it must be ${describeAccepted(accepts)}.`, { value: text });
}

/** The text that `readOption` reads as `value`. */
export function optionText(value: unknown): string {
	try {
		if (Array.isArray(value)) return value.join(", ");
		return typeof value === "object" ? JSON.stringify(value) : String(value);
	} catch {
		return show(value);
	}
}
