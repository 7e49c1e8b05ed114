import { CausalModelError } from "../errors";
import { Checker } from "../expression/check";
import type { Undefined } from "../expression/evaluate";
import { type Expression, namesIn } from "../expression/expression";
import { fault, type Source, suggestion } from "../expression/source";
import { BOOLEAN_LEVELS, type Term, type ValueType } from "../expression/term";
import { describeType } from "../expression/typing";
import type { ExpressionParameters } from "./expression-family";
import { topologicalOrder } from "./graph";
import type { CausalColumn, CausalModelData, CausalNode } from "./scm";

/** A variable as written. */
export interface Variable {
	readonly name: string;
	readonly value: Expression;
	readonly source: Source;
	/** Not a column: its name starts with an underscore, or it is a step on the way to one. */
	readonly hidden?: boolean;
	/** Names read inside this definition that mean another variable. */
	readonly renamed?: ReadonlyMap<string, string>;
}

/** A variable with its checked term and the variables it is computed from. */
export interface CheckedVariable extends Variable {
	readonly type: ValueType;
	readonly root: Term;
	readonly parents: readonly string[];
}

/** Checks variables in an order in which each comes after those it is computed from. */
export function checkVariables(variables: readonly Variable[]): Map<string, CheckedVariable> {
	const index = new Map(variables.map(({ name }, i) => [name, i]));
	const mentions = variables.map((variable) => {
		const found: { parent: number; at: number }[] = [];
		for (const [name, at] of namesIn(variable.value)) {
			const parent = index.get(variable.renamed?.get(name) ?? name);
			if (parent === undefined)
				throw fault(
					variable.source,
					at,
					`There is no variable called "${name}".${suggestion(name, visibleNames(variables))}`,
					{ unknown: name },
				);
			found.push({ parent, at });
		}
		return found;
	});
	const sorted = topologicalOrder(mentions.map((found) => found.map(({ parent }) => parent)));
	if ("cycle" in sorted) throw circle(sorted.cycle, variables, mentions);
	const types = new Map<string, ValueType>();
	const checked = new Map<string, CheckedVariable>();
	for (const i of sorted.order) {
		const variable = variables[i]!;
		const one = checkVariable(variable, types);
		types.set(variable.name, one.type);
		checked.set(variable.name, one);
	}
	return checked;
}

function* visibleNames(variables: readonly Variable[]): Iterable<string> {
	for (const { name, hidden } of variables) if (!hidden || name.startsWith("_")) yield name;
}

/** Checks one variable against the types of those it may read. */
export function checkVariable(variable: Variable, types: ReadonlyMap<string, ValueType>): CheckedVariable {
	const { renamed } = variable;
	const seen = renamed ? new Map(types) : types;
	if (renamed) for (const [name, other] of renamed) (seen as Map<string, ValueType>).set(name, types.get(other)!);
	const checker = new Checker(variable.source, seen);
	const { term, type } = checker.check(variable.value);
	if (type.kind === "missing")
		throw fault(variable.source, variable.value.at, "The variable is missing in every row; leave it out.");
	return { ...variable, type, root: term, parents: checker.parents.map((name) => renamed?.get(name) ?? name) };
}

/** Variables of a circle written out; the whole of it is in the error's details. */
const SHOWN = 12;

function circle(
	cycle: readonly number[],
	variables: readonly Variable[],
	mentions: readonly (readonly { parent: number; at: number }[])[],
): CausalModelError {
	const [first, next] = cycle as [number, number];
	const path = cycle.map((i) => variables[i]!.name).reverse(); // from cause to effect
	const { at } = mentions[first]!.find(({ parent }) => parent === next)!;
	const shown = path.length > SHOWN ? [...path.slice(0, SHOWN / 2), "…", ...path.slice(-SHOWN / 2)] : path;
	return fault(variables[first]!.source, at, `The variables cause each other in a circle: ${shown.join(" → ")}.`, {
		cycle: path,
	});
}

/** Puts checked variables and the indicators of missing values together as plain data. */
export function assemble(
	variables: Iterable<CheckedVariable>,
	columnOrder: readonly string[],
	hiding: ReadonlyMap<string, CheckedVariable>,
	undefinedValues: Undefined,
): CausalModelData {
	const all = [...variables, ...hiding.values()];
	const positions = new Map(all.map(({ name }, i) => [name, i]));
	const nodes = all.map(
		({ name, root, source, parents }): CausalNode => ({
			name,
			width: 1,
			parents: parents.map((parent) => positions.get(parent)!),
			mechanism: { family: "expression", parameters: { root, source, undefinedValues } satisfies ExpressionParameters },
		}),
	);
	const types = new Map(all.map(({ name, type }) => [name, type]));
	const columns = columnOrder.map((name): CausalColumn => {
		const indicator = hiding.get(name);
		return {
			name,
			node: positions.get(name)!,
			...columnType(types.get(name)!),
			...(indicator ? { missing: positions.get(indicator.name)! } : {}),
		};
	});
	return { nodes, columns };
}

function columnType(type: ValueType): Pick<CausalColumn, "kind" | "levels" | "decimals" | "format"> {
	switch (type.kind) {
		case "number":
			if (type.integer) return { kind: "integer", decimals: 0 };
			return { kind: "number", ...(type.decimals === undefined ? {} : { decimals: type.decimals }) };
		case "boolean":
			return { kind: "boolean", levels: BOOLEAN_LEVELS };
		case "category":
			return { kind: "category", levels: type.levels };
		case "datetime":
			return { kind: "datetime", format: type.format, decimals: 0 };
		case "id":
			return { kind: "id", format: type.format };
		case "missing":
			throw new CausalModelError(`A variable cannot be ${describeType(type)} throughout.`);
	}
}
