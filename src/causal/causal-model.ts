import { CausalModelError, OptionError } from "../errors";
import { Checker } from "../expression/check";
import type { Undefined } from "../expression/evaluate";
import { fault, suggestion } from "../expression/source";
import type { ValueType } from "../expression/term";
import { checkArgument, checkCount, checkOptions } from "../options/check";
import { type AcceptedOptions, COUNT } from "../options/option";
import { createRandom } from "../random";
import { checkTable } from "../table/check-table";
import type { Table } from "../table/table";
import { readColumns } from "./columns";
import { assemble, type CheckedVariable, checkVariable, checkVariables } from "./compile";
import { type Constraint, readConstraints } from "./constraints";
import { counterfactualTable } from "./counterfactual";
import { type CausalGraph, describeGraph } from "./describe-graph";
import { averageEffect, type Effect, type EffectRequest } from "./effect";
import { EXPRESSION } from "./expression-family";
import { FAMILIES } from "./families";
import { type Actions, applyActions } from "./interventions";
import { type Definitions, type ReadRequirement, readDefinitions, readModelText } from "./model-text";
import { type Accepted, acceptedRows, type Requirement } from "./rejection";
import { sampleNodes } from "./sample";
import type { CausalModelData, CausalRequest, Families, Family, NodeValues } from "./scm";

export type { Actions } from "./interventions";

export interface CausalModelOptions {
	/** What every row must meet; see `Constraint` for how each form is enforced. Default none. */
	readonly constraints?: readonly Constraint[];
	/**
	 * Probability that a column's value is missing: a number (completely at random), or an expression of other columns
	 * (at random) or of the column itself (not at random). The same as `… missing(p)` after a definition. The variable
	 * itself is not touched: what depends on it sees its true value.
	 */
	readonly missing?: Readonly<Record<string, number | string>>;
	/**
	 * What happens where an expression has no value in a row (division by zero, logarithm of a negative number, an sd
	 * below 0, an infinite result): `"error"` (default) raises a CausalModelError that points at the operation and names
	 * the row; `"missing"` gives a missing value.
	 */
	readonly undefinedValues?: Undefined;
}

export interface SampleRequest {
	/** How many rows. */
	readonly rows: number;
	/** Number of the first row, so that a large table can be sampled in chunks. Default 0. */
	readonly offset?: number;
	/** Default 0. The same seed gives the same rows, in whatever chunks. */
	readonly seed?: number | string;
	/** What is done to variables before drawing. */
	readonly do?: Actions;
}

/** Units for a counterfactual: those of a seed (their noise is replayed), or rows of evidence (theirs is inferred). */
export type CounterfactualRequest =
	| (SampleRequest & { readonly do: Actions })
	| {
			/** What was observed; columns by name. */
			readonly evidence: Table;
			readonly do: Actions;
	  };

/** A structural causal model written as expressions. */
export interface CausalModel {
	/** The model as plain data: nodes, frozen mechanisms, columns. Structured-cloneable. */
	readonly data: CausalModelData;
	/** Nodes, edges, and the mixed graph over the columns. */
	readonly graph: CausalGraph;
	/** Samples a table. */
	sample(request: SampleRequest): Table;
	/**
	 * What the same units would have shown under `do`. By seed, every draw is replayed. For `evidence`, the noise of
	 * each variable the action reaches is inferred from its value; variables out of its reach keep theirs.
	 *
	 * @throws CausalModelError where a reached variable's noise cannot be told from its value.
	 */
	counterfactual(request: CounterfactualRequest): Table;
	/** Average causal effect of an action on a variable, over units drawn by seed. */
	effect(request: EffectRequest): Effect;
}

/**
 * Builds a causal model from expressions in the language of this module's README: an object of one expression a
 * variable, or one text of `name = expression` statements.
 *
 * @throws CausalModelError for anything wrong with the text; `details.position` is the character's index.
 */
export function causalModel(definition: Definitions | string, options: CausalModelOptions = {}): CausalModel {
	checkOptions("causalModel", options, OPTIONS);
	const undefinedValues = options.undefinedValues ?? "error";
	if (typeof definition !== "string") checkArgument("definition", definition, { type: "object" });
	const read = typeof definition === "string" ? readModelText(definition) : readDefinitions(definition);
	if (read.definitions.length === 0) {
		const one = "18 + 60 * beta(2, 3)";
		const example = typeof definition === "string" ? `age = ${one}` : `{ age: "${one}" }`;
		throw new CausalModelError(`The model defines no variable. Write at least one, such as ${example}`);
	}
	const { variables, requirements, absences } = readConstraints(read.definitions, options.constraints ?? []);
	const checked = checkVariables(variables);
	const types = new Map([...checked.values()].map(({ name, type }) => [name, type]));
	const columns = variables.filter(({ hidden }) => !hidden).map(({ name }) => name);
	// A definition's order is the user's; scaling a sum may have put hidden steps between.
	const order = read.definitions.map(({ name }) => name).filter((name) => columns.includes(name));
	const rates = missingRates(read.definitions, options.missing ?? {}, types);
	const hiding = hidingVariables(order, rates, absences, types);
	const data = assemble(checked.values(), order, hiding, undefinedValues);
	const conditions = [...read.requirements, ...requirements].map((one) => checkRequirement(one, types, data));
	return new ExpressionModel(data, checked, hiding, order, conditions, undefinedValues);
}

const OPTIONS: AcceptedOptions<CausalModelOptions> = {
	constraints: { type: "list" },
	missing: { type: "object" },
	undefinedValues: { type: "choice", choices: ["error", "missing"] },
};

const SAMPLE: AcceptedOptions<SampleRequest> = {
	rows: { type: "number", whole: true, min: 0 },
	offset: { type: "number", whole: true, min: 0 },
	seed: { type: "seed" },
	do: { type: "object" },
};

const EFFECT: AcceptedOptions<EffectRequest> = {
	do: { type: "object" },
	versus: { type: "object" },
	on: { type: "text" },
	rows: COUNT,
	seed: { type: "seed" },
};

const EXPRESSION_FAMILIES: Families = { ...FAMILIES, expression: EXPRESSION as Family };

/** Values held at once, 8 bytes each: a gigabyte. */
const MOST_CELLS = 2 ** 27;

class ExpressionModel implements CausalModel {
	private described: CausalGraph | undefined;

	constructor(
		readonly data: CausalModelData,
		private readonly variables: ReadonlyMap<string, CheckedVariable>,
		private readonly hiding: ReadonlyMap<string, CheckedVariable>,
		private readonly columns: readonly string[],
		private readonly requirements: readonly Requirement[],
		private readonly undefinedValues: Undefined,
	) {}

	get graph(): CausalGraph {
		this.described ??= describeGraph(this.data);
		return this.described;
	}

	sample(asked: SampleRequest): Table {
		checkArgument("request", asked, { type: "object" });
		checkOptions("sample", asked, SAMPLE);
		const { rows, offset = 0, seed = 0, do: actions = {} } = asked;
		checkCount("rows", rows, 0);
		this.checkSize(rows);
		const request: CausalRequest = { rows, offset, random: createRandom(seed) };
		const accepted = this.accepted(request);
		const { model, interventions } = this.act(actions);
		const whole = { ...request, attempts: accepted?.attempts, do: interventions };
		const sampled =
			accepted && Object.keys(actions).length === 0 ? accepted.sampled : sampleNodes(model, whole, EXPRESSION_FAMILIES);
		return readColumns(model, sampled, whole, EXPRESSION_FAMILIES);
	}

	counterfactual(request: CounterfactualRequest): Table {
		checkArgument("request", request, { type: "object" });
		if (!("evidence" in request)) return this.sample(request);
		checkOptions("counterfactual", request, { evidence: { type: "any" }, do: { type: "object" } });
		checkTable(request.evidence, "evidence");
		checkArgument("do", request.do, { type: "object" });
		const bare = assemble(this.variables.values(), this.columns, new Map(), this.undefinedValues);
		const { model, interventions } = this.act(request.do, new Map());
		return counterfactualTable(bare, model, interventions, request.evidence, EXPRESSION_FAMILIES);
	}

	effect(request: EffectRequest): Effect {
		checkArgument("request", request, { type: "object" });
		checkOptions("effect", request, EFFECT);
		checkArgument("do", request.do, { type: "object" });
		checkArgument("on", request.on, { type: "text" });
		const known = this.variables.get(request.on);
		if (!known || (known.type.kind !== "number" && known.type.kind !== "boolean"))
			throw new CausalModelError(
				known
					? `An average effect is measured on a number or a yes-no variable, and "${request.on}" is neither.`
					: `There is no variable called "${request.on}".${suggestion(request.on, this.variables.keys())}`,
				{ on: request.on },
			);
		this.checkSize(request.rows ?? 0);
		const draw = (actions: Actions, rows: CausalRequest): NodeValues => {
			const { model, interventions } = this.act(actions);
			const sampled = sampleNodes(model, { ...rows, do: interventions }, EXPRESSION_FAMILIES);
			return sampled[model.nodes.findIndex(({ name }) => name === request.on)]!;
		};
		return averageEffect(request, (rows) => ({ ...rows, attempts: this.accepted(rows)?.attempts }), draw);
	}

	/** Refuses what would not fit into a tab's memory, before any of it is computed. */
	private checkSize(rows: number): void {
		const most = Math.floor(MOST_CELLS / this.data.nodes.length);
		if (rows <= most) return;
		throw new OptionError(
			`rows is ${rows}; of this model's ${this.data.nodes.length} variables at most ${most} rows fit into memory at once. Sample in parts: { rows: 100_000, offset: 0 }, then offset 100_000 and so on.`,
			{ option: "rows", value: rows, most },
		);
	}

	/** The rows that meet the constraints, in the world nothing was done to; undefined where there are no constraints. */
	private accepted(request: CausalRequest): Accepted | undefined {
		if (this.requirements.length === 0 || request.rows === 0) return undefined;
		return acceptedRows(this.data, this.requirements, request, EXPRESSION_FAMILIES);
	}

	private act(actions: Actions, hiding = this.hiding) {
		const { variables, interventions } = applyActions(this.variables, actions);
		const unchanged = variables === this.variables && hiding === this.hiding;
		const model = unchanged ? this.data : assemble(variables.values(), this.columns, hiding, this.undefinedValues);
		return { model, interventions };
	}
}

/** The probability texts of missing values, from clauses and from the option. */
function missingRates(
	definitions: ReturnType<typeof readDefinitions>["definitions"],
	given: Readonly<Record<string, number | string>>,
	types: ReadonlyMap<string, ValueType>,
): Map<string, CheckedVariable> {
	const rates = new Map<string, CheckedVariable>();
	const add = (
		name: string,
		read: {
			value: NonNullable<(typeof definitions)[number]["missing"]>;
			source: (typeof definitions)[number]["source"];
		},
	) => {
		const { value, source } = read;
		const bernoulli = { type: "call" as const, name: "bernoulli", args: [{ value }], at: value.at };
		rates.set(name, checkVariable({ name: `missing(${name})`, value: bernoulli, source, hidden: true }, types));
	};
	for (const { name, missing, source } of definitions) if (missing) add(name, { value: missing, source });
	for (const [name, rate] of Object.entries(given)) {
		if (!types.has(name))
			throw new CausalModelError(
				`The option missing names "${name}", which is not a variable of the model.${suggestion(name, types.keys())}`,
				{
					unknown: name,
				},
			);
		if (rates.has(name))
			throw new CausalModelError(`"${name}" has both a clause missing(…) and a rate in the option missing; keep one.`, {
				name,
			});
		const { value, source } = readDefinitions({ [`missing(${name})`]: rate }).definitions[0]!;
		add(name, { value, source });
	}
	return rates;
}

/** One indicator a column with missing values: its rate's, or the conditions under which it is absent, or both. */
function hidingVariables(
	columns: readonly string[],
	rates: ReadonlyMap<string, CheckedVariable>,
	absences: ReadonlyMap<string, readonly string[]>,
	types: ReadonlyMap<string, ValueType>,
): Map<string, CheckedVariable> {
	const hiding = new Map<string, CheckedVariable>();
	for (const name of columns) {
		const rate = rates.get(name);
		const conditions = absences.get(name);
		if (conditions) hiding.set(name, absentWhere(name, conditions, rate, types));
		else if (rate) hiding.set(name, rate);
	}
	return hiding;
}

function absentWhere(
	name: string,
	conditions: readonly string[],
	rate: CheckedVariable | undefined,
	types: ReadonlyMap<string, ValueType>,
): CheckedVariable {
	if (rate)
		throw new CausalModelError(
			`"${name}" is missing both at a rate and under a condition. Write one rate: missing(if(${conditions[0]}, 1, …)).`,
			{ name },
		);
	const text = conditions.map((condition) => `(${condition})`).join(" or ");
	const { value, source } = readDefinitions({ [`missing(${name})`]: text }).definitions[0]!;
	const variable = checkVariable({ name: `missing(${name})`, value, source, hidden: true }, types);
	if (variable.type.kind !== "boolean" && variable.type.kind !== "number")
		throw fault(source, value.at, "The condition under which a column is missing is true or false.");
	return variable;
}

function checkRequirement(
	{ condition, source }: ReadRequirement,
	types: ReadonlyMap<string, ValueType>,
	data: CausalModelData,
): Requirement {
	const checker = new Checker(source, types);
	const root = checker.condition(condition);
	const positions = new Map(data.nodes.map((node, i) => [node.name, i]));
	return { source, root, parents: checker.parents.map((name) => positions.get(name)!) };
}
