import type { Encoder } from "../../encode/encoder";
import { OptionError } from "../../errors";
import type { TokenColumn } from "../../tokens/tokens";
import type { StructureOptions } from "./structure";

/** Reads "age -> income" against the columns that can depend on others. */
function readEdges(option: string, edges: unknown, names: readonly string[]): [string, string][] {
	return (edges as readonly unknown[]).map((edge) => {
		const text = String(edge);
		const ends = text.split("->").map((end) => end.trim());
		const unknown = ends.find((end) => !names.includes(end));
		if (ends.length !== 2 || unknown !== undefined || ends[0] === ends[1]) {
			const why = ends.length !== 2 ? 'write it as "from -> to"' : `there are ${names.join(", ")}`;
			throw new OptionError(`${option} names the edge "${text}", which cannot be: ${why}.`, { option, value: text });
		}
		return ends as [string, string];
	});
}

/** Most cells that a column's table may have by edges that were required: 32 MB. */
const MOST_CELLS = 4_000_000;

/**
 * The user's edges as limits of the search, and that a column's second digit always depends on its first.
 *
 * @throws OptionError for an edge that names no column, one that is required and forbidden, a circle, more required
 *   parents of a column than `parents`, and required parents whose table would not fit into memory.
 */
export function edgeConstraints(
	encoder: Encoder,
	tokens: readonly TokenColumn[],
	options: { readonly required: unknown; readonly forbidden: unknown; readonly parents: number },
): Pick<StructureOptions, "required" | "forbidden"> {
	const nameOf = (v: number) => encoder.columns[tokens[v]!.column]!.name;
	const names = [...new Set(tokens.map((_, v) => nameOf(v)))];
	const required = readEdges("required", options.required, names);
	const banned = new Set(readEdges("forbidden", options.forbidden, names).map((edge) => edge.join("\0")));
	const first = (name: string) => tokens.findIndex((_, v) => nameOf(v) === name);
	const parents = tokens.map((token, v) => {
		if (token.remainder) return [v - 1];
		return [...new Set(required.filter(([, to]) => to === nameOf(v)).map(([from]) => first(from)))];
	});
	const clash = required.find((edge) => banned.has(edge.join("\0")));
	if (clash) {
		throw new OptionError(`The edge "${clash.join(" -> ")}" is both required and forbidden; leave one out.`, {
			option: "required",
		});
	}
	refuseCircles(required);
	parents.forEach((of, v) => {
		if (tokens[v]!.remainder) return;
		const limits = { parents: options.parents, cells: of.reduce((n, p) => n * tokens[p]!.states, tokens[v]!.states) };
		refuseTooMany(nameOf(v), of.map(nameOf), limits);
	});
	return {
		required: parents,
		forbidden: (parent, child) => banned.has(`${nameOf(parent)}\0${nameOf(child)}`),
	};
}

/** @throws OptionError where a column has more required parents than the search or the memory allows. */
function refuseTooMany(
	name: string,
	parents: readonly string[],
	limits: { readonly parents: number; readonly cells: number },
): void {
	const all = parents.join(", ");
	if (parents.length > limits.parents) {
		const remedy = `set parents to ${parents.length}, or leave some out`;
		throw new OptionError(
			`"${name}" has ${parents.length} required parents (${all}), and a column may have ${limits.parents}; ${remedy}.`,
			{ option: "required", column: name },
		);
	}
	if (parents.length > 0 && limits.cells > MOST_CELLS) {
		const count = limits.cells.toLocaleString("en");
		const most = MOST_CELLS.toLocaleString("en");
		throw new OptionError(
			`The required parents of "${name}" (${all}) make a table of ${count} probabilities, of which ${most} fit into memory; leave one out, or take fewer bins.`,
			{ option: "required", column: name },
		);
	}
}

/** @throws OptionError where edges lead in a circle. */
function refuseCircles(edges: readonly (readonly [string, string])[]): void {
	let left = [...edges];
	for (;;) {
		const children = new Set(left.map(([, to]) => to));
		const next = left.filter(([from]) => children.has(from));
		if (next.length === left.length) break;
		left = next;
	}
	if (left.length === 0) return;
	const circle = left.map((edge) => edge.join(" -> ")).join(", ");
	throw new OptionError(`The required edges lead in a circle (${circle}); leave one of them out.`, {
		option: "required",
		value: circle,
	});
}
