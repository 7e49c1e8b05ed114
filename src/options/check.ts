import { OptionError } from "../errors";
import { choose, show } from "./choose";
import { type Accepts, defaultsOf, type NumberAccepted, type Options, type Values } from "./option";

const listed = (words: readonly string[]) =>
	words.map((word, i) => (i === 0 ? "" : i === words.length - 1 ? " or " : ", ") + JSON.stringify(word)).join("");

function describeNumber({ min, max, above, whole, auto }: NumberAccepted): string {
	const low = above !== undefined ? `above ${above}` : min !== undefined ? `of at least ${min}` : "";
	const high = max !== undefined ? `of at most ${max}` : "";
	const bounds =
		min !== undefined && max !== undefined ? `from ${min} to ${max}` : [low, high].filter(Boolean).join(" and ");
	const automatic = auto === undefined ? "" : `, or ${JSON.stringify(auto)} to follow from the data`;
	return `${whole ? "a whole number" : "a finite number"}${bounds && ` ${bounds}`}${automatic}`;
}

/** What is accepted, in words that follow "it must be". */
export function describeAccepted(accepts: Accepts): string {
	switch (accepts.type) {
		case "number":
			return describeNumber(accepts);
		case "numbers":
			return `a list of ${accepts.most === undefined ? "" : `at most ${accepts.most} `}numbers, each ${describeNumber(accepts.each)}`;
		case "text":
			return "a text";
		case "boolean":
			return "true or false";
		case "choice":
			return listed(accepts.choices);
		case "choices":
			return `a list of at least one of ${listed(accepts.choices)}`;
		case "weights":
			return "an object of numbers of at least 0 by name, not all 0";
		case "object":
			return "an object";
		case "texts":
			return "a list of texts";
		case "list":
			return "a list";
		case "seed":
			return "a finite number or a text";
		case "url":
			return "a text or a URL";
		case "signal":
			return "an AbortSignal";
		case "function":
			return "a function";
		case "any":
			return "anything";
	}
}

const isObject = (value: unknown): value is object =>
	typeof value === "object" && value !== null && !Array.isArray(value);

function isAcceptedNumber(value: unknown, { min, max, above, whole, auto }: NumberAccepted): boolean {
	if (auto !== undefined && value === auto) return true;
	if (typeof value !== "number" || !Number.isFinite(value) || (whole && !Number.isSafeInteger(value))) return false;
	return value >= (min ?? value) && value <= (max ?? value) && (above === undefined || value > above);
}

/** Whether `value` may stand where `accepts` says what may. */
export function isAccepted(value: unknown, accepts: Accepts): boolean {
	switch (accepts.type) {
		case "number":
			return isAcceptedNumber(value, accepts);
		case "numbers":
			return (
				Array.isArray(value) &&
				value.length > 0 &&
				value.length <= (accepts.most ?? value.length) &&
				[...value].every((one) => isAcceptedNumber(one, accepts.each))
			);
		case "text":
			return typeof value === "string";
		case "boolean":
			return typeof value === "boolean";
		case "choice":
			return accepts.choices.includes(value as string);
		case "choices":
			return Array.isArray(value) && value.length > 0 && [...value].every((one) => accepts.choices.includes(one));
		case "weights": {
			if (!isObject(value)) return false;
			const weights = Object.values(value);
			return weights.every((w) => isAcceptedNumber(w, { type: "number", min: 0 })) && weights.some((w) => w > 0);
		}
		case "object":
			return isObject(value);
		case "texts":
			// Spread, for `every` passes over holes.
			return Array.isArray(value) && [...value].every((one) => typeof one === "string");
		case "list":
			return Array.isArray(value);
		case "seed":
			return typeof value === "string" || (typeof value === "number" && Number.isFinite(value));
		case "url":
			return typeof value === "string" || value instanceof URL;
		case "signal":
			return isObject(value) && "aborted" in value && "addEventListener" in value;
		case "function":
			return typeof value === "function";
		case "any":
			return true;
	}
}

/**
 * Refuses a bag of options that holds an unknown name, or a value that is not accepted. `undefined` stands for an
 * option that was left out, and for a bag that was.
 *
 * @param of whose options they are, e.g. `parseCsv` or `"tabddpm"`.
 * @throws OptionError naming the option, its value and what would do.
 */
export function checkOptions(of: string, given: unknown, accepted: Readonly<Record<string, Accepts>>): void {
	if (given === undefined) return;
	if (!isObject(given)) {
		throw new OptionError(`The options of ${of} are an object, not ${show(given)}.`, { value: given });
	}
	for (const [option, value] of Object.entries(given)) {
		const accepts = choose(accepted, `option of ${of}`, option);
		if (value === undefined || isAccepted(value, accepts)) continue;
		const standard = "default" in accepts ? ` Its default is ${show(accepts.default)}.` : "";
		throw new OptionError(
			`The option ${option} of ${of} is ${show(value)}; it must be ${describeAccepted(accepts)}.${standard}`,
			{ option, value },
		);
	}
}

/**
 * `given` over the defaults of `options`, all present.
 *
 * @throws OptionError as `checkOptions`.
 */
export function completeOptions<O extends Options>(of: string, given: unknown, options: O): Values<O> {
	checkOptions(of, given, options);
	const said = Object.entries(given ?? {}).filter(([, value]) => value !== undefined);
	return { ...defaultsOf(options), ...Object.fromEntries(said) } as Values<O>;
}

/** Refuses an argument called `name` that is not accepted; gives it back otherwise. */
export function checkArgument<T>(name: string, value: T, accepts: Accepts): T {
	if (isAccepted(value, accepts)) return value;
	throw new OptionError(`${name} is ${show(value)}; it must be ${describeAccepted(accepts)}.`, { option: name, value });
}

/** A whole number of at least `least`. */
export function checkCount(name: string, value: unknown, least = 1): number {
	return checkArgument(name, value, { type: "number", whole: true, min: least }) as number;
}
