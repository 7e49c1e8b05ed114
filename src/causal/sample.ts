import { CausalModelError } from "../errors";
import { FAMILIES } from "./families";
import { createNoise } from "./noise";
import type {
	AbductedNoise,
	CausalModelData,
	CausalNode,
	CausalRequest,
	Evaluation,
	Families,
	Intervention,
	Mechanism,
	NodeValues,
	Values,
} from "./scm";

/** Rows computed at once: a node's values and its family's scratch stay in the cache. */
export const BLOCK_ROWS = 4096;

/**
 * Draws the values of every node, in the model's order. Rows are independent of each other and of the request's
 * extent; an intervention changes the node it names and that node's descendants, bit for bit nothing else.
 *
 * @throws CausalModelError where a family or an intervened node is unknown, or parents do not come before children.
 */
export function sampleNodes(
	model: CausalModelData,
	request: CausalRequest,
	families: Families = FAMILIES,
): NodeValues[] {
	const { rows } = request;
	const interventions = request.do ?? {};
	for (const name of Object.keys(interventions)) {
		if (!model.nodes.some((node) => node.name === name))
			throw new CausalModelError(`There is no node "${name}" to intervene on.`, { node: name });
	}
	const sampled: NodeValues[] = [];
	for (const node of model.nodes) {
		const known = request.known && Object.hasOwn(request.known, node.name) ? request.known[node.name] : undefined;
		if (known && !Object.hasOwn(interventions, node.name)) {
			sampled.push(known);
			continue;
		}
		const values: Values =
			node.precision === "single" ? new Float32Array(rows * node.width) : new Float64Array(rows * node.width);
		const own = Object.hasOwn(interventions, node.name) ? interventions[node.name] : undefined;
		const parents = parentValues(node, own, sampled);
		if (own && "set" in own && own.component === undefined) {
			overwrite(values, node, own, rows);
		} else {
			const mechanism = own && "mechanism" in own ? own.mechanism : node.mechanism;
			evaluateRows(mechanism, node.name, `node/${node.name}`, parents, values, node.width, request, families);
			if (own) overwrite(values, node, own, rows);
		}
		sampled.push({ values, width: node.width });
	}
	return sampled;
}

function parentValues(node: CausalNode, own: Intervention | undefined, sampled: readonly NodeValues[]): NodeValues[] {
	const indices = own && "mechanism" in own && own.parents ? own.parents : node.parents;
	return indices.map((index) => {
		const parent = sampled[index];
		if (!parent)
			throw new CausalModelError(`A parent of "${node.name}" (node ${index}) does not come before it in the model.`, {
				node: node.name,
				parent: index,
			});
		return parent;
	});
}

/** Applies `set`, `shift` and `scale` to the components they name. */
function overwrite(values: Values, { name, width }: CausalNode, own: Intervention, rows: number): void {
	if ("mechanism" in own) return;
	const from = own.component ?? 0;
	const count = own.component === undefined ? width : (own.components ?? 1);
	if (from < 0 || from + count > width)
		throw new CausalModelError(
			`"${name}" has ${width} components; the intervention names ${from} to ${from + count - 1}.`,
			{
				node: name,
			},
		);
	for (let row = 0; row < rows; row++) {
		for (let i = 0; i < count; i++) {
			const at = row * width + from + i;
			if ("shift" in own) values[at] = values[at]! + own.shift;
			else if ("scale" in own) values[at] = values[at]! * own.scale;
			else values[at] = typeof own.set === "number" ? own.set : own.set[i]!;
		}
	}
}

/** Computes one node (or column converter) for all rows, a block at a time. */
export function evaluateRows(
	mechanism: Mechanism,
	name: string,
	noisePath: string,
	parents: readonly NodeValues[],
	out: Values,
	width: number,
	request: CausalRequest,
	families: Families,
): void {
	const family = Object.hasOwn(families, mechanism.family) ? families[mechanism.family] : undefined;
	if (!family)
		throw new CausalModelError(
			`"${name}" uses the family "${mechanism.family}", which is not among those given: ${Object.keys(families).join(", ")}.`,
			{ node: name, family: mechanism.family },
		);
	for (let from = 0; from < request.rows; from += BLOCK_ROWS) {
		const to = Math.min(request.rows, from + BLOCK_ROWS);
		const at = evaluationOf(name, noisePath, parents, width, request, from, to);
		family.evaluate(mechanism.parameters, at, out.subarray(from * width, to * width));
	}
}

/** What a family is given for rows `from` … `to` − 1 of a request. */
export function evaluationOf(
	name: string,
	noisePath: string,
	parents: readonly NodeValues[],
	width: number,
	request: CausalRequest,
	from: number,
	to: number,
): Evaluation {
	const offset = (request.offset ?? 0) + from;
	const numbers = slice(request.rowNumbers, from, to);
	const attempts = request.attempts?.subarray(from, to);
	const abducted = request.abducted && Object.hasOwn(request.abducted, name) ? request.abducted[name] : undefined;
	return {
		name,
		rows: to - from,
		width,
		parents: parents.map((p) => ({ width: p.width, values: p.values.subarray(from * p.width, to * p.width) })),
		noise: createNoise(request.random, noisePath, { offset, numbers, attempts }, sliceNoise(abducted, from, to)),
		rowNumber: (i) => (numbers ? numbers[i]! : offset + i),
	};
}

function slice(numbers: ArrayLike<number> | undefined, from: number, to: number): ArrayLike<number> | undefined {
	return numbers && (from > 0 || to < numbers.length) ? Array.prototype.slice.call(numbers, from, to) : numbers;
}

function sliceNoise(noise: AbductedNoise | undefined, from: number, to: number): AbductedNoise | undefined {
	return noise && Object.fromEntries(Object.entries(noise).map(([draw, values]) => [draw, values.subarray(from, to)]));
}
