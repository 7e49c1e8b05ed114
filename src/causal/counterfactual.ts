/**
 * Counterfactuals for given rows, in Pearl's three steps (2009, Theorem 7.1.7): abduction finds the noise that
 * explains the evidence, action changes mechanisms, prediction recomputes what the action reaches.
 */
import { CausalModelError } from "../errors";
import { createRandom } from "../random";
import { isNumeric, type Table } from "../table/table";
import { readColumns } from "./columns";
import { ancestors, descendants } from "./graph";
import { BLOCK_ROWS, evaluateRows, evaluationOf, sampleNodes } from "./sample";
import type {
	AbductedNoise,
	CausalColumn,
	CausalModelData,
	CausalNode,
	CausalRequest,
	Families,
	Family,
	Interventions,
	NodeValues,
} from "./scm";

/** Observed values by node name, rows × width each; nodes left out are unobserved. */
export type Evidence = Readonly<Record<string, NodeValues>>;

/** The model's own values of a table's columns, by node; columns read through a converter tell nothing certain. */
export function evidenceOf(model: CausalModelData, table: Table): Evidence {
	const evidence: Record<string, NodeValues> = {};
	const known = new Map(model.columns.map((column) => [column.name, column]));
	for (const column of table.columns) {
		const reader = known.get(column.name);
		if (!reader)
			throw new CausalModelError(`The evidence has a column "${column.name}", which the model does not know.`, {
				column: column.name,
			});
		const node = model.nodes[reader.node]!;
		if (reader.convert || node.width !== 1 || reader.kind === "id") continue;
		if (isNumeric(column) === (reader.levels !== undefined))
			throw new CausalModelError(
				`The evidence's column "${column.name}" is ${column.kind}; the model's is ${reader.kind}. One cell that is written otherwise makes a column so: correct it, or leave it empty.`,
				{
					column: column.name,
				},
			);
		const values = isNumeric(column) ? column.values : codesOf(column.levels, column.codes, reader);
		evidence[node.name] = { values, width: 1 };
	}
	return evidence;
}

function codesOf(levels: readonly string[], codes: Int32Array, { name, levels: known }: CausalColumn): Float64Array {
	const translated = levels.map((level) => known!.indexOf(level));
	return Float64Array.from(codes, (code, row) => {
		if (code < 0) return Number.NaN;
		const own = translated[code]!;
		if (own < 0)
			throw new CausalModelError(
				`Row ${row + 1} of the evidence has "${name}" = "${levels[code]}", which the model never gives.`,
				{
					row: row + 1,
					column: name,
				},
			);
		return own;
	});
}

/**
 * What the evidence's units would have shown, in the columns the evidence has and those the action reaches: nodes it does not reach keep their observed value bit for bit,
 * the others are recomputed with the noise their observed values tell. `acted` is the model with replaced
 * definitions where the action has any, else `model` itself.
 */
export function counterfactualTable(
	model: CausalModelData,
	acted: CausalModelData,
	interventions: Interventions,
	evidence: Table,
	families: Families,
): Table {
	const { rows } = evidence;
	const request: CausalRequest = { rows, random: createRandom(0) }; // nothing is drawn
	const changed = new Set(Object.keys(interventions));
	const mechanisms = new Map(model.nodes.map((node) => [node.name, node.mechanism]));
	for (const { name, mechanism } of acted.nodes)
		if (mechanisms.get(name) !== mechanism && !same(mechanisms.get(name), mechanism)) changed.add(name);
	const names = acted.nodes.map(({ name }) => name);
	const parents = acted.nodes.map((node) => node.parents);
	const reached = new Set(
		[
			...descendants(
				parents,
				[...changed].map((name) => names.indexOf(name)),
			),
		].map((i) => names[i]!),
	);
	const recomputed = [...reached].filter(
		(name) => !(Object.hasOwn(interventions, name) && "set" in interventions[name]!),
	);
	const { factual, noise } = abduct(model, evidenceOf(model, evidence), recomputed, acted, request, families);
	const known = Object.fromEntries([...factual].filter(([name]) => !reached.has(name)));
	const whole = { ...request, do: interventions, abducted: noise, known };
	const silent = withoutDrawing(
		families,
		(name) =>
			`The new definition of "${name}" needs noise that the evidence does not determine. Counterfactuals by seed can sample it.`,
	);
	const table = readColumns(acted, sampleNodes(acted, whole, silent), whole, families);
	// Identifiers name the unit, which stays the same.
	const given = new Map(evidence.columns.map((column) => [column.name, column]));
	const columns = table.columns
		.filter(({ name }, i) => given.has(name) || reached.has(names[acted.columns[i]!.node]!))
		.map((column) => (column.kind === "id" ? (given.get(column.name) ?? column) : column));
	return { rows, columns };
}

/** The families with noise that abduction found and no other: a fresh draw is refused. */
function withoutDrawing(families: Families, sentence: (node: string) => string): Families {
	const silence = (family: Family): Family => ({
		evaluate(parameters, at, out) {
			const refuse = (): never => {
				throw new CausalModelError(sentence(at.name), { node: at.name, invertible: false });
			};
			const noise = { uniform: refuse, normal: refuse, abducted: at.noise.abducted };
			family.evaluate(parameters, { ...at, noise }, out);
		},
	});
	return Object.fromEntries(Object.entries(families).map(([name, family]) => [name, silence(family)]));
}

function same(a: unknown, b: unknown): boolean {
	return JSON.stringify(a) === JSON.stringify(b);
}

/**
 * Factual values of every node, and the noise of those to be recomputed. A node nobody observed takes part only where
 * it draws no noise: then its value follows from its parents.
 *
 * @throws CausalModelError where a mechanism is not invertible in its noise, or a value is needed and unknown.
 */
export function abduct(
	model: CausalModelData,
	evidence: Evidence,
	recomputed: readonly string[],
	acted: CausalModelData,
	request: CausalRequest,
	families: Families,
): { factual: Map<string, NodeValues>; noise: Record<string, AbductedNoise> } {
	const factual = new Map<string, NodeValues>();
	const noise: Record<string, AbductedNoise> = {};
	const wanted = new Set(recomputed);
	const needed = neededNodes(model, acted, wanted);
	for (const node of model.nodes) {
		const observed = Object.hasOwn(evidence, node.name) ? evidence[node.name] : undefined;
		if (observed) factual.set(node.name, observed);
		if (!observed && !needed.has(node.name)) {
			factual.set(node.name, {
				values: new Float64Array(request.rows * node.width).fill(Number.NaN),
				width: node.width,
			});
			continue;
		}
		const parents = node.parents.map((parent) => factual.get(model.nodes[parent]!.name)!);
		if (!observed) factual.set(node.name, computeUnobserved(node, parents, request, families));
		else if (wanted.has(node.name)) noise[node.name] = abductNode(node, observed, parents, request, families);
	}
	return { factual, noise };
}

/** Nodes whose factual value has a part in what is recomputed. */
function neededNodes(model: CausalModelData, acted: CausalModelData, wanted: ReadonlySet<string>): Set<string> {
	const needed = new Set<string>();
	for (const { nodes } of [model, acted]) {
		const starts = [...nodes.keys()].filter((i) => wanted.has(nodes[i]!.name));
		const parents = nodes.map((node) => node.parents);
		for (const i of ancestors(parents, starts)) needed.add(nodes[i]!.name);
	}
	return needed;
}

function abductNode(
	node: CausalNode,
	observed: NodeValues,
	parents: readonly NodeValues[],
	request: CausalRequest,
	families: Families,
): AbductedNoise {
	const family = families[node.mechanism.family];
	if (!family?.abduct)
		throw new CausalModelError(
			`The noise of "${node.name}" cannot be recovered from its value: its mechanism (${node.mechanism.family}) is not invertible. Counterfactuals by seed replay the noise and need no such step.`,
			{ node: node.name, invertible: false },
		);
	const found: Record<number, Float64Array> = {};
	for (let from = 0; from < request.rows; from += BLOCK_ROWS) {
		const to = Math.min(request.rows, from + BLOCK_ROWS);
		const at = evaluationOf(node.name, `node/${node.name}`, parents, node.width, request, from, to);
		const slice = observed.values.subarray(from * node.width, to * node.width);
		for (const [draw, values] of Object.entries(family.abduct(node.mechanism.parameters, at, slice))) {
			found[Number(draw)] ??= new Float64Array(request.rows);
			found[Number(draw)]!.set(values, from);
		}
	}
	return found;
}

/** Values of a node nobody observed: its mechanism's, provided it draws no noise. */
function computeUnobserved(
	{ name, mechanism, width }: CausalNode,
	parents: readonly NodeValues[],
	request: CausalRequest,
	families: Families,
): NodeValues {
	const values = new Float64Array(request.rows * width);
	const silent = withoutDrawing(
		families,
		() =>
			`"${name}" is not in the evidence and has noise, so its factual value is unknown. Add its column to the evidence.`,
	);
	evaluateRows(mechanism, name, `node/${name}`, parents, values, width, request, silent);
	return { values, width };
}
