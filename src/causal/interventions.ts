/** What users may do to variables, translated to interventions on nodes. */
import { CausalModelError } from "../errors";
import { DATE_FORMAT, DATETIME_FORMAT } from "../expression/date";
import { suggestion } from "../expression/source";
import type { ValueType } from "../expression/term";
import { describeType, listed } from "../expression/typing";
import { show } from "../options/choose";
import { datetimeFormat } from "../table/datetime";
import { type CheckedVariable, checkVariables } from "./compile";
import { readDefinitions } from "./model-text";
import type { Intervention, Interventions } from "./scm";

/** A value a variable can be set to: a number, a level, true or false, a date (or its text), or null for missing. */
export type SetValue = number | string | boolean | Date | null;

/**
 * What is done to one variable. A plain value, or `set`, cuts it from its causes (hard intervention). `shift` and
 * `scale` move what it would have been; `expression` replaces its definition, with the same noise (soft).
 */
export type Action =
	| SetValue
	| { readonly set: SetValue }
	| { readonly shift: number }
	| { readonly scale: number }
	| { readonly expression: string };

/** Actions by variable. */
export type Actions = Readonly<Record<string, Action>>;

/** Interventions on nodes, and the variables with replaced definitions where there are any. */
export function applyActions(
	variables: ReadonlyMap<string, CheckedVariable>,
	actions: Actions,
): { variables: ReadonlyMap<string, CheckedVariable>; interventions: Interventions } {
	const interventions: Record<string, Intervention> = {};
	const replaced = new Map<string, string>();
	for (const [name, action] of Object.entries(actions)) {
		const variable = variables.get(name);
		if (!variable)
			throw new CausalModelError(
				`do names "${name}", which is not a variable of the model.${suggestion(name, variables.keys())}`,
				{
					unknown: name,
				},
			);
		if (action === null || typeof action !== "object" || action instanceof Date) {
			interventions[name] = { set: codedValue(name, variable.type, action) };
		} else if (Array.isArray(action)) {
			throw new CausalModelError(`do.${name} is a list; it must be a value or one of set, shift, scale, expression.`, {
				name,
			});
		} else if ("set" in action) interventions[name] = { set: codedValue(name, variable.type, action.set) };
		else if ("expression" in action) replaced.set(name, action.expression);
		else interventions[name] = moved(name, variable.type, action);
	}
	return { variables: replaced.size === 0 ? variables : replaceDefinitions(variables, replaced), interventions };
}

const DAY = 86_400_000;

function moved(name: string, type: ValueType, action: { shift: number } | { scale: number }): Intervention {
	const amount = "shift" in action ? action.shift : action.scale;
	if (typeof amount !== "number" || !Number.isFinite(amount))
		throw new CausalModelError(`do.${name} must be a value or one of set, shift, scale, expression.`, { name });
	if (type.kind === "number") return action;
	if (type.kind === "datetime" && "shift" in action) return { shift: amount * DAY };
	throw new CausalModelError(`"${name}" is ${describeType(type)} and cannot be shifted or scaled; set it.`, { name });
}

function codedValue(name: string, type: ValueType, value: SetValue): number {
	const wrong = (remedy: string) =>
		new CausalModelError(`"${name}" cannot be set to ${show(value)}: ${remedy}`, { name, value });
	if (value === null) return Number.NaN;
	if (typeof value === "symbol" || (typeof value === "object" && !(value instanceof Date)))
		throw wrong("it is a value.");
	switch (type.kind) {
		case "number":
			if (typeof value === "boolean") return value ? 1 : 0;
			if (typeof value === "number" && Number.isFinite(value)) {
				if (type.integer && !Number.isInteger(value)) throw wrong("it is a whole number.");
				return value;
			}
			throw wrong("it is a number. To replace its definition, write { expression: … }.");
		case "boolean":
			if (value === true || value === 1 || value === "true") return 1;
			if (value === false || value === 0 || value === "false") return 0;
			throw wrong("it is true or false.");
		case "category": {
			const code = type.levels.indexOf(String(value));
			if (code < 0) throw wrong(`its levels are ${listed(type.levels)}.${suggestion(String(value), type.levels)}`);
			return code;
		}
		case "datetime": {
			const ms =
				value instanceof Date
					? value.getTime()
					: Math.max(
							...[DATE_FORMAT, DATETIME_FORMAT].map(
								(format) => datetimeFormat(format).parse(String(value)) || -8.64e15,
							),
						);
			if (!(ms > -8.64e15)) throw wrong('it is a date, such as "2024-01-31".');
			return ms;
		}
		default:
			throw wrong(`it is ${describeType(type)}.`);
	}
}

/** Checks everything again with some definitions exchanged; a variable must keep its type. */
function replaceDefinitions(
	variables: ReadonlyMap<string, CheckedVariable>,
	replaced: ReadonlyMap<string, string>,
): ReadonlyMap<string, CheckedVariable> {
	const next = [...variables.values()].map((variable) => {
		const text = replaced.get(variable.name);
		if (text === undefined) return variable;
		const { value, source } = readDefinitions({ [variable.name]: text }).definitions[0]!;
		return { name: variable.name, value, source, ...(variable.hidden ? { hidden: true } : {}) };
	});
	const checked = checkVariables(next);
	for (const name of replaced.keys()) {
		const before = variables.get(name)!.type;
		const after = checked.get(name)!.type;
		const same =
			before.kind === "category" && after.kind === "category"
				? before.levels.length === after.levels.length && before.levels.every((level, i) => level === after.levels[i])
				: before.kind === after.kind || (before.kind === "number" && after.kind === "boolean");
		if (!same)
			throw new CausalModelError(
				`The new expression for "${name}" gives ${describeType(after)}; it must stay ${describeType(before)}.`,
				{ name },
			);
	}
	return checked;
}
