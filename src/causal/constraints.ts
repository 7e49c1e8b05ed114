/** Domain constraints: read from the user's options, rewritten where they can be met exactly, otherwise checked row by row. */
import { CausalModelError, OptionError } from "../errors";
import { Parser } from "../expression/parse";
import { printName } from "../expression/print";
import { suggestion } from "../expression/source";
import { checkArgument, checkOptions } from "../options/check";
import type { Accepts } from "../options/option";
import type { Variable } from "./compile";
import { type ReadDefinition, type ReadRequirement, readDefinitions } from "./model-text";

/**
 * Something every row must meet.
 *
 * - A text is a condition in the language: `"low <= high"`. Rows that break it are drawn again.
 * - `range`: a variable stays within bounds; drawn again.
 * - `order`: variables ascend; drawn again.
 * - `sum`: variables are scaled in proportion, so that they add up to `to` (a number or an expression); exact.
 * - `missing`: a column is missing wherever `when` holds; exact.
 *
 * A condition on a missing value counts as met.
 */
export type Constraint =
	| string
	| { readonly range: string; readonly min?: number; readonly max?: number }
	| { readonly order: readonly string[] }
	| { readonly sum: readonly string[]; readonly to: number | string }
	| { readonly missing: string; readonly when: string };

export interface ReadConstraints {
	readonly variables: Variable[];
	readonly requirements: ReadRequirement[];
	/** Conditions under which a column is missing, by column. */
	readonly absences: Map<string, string[]>;
}

/** Reads constraints and applies those that rewrite definitions. */
export function readConstraints(
	definitions: readonly ReadDefinition[],
	constraints: readonly Constraint[],
): ReadConstraints {
	let variables = definitions.map(
		({ name, value, source }): Variable => ({
			name,
			value,
			source,
			...(name.startsWith("_") ? { hidden: true } : {}),
		}),
	);
	const requirements: ReadRequirement[] = [];
	const absences = new Map<string, string[]>();
	const names = new Set(variables.map(({ name }) => name));
	const known = (name: string): string => {
		if (!names.has(name))
			throw new CausalModelError(
				`A constraint names "${name}", which is not a variable of the model.${suggestion(name, names)}`,
				{
					unknown: name,
				},
			);
		return name;
	};
	for (const constraint of constraints) {
		checkConstraint(constraint);
		if (typeof constraint === "string") requirements.push(readCondition(constraint));
		else if ("range" in constraint) {
			const name = printName(known(constraint.range));
			const { min, max } = constraint;
			if (min === undefined && max === undefined)
				throw new CausalModelError(`The range of "${constraint.range}" has neither min nor max.`, {
					name: constraint.range,
				});
			requirements.push(
				readCondition(`${min === undefined ? "" : `${min} <= `}${name}${max === undefined ? "" : ` <= ${max}`}`),
			);
		} else if ("order" in constraint) {
			requirements.push(readCondition(constraint.order.map((name) => printName(known(name))).join(" <= ")));
		} else if ("sum" in constraint) {
			variables = scaleToSum(variables, constraint.sum.map(known), constraint.to);
		} else {
			const conditions = absences.get(known(constraint.missing)) ?? [];
			absences.set(constraint.missing, [...conditions, constraint.when]);
		}
	}
	return { variables, requirements, absences };
}

const FORMS = {
	range: { range: { type: "text" }, min: { type: "number" }, max: { type: "number" } },
	order: { order: { type: "texts" } },
	sum: { sum: { type: "texts" }, to: { type: "any" } },
	missing: { missing: { type: "text" }, when: { type: "text" } },
} as const;

/** Refuses what is of none of the forms of a constraint. */
function checkConstraint(constraint: Constraint): void {
	if (typeof constraint === "string") return;
	checkArgument("a constraint", constraint, { type: "object" });
	const form = Object.entries(FORMS).find(([name]) => Object.hasOwn(constraint, name));
	if (!form) {
		const forms = Object.keys(FORMS).join(", ");
		throw new OptionError(`A constraint is a condition in a text, or has one of the members ${forms}.`, { constraint });
	}
	const [name, members] = form;
	checkOptions(`the constraint ${name}`, constraint, members);
	for (const [member, accepts] of Object.entries<Accepts>(members)) {
		const value = (constraint as Readonly<Record<string, unknown>>)[member];
		if (member === "to" && typeof value !== "string") checkArgument(member, value, { type: "number" });
		if (accepts.type !== "number") checkArgument(member, value, accepts);
	}
}

function readCondition(text: string): ReadRequirement {
	const source = { name: `constraint ${text}`, text };
	const parser = new Parser(source);
	const condition = parser.expression();
	parser.end();
	return { condition, source };
}

/**
 * Makes variables add up: each keeps its definition as a hidden variable, and becomes that times `to` over the sum of
 * the hidden ones. Among themselves the definitions read the hidden values.
 */
function scaleToSum(variables: readonly Variable[], group: readonly string[], to: number | string): Variable[] {
	const hiddenName = (name: string) => `${name} (before scaling)`;
	const renamed = new Map(group.map((name) => [name, hiddenName(name)]));
	const total = [...renamed.values()].map(printName).join(", ");
	return variables.flatMap((variable): Variable[] => {
		const { name } = variable;
		if (!renamed.has(name)) return [variable];
		const text = `${printName(hiddenName(name))} * (${to}) / sum(${total})`;
		const [scaled] = readDefinitions({ [name]: text }).definitions;
		return [
			{ ...variable, name: hiddenName(name), hidden: true, renamed },
			{ ...variable, value: scaled!.value, source: { name, text } },
		];
	});
}
