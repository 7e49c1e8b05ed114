/** Checks calls: distributions, functions, and the forms with labelled arguments. */
import { DISTRIBUTIONS } from "./distributions";
import type { Argument, Call } from "./expression";
import { ALIASES, DATE_PARTS, FOLDS, FUNCTIONS } from "./functions";
import { suggestion } from "./source";
import { constant, type Term, type ValueType } from "./term";
import { describeType, listed, type Typed, type Typing } from "./typing";

/** Forms that are neither a distribution nor a plain function. */
const FORMS: Readonly<Record<string, (checker: Typing, call: Call) => Typed>> = {
	category: checkCategory,
	match: checkMatch,
	cut: checkCut,
	coalesce: checkCoalesce,
	ismissing: checkIsMissing,
	date: checkDate,
	row: (checker, call) => {
		positional(checker, call, 0, 0);
		return { term: { operation: "row", args: [], at: call.at }, type: { kind: "number", integer: true } };
	},
	id: checkId,
};

/** Every name that can be called, for suggestions and documentation. */
export const CALLABLE: readonly string[] = [
	...["if"],
	...Object.keys(FORMS),
	...Object.keys(DISTRIBUTIONS),
	...Object.keys(FUNCTIONS),
	...Object.keys(FOLDS),
	...Object.keys(DATE_PARTS),
];

export function checkCall(checker: Typing, call: Call): Typed {
	const name = Object.hasOwn(ALIASES, call.name) ? ALIASES[call.name]! : call.name;
	if (Object.hasOwn(DISTRIBUTIONS, name)) return checkDraw(checker, call, name);
	if (Object.hasOwn(FUNCTIONS, name)) return checkFunction(checker, call, name);
	if (Object.hasOwn(FOLDS, name)) return checkFold(checker, call, name);
	if (Object.hasOwn(DATE_PARTS, name)) return checkDatePart(checker, call, name);
	if (Object.hasOwn(FORMS, name)) return FORMS[name]!(checker, call);
	throw checker.fault(
		call.at,
		`There is no function or distribution called "${call.name}".${suggestion(call.name, [...CALLABLE, ...Object.keys(ALIASES)])}`,
	);
}

/** Refuses labels and a wrong number of arguments. */
function positional(checker: Typing, call: Call, fewest: number, most: number): readonly Argument[] {
	const labelled = call.args.find((argument) => argument.label !== undefined);
	if (labelled) throw checker.fault(labelled.labelAt!, `${call.name} takes no labelled arguments.`);
	if (call.args.length < fewest || call.args.length > most) {
		const count =
			fewest === most ? `${fewest}` : most === Number.POSITIVE_INFINITY ? `at least ${fewest}` : `${fewest} to ${most}`;
		throw checker.fault(
			call.at,
			`${call.name} takes ${count} argument${count === "1" ? "" : "s"}, not ${call.args.length}.`,
		);
	}
	return call.args;
}

/** Arguments in the order of `parameters`: by position first, then by label, then the defaults of the last ones. */
function arrange(
	checker: Typing,
	call: Call,
	parameters: readonly string[],
	defaults: readonly number[] = [],
): (Argument | number)[] {
	const signature = `${call.name}(${parameters.join(", ")})`;
	const slots: (Argument | number | undefined)[] = parameters.map(
		(_, i) => defaults[i - (parameters.length - defaults.length)],
	);
	const filled = new Set<number>();
	for (const [position, argument] of call.args.entries()) {
		const i = argument.label === undefined ? position : parameters.indexOf(argument.label);
		if (i < 0)
			throw checker.fault(
				argument.labelAt!,
				`${signature} has no parameter "${argument.label}".${suggestion(argument.label!, parameters)}`,
			);
		if (i >= parameters.length)
			throw checker.fault(argument.value.at, `This is one argument more than ${signature} takes.`);
		if (filled.has(i)) throw checker.fault(argument.labelAt ?? argument.value.at, `"${parameters[i]}" is given twice.`);
		filled.add(i);
		slots[i] = argument;
	}
	const absent = slots.indexOf(undefined);
	if (absent >= 0) throw checker.fault(call.at, `${signature} needs its argument "${parameters[absent]}".`);
	return slots as (Argument | number)[];
}

function checkDraw(checker: Typing, call: Call, name: string): Typed {
	const distribution = DISTRIBUTIONS[name]!;
	const args = arrange(checker, call, distribution.parameters, distribution.defaults).map((argument) =>
		typeof argument === "number"
			? constant(argument, call.at)
			: checker.number(argument.value, `A parameter of ${name}`).term,
	);
	if (args.every((arg) => arg.operation === "constant")) {
		const [a, b, c, d] = args.map((arg) => arg.value!);
		const known = args.every((arg) => !Number.isNaN(arg.value));
		if (known && !distribution.valid(a ?? 0, b ?? 0, c ?? 0, d ?? 0))
			throw checker.fault(
				call.at,
				`${name}(${args.map((arg) => arg.value).join(", ")}) does not exist; it needs ${distribution.requires}.`,
			);
	}
	const { result } = distribution;
	return {
		term: { operation: "draw", args, at: call.at, name, value: checker.takeDraws(1) },
		type: result === "boolean" ? { kind: "boolean" } : { kind: "number", integer: result === "integer" },
	};
}

function checkFunction(checker: Typing, call: Call, name: string): Typed {
	const { parameters, defaults, integer, dates } = FUNCTIONS[name]!;
	const given = arrange(checker, call, parameters, defaults);
	if (dates === "keep") {
		const values = given.map((argument) =>
			typeof argument === "number"
				? { term: constant(argument, call.at), type: { kind: "number" } as ValueType, at: call.at }
				: { ...checker.check(argument.value), at: argument.value.at },
		);
		if (values.some(({ type }) => type.kind === "datetime")) {
			const { terms, type } = checker.unifyTyped(values, `the arguments of ${name}`);
			return { term: checker.make("function", terms, call.at, { name }), type };
		}
		for (const { type, at } of values) checker.requireNumber(type, at, name);
		const { terms, type } = checker.unifyTyped(values, `the arguments of ${name}`);
		const whole = type.kind === "number" && type.integer === true;
		return { term: checker.make("function", terms, call.at, { name }), type: { kind: "number", integer: whole } };
	}
	const args = given.map((argument) =>
		typeof argument === "number"
			? { term: constant(argument, call.at), type: { kind: "number" as const, integer: true } }
			: checker.number(argument.value, name),
	);
	const term = checker.make(
		"function",
		args.map((arg) => arg.term),
		call.at,
		{ name },
	);
	if (name === "round") {
		const digits = args[1]!.term;
		const decimals = digits.operation === "constant" && digits.value! >= 0 ? digits.value! : undefined;
		return { term, type: { kind: "number", integer: decimals === 0, ...(decimals === undefined ? {} : { decimals }) } };
	}
	const keepsWhole = name === "abs" || name === "relu";
	return {
		term,
		type: { kind: "number", integer: integer === true || (keepsWhole && args[0]!.type.integer === true) },
	};
}

function checkFold(checker: Typing, call: Call, name: string): Typed {
	const args = positional(checker, call, 1, Number.POSITIVE_INFINITY);
	const values = args.map((argument) => ({ ...checker.check(argument.value), at: argument.value.at }));
	const ordered = name === "min" || name === "max";
	if (!ordered || !values.some(({ type }) => type.kind === "datetime"))
		for (const { type, at } of values) checker.requireNumber(type, at, name);
	const { terms, type } = checker.unifyTyped(values, `the arguments of ${name}`);
	const result: ValueType =
		type.kind === "datetime"
			? type
			: {
					kind: "number",
					integer: name !== "mean" && (type.kind === "boolean" || (type.kind === "number" && type.integer === true)),
				};
	return { term: checker.make("fold", terms, call.at, { name }), type: result };
}

function checkDatePart(checker: Typing, call: Call, name: string): Typed {
	const [argument] = positional(checker, call, 1, 1);
	const { term, type } = checker.check(argument!.value);
	if (type.kind !== "datetime")
		throw checker.fault(argument!.value.at, `${name} is taken of a date, and this is ${describeType(type)}.`);
	return { term: checker.make("datepart", [term], call.at, { name }), type: { kind: "number", integer: true } };
}

function checkCategory(checker: Typing, call: Call): Typed {
	if (call.args.length === 0)
		throw checker.fault(call.at, "A category needs levels: category(Female: 0.5, Male: 0.5).");
	const levels = new Set<string>();
	const weights: Term[] = [];
	for (const { label, labelAt, value } of call.args) {
		if (label === undefined && value.type !== "text")
			throw checker.fault(
				value.at,
				"A level is written with its weight, Female: 0.5, or in quotes where all weigh the same.",
			);
		const level = label ?? (value as { value: string }).value;
		if (levels.has(level)) throw checker.fault(labelAt ?? value.at, `The level "${level}" is there twice.`);
		levels.add(level);
		weights.push(label === undefined ? constant(1, value.at) : checker.number(value, "A weight").term);
	}
	const negative = weights.find((weight) => weight.operation === "constant" && weight.value! < 0);
	if (negative) throw checker.fault(negative.at, "A weight cannot be negative.");
	if (weights.every((weight) => weight.operation === "constant" && weight.value === 0))
		throw checker.fault(call.at, "At least one weight must be above 0.");
	const value = checker.takeDraws(levels.size);
	const term: Term = { operation: "category", args: weights, at: call.at, value };
	return { term, type: { kind: "category", levels: [...levels] } };
}

function checkMatch(checker: Typing, call: Call): Typed {
	const [subject, ...cases] = call.args;
	if (!subject || subject.label !== undefined || cases.length === 0)
		throw checker.fault(
			call.at,
			"match takes a category and a value for each level: match(sex, Female: 1, Male: 2, else: 0).",
		);
	const { term, type } = checker.check(subject.value);
	if (type.kind !== "category" || type.literal)
		throw checker.fault(subject.value.at, `match looks at a category, and this is ${describeType(type)}.`);
	const known = new Set(type.levels);
	const branch = new Map<string, number>();
	for (const [i, { label, labelAt, value }] of cases.entries()) {
		if (label === undefined)
			throw checker.fault(value.at, "Each case of match is labelled with its level, the last perhaps with else.");
		if (label !== "else" && !known.has(label))
			throw checker.fault(
				labelAt!,
				`There is no level "${label}"; there are ${listed(type.levels)}.${suggestion(label, type.levels)}`,
			);
		if (branch.has(label)) throw checker.fault(labelAt!, `The level "${label}" has two cases.`);
		branch.set(label, i + 1);
	}
	const uncovered = type.levels.filter((level) => !branch.has(level));
	if (uncovered.length > 0 && !branch.has("else"))
		throw checker.fault(call.at, `match has no case for ${listed(uncovered)}; add it, or else: …`);
	const unified = checker.unify(
		cases.map(({ value }) => value),
		"the values of match",
	);
	const table = type.levels.map((level) => branch.get(level) ?? branch.get("else")!);
	return { term: { operation: "match", args: [term, ...unified.terms], at: call.at, table }, type: unified.type };
}

function checkCut(checker: Typing, call: Call): Typed {
	const args = positional(checker, call, 4, Number.POSITIVE_INFINITY);
	const shape =
		'cut takes a number, then levels with the bounds between them: cut(age, "child", 18, "adult", 65, "senior").';
	if (args.length % 2 !== 0) throw checker.fault(call.at, shape);
	const levels = new Set<string>();
	const terms = [checker.number(args[0]!.value, "cut").term];
	for (const [i, { value }] of args.slice(1).entries()) {
		if (i % 2 === 1) terms.push(checker.number(value, "A bound of cut").term);
		else if (value.type === "text" && !levels.has(value.value)) levels.add(value.value);
		else throw checker.fault(value.at, value.type === "text" ? `The level "${value.value}" is there twice.` : shape);
	}
	for (let i = 2; i < terms.length; i++) {
		const [low, high] = [terms[i - 1]!, terms[i]!];
		if (low.operation === "constant" && high.operation === "constant" && low.value! >= high.value!)
			throw checker.fault(high.at, "The bounds of cut must ascend.");
	}
	return { term: checker.make("cut", terms, call.at), type: { kind: "category", levels: [...levels] } };
}

function checkCoalesce(checker: Typing, call: Call): Typed {
	const args = positional(checker, call, 2, Number.POSITIVE_INFINITY);
	const { terms, type } = checker.unify(
		args.map(({ value }) => value),
		"the arguments of coalesce",
	);
	return { term: checker.make("coalesce", terms, call.at), type };
}

function checkIsMissing(checker: Typing, call: Call): Typed {
	const [argument] = positional(checker, call, 1, 1);
	return { term: checker.make("ismissing", [checker.check(argument!.value).term], call.at), type: { kind: "boolean" } };
}

function checkDate(checker: Typing, call: Call): Typed {
	const [argument] = positional(checker, call, 1, 1);
	if (argument!.value.type !== "text")
		throw checker.fault(argument!.value.at, 'A date is written as text: date("2024-01-31").');
	return checker.date(argument!.value.value, argument!.value.at);
}

const ID_DIGITS = 6;

/** `id("P", 5)`: the row's number behind a prefix, P00001. */
function checkId(checker: Typing, call: Call): Typed {
	const [prefix, digits] = positional(checker, call, 0, 2);
	if (prefix && prefix.value.type !== "text")
		throw checker.fault(prefix.value.at, 'The prefix of id is a text: id("P", 5).');
	if (digits && digits.value.type !== "number")
		throw checker.fault(digits.value.at, 'The number of digits of id is a number: id("P", 5).');
	const text = prefix?.value.type === "text" ? prefix.value.value.replaceAll("#", "") : "";
	const count = digits?.value.type === "number" ? Math.min(Math.max(1, Math.round(digits.value.value)), 20) : ID_DIGITS;
	return {
		term: { operation: "row", args: [], at: call.at },
		type: { kind: "id", format: `${text}${"#".repeat(count)}` },
	};
}
